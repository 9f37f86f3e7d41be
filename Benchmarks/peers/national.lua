-- The country in Lua; also runs in LuaJIT. Usage: national.lua FOLDER [edit]
-- All figures are whole numbers far below 2^53, which LuaJIT's numbers hold exactly.

local here = arg[0]:match("^(.*/)") or "./"
package.path = here .. "?.lua;" .. package.path

local folder, mode = arg[1], arg[2]
local regions = { "north", "northeast", "central", "east", "west", "south" }
local byte = string.byte

local function read(name)
  local file = assert(io.open(folder .. "/" .. name, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local region_number = {}
for number, name in ipairs(regions) do region_number[name] = number end

local region_of = {}
for code, region in read("areas.csv"):gmatch("\n(%d+),[^\n]*,(%w+)") do
  region_of[tonumber(code)] = region_number[region]
end

local codes, indicator_of = {}, {}
for code in read("indicators.csv"):gmatch("\n(%w+),") do
  codes[#codes + 1] = code
  indicator_of[tonumber(code:sub(2))] = #codes
end

-- A whole number from a place on, and the place after the byte behind it. Written out for the usual one to three
-- digits: LuaJIT compiles that to half the time of a loop, and a fifth of that of a pattern.
local function number(text, place)
  local first, second, third, after = byte(text, place, place + 3)
  local value = first - 48
  if not second or second < 48 then return value, place + 2 end
  value = value * 10 + second - 48
  if not third or third < 48 then return value, place + 3 end
  value = value * 10 + third - 48
  if not after or after < 48 then return value, place + 4 end
  place = place + 3
  repeat
    value = value * 10 + after - 48
    place = place + 1
    after = byte(text, place)
  until not after or after < 48
  return value, place + 1
end

local function judge(t1, t2, t3, t4, a1, a2, a3, a4)
  local green, yellow, red = 0, 0, 0
  local adjusted = t1
  if adjusted <= 0 or 5 * a1 > 4 * adjusted then green = green + 1
  elseif 2 * a1 < adjusted then red = red + 1 else yellow = yellow + 1 end
  adjusted = t2 + adjusted - a1
  if adjusted <= 0 or 5 * a2 > 4 * adjusted then green = green + 1
  elseif 2 * a2 < adjusted then red = red + 1 else yellow = yellow + 1 end
  adjusted = t3 + adjusted - a2
  if adjusted <= 0 or 5 * a3 > 4 * adjusted then green = green + 1
  elseif 2 * a3 < adjusted then red = red + 1 else yellow = yellow + 1 end
  adjusted = t4 + adjusted - a3
  if adjusted <= 0 or 5 * a4 > 4 * adjusted then green = green + 1
  elseif 2 * a4 < adjusted then red = red + 1 else yellow = yellow + 1 end
  -- What is left after the last quarter is the year's target less the year's result.
  return adjusted - a4 <= 0 and 1 or 0, green, yellow, red
end

-- Reads up to `most` rows into columns: the cell among the counts, four targets, four results. Reading and judging
-- apart keeps LuaJIT's traces few; in one loop their branches multiply, and it gives up on some.
local columns = { {}, {}, {}, {}, {}, {}, {}, {}, {} }
local cells, t1, t2, t3, t4, a1, a2, a3, a4 = (table.unpack or unpack)(columns)

local function read_rows(text, place, most)
  local length, rows, area, indicator = #text, 0, nil, nil
  while place <= length and rows < most do
    rows = rows + 1
    area, place = number(text, place)
    indicator, place = number(text, place + 1)
    cells[rows] = (indicator_of[indicator] - 1) * 6 + region_of[area]
    t1[rows], place = number(text, place)
    t2[rows], place = number(text, place)
    t3[rows], place = number(text, place)
    t4[rows], place = number(text, place)
    a1[rows], place = number(text, place)
    a2[rows], place = number(text, place)
    a3[rows], place = number(text, place)
    a4[rows], place = number(text, place)
  end
  return rows, place
end

local text = read("figures.csv")
local place = text:find("\n", 1, true) + 1

if mode == "edit" then
  local rows = read_rows(text, place, math.huge)
  require("edit").time(rows, 1000, 1, 41, function(row, quarter, value)
    columns[5 + quarter][row + 1] = value
    local passed, green, yellow, red = 0, 0, 0, 0
    for each = 1, rows do
      local p, g, y, r = judge(t1[each], t2[each], t3[each], t4[each], a1[each], a2[each], a3[each], a4[each])
      passed, green, yellow, red = passed + p, green + g, yellow + y, red + r
    end
    return passed, green, yellow, red
  end)
  return
end

local passed, green, yellow, red = {}, {}, {}, {}
for cell = 1, #codes * 6 do passed[cell], green[cell], yellow[cell], red[cell] = 0, 0, 0, 0 end
local rows
repeat
  rows, place = read_rows(text, place, 1000)
  for each = 1, rows do
    local cell = cells[each]
    local p, g, y, r = judge(t1[each], t2[each], t3[each], t4[each], a1[each], a2[each], a3[each], a4[each])
    passed[cell] = passed[cell] + p
    green[cell] = green[cell] + g
    yellow[cell] = yellow[cell] + y
    red[cell] = red[cell] + r
  end
until rows == 0
print("programme,region,passed,green,yellow,red")
for indicator, code in ipairs(codes) do
  for region, name in ipairs(regions) do
    local cell = (indicator - 1) * 6 + region
    print(string.format("%s,%s,%d,%d,%d,%d", code, name, passed[cell], green[cell], yellow[cell], red[cell]))
  end
end
