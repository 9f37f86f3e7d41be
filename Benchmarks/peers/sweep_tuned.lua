-- The same sweep in Lua as fast as it goes: one programme after the other, the quarters written out, all in locals.
-- Nobody would write a plan like this; it is the floor for LuaJIT. Usage: sweep_tuned.lua FOLDER passes|lights [STEPS]

local folder, mode, steps = arg[1], arg[2], tonumber(arg[3] or "1000000")
local UNIT, MOVED = 10000000, 10000

local programmes = {}
for line in io.lines(folder .. "/sweep.csv") do
  local name, rest = line:match("^(p%d+),(.*)")
  if name then
    local figures = {}
    for figure in rest:gmatch("%d+") do figures[#figures + 1] = tonumber(figure) end
    local move = #programmes == 0 and -MOVED or #programmes == 1 and MOVED or 0
    programmes[#programmes + 1] = { name = name, figures = figures, move = move }
  end
end

for _, p in ipairs(programmes) do
  local f = p.figures
  local targets = (f[1] + f[2] + f[3] + f[4]) * UNIT + math.abs(p.move) * steps
  local results = (f[5] + f[6] + f[7] + f[8]) * (f[9] + f[10] * steps)
  assert(5 * (targets + results) < 2 ^ 53, "too many steps for exact numbers")
end

local function count_passes(p)
  local f, move, passed = p.figures, p.move, 0
  local target, actual = (f[1] + f[2] + f[3] + f[4]) * UNIT, f[5] + f[6] + f[7] + f[8]
  local start, slope = f[9], f[10]
  for x = 0, steps - 1 do
    if actual * (start + slope * x) >= target + move * x then passed = passed + 1 end
  end
  return passed
end

-- Yellow and red of each quarter; the rest is green.
local function count_lights(p)
  local f, move = p.figures, p.move
  local t1, t2, t3, t4 = f[1] * UNIT, f[2] * UNIT, f[3] * UNIT, f[4] * UNIT
  local a1, a2, a3, a4, start, slope = f[5], f[6], f[7], f[8], f[9], f[10]
  local y1, y2, y3, y4, r1, r2, r3, r4 = 0, 0, 0, 0, 0, 0, 0, 0
  for x = 0, steps - 1 do
    local factor = start + slope * x
    local adjusted, result = t1, a1 * factor
    if adjusted > 0 and 5 * result <= 4 * adjusted then
      if 2 * result < adjusted then r1 = r1 + 1 else y1 = y1 + 1 end
    end
    adjusted, result = t2 + adjusted - result, a2 * factor
    if adjusted > 0 and 5 * result <= 4 * adjusted then
      if 2 * result < adjusted then r2 = r2 + 1 else y2 = y2 + 1 end
    end
    adjusted, result = t3 + move * x + adjusted - result, a3 * factor
    if adjusted > 0 and 5 * result <= 4 * adjusted then
      if 2 * result < adjusted then r3 = r3 + 1 else y3 = y3 + 1 end
    end
    adjusted, result = t4 + adjusted - result, a4 * factor
    if adjusted > 0 and 5 * result <= 4 * adjusted then
      if 2 * result < adjusted then r4 = r4 + 1 else y4 = y4 + 1 end
    end
  end
  return { y1, y2, y3, y4 }, { r1, r2, r3, r4 }
end

print("name,count")
for _, p in ipairs(programmes) do
  if mode == "passes" then
    print(string.format("k%s,%d", p.name:sub(2), count_passes(p)))
  else
    local yellow, red = count_lights(p)
    for q = 1, 4 do
      print(string.format("%s.Q%d.green,%d", p.name, q, steps - yellow[q] - red[q]))
      print(string.format("%s.Q%d.yellow,%d", p.name, q, yellow[q]))
      print(string.format("%s.Q%d.red,%d", p.name, q, red[q]))
    end
  end
end
