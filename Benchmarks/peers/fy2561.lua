-- The institute's year as a script that knows nothing else: figures of scenarios/fy2561.plan in tables, one move,
-- carry-over, rates, lights and the verdicts of the eleven KPIs. Runs in Lua and in LuaJIT.
-- Percentages and money are in hundredths, so that all figures are whole numbers. `false` is a missing figure.

local order = {
  "housing", "mankong", "canal", "rural", "temporary", "cities", "economy", "tambon_plans", "province_plans",
  "councils_new", "councils_quality", "welfare", "leaders", "knowledge", "public_understanding", "satisfaction",
  "disbursement", "governance", "quality_orgs", "staff",
}

local plan = {
  housing = { target = { 4800, 7250, 7250, 4910 }, actual = { 9789, 7004, 2527, 5055 } },
  mankong = { year_target = 6710, year_actual = 7590 },
  canal = { year_target = 2500, year_actual = 510 },
  rural = { year_target = 15000, year_actual = 3270 + 3066 + 3174 + 3445 + 3320 },
  temporary = { target = { 240, 360, 240, 360 }, actual = { 870, 460, 11, 233 } },
  cities = { year_target = 10, year_actual = 10 },
  economy = { target = { 100, 150, 150, 100 }, actual = { 101, 437, 18, false } },
  tambon_plans = { target = { false, 130, 310, 60 }, actual = { false, 0, 268, 242 } },
  province_plans = { target = { false, 2, 18, 5 }, actual = { false, 0, 0, 25 } },
  councils_new = { target = { 29, 271, 339, 111 }, actual = { 90, 38, 92, 585 } },
  councils_quality = { target = { false, 332, 727, 240 }, actual = { false, 87, 88, 1287 } },
  welfare = { target = { 100, 150, 150, 100 }, actual = { 53, 627, 309, false } },
  leaders = { target = { false, 600, 1200, 1200 }, actual = { false, 1121, 884, 1859 } },
  knowledge = { target = { false, 50, 250, 200 }, actual = { false, 4, 184, 334 } },
  public_understanding = { year_target = 10000, year_actual = false },
  satisfaction = { year_target = 8000, year_actual = 8495 },
  disbursement = { target = { 42600, 64449, 54217, 40427 }, actual = { 58955, 51209, 48057, 28637 } },
  governance = { year_target = 4, year_actual = 5 },
  quality_orgs = { target = { false, 10, 34, 6 }, actual = { false, 5, 29, 27 } },
  staff = { level = true, target = { 55, 110, 165, 220 }, actual = { false, false, false, 275 } },
}

local moves = { { amount = 2500, from = "canal", to = "mankong" } }

local kpis = {
  { "secure_homes", "housing" }, { "tambon_models", "tambon_plans", 500 }, { "new_councils", "councils_new", 750 },
  { "council_quality", "councils_quality", 1299 }, { "welfare_funds", "welfare", 500 },
  { "public_understanding", "public_understanding", 10000 }, { "satisfaction", "satisfaction", 8000 },
  { "disbursement", "disbursement", rate = 96 }, { "governance", "governance", 4 },
  { "quality_orgs", "quality_orgs", 50 }, { "whole_city", "cities", 10 },
}

local function total(list)
  local sum
  for q = 1, 4 do
    if list[q] then sum = (sum or 0) + list[q] end
  end
  return sum
end

local function rate(result, adjusted)
  if not result or not adjusted or adjusted <= 0 then return "" end
  -- Hundredths of a percent, rounded half up, as the plan prints them.
  local hundredths = math.floor((result * 20000 + adjusted) / (2 * adjusted))
  return string.format("%d.%02d%%", math.floor(hundredths / 100), hundredths % 100)
end

local function light(result, adjusted)
  if adjusted and adjusted <= 0 then return "green" end
  if not result or not adjusted then return "" end
  if 2 * result < adjusted then return "red" end
  return 5 * result <= 4 * adjusted and "yellow" or "green"
end

for _, move in ipairs(moves) do
  plan[move.from].year_target = plan[move.from].year_target - move.amount
  plan[move.to].year_target = plan[move.to].year_target + move.amount
end

for _, name in ipairs(order) do
  local p = plan[name]
  p.rates, p.lights = { "", "", "", "" }, { "", "", "", "" }
  if p.target then
    local carried = 0
    for q = 1, 4 do
      local adjusted = (p.target[q] or carried ~= 0) and (p.target[q] or 0) + carried
      p.rates[q], p.lights[q] = rate(p.actual[q], adjusted), light(p.actual[q], adjusted)
      carried = p.level and 0 or (adjusted or 0) - (p.actual[q] or 0)
    end
    p.year_target = p.level and p.target[4] or total(p.target)
    p.year_actual = p.level and p.actual[4] or total(p.actual)
  end
  print(table.concat({ name, rate(p.year_actual, p.year_target), light(p.year_actual, p.year_target),
    p.rates[1], p.rates[2], p.rates[3], p.rates[4] }, ","))
end

local counts = { pass = 0, fail = 0, pending = 0 }
for _, kpi in ipairs(kpis) do
  local p = plan[kpi[2]]
  local verdict = "pending"
  if p.year_actual then
    local passes
    if kpi.rate then passes = 100 * p.year_actual >= kpi.rate * p.year_target
    else passes = p.year_actual >= (kpi[3] or p.year_target) end
    verdict = passes and "pass" or "fail"
  end
  counts[verdict] = counts[verdict] + 1
  print(kpi[1] .. "," .. verdict)
end
print(string.format("pass,%d\nfail,%d\npending,%d", counts.pass, counts.fail, counts.pending))
