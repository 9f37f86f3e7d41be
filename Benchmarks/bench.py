"""Generates the data, runs every tool on every work item, and prints a table for each. Started by `run`."""

import argparse
import pathlib
import shutil
import subprocess
import sys

import work
from machine import Peers, describe
from timing import Runner

HERE = pathlib.Path(__file__).parent
BUILD = pathlib.Path(".build-bench")
ITEMS = ["year", "prompt", "national", "sweep", "edit"]


def generate(seed, steps):
    """The data, made anew each time: old files could have been made by another version of the generators."""
    data = BUILD / "data"
    shutil.rmtree(data, ignore_errors=True)
    python = lambda script, *more: subprocess.run([sys.executable, "-B", HERE / script, *map(str, more)], check=True)
    for areas in work.SIZES:
        python("data.py", data / f"national-{areas}", "--areas", areas, "--seed", seed)
    python("sweep.py", data / "sweep", "--steps", steps, "--seed", seed)
    return data


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("binary")
    arguments.add_argument("--quick", action="store_true", help="fewer runs")
    arguments.add_argument("--seed", type=int, default=2561)
    arguments.add_argument("--steps", type=int, default=1_000_000)
    arguments.add_argument("--only", type=lambda text: text.split(","), default=ITEMS, metavar=",".join(ITEMS))
    given = arguments.parse_args()
    if unknown := set(given.only) - set(ITEMS):
        arguments.error(f"no such work item: {', '.join(sorted(unknown))}")
    # Peers run from a copy, so that what Python compiles of them does not litter the sources.
    shutil.copytree(HERE / "peers", BUILD / "peers", dirs_exist_ok=True)
    peers = Peers(BUILD)
    data = generate(given.seed, given.steps)
    runner = Runner(BUILD, peers.launcher)
    print(describe(given.binary, peers))
    bench = work.Bench(given.binary, peers, runner, data, given.quick)
    for item in ITEMS:
        if item in given.only:
            getattr(bench, item)(*([given.steps] if item == "sweep" else []))
    for problem in runner.problems:
        print(f"!!! {problem}")
    return 1 if runner.problems else 0


sys.exit(main())
