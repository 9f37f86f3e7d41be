"""What others do while the program is at work: edits, new files, locks, other prompts."""
import fcntl
import os
import signal
import subprocess
import threading
import time

from terminal import Terminal
from workspace import BAD_LAYOUT, LIMIT, SMALL_PLAN

_EDIT = SMALL_PLAN + "# an edit that was made meanwhile\n"


def _slowed(space, call):
    """Runs under strace, which holds a call back for a moment."""
    return ["strace", "-f", "-o", space.log, "-e", f"trace={call}", "-e", f"inject={call}:delay_enter=700000:when=1"]


def edited_while_formatted(see):
    """An editor saves while the new file is being written: the edit stays."""
    for call in ("fsync", "write"):
        for replaces in (False, True):
            with see.workspace() as space:
                space.write("a.plan", BAD_LAYOUT)
                editing = threading.Timer(0.35, _edit, [space, "a.plan", replaces])
                editing.start()
                ended = space.run(["format", "a.plan"], _slowed(space, call))
                editing.join()
                see.expect("meanwhile" in space.state("a.plan").content.decode(), "an edit that was made meanwhile is overwritten",
                           f"held at {call}, {'replaced' if replaces else 'written in place'}; exit status {ended.status}")
                see.nothing_beside(space)


def _edit(space, name, replaces):
    if replaces:
        space.write("editor", _EDIT)
        os.replace(space.path("editor"), space.path(name))
    else:
        space.write(name, _EDIT)


def saved_over_an_edit(see):
    """`save` again over its own file, which was edited in between: what is in a file is never overwritten."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN)
        with Terminal([space.binary, "a.plan"], space, TERM="dumb") as terminal:
            terminal.wait_for_prompt(quiet=3)
            terminal.enter("let ก = 1 household")
            terminal.enter("save first.plan")
            with open(space.path("first.plan"), "a") as file:
                file.write("# an edit that was made meanwhile\n")
            terminal.enter("let ข = 2 household")
            told = terminal.enter("save first.plan")
        see.expect("meanwhile" in space.state("first.plan").content.decode(), "an edit that was made meanwhile is overwritten", told)


def saved_over_a_new_file(see):
    """Another program makes the file between the look whether there is one and the writing."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN)
        making = threading.Timer(0.35, _edit, [space, "first.plan", False])
        making.start()
        given = os.path.join(space.folder, "input")
        with open(given, "w") as file:
            file.write("let ก = 1 household\nsave first.plan\n")
        with open(given) as file:
            ended = space.run(["a.plan"], _slowed(space, "fsync"), stdin=file)
        making.join()
        see.expect("meanwhile" in space.state("first.plan").content.decode(), "a file that was made meanwhile is overwritten",
                   f"exit status {ended.status}")


def two_at_once(see):
    """Many that lay out the same file at once: it is whole in the end."""
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT)
        started = [subprocess.Popen([space.binary, "format", "a.plan"], cwd=space.plans, env=space.environment,
                                    stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) for _ in range(8)]
        endings = [process.communicate(timeout=LIMIT)[1].decode() for process in started]
        see.expect(space.state("a.plan").content.decode() == SMALL_PLAN, "a plan file is neither old nor new", endings)
        see.nothing_beside(space)


def locked_history(see):
    """A program that was stopped while it held the history must not stop the prompt."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN)
        os.makedirs(space.kept + "/state/codi-plan")
        with open(space.kept + "/state/codi-plan/history", "w") as history:
            fcntl.flock(history, fcntl.LOCK_EX)
            with Terminal([space.binary, "a.plan"], space, TERM="dumb") as terminal:
                terminal.wait_for_prompt(quiet=3)
                start = len(terminal.received)
                terminal.type("let ก = 1 household\r")
                answered = terminal.wait_for_prompt(start, quiet=4)
                see.expect(answered and "ก = 1 household" in terminal.received[start + 20:],
                           "it hangs as long as another program has the history locked")


def journal_read_in_part(see):
    """The disk fails while an abandoned journal is read: what was not read must not be dropped."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN)
        sessions = space.kept + "/state/codi-plan/sessions"
        # Longer than what is read at once.
        count = 40
        with Terminal([space.binary, "a.plan"], space, TERM="dumb") as terminal:
            terminal.wait_for_prompt(quiet=3)
            for number in range(count):
                terminal.enter(f"let ค่า{number} = {number} household  # {'x' * 2_000}")
            os.killpg(terminal.pid, signal.SIGKILL)
            terminal.ending()
        before = {name: open(os.path.join(sessions, name), "rb").read() for name in os.listdir(sessions)}
        number = _number_of_second_read(space, list(before))
        for name in set(os.listdir(sessions)) - set(before):
            os.remove(os.path.join(sessions, name))
        command = ["strace", "-o", space.log, "-e", "trace=read", "-e", f"inject=read:error=EIO:when={number}"]
        with Terminal([*command, space.binary, "a.plan"], space, TERM="dumb") as terminal:
            terminal.wait_for_prompt(quiet=3)
            told = terminal.enter("resume") if "not saved" in terminal.received else ""
            terminal.enter("quit")
            terminal.ending()
        is_there = any(name in os.listdir(sessions) for name in before)
        see.expect(is_there or f"resumed: {count}" in told, "statements are dropped with a journal that was read in part",
                   f"{len(next(iter(before.values())))} bytes of {count} statements: {told}")


def _number_of_second_read(space, journals):
    """Which `read` of a start is the second one of the abandoned journal."""
    log = space.log + "-before"
    with Terminal(["strace", "-y", "-o", log, "-e", "trace=read", space.binary, "a.plan"], space, TERM="dumb") as terminal:
        terminal.wait_for_prompt(quiet=3)
        os.killpg(terminal.pid, signal.SIGKILL)
        terminal.ending()
    with open(log) as lines:
        numbers = [number for number, line in enumerate(lines, 1) if any(name in line for name in journals)]
    return numbers[1]


def killed_at_any_time(see):
    """SIGKILL, SIGTERM and SIGHUP at moments that no call marks."""
    for number in range(24):
        what = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)[number % 3]
        with see.workspace() as space:
            for name in "abcdef":
                space.write(name + ".plan", BAD_LAYOUT)
            process = subprocess.Popen([space.binary, "format", *(name + ".plan" for name in "abcdef")], cwd=space.plans,
                                       env=space.environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.0005 * number)
            process.send_signal(what)
            process.wait(LIMIT)
            for name in "abcdef":
                text = space.state(name + ".plan").content.decode()
                see.expect(text in (BAD_LAYOUT, SMALL_PLAN), "a plan file is neither old nor new", text)
            if what != signal.SIGKILL:
                see.nothing_beside(space)


CHECKS = {
    "edited-meanwhile": edited_while_formatted, "saved-over-edit": saved_over_an_edit, "saved-over-new": saved_over_a_new_file,
    "two-at-once": two_at_once, "locked-history": locked_history,
    "journal-read-in-part": journal_read_in_part, "killed-any-time": killed_at_any_time,
}
