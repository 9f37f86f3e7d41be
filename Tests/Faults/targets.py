"""Files that are no plain files, and names that are no plain names."""
import os
import subprocess

from terminal import Terminal
from workspace import BAD_LAYOUT, SMALL_PLAN, FileState, run


def symbolic_link(see):
    with see.workspace() as space:
        os.mkdir(space.path("folder"))
        space.write("folder/real.plan", BAD_LAYOUT)
        os.symlink("folder/real.plan", space.path("link.plan"))
        see.ended(space.run(["format", "link.plan"]), 0)
        see.expect(os.path.islink(space.path("link.plan")), "a symbolic link is replaced by a file")
        see.expect(space.state("folder/real.plan").content.decode() == SMALL_PLAN, "the file behind a link is not laid out")


def hard_link(see):
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT)
        os.link(space.path("a.plan"), space.path("other.plan"))
        ended = space.run(["format", "a.plan"])
        same = os.path.samefile(space.path("a.plan"), space.path("other.plan"))
        see.expect(same or "link" in ended.errors, "two names of one file are parted, and nothing is said", ended.errors)


def link_to_nowhere(see):
    """`save` through a link that leads to no file yet."""
    with see.workspace() as space:
        space.write("a.plan", SMALL_PLAN)
        os.symlink("nowhere.plan", space.path("link.plan"))
        told = _typed(space, "let ก = 1 household", "save link.plan")
        see.expect("already exists" in told or os.path.islink(space.path("link.plan")),
                   "a symbolic link is replaced by a file", told)


def _typed(space, *lines):
    with Terminal([space.binary, "a.plan"], space, TERM="dumb") as terminal:
        terminal.wait_for_prompt(quiet=3)
        for line in lines:
            terminal.enter(line)
        return terminal.received


def pipe_by_name(see):
    """`format` of a FIFO reads it and writes to standard output; it must not be replaced by a file."""
    with see.workspace() as space:
        os.mkfifo(space.path("fifo.plan"))
        writer = subprocess.Popen(["sh", "-c", 'printf %s "$0" > fifo.plan', BAD_LAYOUT], cwd=space.plans)
        ended = space.run(["format", "fifo.plan"], limit=5)
        writer.kill()
        writer.wait()
        see.ended(ended, 0)
        see.expect(ended.output.strip(), "what came through a pipe is laid out nowhere", ended.errors)
        is_pipe = os.stat(space.path("fifo.plan")).st_mode & 0o170000 == 0o010000
        see.expect(is_pipe, "a pipe is replaced by a file")


def substituted_file(see):
    """`format <(…)`: there is nothing to write in place, so it writes to standard output."""
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT)
        ended = run(["bash", "-c", '"$0" format <(cat a.plan)', space.binary], space)
        see.ended(ended, 0)
        see.expect(ended.output.strip(), "what came through a pipe is laid out nowhere", ended.errors)


def folder(see):
    with see.workspace() as space:
        os.mkdir(space.path("folder.plan"))
        space.write("a.plan", SMALL_PLAN)
        see.ended(space.run(["format", "folder.plan"]), 2)
        see.ended(space.run(["check", "folder.plan"]), 2)
        merged = space.run(["merge", "folder.plan"])
        see.ended(merged, 2)
        see.expect("Success" not in merged.errors, "an error says what is not so", merged.errors)
        told = _typed(space, "let ก = 1 household", "save folder.plan")
        see.expect("already exists" in told, "saving onto a folder is not refused", told)


def stale_temporary(see):
    """A file that SIGKILL left behind, of a process with the same number: in containers numbers come again at once."""
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT)
        script = 'echo half > ".codi-plan-$$-0"; exec "$@"'
        ended = space.run(["format", "a.plan"], ["sh", "-c", script, "sh"])
        see.ended(ended, 0)
        see.expect(space.state("a.plan").content.decode() == SMALL_PLAN, "a file left behind stops all later writing",
                   ended.errors)


def planted_temporary(see):
    """A link that somebody put where the file beside would be: it must not be followed."""
    with see.workspace() as space:
        space.write("a.plan", BAD_LAYOUT)
        space.write("victim", "unharmed")
        space.run(["format", "a.plan"], ["sh", "-c", 'ln -s victim ".codi-plan-$$-0"; exec "$@"', "sh"])
        see.expect(space.state("victim").content == b"unharmed", "a link beside the plan is followed")


def names(see):
    """Newlines, Thai letters, control characters, and names as long as the disk takes them."""
    long = ["ก" * 83 + ".plan", "x" * 250 + ".plan", "x" * 240 + ".plan"]
    for name in ["a\nb.plan", "ก\u0e49 ข.plan", "\x1b[31m.plan", " .plan", "-x.plan", "a'b\".plan", *long]:
        with see.workspace() as space:
            space.write(name, BAD_LAYOUT)
            ended = space.run(["format", "./" + name])
            see.ended(ended, 0)
            see.expect(space.state(name).content.decode() == SMALL_PLAN, "a file with such a name is not laid out",
                       f"{name[:20]!r}…, {len(name.encode())} bytes: {ended.errors[-80:]}")
            see.nothing_beside(space)


def names_in_messages(see):
    with see.workspace() as space:
        ended = space.run(["format", "\x1b[31m\n.plan"])
        see.ended(ended, 2)
        see.expect("\x1b" not in ended.errors, "control characters of a name are printed", repr(ended.errors))
        space.write("\x1b[31m.plan", BAD_LAYOUT)
        checked = space.run(["format", "--check", "\x1b[31m.plan"])
        see.remark("`format --check` prints names as they are" if b"\x1b" in checked.output else "names are made visible")


def bytes_in_names(see):
    """A name that is no UTF-8: it is not found, which is known, but nothing else comes to harm."""
    with see.workspace() as space:
        path = os.path.join(space.plans.encode(), b"\xff\xe0.plan")
        with open(path, "wb") as file:
            file.write(BAD_LAYOUT.encode())
        ended = space.run(["format", b"\xff\xe0.plan"])
        see.ended(ended, 0, 2)
        content = FileState.of(path).content.decode()
        see.expect(content == (SMALL_PLAN if ended.status == 0 else BAD_LAYOUT), "another content", ended.errors)
        if ended.status:
            see.remark("a file whose name is no UTF-8 is not found")


def attributes(see):
    """Extended attributes, access lists among them, belong to the file."""
    with see.workspace() as space:
        path = space.write("a.plan", BAD_LAYOUT)
        try:
            os.setxattr(path, "user.comment", b"kept")
        except OSError:
            return see.skip("this disk keeps no attributes")
        space.run(["format", "a.plan"])
        see.expect("user.comment" in os.listxattr(path), "extended attributes of a plan are lost")


CHECKS = {
    "symbolic-link": symbolic_link, "hard-link": hard_link, "link-to-nowhere": link_to_nowhere, "pipe-by-name": pipe_by_name,
    "substituted-file": substituted_file, "folder-as-file": folder, "stale-temporary": stale_temporary,
    "planted-temporary": planted_temporary, "names": names, "names-in-messages": names_in_messages,
    "bytes-in-names": bytes_in_names, "attributes": attributes,
}
