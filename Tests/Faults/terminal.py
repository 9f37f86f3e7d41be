"""The prompt on a pseudo-terminal: lines in, answers out."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

from workspace import LIMIT

_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PROMPT_AT_END = re.compile(r"(base|scratch|[a-z]+)\*?> ?$")


def without_sequences(text):
    return _SEQUENCE.sub("", text).replace("\r", "")


class Terminal:
    """A program on a terminal of its own. The terminal outlives the program, so that its modes can be looked at."""

    def __init__(self, command, space, **variables):
        self.keyboard, self.screen = pty.openpty()
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.modes_before = termios.tcgetattr(self.screen)
        self.received = ""
        self._rest = b""
        self.process = subprocess.Popen(
            command, stdin=self.screen, stdout=self.screen, stderr=variables.pop("stderr", self.screen), cwd=space.plans,
            env=space.environment | variables, start_new_session=True, preexec_fn=self._take)
        self.pid = self.process.pid

    @staticmethod
    def _take():
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        os.umask(0o022)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
            self.process.wait()
        self.hang_up()
        os.close(self.screen)

    def hang_up(self):
        if self.keyboard is not None:
            os.close(self.keyboard)
            self.keyboard = None

    # Reading

    def _pump(self, seconds):
        """Whether anything came."""
        if not select.select([self.keyboard], [], [], seconds)[0]:
            return False
        try:
            read = os.read(self.keyboard, 1 << 16)
        except OSError:
            return False
        text = (self._rest + read)
        # Half a letter waits for its other half.
        for cut in range(4):
            try:
                self.received += text[:len(text) - cut].decode()
                self._rest = text[len(text) - cut:]
                return True
            except UnicodeDecodeError:
                continue
        self.received += text.decode(errors="replace")
        self._rest = b""
        return True

    def is_asking(self, since=0):
        return bool(_PROMPT_AT_END.search(without_sequences(self.received[since:])))

    def wait_for_prompt(self, since=0, quiet=0.4):
        """Until a prompt stands there, or nothing has come for a while: a fault may have taken the prompt itself."""
        last = time.monotonic()
        end = last + LIMIT
        while time.monotonic() < min(end, last + quiet):
            if self._pump(0.01):
                last = time.monotonic()
            elif self.is_asking(since):
                return True
            elif self.process.poll() is not None:
                while self._pump(0):
                    pass
                return False
        return self.is_asking(since)

    # Writing

    def enter(self, line, quiet=0.4):
        """Types a line; answers with what came after it."""
        start = len(self.received)
        self.type(line + "\r")
        self.wait_for_prompt(start, quiet)
        return self.received[start:]

    def type(self, text):
        os.write(self.keyboard, text.encode())

    # The end

    def ending(self, limit=LIMIT):
        """As the shell has it; None where it goes on."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if self.keyboard is None or not self._pump(0.005):
                if self.process.poll() is not None:
                    while self.keyboard is not None and self._pump(0):
                        pass
                    status = self.process.returncode
                    return status if status >= 0 else 128 - status
                if self.keyboard is None:
                    time.sleep(0.005)
        return None

    @property
    def has_its_modes(self):
        return termios.tcgetattr(self.screen) == self.modes_before

    @property
    def has_its_pastes(self):
        """Whether pasted texts come without brackets again."""
        return self.received.rfind("\x1b[?2004h") <= self.received.rfind("\x1b[?2004l")

    @property
    def has_its_cursor(self):
        return self.received.rfind("\x1b[?25l") <= self.received.rfind("\x1b[?25h")
