-- The sweep in Lua, step by step as the plan says it; also runs in LuaJIT.
-- Usage: sweep.lua FOLDER passes|lights|edit [STEPS]
-- Everything is a whole number of ten-millionths, and 5 times the largest must stay below 2^53: see the check.

local here = arg[0]:match("^(.*/)") or "./"
package.path = here .. "?.lua;" .. package.path

local folder, mode, steps = arg[1], arg[2], tonumber(arg[3] or "1000000")
local UNIT, MOVED = 10000000, 10000

local programmes = {}
for line in io.lines(folder .. "/sweep.csv") do
  local name, rest = line:match("^(p%d+),(.*)")
  if name then
    local f = {}
    for figure in rest:gmatch("%d+") do f[#f + 1] = tonumber(figure) end
    programmes[#programmes + 1] = {
      name = name, start = f[9], slope = f[10], actual = { f[5], f[6], f[7], f[8] },
      target = { f[1] * UNIT, f[2] * UNIT, f[3] * UNIT, f[4] * UNIT },
      move = #programmes == 0 and -MOVED or #programmes == 1 and MOVED or 0,
      passed = 0, green = { 0, 0, 0, 0 }, yellow = { 0, 0, 0, 0 }, red = { 0, 0, 0, 0 },
    }
  end
end

local function total(list) return list[1] + list[2] + list[3] + list[4] end

for _, p in ipairs(programmes) do
  p.whole_target, p.whole_actual = total(p.target), total(p.actual)
  local largest = p.whole_target + math.abs(p.move) * steps + p.whole_actual * (p.start + p.slope * steps)
  assert(5 * largest < 2 ^ 53, "too many steps for exact numbers")
end

local function count_passes()
  for x = 0, steps - 1 do
    for each = 1, #programmes do
      local p = programmes[each]
      if p.whole_actual * (p.start + p.slope * x) >= p.whole_target + p.move * x then p.passed = p.passed + 1 end
    end
  end
end

-- One programme of one step: `factor` makes its results, `moved` goes into its third quarter.
local function count_lights(p, factor, moved)
  local target, actual, green, yellow, red = p.target, p.actual, p.green, p.yellow, p.red
  local carried, done, wanted = 0, 0, 0
  for quarter = 1, 4 do
    local goal, result = target[quarter], actual[quarter] * factor
    if quarter == 3 then goal = goal + moved end
    local adjusted = goal + carried
    if adjusted <= 0 or 5 * result > 4 * adjusted then green[quarter] = green[quarter] + 1
    elseif 2 * result < adjusted then red[quarter] = red[quarter] + 1
    else yellow[quarter] = yellow[quarter] + 1 end
    carried, done, wanted = adjusted - result, done + result, wanted + goal
  end
  if done >= wanted then p.passed = p.passed + 1 end
end

if mode == "edit" then
  require("edit").time(#programmes, 20000, 1000, 41, function(row, quarter, value)
    programmes[row + 1].actual[quarter] = value
    local passed, green, yellow, red = 0, 0, 0, 0
    for _, p in ipairs(programmes) do
      p.passed = 0
      for q = 1, 4 do p.green[q], p.yellow[q], p.red[q] = 0, 0, 0 end
      count_lights(p, UNIT, 0)
      passed, green = passed + p.passed, green + total(p.green)
      yellow, red = yellow + total(p.yellow), red + total(p.red)
    end
    return passed, green, yellow, red
  end)
  return
end

if mode == "passes" then
  count_passes()
else
  for x = 0, steps - 1 do
    for each = 1, #programmes do
      local p = programmes[each]
      count_lights(p, p.start + p.slope * x, p.move * x)
    end
  end
end

print("name,count")
for _, p in ipairs(programmes) do
  if mode == "passes" then
    print(string.format("k%s,%d", p.name:sub(2), p.passed))
  else
    for q = 1, 4 do
      print(string.format("%s.Q%d.green,%d", p.name, q, p.green[q]))
      print(string.format("%s.Q%d.yellow,%d", p.name, q, p.yellow[q]))
      print(string.format("%s.Q%d.red,%d", p.name, q, p.red[q]))
    end
  end
end
