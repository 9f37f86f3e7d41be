"""What can go wrong at a system call: an error that it answers with, or a signal that arrives at it."""
import errno
import os
import signal
from dataclasses import dataclass

# What each call may answer with, the likeliest first: a quick run takes one of them, and EINTR where it is there.
ERRORS = {
    "read": ["EIO", "EINTR"],
    "pread64": ["EIO"],
    "write": ["ENOSPC", "EIO", "EDQUOT", "EACCES", "EINTR"],
    "openat": ["EACCES", "ENOSPC", "EROFS", "EIO", "EMFILE", "EINTR"],
    "open": ["EACCES", "ENOSPC", "EROFS", "EIO"],
    "fsync": ["EIO", "ENOSPC", "EROFS", "EINTR"],
    "fdatasync": ["EIO", "ENOSPC", "EINTR"],
    "rename": ["EACCES", "ENOSPC", "EROFS", "EIO"],
    "renameat": ["EACCES", "ENOSPC", "EROFS", "EIO"],
    "renameat2": ["EACCES", "ENOSPC", "EROFS", "EIO", "EINVAL"],
    "link": ["EACCES", "ENOSPC", "EROFS", "EPERM"],
    "linkat": ["EACCES", "ENOSPC", "EROFS", "EPERM"],
    "fchmod": ["EPERM", "EROFS", "EIO"],
    "fchown": ["EPERM", "EROFS", "EIO"],
    "fsetxattr": ["EPERM", "ENOSPC", "EIO"],
    "ftruncate": ["EIO", "EROFS"],
    "fallocate": ["ENOSPC", "EIO", "EOPNOTSUPP"],
    "lseek": ["EIO"],
    "close": ["EIO", "ENOSPC", "EINTR"],
    "mkdir": ["EACCES", "ENOSPC", "EROFS"],
    "flock": ["ENOLCK", "EAGAIN", "EINTR"],
    "unlink": ["EACCES", "EROFS", "EIO"],
    "newfstatat": ["EIO", "EACCES"],
    "fstat": ["EIO"],
    "statx": ["EIO"],
    "access": ["EACCES", "EIO"],
    "readlink": ["EIO", "EACCES"],
    "getcwd": ["ENOENT"],
    "getdents64": ["EIO"],
}

SIGNALS = ["SIGKILL", "SIGTERM", "SIGHUP", "SIGPIPE", "SIGINT", "SIGXFSZ"]
SIGNALLED_CALLS = {"write", "openat", "fsync", "fdatasync", "rename", "renameat2", "linkat", "link", "unlink", "flock"}
QUICK_CALLS = SIGNALLED_CALLS | {"read", "close", "fchmod", "fchown", "ftruncate"}


@dataclass(frozen=True)
class Fault:
    call: str
    # `error` or `signal`
    kind: str
    what: str
    number: int

    @property
    def injection(self):
        return f"inject={self.call}:{self.kind}={self.what}:when={self.number}"

    @property
    def name(self):
        return f"{self.call}:{self.what}:{self.number}"

    @property
    def is_kill(self):
        return self.what == "SIGKILL"

    @property
    def is_interruption(self):
        """An interrupted call has done nothing, and is to be made again."""
        return self.what == "EINTR"

    @property
    def signal(self):
        return getattr(signal, self.what) if self.kind == "signal" else None

    @property
    def reason(self):
        return os.strerror(getattr(errno, self.what)) if self.kind == "error" else ""

    @staticmethod
    def named(text):
        call, what, number = text.split(":")
        return Fault(call, "signal" if what.startswith("SIG") else "error", what, int(number))


def faults_of(calls, quick):
    """All faults for the calls that a run without faults makes, one at a time."""
    chosen = _first_and_last(calls) if quick else set(range(len(calls)))
    numbers = {}
    faults = []
    for place, call in enumerate(calls):
        numbers[call.name] = numbers.get(call.name, 0) + 1
        if place not in chosen:
            continue
        faults += _errors(call, numbers[call.name], quick) + _signals(call, numbers[call.name], quick)
    return faults


def _first_and_last(calls):
    """Where the first and the last call stand of those that do the same with the same file."""
    places = {}
    for place, call in enumerate(calls):
        if not call.is_of_runtime and call.name in QUICK_CALLS:
            places.setdefault(call.kind, []).append(place)
    return {place for same in places.values() for place in (same[0], same[-1])}


def _errors(call, number, quick):
    whats = ERRORS.get(call.name, [])
    # An injected error keeps a file open, and locked; in truth it is closed whatever `close` answers. Only what becomes of a
    # plan that was written does not depend on that.
    if call.name == "close" and ".codi-plan-" not in call.rest:
        return []
    # Without its own path the runtime of Swift does not start: `no-proc` shows that once.
    if call.is_of_runtime and call.name == "readlink":
        return []
    if call.is_of_runtime:
        whats = whats[:1]
    elif quick:
        whats = whats[:1] + [what for what in whats[1:] if what == "EINTR"]
    return [Fault(call.name, "error", what, number) for what in whats]


def _signals(call, number, quick):
    if call.name not in SIGNALLED_CALLS or call.is_of_runtime:
        return []
    return [Fault(call.name, "signal", what, number) for what in (SIGNALS[:2] if quick else SIGNALS)]
