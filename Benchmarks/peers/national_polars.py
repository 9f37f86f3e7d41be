"""The country in polars, lazily. Usage: national_polars.py FOLDER [edit]"""

import sys

import polars as pl

from polars_rules import adjusted, counts

folder, mode = sys.argv[1], sys.argv[2:]
REGIONS = ["north", "northeast", "central", "east", "west", "south"]
NAMES = [f"{measure} Q{q}" for measure in ("target", "actual") for q in range(1, 5)]


def figures():
    kinds = {"area": pl.Int64, "programme": pl.String, **dict.fromkeys(NAMES, pl.Int64)}
    return pl.scan_csv(f"{folder}/figures.csv", schema=kinds)


def edit():
    from edits import time_edits

    table = figures().collect()

    def count_after(row, quarter, value):
        table[row, f"actual Q{quarter + 1}"] = value
        return adjusted(table.lazy()).select(counts()).collect().row(0)

    time_edits(table.height, 1000, 200, count_after)


def main():
    areas = pl.scan_csv(f"{folder}/areas.csv", schema={"code": pl.Int64, "name": pl.String, "region": pl.Enum(REGIONS)})
    codes = pl.scan_csv(f"{folder}/indicators.csv").select(programme="code")
    answer = (
        adjusted(figures().join(areas, left_on="area", right_on="code"))
        .group_by("programme", "region")
        .agg(counts())
    )
    # Every indicator and region has its line, also where there is no area.
    regions = pl.LazyFrame({"region": REGIONS}, schema={"region": pl.Enum(REGIONS)})
    lines = codes.with_row_index().join(regions, how="cross")
    lines = lines.join(answer, on=["programme", "region"], how="left").sort("index", "region").fill_null(0)
    sys.stdout.write(lines.select("programme", "region", "passed", "green", "yellow", "red").collect().write_csv())


edit() if mode else main()
