"""Times whole processes in turn, so that both sides see the same machine, and prints medians and their ratio."""

import statistics
import subprocess
import sys
import time

binary, plan, journal = sys.argv[1:]
commands = {
    "codi-plan check": [binary, "check", "--allow-fail", plan],
    "hledger balance": ["hledger", "-f", journal, "balance"],
    "codi-plan eval": [binary, "eval", "mankong.rate", plan],
    "codi-plan --version": [binary, "--version"],
}
times = {name: [] for name in commands}
for _ in range(41):
    for name, command in commands.items():
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times[name].append(time.perf_counter() - start)
medians = {name: statistics.median(values) * 1000 for name, values in times.items()}
for name, median in medians.items():
    print(f"{name:22} {median:7.1f} ms   (best {min(times[name]) * 1000:.1f})")
ratio = medians["hledger balance"] / medians["codi-plan check"]
print(f"codi-plan check is {ratio:.1f} times as fast as hledger balance on a file of the same size")
