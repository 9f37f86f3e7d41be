"""The sweep in polars, lazily. Usage: sweep_polars.py FOLDER passes|lights|edit [STEPS]"""

import sys

import polars as pl

import sweep_plan

folder, mode = sys.argv[1:3]
steps = int(sys.argv[3]) if len(sys.argv) > 3 else sweep_plan.STEPS
programmes = sweep_plan.read(folder)
X = pl.col("x")


def passes(p):
    actual = sum(p.actual) * (p.start + p.slope * X)
    return (actual >= sum(p.target) * sweep_plan.UNIT + p.moved * X).sum().alias(p.name)


def lights(p):
    """Each quarter's steps that are not green, and those that are red."""
    factor = p.start + p.slope * X
    carried = pl.lit(0)
    for q, (target, actual) in enumerate(zip(p.target, p.actual)):
        adjusted = target * sweep_plan.UNIT + carried
        if q == 2 and p.moved:
            adjusted = adjusted + p.moved * X
        result = actual * factor
        open_ = adjusted > 0
        yield (open_ & (5 * result <= 4 * adjusted)).sum().alias(f"{p.name}.{q}.not_green")
        yield (open_ & (2 * result < adjusted)).sum().alias(f"{p.name}.{q}.red")
        carried = adjusted - result


def edit():
    from edits import time_edits
    from polars_rules import adjusted, counts

    columns = {f"{m} Q{q + 1}": [getattr(p, m)[q] for p in programmes] for m in ("target", "actual") for q in range(4)}
    table = pl.DataFrame(columns)

    def count_after(row, quarter, value):
        table[row, f"actual Q{quarter + 1}"] = value
        return adjusted(table.lazy()).select(counts()).collect().row(0)

    time_edits(len(programmes), 20_000, 200, count_after)


def main():
    frame = pl.select(x=pl.int_range(steps, dtype=pl.Int64)).lazy()
    if mode == "passes":
        sweep_plan.print_passes(programmes, frame.select(map(passes, programmes)).collect().row(0))
    else:
        wanted = [column for p in programmes for column in lights(p)]
        sweep_plan.print_lights(programmes, steps, sweep_plan.pairs(frame.select(wanted).collect().row(0)))


edit() if mode == "edit" else main()
