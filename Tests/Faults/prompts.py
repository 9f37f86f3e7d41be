"""The prompt, one fault at a time: what was answered is there again, and the terminal is as it was."""
import os
import re
from dataclasses import dataclass

from commands import Baseline
from endings import signal_name
from findings import Finding, Result
from terminal import Terminal, without_sequences
from tracing import calls_in, hit_by, traced
from workspace import CRASHES, SMALL_PLAN, Ended, FileState, Workspace

LINES = [
    "move 5 household of target from mankong to canal",
    "let ก = 1 household",
    "save first.plan",
    "let ข = 2 household",
    "save first.plan",
    "setting preview off",
    "undo",
    "quit",
]
_CHANGES = [line for line in LINES if line.split()[0] in ("move", "let", "save", "undo")]


@dataclass(frozen=True)
class Scenario:
    name: str
    # What `TERM` says: on a dumb terminal lines are read as they come.
    kind: str
    is_in_quick: bool = True


SCENARIOS = [Scenario("prompt", "xterm"), Scenario("prompt-plain", "dumb")]


@dataclass
class Session:
    """What one run of the prompt came to."""
    ended: Ended
    # What was typed, and what came after it.
    answers: list
    terminal: dict

    @property
    def text(self):
        return without_sequences(self.ended.errors)


def _files(space):
    kept = space.kept
    sessions = kept + "/state/codi-plan/sessions"
    return {
        "a.plan": space.state("a.plan"), "first.plan": space.state("first.plan"),
        "history": FileState.of(kept + "/state/codi-plan/history"),
        "settings": FileState.of(kept + "/config/codi-plan/settings"),
        "journals": sorted(os.listdir(sessions)) if os.path.isdir(sessions) else [],
    }


def _names(space):
    return {os.path.join(folder, name) for folder in (space.plans, space.kept)
            for folder, _, names in os.walk(folder) for name in names}


def _drive(space, scenario, fault=None):
    command = traced([space.binary, "a.plan"], space.log, fault)
    with Terminal(command, space, TERM=scenario.kind) as terminal:
        terminal.wait_for_prompt(quiet=3)
        answers = []
        versions = []
        for line in LINES:
            if terminal.process.poll() is not None:
                break
            answers.append((line, terminal.enter(line)))
            versions.append(space.state("first.plan"))
        status = terminal.ending()
        kept = {"modes": terminal.has_its_modes, "pastes": terminal.has_its_pastes, "cursor": terminal.has_its_cursor}
        return Session(Ended(status, b"", terminal.received), answers, kept), versions


def baseline(binary, scenario):
    with Workspace(binary) as space:
        space.write("a.plan", SMALL_PLAN)
        session, versions = _drive(space, scenario)
        base = Baseline(session.ended, session.text.encode(), calls_in(space.log), {}, _files(space))
        base.versions = {"first.plan": [None] + [state.content for state in versions if state]}
        return base


def fault_run(binary, scenario, fault, base, see):
    with Workspace(binary) as space:
        space.write("a.plan", SMALL_PLAN)
        before = space.state("a.plan")
        session, _ = _drive(space, scenario, fault)
        hit = hit_by(fault, space.log)
        result = Result(scenario.name, fault.name)
        if hit is None:
            return result
        judge = Judge(scenario, fault, hit, base, session, see)
        judge.ending()
        judge.plans(before, _files(space))
        judge.kept(_files(space))
        judge.left_behind(_names(space))
        judge.taken_up(space)
        result.findings, result.remarks = judge.findings, judge.remarks
        return result


class Judge:
    def __init__(self, scenario, fault, hit, base, session, see):
        self.scenario, self.fault, self.hit, self.base, self.session, self.see = scenario, fault, hit, base, session, see
        self.findings, self.remarks = [], []

    def fails(self, check, detail=""):
        at = f"{self.fault.what} at {self.hit.brief}"
        self.findings.append(Finding(check, self.scenario.name, f"{detail}\n{at}" if detail else at, self.see))

    # What was answered

    def _answer(self, line, received):
        """What stands below the line that was typed, without the next prompt."""
        text = without_sequences(received)
        below = text.split("\n", 1)[1] if "\n" in text else ""
        return re.sub(r"[a-z]+\*?> ?$", "", below).strip()

    @property
    def _answered(self):
        return [(line, self._answer(line, received)) for line, received in self.session.answers]

    def _was_accepted(self, answer):
        return bool(answer) and "error[" not in answer and "stopped" not in answer

    @property
    def _ends_reading(self):
        """Whether the terminal itself failed: what was typed last was never seen by the program."""
        return self.hit.name == "read" and self.hit.descriptor == 0 and self.fault.kind == "error"

    # Checks

    def ending(self):
        status = self.session.ended.status
        if status is None:
            self.fails("it hangs")
        elif signal_name(status) in CRASHES:
            self.fails("it crashes", signal_name(status))
        elif self.fault.kind == "signal" and status == 128 + self.fault.signal:
            pass
        elif status == 2:
            if "error" not in self.session.text and self.hit.descriptor not in (1, 2):
                self.fails("nothing is said about an error", self.session.text[-200:])
            if self.fault.is_interruption:
                self.fails("an interrupted call is not made again", self.session.text[-200:])
        elif status != 0:
            self.fails("another exit status than documented", f"exit status {status}")
        self._terminal_is_as_it_was()

    def _terminal_is_as_it_was(self):
        if self.fault.is_kill or (self.hit.name == "write" and self.hit.descriptor == 1 and self.fault.kind == "error"):
            return
        if not self.session.terminal["modes"]:
            self.fails("the terminal is left in other modes")
        if not self.session.terminal["pastes"]:
            self.fails("the terminal goes on putting brackets around what is pasted")
        if not self.session.terminal["cursor"]:
            self.fails("the cursor stays hidden")

    def plans(self, before, files):
        if files["a.plan"] != before:
            self.fails("a plan file that nobody saved has changed")
        saved = files["first.plan"]
        accepted = [line for line, answer in self._answered if self._was_accepted(answer)]
        is_usual = all(line in accepted for line in LINES[:len(accepted)])
        if is_usual and (saved and saved.content) not in self.base.versions["first.plan"]:
            self.fails("a plan file is neither old nor new", repr(saved.content[-80:]))
        told = [line for line, answer in self._answered if "saved:" in answer]
        if told and (not saved or is_usual and len(told) == 2 and saved.content != self.base.after["first.plan"].content):
            self.fails("saved, it says, and the file does not hold it")

    def kept(self, files):
        history = files["history"].content.decode(errors="replace") if files["history"] else ""
        if history and not history.endswith("\n") or any(line not in LINES for line in history.splitlines()):
            self.fails("half a line stands in the history", repr(history[-80:]))
        settings = files["settings"]
        if settings and settings != self.base.after["settings"]:
            self.fails("the settings are half written, or have other permissions", repr(settings.content))
        self._trouble_is_said(history, settings)

    def _trouble_is_said(self, history, settings):
        typed = [line for line, _ in self.session.answers]
        if self.session.ended.status != 0 or self._ends_reading:
            return
        lost = [line for line in dict.fromkeys(typed) if line not in history.splitlines()]
        if lost and "history" not in self.session.text:
            self.fails("a line is missing in the history, and nothing is said", lost[0])
        if "setting preview off" in typed and not settings and "this session only" not in self.session.text:
            self.fails("a setting is not remembered, and nothing is said")
        if self.fault.is_interruption and (lost or not settings):
            self.fails("an interrupted call is not made again")

    def left_behind(self, names):
        strange = [name for name in names if ".codi-plan-" in name]
        if not strange:
            return
        text = ", ".join(os.path.basename(name) for name in strange)
        if self.fault.is_kill:
            self.remarks.append(f"SIGKILL left behind {text}")
        elif self.fault.call != "unlink":
            self.fails("a temporary file is left behind", text)

    def taken_up(self, space):
        """Starts anew and resumes: each change whose answer was shown must be there."""
        if self.session.ended.status == 2 or "no journal can be kept" in self.session.text:
            return
        allowed = self._allowed_changes()
        offered, history = _resume(space)
        if offered is None:
            if not any(_is_saved(lines) for lines in allowed):
                self.fails("nothing is offered for resuming", f"answered: {allowed[0]}")
        elif history not in [_history_after(lines) for lines in allowed]:
            self.fails("after resuming other changes are there than were answered", f"{history}, answered: {allowed[0]}")

    def _allowed_changes(self):
        """What was answered must be there. What was typed and not answered may be there: nobody saw what became of it."""
        allowed = [[]]
        for number, (line, answer) in enumerate(self._answered, 1):
            if line not in _CHANGES:
                continue
            is_last = number == len(self.session.answers)
            if self._was_accepted(answer) and "not in the journal" not in answer:
                allowed = [lines + [line] for lines in allowed]
            elif not answer or is_last or "not in the journal" in answer:
                allowed += [lines + [line] for lines in allowed]
        return allowed


def _history_after(lines):
    past, future = [], []
    for line in lines:
        if line == "undo":
            if past:
                future.append(past.pop())
        elif not line.startswith("save"):
            past.append(line)
            future = []
    return past + [line + " taken back" for line in reversed(future)]


def _is_saved(lines):
    """Whether a file, or nothing at all, holds what these changes come to."""
    saves = [number for number, line in enumerate(lines) if line.startswith("save")]
    held = lines[:saves[-1]] if saves else []
    return _made(lines) == _made(held)


def _made(lines):
    return [line for line in _history_after(lines) if not line.endswith(" taken back")]


def _resume(space):
    """What a new prompt offers, and its history after taking that up."""
    with Terminal([space.binary, "a.plan"], space, TERM="dumb") as terminal:
        terminal.wait_for_prompt(quiet=3)
        offer = re.search(r"earlier session with (\d+) statements? was not saved", terminal.received)
        if not offer:
            return None, []
        # No fault takes these prompts: they come, however busy the machine is.
        terminal.enter("resume", quiet=5)
        listed = without_sequences(terminal.enter("history", quiet=5)).splitlines()[1:-1]
        # Numbers stand before what was made, not before what was taken back.
        rows = [re.sub(r"^\d+ ", "", " ".join(row.split())) for row in listed]
        terminal.enter("quit")
        terminal.ending(5)
        return int(offer[1]), [row for row in rows if row and row != "nothing changed yet"]
