"""Runs under strace, which injects the fault and writes down all calls."""
import os
import re
import tempfile
from dataclasses import dataclass

from faults import ERRORS

_CALL = re.compile(r"^(\d+)\s+(\w+)\((.*)$")
_PATH = re.compile(r'(?P<descriptor>\d+)<(?P<opened>[^<>]*)>|"(?P<named>[^"]*)"')


def _is_of_run(path):
    return "/faults-" in path or tempfile.gettempdir().startswith(path)


@dataclass(frozen=True)
class Call:
    name: str
    rest: str

    @property
    def is_of_runtime(self):
        """Whether the C library or the runtime of Swift makes it for itself: on no file of the run, and on no output."""
        path = self._path
        return path is not None and path.startswith("/") and not _is_of_run(path)

    @property
    def kind(self):
        """What it does, and to which file, whatever the numbers in its name."""
        return self.name, self.descriptor in (0, 1, 2) or re.sub(r"\d+", "", os.path.basename(self._path or ""))

    @property
    def _path(self):
        """The file that it is about; None where it names none, or is about standard input or an output."""
        arguments = self.rest.removeprefix("AT_FDCWD").rsplit(" = ", 1)[0]
        arguments = re.sub(r"^<[^<>]*>, ", "", arguments)
        found = _PATH.match(arguments)
        if not found or (found["descriptor"] or "9") in "012":
            return None
        return found["opened"] or found["named"]

    def is_on(self, text):
        return text in self.rest

    @property
    def descriptor(self):
        found = re.match(r"(\d+)<", self.rest)
        return int(found[1]) if found else None

    @property
    def brief(self):
        return f"{self.name}({self.rest}"[:110]


def traced(command, log, fault=None):
    """The command line that runs a command under strace."""
    line = ["strace", "-f", "-y", "-s", "40", "-o", log, "-e", "trace=" + ",".join("?" + name for name in ERRORS)]
    if fault:
        line += ["-e", fault.injection]
    return line + command


def calls_in(log):
    """The calls of the first thread, in their order."""
    if not os.path.exists(log):
        raise RuntimeError("strace did not run: it may know a call or an error by another name")
    calls = []
    first = None
    with open(log, errors="replace") as lines:
        for line in lines:
            found = _CALL.match(line)
            if not found:
                continue
            first = first or found[1]
            if found[1] == first:
                calls.append(Call(found[2], found[3]))
    return calls


def hit_by(fault, log):
    """The call that the fault met, or None where the run made fewer calls."""
    same = [call for call in calls_in(log) if call.name == fault.call]
    return same[fault.number - 1] if len(same) >= fault.number else None
