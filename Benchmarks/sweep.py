#!/usr/bin/env python3
"""Writes a plan of twelve programmes, two sweeps of it, and its figures as a CSV file for the peers.

`sweep.plan` counts how often each KPI passes, `sweep-lights.plan` every light of every quarter.
"""

import argparse
import pathlib

from dice import Dice

QUARTERS = range(1, 5)


def programmes(dice):
    """Name, four targets, four results, and the factor's start and slope, both in ten-millionths."""
    for number in range(1, 13):
        targets = [dice.roll(100, 20_000) for _ in QUARTERS]
        if number == 1:
            # The move takes up to a thousandth of the steps from this quarter: this is enough for ten million of them.
            targets[2] = dice.roll(12_000, 20_000)
        actuals = [max(100, min(20_000, target * dice.roll(50, 160) // 100)) for target in targets]
        # Over a million steps the result goes from well below the target to well above it.
        yield f"p{number:02}", targets, actuals, dice.roll(40, 80) * 100_000, dice.roll(3, 9)


def percent(ten_millionths):
    return f"{ten_millionths // 100_000}.{ten_millionths % 100_000:05}%".replace(".00000%", "%")


def declarations(rows):
    yield 'plan "sweep"'
    yield "fiscal year 2561"
    yield 'unit household "ครัวเรือน"'
    yield "carry surplus and shortfall"
    for name, targets, actuals, _, _ in rows:
        yield f"programme {name} in household {{"
        yield "  target by quarter " + ", ".join(f"{figure:,}" for figure in targets)
        yield "  actual by quarter " + ", ".join(f"{figure:,}" for figure in actuals)
        yield "}"
    for name, *_ in rows:
        yield f"kpi k{name[1:]} passes when {name}.result >= {name}.target"


def sweep(rows, steps, shown):
    yield f"sweep x from 0 to {steps - 1:,} step 1 {{"
    yield "  move x * 0.001 household of target from p01 to p02 in Q3"
    for name, _, _, start, slope in rows:
        yield f"  scale {name}.actual by {percent(start)} + x * {percent(slope)}"
    yield "} show " + ",\n  ".join(shown)


def lights(name):
    for q in QUARTERS:
        yield ", ".join(f"count({name}.light[Q{q}] = {light} over x)" for light in ("green", "yellow", "red"))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("outdir", type=pathlib.Path)
    arguments.add_argument("--steps", type=int, default=1_000_000)
    arguments.add_argument("--seed", type=int, default=2561)
    given = arguments.parse_args()
    given.outdir.mkdir(parents=True, exist_ok=True)
    rows = list(programmes(Dice(given.seed)))
    passes = [f"count(k{name[1:]}.passes over x)" for name, *_ in rows]
    shown = {"sweep.plan": passes, "sweep-lights.plan": [line for name, *_ in rows for line in lights(name)]}
    for file, what in shown.items():
        text = "\n".join([*declarations(rows), *sweep(rows, given.steps, what)]) + "\n"
        (given.outdir / file).write_text(text, encoding="utf-8")
    columns = [f"{measure}{q}" for measure in ("target", "actual") for q in QUARTERS]
    table = [["programme", *columns, "start", "slope"]]
    table += [[name, *targets, *actuals, *factor] for name, targets, actuals, *factor in rows]
    text = "".join(",".join(map(str, line)) + "\n" for line in table)
    (given.outdir / "sweep.csv").write_text(text, encoding="utf-8")


main()
