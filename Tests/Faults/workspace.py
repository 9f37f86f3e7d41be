"""A folder for one run, with plans in it, and what became of them."""
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

# Nothing that the program does may take longer than this, in seconds.
LIMIT = 20

CRASHES = {"SIGSEGV", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE"}

SMALL_PLAN = """plan "ทดสอบ"
fiscal year 2561
as of Q4
unit household "ครัวเรือน"
programme mankong "บ้านมั่นคง" in household {
  target 100
  actual 90
}
programme canal "ที่อยู่อาศัยชุมชนริมคลอง" in household {
  target 50
  actual 20
}
kpi mankong_done "บ้านมั่นคง" passes when mankong.rate >= 95%
mankong.rate
"""

# The same, laid out as nobody should.
BAD_LAYOUT = SMALL_PLAN.replace("  target", "      target").replace("fiscal year", "fiscal   year")


def long_bad_layout(lines):
    """Larger than a block of a disk, and than a buffer."""
    return BAD_LAYOUT + "".join(f"#  หมายเหตุ {number}\nlet   ค่า{number}={number} household\n" for number in range(lines))


# With a table that is read in several pieces, and by two readers.
TABLE_PLAN = """plan "ทดสอบ"
fiscal year 2561
as of Q4
unit household "ครัวเรือน"
axis area "พื้นที่" { %s }
programme mankong "บ้านมั่นคง" in household {}
load "figures.csv" without note
mankong.target
mankong.target by area
""" % ", ".join(f'a{number} "{number}"' for number in range(60))
TABLE = "area,programme,target,note\n" + "".join(f"a{number},mankong,{number},{'x' * 20_000}\n" for number in range(60))


@dataclass(frozen=True)
class FileState:
    content: bytes
    mode: int
    owner: tuple

    @staticmethod
    def of(path):
        try:
            status = os.stat(path)
            with open(path, "rb") as file:
                return FileState(file.read(), status.st_mode, (status.st_uid, status.st_gid))
        except FileNotFoundError:
            return None


@dataclass(frozen=True)
class Ended:
    # As the shell has it: 128 and the number of the signal that ended it. None: it did not end in time.
    status: object
    output: bytes
    errors: str


class Workspace:
    """Plans, and what the program keeps for itself, in a folder that goes away."""

    def __init__(self, binary, parent=None):
        self.binary = binary
        self.folder = tempfile.mkdtemp(prefix="faults-", dir=parent)
        os.chmod(self.folder, 0o755)
        self.plans = os.path.join(self.folder, "plans")
        self.kept = os.path.join(self.folder, "kept")
        self.log = os.path.join(self.folder, "calls")
        for folder in (self.plans, self.kept):
            os.mkdir(folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def environment(self):
        return {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "NO_COLOR": "1", "SWIFT_BACKTRACE": "enable=no",
            "TERM": "xterm", "PWD": self.plans, "HOME": self.kept, "XDG_STATE_HOME": self.kept + "/state",
            "XDG_CONFIG_HOME": self.kept + "/config",
        }

    def path(self, name):
        return os.path.join(self.plans, name)

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        os.chmod(path, mode)
        return path

    def state(self, name):
        return FileState.of(self.path(name))

    def names(self):
        return set(os.listdir(self.plans))

    def run(self, arguments, prefix=(), limit=LIMIT, **how):
        """Runs the program among the plans; a prefix is what it runs under."""
        return run([*prefix, self.binary, *arguments], self, limit, **how)


def run(command, space, limit=LIMIT, **how):
    how = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "umask": 0o022,
           "cwd": space.plans, "env": space.environment, "start_new_session": True} | how
    process = subprocess.Popen(command, **how)
    try:
        output, errors = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        output, errors = process.communicate()
        return Ended(None, output or b"", (errors or b"").decode(errors="replace"))
    status = process.returncode
    return Ended(status if status >= 0 else 128 - status, output or b"", (errors or b"").decode(errors="replace"))
