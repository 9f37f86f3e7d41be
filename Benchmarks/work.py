"""The work items: which commands do them, and how their answers are compared."""

import os
import pathlib
import subprocess
import sys

import ours
from timing import Tool, table

HERE = pathlib.Path(__file__).parent
PLAN = "scenarios/fy2561.plan"
SIZES = (78, 782, 7825)


def lines(text):
    return text.strip()


class Bench:
    def __init__(self, binary, peers, runner, data, quick):
        self.binary, self.peers, self.runner, self.data, self.quick = binary, peers, runner, data, quick

    def year(self):
        """The institute's year: every KPI judged, beside ledgers that do the part of it that they can."""
        tools = [
            Tool("codi-plan check", ours.year(self.binary, PLAN), ours.year_answer(self.binary, PLAN)),
            *(Tool(name, command, lines) for name, command in self.peers.lua_scripts("fy2561.lua")),
            *self.ledgers(),
            Tool("codi-plan show", ours.year_table(self.binary, PLAN), ours.year_totals, "totals"),
            Tool("codi-plan eval", [self.binary, "eval", "mankong.rate", PLAN]),
            Tool("codi-plan --version", [self.binary, "--version"]),
        ]
        self.runner.measure(tools, 11 if self.quick else 41)
        table(self.runner, "The institute's year, whole process", tools)

    def ledgers(self):
        """Balances of a journal as large as the plan, and the plan's targets and results by quarter and year.

        Ledger has no report of quarters beside each other with their totals, so it is asked twice.
        """
        forms = {
            "hledger": ["--flat", "-N", "-O", "csv"],
            "ledger": ["--flat", "--no-total", "--format", "%(account),%(quantity(total))\n"],
        }
        quarters = {
            "hledger": "hledger -f {0} balance -Q -T --flat target actual",
            "ledger": "ledger -f {0} register --quarterly target actual && ledger -f {0} balance --flat target actual",
        }
        same_size, figures = str(self.data / "same-size.journal"), str(self.data / "figures.journal")
        for script, journal in (("journal.py", same_size), ("year_journal.py", figures)):
            subprocess.run([sys.executable, HERE / script, PLAN, journal], check=True)
        present = dict(self.peers.versions())
        for name, form in forms.items():
            if present[name]:
                call = [name, "-f", same_size, "balance"]
                yield Tool(f"{name} balance", call, lambda _, call=[*call, *form]: balances(call), "balances")
                call = [name, "-f", figures, "balance", *form, "target", "actual"]
                shell = ["sh", "-c", quarters[name].format(figures)]
                yield Tool(f"{name}, targets and results", shell, lambda _, call=call: balances(call), "totals")

    def prompt(self):
        print("\nThe prompt on a pseudo-terminal\n", flush=True)
        script = [sys.executable, HERE / "prompt.py", self.binary, PLAN]
        if subprocess.run(script).returncode != 0:
            self.runner.problems.append("the prompt cannot be measured")

    def national(self):
        medians = {}
        for areas in SIZES:
            folder = str(self.data / f"national-{areas}")
            tools = [Tool("codi-plan", ours.national(self.binary, folder), ours.national_answer)]
            if self.peers.national:
                tools.append(Tool("C", [self.peers.national, folder], lines))
            scripts = [*self.peers.lua_scripts("national.lua"), *self.peers.python_scripts("national")]
            tools += [Tool(name, [*command, folder], lines) for name, command in scripts]
            self.runner.measure(tools, 5 if self.quick else 15)
            table(self.runner, f"A country of {areas:,} areas, {areas * 20:,} rows, whole process", tools)
            for tool in tools:
                medians.setdefault(tool.name, []).append(tool.median)
        growth(medians)

    def sweep(self, steps):
        for mode in ("passes", "lights"):
            folder, lights = str(self.data / "sweep"), mode == "lights"
            tools = [Tool("codi-plan", ours.sweep(self.binary, folder, lights), ours.sweep_answer(lights))]
            compiled = [("C", self.peers.sweep), ("C native", self.peers.sweep_native)]
            scripts = [
                *((name, [program]) for name, program in compiled if program),
                *self.peers.lua_scripts("sweep.lua"),
                *self.peers.lua_scripts("sweep_tuned.lua", ", tuned"),
                *self.peers.python_scripts("sweep"),
            ]
            tools += [Tool(name, [*command, folder, mode, str(steps)], lines) for name, command in scripts]
            self.runner.measure(tools, 3 if self.quick else 9)
            what = "carry-over and lights of every quarter" if lights else "passes"
            table(self.runner, f"A sweep of {steps:,} steps, {what}, whole process", tools)

    def edit(self):
        programs = {"sweep": self.peers.sweep, "national": self.peers.national}
        for work, folder in (("sweep", self.data / "sweep"), ("national", self.data / f"national-{SIZES[-1]}")):
            mode = [str(folder), "edit"]
            tools = [Tool("codi-plan", ours.edits(self.binary, work, folder))]
            if work == "sweep":
                tools.append(Tool("codi-plan, verdicts alone", ours.edits(self.binary, work, folder, "verdicts")))
            if program := programs[work]:
                tools.append(Tool("C", [program, *mode]))
                if work == "national":
                    tools.append(Tool("C, the one row", [program, str(folder), "row"]))
            scripts = [*self.peers.lua_scripts(f"{work}.lua"), *self.peers.python_scripts(work)]
            tools += [Tool(name, [*command, *mode]) for name, command in scripts]
            for _ in range(1 if self.quick else 3):
                for tool in tools:
                    self.live(tool)
            what = "twelve programmes" if work == "sweep" else "a country of 156,500 rows"
            table(self.runner, f"One figure changed in a live process, {what}", tools, "µs", 1e6)

    def live(self, tool):
        """These measure themselves: the time is what they print, and what they counted is the rest of their line."""
        if tool.is_ours and not os.access(tool.command[0], os.X_OK):
            tool.problem = "no program makes its edits"
            return
        _, megabytes, status = self.runner.run(tool.command)
        if status != 0:
            tool.problem = f"exit status {status}"
            return
        _, median, *counts = self.runner.output.read_text().split()[-1].split(",")
        tool.times.append(float(median) / 1e6)
        tool.megabytes = max(tool.megabytes, megabytes)
        tool.found = counts


def balances(command):
    """Account and sum, without what the two print differently: quotes, units, zeros at the end."""
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout.replace('"', "")
    rows = [line.replace(" unit", "").rsplit(",", 1) for line in text.splitlines()]
    return {account: float(total) for account, total in rows if account != "account" and float(total)}


def growth(medians):
    print("\nGrowth of the country, median ms\n")
    print("| tool | " + " | ".join(f"{areas * 20:,} rows" for areas in SIZES) + " |")
    print("| --- |" + " ---: |" * len(SIZES))
    for name, values in medians.items():
        print(f"| {name} | " + " | ".join(f"{value * 1e3:,.2f}" if value else "–" for value in values) + " |")
    print(flush=True)
