"""Outputs that take nothing: full devices, readers that went away, descriptors that were never opened."""
import os
import signal
import subprocess
import time

from commands import SWEEP
from terminal import Terminal
from workspace import BAD_LAYOUT, LIMIT, SMALL_PLAN

_CALLS = [
    ["check", "a.plan"], ["check", "--format", "json", "a.plan"], ["run", "a.plan"], ["show", "a.plan"],
    ["eval", "mankong.rate", "a.plan"], ["audit", "a.plan"], ["compare", "a.plan"], ["dump", "tokens", "a.plan"],
    ["sweep", SWEEP, "--format", "csv", "a.plan"], ["sweep", SWEEP, "--shard", "1/2", "a.plan"], ["format", "-"],
    ["format", "--check", "bad.plan"], ["--help"], ["--version"], ["help", "sweep"], ["a.plan"],
]


def _prepare(space):
    space.write("a.plan", SMALL_PLAN)
    space.write("bad.plan", BAD_LAYOUT)


def full_device(see):
    """What could not be written must not look like an answer."""
    for call in _CALLS:
        with see.workspace() as space, open("/dev/full", "wb") as full:
            _prepare(space)
            with open(space.path("a.plan")) as given:
                usual = space.run(call, stdin=given)
                given.seek(0)
                ended = space.run(call, stdout=full, stdin=given)
            if usual.output:
                see.expect(ended.status == 2, "the answer was not written, and the exit status is not 2",
                           f"{' '.join(call)}: {ended.status}")
                see.expect(ended.errors.strip(), "the answer was not written, and nothing is said", " ".join(call))


def full_errors(see):
    """Where nothing can be said, the exit status still says it."""
    with see.workspace() as space, open("/dev/full", "wb") as full:
        _prepare(space)
        for call, status in ((["check", "missing.plan"], 2), (["nonsense"], 2), (["check", "a.plan"], 1)):
            ended = space.run(call, stderr=full)
            see.expect(ended.status == status, "another exit status", f"{' '.join(call)}: {ended.status}")


def closed_reader(see):
    """`| head -0`: it ends by the signal, as other programs do, and where the signal is ignored, in peace."""
    for call in _CALLS:
        with see.workspace() as space:
            _prepare(space)
            read, write = os.pipe()
            os.close(read)
            with open(space.path("a.plan")) as given:
                usual = space.run(call, stdin=given)
                given.seek(0)
                ended = space.run(call, stdout=write, stdin=given)
                given.seek(0)
                ignored = space.run(call, ["sh", "-c", 'trap "" PIPE; exec "$@"', "sh"], stdout=write, stdin=given)
            os.close(write)
            if usual.output:
                see.expect(ended.status == 128 + signal.SIGPIPE, "another ending than by SIGPIPE",
                           f"{' '.join(call)}: {ended.status}")
                see.expect(ignored.status in (usual.status, 0, 141), "another exit status where SIGPIPE is ignored",
                           f"{' '.join(call)}: {ignored.status}")
                if usual.status == 1 and ignored.status == 0:
                    see.remark("with SIGPIPE ignored, a check that fails ends with 0 where its reader went away")


def slow_reader(see):
    """A pipe that is full for a while and set not to block: the answer must arrive whole all the same."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN + "".join(f"let ค่า{number} = {number} household\n" for number in range(3000)))
        whole = space.run(["dump", "tokens", "a.plan"]).output
        read, write = os.pipe()
        os.set_blocking(write, False)
        process = subprocess.Popen([space.binary, "dump", "tokens", "a.plan"], cwd=space.plans, env=space.environment,
                                   stdout=write, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        os.close(write)
        time.sleep(0.3)
        got = b""
        while block := os.read(read, 1 << 16):
            got += block
        os.close(read)
        said = process.communicate(timeout=LIMIT)[1].decode()
        see.expect(got == whole and process.returncode == 0, "an answer into a pipe that does not block is cut off",
                   f"{len(got)} of {len(whole)} bytes, exit status {process.returncode}: {said}")


def interrupted_writing(see):
    """Ctrl-C while a sweep waits for its reader: short writes go on where they stopped."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN)
        call = ["sweep", SWEEP.replace("90", "90 step 0.01"), "--format", "csv", "a.plan"]
        whole = space.run(call).output
        process = subprocess.Popen([space.binary, *call], cwd=space.plans, env=space.environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        time.sleep(0.4)
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
        got, said = process.communicate(timeout=LIMIT)
        lines, right = got.split(b"\r\n"), whole.split(b"\r\n")
        see.expect(len(whole) > 1 << 16, "the sweep is too short for this check", len(whole))
        see.expect(lines == right[:len(lines)] or lines[:-1] == right[:len(lines) - 1] and not lines[-1],
                   "rows of an interrupted sweep are torn", f"{len(got)} of {len(whole)} bytes: {got[-80:]!r}")
        see.expect(process.returncode in (130, -2) or got == whole and process.returncode == 0,
                   "another exit status than 130", f"{process.returncode}: {said.decode()}")


def closed_outputs(see):
    """`>&-`: files that are opened take the numbers of the outputs, and must not take what is printed."""
    for closing in (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
        with see.workspace() as space:
            _prepare(space)
            space.write("broken.plan", 'plan "ก\n')
            before = {name: space.state(name) for name in ("a.plan", "broken.plan")}
            prefix = ["sh", "-c", f'exec "$@" {closing}', "sh"]
            formatted = space.run(["format", "broken.plan", "bad.plan", "missing.plan"], prefix)
            see.expect(formatted.status == 2, "another exit status", f"format {closing}: {formatted.status}")
            good = space.state("bad.plan").content.decode()
            see.expect(good in (BAD_LAYOUT, SMALL_PLAN), "what is printed goes into a plan", f"{closing}: {good[-80:]}")
            checked = space.run(["check", "a.plan"], prefix)
            wanted = (2,) if ">&-" in closing.replace("2>&-", "") else (1,)
            see.expect(checked.status in wanted, "another exit status", f"check {closing}: {checked.status}, not {wanted}")
            for name, state in before.items():
                see.unchanged(space, name, state)
            see.nothing_beside(space)


def prompt_without_errors(see):
    """`2>&-` at the prompt: what is wrong is reported, and must not be written into the journal."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN)
        with Terminal(["sh", "-c", 'exec "$@" 2>&-', "sh", space.binary, "a.plan"], space, TERM="dumb") as terminal:
            terminal.wait_for_prompt(quiet=3)
            for line in ("let ก = 1 household", "nonsense", "mankong.nothing", "let ข = 2 household"):
                terminal.enter(line)
            os.killpg(terminal.pid, signal.SIGKILL)
            terminal.ending()
        folder = space.kept + "/state/codi-plan/sessions"
        journals = [open(os.path.join(folder, name), encoding="utf-8").read() for name in os.listdir(folder)]
        see.expect(not any("error" in journal for journal in journals), "messages are written into the journal", journals)


def closed_terminal(see):
    """The window is closed, before and in the middle of a line: the program ends, and the journal stays."""
    for rest in ("", "move 1 househ"):
        with see.workspace() as space:
            space.write("a.plan", SMALL_PLAN)
            with Terminal([space.binary, "a.plan"], space) as terminal:
                terminal.wait_for_prompt(quiet=3)
                terminal.enter("let ก = 1 household")
                terminal.type(rest)
                time.sleep(0.05)
                terminal.hang_up()
                status = terminal.ending(5)
                see.expect(status in (129, 0), "a closed terminal does not end it", status)
            with Terminal([space.binary, "a.plan"], space, TERM="dumb") as terminal:
                terminal.wait_for_prompt(quiet=3)
                see.expect("1 statement" in terminal.received, "nothing is offered for resuming", terminal.received)


def ended_by_signal(see):
    """A signal while the prompt waits for a key: the terminal is as it was."""
    for what in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        with see.workspace() as space:
            space.write("a.plan", SMALL_PLAN)
            with Terminal([space.binary, "a.plan"], space) as terminal:
                terminal.wait_for_prompt(quiet=3)
                terminal.enter("let ก = 1 household")
                terminal.type("mank")
                terminal.wait_for_prompt(quiet=0.2)
                os.kill(terminal.pid, what)
                status = terminal.ending(5)
                see.expect(status == 128 + what, "another ending than by the signal", f"{what.name}: {status}")
                see.expect(terminal.has_its_modes, "the terminal is left in other modes", what.name)
                see.expect(terminal.has_its_pastes, "the terminal goes on putting brackets around what is pasted", what.name)


def signal_at_plain_prompt(see):
    """A signal while a terminal that can only print waits for a line: the window has another size, or Ctrl-C."""
    for what in (signal.SIGWINCH, signal.SIGINT):
        with see.workspace() as space:
            space.write("a.plan", SMALL_PLAN)
            with Terminal([space.binary, "a.plan"], space, TERM="dumb") as terminal:
                terminal.wait_for_prompt(quiet=3)
                os.kill(terminal.pid, what)
                time.sleep(0.2)
                terminal.enter("mankong.rate")
                see.expect("90.00%" in terminal.received, "it hangs after a signal", what.name)


CHECKS = {
    "full-device": full_device, "full-errors": full_errors, "closed-reader": closed_reader, "slow-reader": slow_reader,
    "interrupted-writing": interrupted_writing, "closed-outputs": closed_outputs,
    "prompt-without-errors": prompt_without_errors, "closed-terminal": closed_terminal, "ended-by-signal": ended_by_signal,
    "signal-at-plain-prompt": signal_at_plain_prompt,
}
