"""The country in DuckDB. Usage: national_duckdb.py FOLDER [edit]"""

import sys

import duckdb

from duckdb_rules import ADJUSTED, COUNTS

folder, mode = sys.argv[1], sys.argv[2:]
COLUMNS = {"area": "INTEGER", "programme": "VARCHAR"}
COLUMNS |= {f"{measure}{q}": "BIGINT" for measure in ("target", "actual") for q in range(1, 5)}

FIGURES = f"read_csv('{folder}/figures.csv', header = true, columns = {COLUMNS})"

QUERY = f"""
WITH answer AS (
  SELECT programme, region, {COUNTS}
  FROM ({ADJUSTED.format(source=FIGURES)})
  JOIN read_csv('{folder}/areas.csv', header = true, types = {{'code': 'INTEGER'}}) ON area = code
  GROUP BY ALL
)
SELECT i.code, r.region, coalesce(passed, 0), coalesce(green, 0), coalesce(yellow, 0), coalesce(red, 0)
FROM read_csv('{folder}/indicators.csv', header = true, all_varchar = true) i
CROSS JOIN (SELECT unnest(['north', 'northeast', 'central', 'east', 'west', 'south']) AS region,
                   unnest(range(6)) AS place) r
LEFT JOIN answer ON answer.programme = i.code AND answer.region = r.region
ORDER BY i.code, place
"""


def edit():
    from edits import time_edits

    base = duckdb.connect()
    base.execute(f"CREATE TABLE figures AS SELECT * FROM {FIGURES}")
    rows = base.execute("SELECT count(*) FROM figures").fetchone()[0]

    def count_after(row, quarter, value):
        base.execute(f"UPDATE figures SET actual{quarter + 1} = ? WHERE rowid = ?", [value, row])
        return base.execute(f"SELECT {COUNTS} FROM ({ADJUSTED.format(source='figures')})").fetchone()

    time_edits(rows, 1000, 200, count_after)


def main():
    print("programme,region,passed,green,yellow,red")
    for row in duckdb.sql(QUERY).fetchall():
        print(*row, sep=",")


edit() if mode else main()
