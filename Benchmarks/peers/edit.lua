-- The edits that every peer makes in the same order, and the clock around them; runs in Lua and in LuaJIT.

local edit = {}

-- os.clock is coarser than one edit, so edits are timed in groups.
function edit.time(rows, most, group, rounds, count_after)
  local times, number, checked = {}, 0, nil
  for round = 1, rounds do
    local start = os.clock()
    for _ = 1, group do
      local passed, green, yellow, red = count_after(number * 7919 % rows, number % 4 + 1, number * 3571 % most)
      number = number + 1
      if number == 20 then checked = string.format("%d,%d,%d,%d", passed, green, yellow, red) end
    end
    times[round] = (os.clock() - start) / group * 1e6
  end
  table.sort(times)
  print("edits,median_us,passed,green,yellow,red")
  print(string.format("%d,%.3f,%s", number, times[(rounds + 1) / 2], checked))
end

return edit
