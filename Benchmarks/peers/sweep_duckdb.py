"""The sweep in DuckDB. Usage: sweep_duckdb.py FOLDER passes|lights|edit [STEPS]"""

import sys

import duckdb

import sweep_plan

folder, mode = sys.argv[1:3]
steps = int(sys.argv[3]) if len(sys.argv) > 3 else sweep_plan.STEPS
programmes = sweep_plan.read(folder)


def passes(p):
    target = sum(p.target) * sweep_plan.UNIT
    return f"count_if({sum(p.actual)} * ({p.start} + {p.slope} * x) >= {target} + {p.moved} * x)"


def columns(p):
    """The four results of a programme and its targets after carry-over; a select may use what stands to its left."""
    n = p.name
    for q in range(1, 5):
        yield f"{p.actual[q - 1]} * ({p.start} + {p.slope} * x) AS {n}r{q}"
        moved = f" + {p.moved} * x" if q == 3 and p.moved else ""
        carried = f" + {n}a{q - 1} - {n}r{q - 1}" if q > 1 else ""
        yield f"{p.target[q - 1] * sweep_plan.UNIT}::BIGINT{moved}{carried} AS {n}a{q}"


def lights(p):
    for q in range(1, 5):
        adjusted, result = f"{p.name}a{q}", f"{p.name}r{q}"
        yield f"count_if({adjusted} > 0 AND 5 * {result} <= 4 * {adjusted})"
        yield f"count_if({adjusted} > 0 AND 2 * {result} < {adjusted})"


def edit():
    from duckdb_rules import ADJUSTED, COUNTS
    from edits import time_edits

    base = duckdb.connect()
    names = [f"{measure}{q}" for measure in ("target", "actual") for q in range(1, 5)]
    base.execute(f"CREATE TABLE figures (name VARCHAR, {', '.join(name + ' BIGINT' for name in names)})")
    for p in programmes:
        base.execute(f"INSERT INTO figures VALUES ({', '.join('?' * 9)})", [p.name, *p.target, *p.actual])

    def count_after(row, quarter, value):
        base.execute(f"UPDATE figures SET actual{quarter + 1} = ? WHERE name = ?", [value, programmes[row].name])
        return base.execute(f"SELECT {COUNTS} FROM ({ADJUSTED.format(source='figures')})").fetchone()

    time_edits(len(programmes), 20_000, 200, count_after)


def main():
    if mode == "passes":
        query = f"SELECT {', '.join(map(passes, programmes))} FROM range({steps}) t(x)"
        sweep_plan.print_passes(programmes, duckdb.sql(query).fetchall()[0])
    else:
        inner = ", ".join(column for p in programmes for column in columns(p))
        outer = ", ".join(column for p in programmes for column in lights(p))
        row = duckdb.sql(f"SELECT {outer} FROM (SELECT {inner} FROM range({steps}) t(x))").fetchall()[0]
        sweep_plan.print_lights(programmes, steps, sweep_plan.pairs(row))


edit() if mode == "edit" else main()
