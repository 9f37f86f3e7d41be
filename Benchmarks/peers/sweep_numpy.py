"""The sweep in numpy, in blocks that stay in the cache. Usage: sweep_numpy.py FOLDER passes|lights|edit [STEPS]"""

import sys

import numpy as np

import sweep_plan

folder, mode = sys.argv[1:3]
steps = int(sys.argv[3]) if len(sys.argv) > 3 else sweep_plan.STEPS
programmes = sweep_plan.read(folder)
BLOCK = 16_384


def blocks():
    for first in range(0, steps, BLOCK):
        yield np.arange(first, min(first + BLOCK, steps), dtype=np.int64)


def passes(p, x):
    return np.count_nonzero(sum(p.actual) * (p.start + p.slope * x) >= sum(p.target) * sweep_plan.UNIT + p.moved * x)


def lights(p, x):
    """Each quarter's steps that are not green, and those that are red."""
    factor = p.start + p.slope * x
    carried = 0
    for q, (target, actual) in enumerate(zip(p.target, p.actual)):
        adjusted = target * sweep_plan.UNIT + carried
        if q == 2 and p.moved:
            adjusted = adjusted + p.moved * x
        result = actual * factor
        open_ = adjusted > 0
        yield np.count_nonzero(open_ & (5 * result <= 4 * adjusted)), np.count_nonzero(open_ & (2 * result < adjusted))
        carried = adjusted - result


def edit():
    from edits import time_edits
    from numpy_rules import totals

    figures = np.array([[*p.target, *p.actual] for p in programmes], dtype=np.int64).T.copy()

    def count_after(row, quarter, value):
        figures[4 + quarter, row] = value
        return totals(figures)

    time_edits(len(programmes), 20_000, 1000, count_after)


def main():
    if mode == "passes":
        counts = np.zeros(len(programmes), dtype=np.int64)
        for x in blocks():
            counts += [passes(p, x) for p in programmes]
        sweep_plan.print_passes(programmes, counts)
    else:
        counts = np.zeros((len(programmes), 4, 2), dtype=np.int64)
        for x in blocks():
            counts += [list(lights(p, x)) for p in programmes]
        sweep_plan.print_lights(programmes, steps, counts.tolist())


edit() if mode == "edit" else main()
