"""Commands of the shell, one fault at a time: what they say and what they leave behind."""
import os
import re
import subprocess
from dataclasses import dataclass, field

from endings import signal_name
from findings import Finding, Result
from tracing import calls_in, hit_by, traced
from workspace import BAD_LAYOUT, CRASHES, SMALL_PLAN, TABLE, TABLE_PLAN, Workspace, long_bad_layout

SWEEP = "x from 0 to 90 { move x of target from mankong to canal } show mankong.rate"
# Files of another owner and for a group to write in: a plan that is shared.
SHARED_MODE, SHARED_OWNER = 0o664, (4711, 4712)

# A remedy is told in words such as these.
_REMEDY = re.compile(
    r"help|choose|try|again|free|make room|ask |close |run |see whether|look |check that|save |move |allow|name ", re.I)


@dataclass(frozen=True)
class Scenario:
    name: str
    arguments: tuple
    # Names and texts of plans.
    plans: dict
    # `pipe`, or the name of a file in the folder of plans.
    output: str = "pipe"
    stdin: str = ""
    # Plans that belong to somebody else and may be written by a group.
    is_shared: bool = False
    # Parts of a sweep that are worked out beforehand.
    parts: tuple = ()
    # Files that the command may make.
    makes: tuple = ()
    is_in_quick: bool = True


_SCRIPT = """move 5 household of target from mankong to canal
save first.plan
let ก = 1 household
save first.plan
"""

SCENARIOS = [
    Scenario("format-one", ("format", "a.plan"), {"a.plan": BAD_LAYOUT}, is_shared=True),
    Scenario("format-several", ("format", "a.plan", "b.plan", "good.plan", "ก.plan"),
             {"a.plan": BAD_LAYOUT, "b.plan": long_bad_layout(400), "good.plan": SMALL_PLAN, "ก.plan": BAD_LAYOUT + "# จบ\n"}),
    Scenario("format-stdin", ("format", "-"), {}, stdin=BAD_LAYOUT, is_in_quick=False),
    Scenario("format-check", ("format", "--check", "a.plan"), {"a.plan": BAD_LAYOUT}, is_in_quick=False),
    Scenario("check-pipe", ("check", "a.plan"), {"a.plan": SMALL_PLAN}),
    Scenario("check-file", ("check", "--format", "csv", "a.plan"), {"a.plan": SMALL_PLAN}, output="out"),
    Scenario("run-file", ("run", "a.plan"), {"a.plan": SMALL_PLAN}, output="out", is_in_quick=False),
    Scenario("run-pipe", ("run", "a.plan"), {"a.plan": SMALL_PLAN}, is_in_quick=False),
    Scenario("show-file", ("show", "a.plan"), {"a.plan": SMALL_PLAN}, output="out", is_in_quick=False),
    Scenario("show-pipe", ("show", "mankong", "a.plan"), {"a.plan": SMALL_PLAN}, is_in_quick=False),
    Scenario("sweep-csv", ("sweep", SWEEP, "--format", "csv", "a.plan"), {"a.plan": SMALL_PLAN}, output="out"),
    Scenario("sweep-part", ("sweep", SWEEP, "--shard", "1/2", "a.plan"), {"a.plan": SMALL_PLAN}, output="out.part"),
    Scenario("merge", ("merge", "1.part", "2.part", "--format", "csv"), {"a.plan": SMALL_PLAN}, output="out",
             parts=("1/2", "2/2")),
    Scenario("run-table", ("run", "a.plan"), {"a.plan": TABLE_PLAN, "figures.csv": TABLE}),
    Scenario("script-save", ("a.plan",), {"a.plan": SMALL_PLAN}, stdin=_SCRIPT, makes=("first.plan",)),
]


@dataclass
class Baseline:
    """What a run without faults does."""
    ended: object
    output: bytes
    calls: list
    before: dict
    after: dict
    # What a file that is made may contain: nothing yet, or what any whole writing of it put there.
    versions: dict = field(default_factory=dict)


def prepare(space, scenario):
    for name, text in scenario.plans.items():
        path = space.write(name, text)
        if scenario.is_shared:
            os.chmod(path, SHARED_MODE)
            if os.geteuid() == 0:
                os.chown(path, *SHARED_OWNER)
    for number, part in enumerate(scenario.parts, 1):
        with open(space.path(f"{number}.part"), "wb") as file:
            space.run(["sweep", SWEEP, "--shard", part, "a.plan"], stdout=file)


def _run(space, scenario, fault=None):
    """The end of it, and what it printed."""
    command = traced([space.binary, *scenario.arguments], space.log, fault)
    how = {}
    with open(os.path.join(space.folder, "input"), "w+b") as given:
        given.write(scenario.stdin.encode())
        given.seek(0)
        how["stdin"] = given
        if scenario.output == "pipe":
            ended = space.run(scenario.arguments, command[:-1 - len(scenario.arguments)], **how)
            return ended, ended.output
        with open(space.path(scenario.output), "wb") as out:
            ended = space.run(scenario.arguments, command[:-1 - len(scenario.arguments)], stdout=out, **how)
        with open(space.path(scenario.output), "rb") as out:
            return ended, out.read()


def _states(space, scenario):
    return {name: space.state(name) for name in [*scenario.plans, *scenario.makes]}


def baseline(binary, scenario):
    with Workspace(binary) as space:
        prepare(space, scenario)
        before = _states(space, scenario)
        ended, output = _run(space, scenario)
        made = Baseline(ended, output, calls_in(space.log), before, _states(space, scenario))
    made.versions = {name: _versions(binary, scenario, name) for name in scenario.makes}
    return made


def _versions(binary, scenario, name):
    """The contents of a file after each `save`, made by scripts that end there."""
    lines = scenario.stdin.splitlines(keepends=True)
    versions = []
    for number, line in enumerate(lines):
        if line.startswith("save "):
            with Workspace(binary) as space:
                prepare(space, scenario)
                script = "".join(lines[:number + 1]).encode()
                subprocess.run([binary, *scenario.arguments], cwd=space.plans, env=space.environment,
                               capture_output=True, input=script)
                versions.append(space.state(name).content)
    return versions


def fault_run(binary, scenario, fault, base, see):
    with Workspace(binary) as space:
        prepare(space, scenario)
        before = _states(space, scenario)
        known = space.names() | {scenario.output, *scenario.makes}
        ended, output = _run(space, scenario, fault)
        hit = hit_by(fault, space.log)
        result = Result(scenario.name, fault.name)
        if hit is None:
            return result
        judge = Judge(scenario, fault, hit, base, ended, output, see)
        after = _states(space, scenario)
        judge.ending()
        judge.files(before, after)
        judge.left_behind(space.names() - known)
        judge.answer(after)
        if scenario.name == "sweep-part":
            judge.part(space)
        result.findings, result.remarks = judge.findings, judge.remarks
        return result


class Judge:
    """Looks at one run."""

    def __init__(self, scenario, fault, hit, base, ended, output, see):
        self.scenario, self.fault, self.hit, self.base = scenario, fault, hit, base
        self.ended, self.output, self.see = ended, output, see
        self.findings, self.remarks = [], []

    def fails(self, check, detail=""):
        at = f"{self.fault.what} at {self.hit.brief}"
        self.findings.append(Finding(check, self.scenario.name, f"{detail}\n{at}" if detail else at, self.see))

    def ending(self):
        status = self.ended.status
        if status is None:
            self.fails("it hangs")
        elif signal_name(status) in CRASHES:
            self.fails("it crashes", f"by {signal_name(status)}")

    def files(self, before, after):
        for name, old in before.items():
            now = after[name]
            allowed = [old, self.base.after[name]]
            contents = [state.content if state else None for state in allowed] + self.base.versions.get(name, [])
            if (now.content if now else None) not in contents:
                self.fails("a plan file is neither old nor new", f"{name}: {now.content[:60] if now else 'lost'!r}")
            if not now or not old:
                continue
            if now.mode != old.mode:
                self.fails("a plan file has other permissions", f"{name}: {now.mode:o}, was {old.mode:o}")
            if now.owner != old.owner:
                self.fails("a plan file has another owner", f"{name}: {now.owner}, was {old.owner}")

    def left_behind(self, names):
        if not names:
            return
        if self.fault.is_kill:
            self.remarks.append(f"SIGKILL left behind {', '.join(sorted(names))}")
        elif self.fault.call != "unlink":
            self.fails("a temporary file is left behind", ", ".join(sorted(names)))

    def answer(self, after):
        """Exit status, and what was printed."""
        status = self.ended.status
        is_same = self.output == self.base.output and all(
            (state and state.content) == (self.base.after[name] and self.base.after[name].content)
            for name, state in after.items())
        if status is None:
            return
        if status == self.base.ended.status:
            if not is_same:
                self.fails("the exit status says that all was done, and it was not", f"exit status {status}")
        elif self.fault.kind == "signal":
            if status != 128 + self.fault.signal:
                self.fails("another exit status than that of the signal", f"exit status {status}")
        elif status == 2:
            self._refusal()
        else:
            self.fails("another exit status than 2", f"exit status {status}")

    def _refusal(self):
        said = self.ended.errors.strip()
        if self.fault.is_interruption:
            self.fails("an interrupted call is not made again", said)
        elif not said:
            if self.hit.descriptor != 2:
                self.fails("nothing is said about an error")
        elif "Fatal error" in said or "errno" in said:
            self.fails("an error is not said in plain words", said)
        elif self.fault.reason not in said and not _REMEDY.search(said):
            self.fails("neither the reason of an error nor a remedy is said", said)
        elif not _REMEDY.search(said):
            self.fails("no remedy is said", said)

    def part(self, space):
        """Half a part must never be taken for a whole one."""
        if self.output == self.base.output:
            return
        with open(space.path("2.part"), "wb") as file:
            space.run(["sweep", SWEEP, "--shard", "2/2", "a.plan"], stdout=file)
        merged = space.run(["merge", self.scenario.output, "2.part"])
        if merged.status != 2:
            self.fails("a part that is cut off is merged", f"exit status {merged.status}")

