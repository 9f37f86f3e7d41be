"""Disks that are full, folders that may not be written, and folders that vanish."""
import contextlib
import os
import shutil
import subprocess

from prompts import LINES
from terminal import Terminal, without_sequences
from workspace import BAD_LAYOUT, SMALL_PLAN, long_bad_layout

NOBODY = 65534


@contextlib.contextmanager
def small_disk(space, kilobytes):
    """A disk of its own in place of the folder of plans; None where this user may not mount one."""
    options = f"size={kilobytes}k,mode=755"
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", space.plans], capture_output=True)
    if made.returncode != 0:
        yield None
        return
    try:
        yield space.plans
    finally:
        subprocess.run(["umount", "-l", space.plans], capture_output=True)


def fill(space, leaving):
    """Fills the disk of the plans but for so many bytes."""
    with open(space.path("filling"), "wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while file.write(bytes(4096)):
                pass
        file.truncate(max(0, os.fstat(file.fileno()).st_size - leaving))


def full_disk_format(see):
    for leaving in (0, 4096, 8192):
        with see.workspace() as space, small_disk(space, 128) as disk:
            if not disk:
                return see.skip("only root can mount a small disk")
            space.write("a.plan", long_bad_layout(500))
            fill(space, leaving)
            before = space.state("a.plan")
            ended = space.run(["format", "a.plan"])
            see.ended(ended, 2)
            see.unchanged(space, "a.plan", before)
            see.nothing_beside(space)


def full_disk_output(see):
    calls = [["check", "a.plan"], ["run", "a.plan"], ["show", "a.plan"], ["eval", "mankong.rate", "a.plan"],
             ["check", "--format", "json", "a.plan"], ["format", "-"]]
    for call in calls:
        with see.workspace() as space, small_disk(space, 64) as disk:
            if not disk:
                return see.skip("only root can mount a small disk")
            space.write("a.plan", SMALL_PLAN)
            with open(space.path("out"), "wb") as out, open(space.path("a.plan")) as given:
                fill(space, 0)
                see.ended(space.run(call, stdout=out, stdin=given), 2)


def full_disk_prompt(see):
    """History, journal, settings and saved plans, all on the full disk, with room for some bytes at most."""
    for leaving in (0, 4096, 3 * 4096):
        with see.workspace() as space, small_disk(space, 96) as disk:
            if not disk:
                return see.skip("only root can mount a small disk")
            space.write("a.plan", SMALL_PLAN)
            space.kept = space.plans
            before = space.state("a.plan")
            fill(space, leaving)
            with Terminal([space.binary, "a.plan"], space) as terminal:
                terminal.wait_for_prompt(quiet=3)
                for line in LINES[:2] + ["let ยาว = 1 household  # " + "ยาว" * 3000] + LINES[2:]:
                    terminal.enter(line)
                see.expect(terminal.ending() == 0, "another exit status")
                text = without_sequences(terminal.received)
                see.expect(terminal.has_its_modes, "the terminal is left in other modes")
            see.unchanged(space, "a.plan", before)
            see.nothing_beside(space)
            if not space.state("first.plan"):
                see.expect("cannot be written" in text, "a plan is not saved, and nothing is said")
            _next_start(see, space)


def _next_start(see, space):
    """With room again, half lines must not stop anything."""
    os.remove(space.path("filling"))
    with Terminal([space.binary, "a.plan"], space) as terminal:
        see.expect(terminal.wait_for_prompt(quiet=3), "the next start does not come to its prompt", terminal.received)
        terminal.enter("quit")
        see.expect(terminal.ending() == 0, "the next start ends otherwise than with 0")


def limited_size(see):
    """`ulimit -f`: nothing may be longer than so many blocks."""
    for blocks in (0, 1, 8):
        with see.workspace() as space:
            space.write("a.plan", long_bad_layout(500))
            before = space.state("a.plan")
            ended = space.run(["format", "a.plan"], ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"])
            see.ended(ended, 2)
            see.unchanged(space, "a.plan", before)
            see.nothing_beside(space)
            with open(space.path("out"), "wb") as out:
                ended = space.run(["dump", "tokens", "a.plan"], ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"], stdout=out)
            see.ended(ended, 2)


def _as_nobody(see):
    """What a command runs under to be no root, whom no permission stops."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        see.skip("root needs setpriv to become somebody else")
        return None
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def _give(space):
    if os.geteuid() == 0:
        for folder, _, names in os.walk(space.folder):
            os.chown(folder, NOBODY, NOBODY)
            for name in names:
                os.chown(os.path.join(folder, name), NOBODY, NOBODY)


def read_only_folder(see):
    prefix = _as_nobody(see)
    if prefix is None:
        return
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT)
        _give(space)
        os.chmod(space.plans, 0o555)
        before = space.state("a.plan")
        ended = space.run(["format", "a.plan"], prefix)
        see.ended(ended, 0, 2)
        if ended.status == 2:
            see.unchanged(space, "a.plan", before)
        saved = _typed(space, prefix, "let ก = 1 household", "save first.plan")
        see.expect("first.plan` cannot be written" in saved, "a plan is not saved, and nothing is said", saved)
        os.chmod(space.plans, 0o755)
        see.nothing_beside(space)


def _typed(space, prefix, *lines):
    with Terminal([*prefix, space.binary, "a.plan"], space, TERM="dumb") as terminal:
        terminal.wait_for_prompt(quiet=3)
        for line in lines:
            terminal.enter(line)
        return terminal.received


def read_only_file(see):
    """Whoever took the permission to write away meant it."""
    prefix = _as_nobody(see)
    if prefix is None:
        return
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT, mode=0o444)
        _give(space)
        before = space.state("a.plan")
        ended = space.run(["format", "a.plan"], prefix)
        see.ended(ended, 2)
        see.unchanged(space, "a.plan", before, "a file that may not be written is replaced")


def file_of_another(see):
    """A file of somebody else in a folder that all may write."""
    prefix = _as_nobody(see)
    if not prefix:
        return see.skip("only root can make a file of somebody else")
    for mode in (0o644, 0o666):
        with see.workspace() as space:
            space.write("a.plan", BAD_LAYOUT, mode)
            os.chmod(space.plans, 0o777)
            before = space.state("a.plan")
            ended = space.run(["format", "a.plan"], prefix)
            now = space.state("a.plan")
            see.expect(now and now.owner == before.owner, "a plan file has another owner", f"mode {mode:o}: {now.owner}")
            if mode == 0o644:
                see.ended(ended, 2)
                see.expect(now.content == before.content, "a file that may not be written is replaced")


def permissions(see):
    """What a plan was allowed before it is allowed after, whatever the umask."""
    for mode in (0o600, 0o640, 0o664, 0o666, 0o755):
        for umask in (0o022, 0o077):
            with see.workspace() as space:
                space.write("a.plan", BAD_LAYOUT, mode)
                before = space.state("a.plan")
                see.ended(space.run(["format", "a.plan"], umask=umask), 0)
                now = space.state("a.plan").mode
                see.expect(now == before.mode, "a plan file has other permissions",
                           f"{now & 0o777:o}, was {mode:o}, umask {umask:03o}")


def temporary_file_is_private(see):
    """Of a plan that only its owner may read, the file beside it may not be read by others either."""
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT, 0o600)
        ended = space.run(["format", "a.plan"], ["strace", "-o", space.log, "-e", "trace=openat", "-e",
                                                "inject=fsync:signal=SIGKILL:when=1"], umask=0)
        left = [name for name in space.names() if ".codi-plan-" in name]
        if ended.status == 137 and left:
            mode = os.stat(space.path(left[0])).st_mode & 0o777
            see.expect(mode & 0o077 == 0, "the file beside a private plan can be read by others", f"{mode:o}")


def vanished_folder(see):
    with see.workspace() as space:
        gone = space.path("gone")
        os.mkdir(gone)
        script = f'cd "{gone}" && rmdir "{gone}" && exec "$@"'
        for call in (["format", "a.plan"], ["check", "a.plan"], ["check", "../a.plan"]):
            see.ended(space.run(call, ["sh", "-c", script, "sh"]), 2)
            os.makedirs(gone, exist_ok=True)


def vanished_while_typing(see):
    """The folder goes away under the prompt: nothing typed is lost."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN)
        with Terminal([space.binary, "a.plan"], space, TERM="dumb") as terminal:
            terminal.wait_for_prompt(quiet=3)
            terminal.enter("let ก = 1 household")
            shutil.rmtree(space.plans)
            told = terminal.enter("save first.plan")
            see.expect("cannot be written" in told, "a plan is not saved, and nothing is said", told)
            told = terminal.enter("reload")
            see.expect("cannot be read" in told, "files that vanished are read again, it seems", told)
            shutil.rmtree(space.kept)
            told = terminal.enter("let ข = 2 household")
            with open(space.kept + "/state/codi-plan/history") as history:
                see.expect("let ข" in history.read(), "a line is missing in the history, and nothing is said", told)
            see.expect("journal" in told, "a statement is in a journal that is gone, and nothing is said", told)
            told = terminal.enter("ก + ข")
            see.expect("3 household" in told, "what was typed is lost", told)
            os.mkdir(space.plans)


def no_home(see):
    for variables in ({"HOME": "", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""},
                      {"XDG_STATE_HOME": "/dev/null/state", "XDG_CONFIG_HOME": "/dev/null/config"},
                      {"XDG_STATE_HOME": "relative", "XDG_CONFIG_HOME": "relative"}):
        with see.workspace() as space:
            space.write("a.plan", SMALL_PLAN)
            with Terminal([space.binary, "a.plan"], space, **variables) as terminal:
                terminal.wait_for_prompt(quiet=3)
                see.expect("no journal can be kept" in terminal.received, "there is no journal, and nothing is said", variables)
                told = terminal.enter("setting preview off")
                see.expect("this session only" in told, "a setting is not remembered, and nothing is said", variables)
                terminal.enter("quit")
                see.expect(terminal.ending() == 0, "another exit status")


def no_proc(see):
    """In a container that has no /proc, a command does what it does elsewhere, or says that it cannot."""
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT)
        before = space.state("a.plan")
        ended = space.run(["format", "a.plan"], ["unshare", "--mount", "sh", "-c",
                                                 'mount -t tmpfs tmpfs /proc && exec "$@"', "sh"])
        if "unshare" in ended.errors or "mount:" in ended.errors or ended.status == 127:
            return see.skip("only root can take /proc away")
        if ended.status == 0:
            see.expect(space.state("a.plan") != before, "the exit status says that all was done, and it was not")
        else:
            see.remark(f"it does not start: exit status {ended.status}, {ended.errors.strip()}")
            see.unchanged(space, "a.plan", before)


CHECKS = {
    "full-disk-format": full_disk_format, "full-disk-output": full_disk_output, "full-disk-prompt": full_disk_prompt,
    "limited-size": limited_size, "read-only-folder": read_only_folder, "read-only-file": read_only_file,
    "file-of-another": file_of_another, "permissions": permissions, "private-temporary": temporary_file_is_private,
    "vanished-folder": vanished_folder, "vanished-while-typing": vanished_while_typing, "no-home": no_home,
    "no-proc": no_proc,
}
