"""Plans of up to a million statements, each size twice the one before: how time and memory grow with them.

    Benchmarks/run BINARY --only scale [--shapes mix,programmes,…] [--sizes N] [--commands check,json,…] [--most SECONDS]

What grows with the plan takes twice as long for twice the statements. The exit status is 1 where the largest plan takes more
than three times as long as its half, or longer than it may. Started by `run`.
"""

import argparse
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

import scale_plans

COMMANDS = {
    "check": ["check", "--allow-fail"], "json": ["check", "--format", "json", "--allow-fail"],
    "format": ["format", "--check"], "show": ["show"], "run": ["run"], "tokens": ["dump", "tokens"],
}
# Below this a process hardly does more than begin.
LEAST = 0.05
LIMIT = "megabytes=500"


def measure(command, seconds):
    """User seconds, peak megabytes and exit status; `None` where it takes longer than it may."""
    with open(os.devnull, "wb") as sink, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=sink, stderr=errors,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5)))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return None
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def sizes(most, count):
    return [most >> step for step in reversed(range(count))]


def table(binary, shape, given, folder):
    """One row for each command and size; says whether something grew faster than the plan."""
    _, most = scale_plans.SHAPES[shape]
    before, left, isTooFast = {}, list(given.commands), False
    print(f"\n{shape}\n\n| command | statements | seconds | µs each | growth | peak MB | MB growth | status |")
    print("| --- |" + " ---: |" * 6 + " ---: |", flush=True)
    for count in sizes(most, given.sizes):
        plan = scale_plans.write(shape, count, folder)
        for name in list(left):
            took = measure([binary, *COMMANDS[name], "--limit", LIMIT, str(plan)], given.most)
            if took is None:
                print(f"| {name} | {count:,} | more than {given.most} | | | | | |", flush=True)
                left.remove(name)
                isTooFast = True
                continue
            seconds, megabytes, status = took
            known = before.get(name)
            growth = f"{seconds / known[0]:.2f}" if known else "–"
            room = f"{megabytes / known[1]:.2f}" if known else "–"
            if known and known[0] > LEAST and count == most:
                isTooFast = isTooFast or seconds / known[0] > 3
            before[name] = (seconds, megabytes)
            print(
                f"| {name} | {count:,} | {seconds:.2f} | {seconds / count * 1e6:.1f} | {growth} | {megabytes:,.0f} "
                f"| {room} | {status} |", flush=True)
        plan.unlink()
    return isTooFast


def main():
    names = lambda known: lambda text: [name for name in text.split(",") if name in known or sys.exit(f"no such thing: {name}")]
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("binary")
    arguments.add_argument("--only", help=argparse.SUPPRESS)
    arguments.add_argument("--shapes", type=names(scale_plans.SHAPES), default=list(scale_plans.SHAPES))
    arguments.add_argument("--commands", type=names(COMMANDS), default=["check", "json", "format"])
    arguments.add_argument("--sizes", type=int, default=4, help="how many sizes, each twice the one before")
    arguments.add_argument("--most", type=int, default=120, help="seconds after which a run is given up")
    given = arguments.parse_args()
    start = time.time()
    tooFast = []
    with tempfile.TemporaryDirectory() as folder:
        for shape in given.shapes:
            if table(given.binary, shape, given, pathlib.Path(folder)):
                tooFast.append(shape)
    print(f"\n{time.time() - start:.0f} s; " + (f"faster than the plan: {', '.join(tooFast)}" if tooFast else "all grow with the plan"))
    return 1 if tooFast else 0


sys.exit(main())
