"""Runs tools in turn, so that noise of the machine hits all alike; compares their answers and prints tables."""

import dataclasses
import pathlib
import statistics
import subprocess
import time
import typing

# A tool that takes longer than this for one run is run only three times.
SLOW = 2.0


@dataclasses.dataclass
class Tool:
    name: str
    command: list
    # Makes of the output what is compared; without one, only the time is of interest.
    answer: typing.Callable = None
    # Tools of one family must give the same answer.
    family: str = "counts"
    times: list = dataclasses.field(default_factory=list)
    megabytes: float = 0
    found: object = None
    problem: str = ""

    @property
    def is_ours(self):
        return self.name.startswith("codi-plan")

    @property
    def median(self):
        return statistics.median(self.times) if self.times else None


class Runner:
    """Starts commands through the launcher where there is one; without it, memory stays unknown."""

    def __init__(self, folder, launcher):
        self.output = pathlib.Path(folder) / "output"
        self.launcher = launcher
        self.problems = []

    def run(self, command):
        """Seconds, megabytes, exit status."""
        if self.launcher:
            call = [self.launcher, self.output, *command]
            took, kilobytes, status = subprocess.run(call, check=True, capture_output=True, text=True).stdout.split()
            return int(took) / 1e6, int(kilobytes) / 1024, int(status)
        with open(self.output, "w") as output, open(f"{self.output}.errors", "w") as errors:
            start = time.perf_counter()
            status = subprocess.run(command, stdout=output, stderr=errors).returncode
            return time.perf_counter() - start, 0, status

    def first_run(self, tool):
        """Not timed, as files are not in memory yet; says whether the tool works, and keeps its answer."""
        seconds, _, status = self.run(tool.command)
        if status == 0:
            try:
                tool.found = tool.answer and tool.answer(self.output.read_text(encoding="utf-8"))
                return seconds
            except (ValueError, LookupError) as error:
                tool.problem = f"its answer cannot be read: {error}"
        else:
            errors = pathlib.Path(f"{self.output}.errors").read_text(encoding="utf-8", errors="replace").strip()
            tool.problem = (errors.splitlines() or [""])[0 if tool.is_ours else -1] or f"exit status {status}"
        return None

    def measure(self, tools, runs):
        left = {}
        for tool in tools:
            seconds = self.first_run(tool)
            if seconds is not None:
                left[tool.name] = min(runs, 3) if seconds > SLOW else runs
        for turn in range(runs):
            for tool in tools:
                if turn < left.get(tool.name, 0):
                    seconds, megabytes, _ = self.run(tool.command)
                    tool.times.append(seconds)
                    tool.megabytes = max(tool.megabytes, megabytes)
        return tools

    def compare(self, title, tools):
        """Each family's answers must be equal. The first peer that has one is the measure, codi-plan is judged by it."""
        first = {}
        for tool in sorted(tools, key=lambda tool: tool.is_ours):
            if tool.problem and not tool.is_ours:
                self.problems.append(f"{title}: {tool.name} failed: {tool.problem}")
            if tool.found is not None and tool.found != first.setdefault(tool.family, (tool, tool.found))[1]:
                self.problems.append(f"{title}: {tool.name} and {first[tool.family][0].name} do not count the same")
        return first


def ratio(tool, other):
    return f"{tool.median / other.median:,.2f}" if tool.median and other and other.median else "–"


def table(runner, title, tools, unit="ms", scale=1e3):
    """Prints one work item; a ratio says how many times as long a tool takes."""
    first = runner.compare(title, tools)
    ours = next((tool for tool in tools if tool.is_ours), None)
    floor = next((tool for tool in tools if tool.name == "C"), None)
    others = [("of codi-plan", ours)] + [("of C", floor)] * bool(floor)
    print(f"\n{title}\n")
    print(" | ".join([f"| tool | median {unit}", *(name for name, _ in others), "peak MB | answer |"]))
    print("| --- |" + " ---: |" * (2 + len(others)) + " --- |")
    for tool in tools:
        if tool.times:
            same = "–" if tool.found is None else "equal" if tool.found == first[tool.family][1] else "UNEQUAL"
            if same == "equal" and not any(each.found and each.family == tool.family for each in tools if each != tool):
                same = "alone"
            memory = f"{tool.megabytes:,.1f}" if tool.megabytes else "–"
            cells = [f"{tool.median * scale:,.2f}", *(ratio(tool, other) for _, other in others), memory, same]
        else:
            cells = ["not yet" if tool.is_ours else "failed", *["–"] * len(others), "–", tool.problem[:60]]
        print("| " + " | ".join([tool.name, *cells]) + " |")
    print(flush=True)
