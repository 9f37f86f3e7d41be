"""How codi-plan is asked, and how its answers are turned into the lines that the peers print."""

import csv
import json
import pathlib
import subprocess

REGIONS = ["north", "northeast", "central", "east", "west", "south"]


def tables(text):
    """The CSV tables of an answer, which stand with an empty line between them."""
    return [list(csv.reader(block.splitlines())) for block in text.strip().split("\n\n")]


def whole(cell):
    return int(cell.replace(",", ""))


def national(binary, folder):
    return [binary, "run", f"{folder}/national.plan", "--format", "csv", "--table", "all"]


def national_answer(text):
    """Four tables, one for each count, each of them programmes by regions."""
    counts = []
    for (_, *regions, _), *rows in tables(text):
        counts.append({(name, region): whole(cell) for name, *cells, _ in rows for region, cell in zip(regions, cells)})
    passed, green, yellow, red = counts
    programmes = sorted({programme for programme, _ in passed})
    lines = ["programme,region,passed,green,yellow,red"]
    for programme in programmes:
        for region in REGIONS:
            place = (programme, region)
            lines.append(f"{programme},{region},{passed[place]},{green[place]},{yellow[place]},{red[place]}")
    return "\n".join(lines)


def sweep(binary, folder, lights):
    plan = f"{folder}/{'sweep-lights' if lights else 'sweep'}.plan"
    return [binary, "run", plan, "--format", "csv", "--table", "all"]


def sweep_names(lights):
    numbers = [f"{number:02}" for number in range(1, 13)]
    if not lights:
        return [f"k{number}" for number in numbers]
    colours = ("green", "yellow", "red")
    return [f"p{number}.Q{q}.{colour}" for number in numbers for q in range(1, 5) for colour in colours]


def sweep_answer(lights):
    """The counts in the order in which the plan shows them."""

    def answer(text):
        names, rows = sweep_names(lights), tables(text)[-1]
        counts = [whole(row["value"]) for row in records(rows)]
        if len(counts) != len(names):
            raise ValueError(f"{len(counts)} counts instead of {len(names)}")
        return "\n".join(["name,count", *(f"{name},{count}" for name, count in zip(names, counts))])

    return answer


def year(binary, plan):
    return [binary, "check", "--allow-fail", plan]


def year_answer(binary, plan):
    """What fy2561.lua prints: each programme's rates and light, each KPI's verdict, and how many there are of each.

    Read from JSON, though the text is what is timed.
    """

    def answer(_):
        command = [*year(binary, plan), "--format", "json"]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        lines = []
        for programme in found["programmes"]:
            rates = [quarter["rate"] for quarter in programme["quarters"]] or [None] * 4
            cells = [programme["year"]["rate"], programme["year"]["light"], *rates]
            lines.append(",".join([programme["name"], *(cell or "" for cell in cells)]))
        verdicts = [kpi["verdict"] for kpi in found["kpis"]]
        lines += [f"{kpi['name']},{kpi['verdict']}" for kpi in found["kpis"]]
        lines += [f"{verdict},{verdicts.count(verdict)}" for verdict in ("pass", "fail", "pending")]
        return "\n".join(lines)

    return answer


def year_table(binary, plan):
    return [binary, "show", plan, "--format", "csv"]


def year_totals(text):
    """The year's targets and results, as accounts of a ledger; `staff` has formulas, which no ledger holds."""
    totals = {}
    accounts = {"target": "target", "result": "actual"}
    for row in records(tables(text)[0]):
        if row["period"] == "2561" and row["programme"] != "staff" and row["figure"] in accounts:
            if amount := float(row["value"] or 0):
                totals[f"{accounts[row['figure']]}:{row['programme']}"] = amount
    return totals


def records(rows):
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def edits(binary, work, folder, *what):
    """The program that makes the same edits as the peers in a live engine, if there is one beside codi-plan.

    `plan-edits national|sweep FOLDER` prints `edits,median_us,passed,green,yellow,red` and one line, as they do.
    """
    program = pathlib.Path(binary).with_name("plan-edits")
    return [str(program), work, str(folder), *what]
