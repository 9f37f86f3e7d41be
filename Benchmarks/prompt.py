"""The prompt on a pseudo-terminal: how long a planner waits, beside other waits in the same run.

First prompt: from the start of the process to the prompt. Amendment: from Enter to the next prompt, over 1,000
scripted amendments in one session, after the statement and its preview stand on the screen.
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time


class Terminal:
    def __init__(self, command, environment):
        self.started = time.perf_counter()
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.execvpe(command[0], command, {**os.environ, **environment})
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))

    def write(self, text):
        os.write(self.descriptor, text.encode())

    def read_until(self, is_there, seconds=10):
        """Reads until the bytes since the call say so; returns them."""
        seen = b""
        end = time.perf_counter() + seconds
        while not is_there(seen):
            ready, _, _ = select.select([self.descriptor], [], [], max(0, end - time.perf_counter()))
            if not ready:
                raise SystemExit("no answer: " + repr(seen[-400:]))
            seen += os.read(self.descriptor, 65536)
        return seen

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.descriptor)


def is_prompt(seen):
    """The prompt is drawn: brackets for pastes are on, and a whole frame came after."""
    start = seen.rfind(b"\x1b[?2004h")
    return start >= 0 and seen.find(b"\x1b[?25h", start) >= 0


def is_frame(seen):
    return b"\x1b[?25h" in seen


def amendments(count):
    for number in range(count):
        kind = number % 10
        if kind == 0:
            yield f"move {1 + number % 7} household of target from mankong to canal in Q4"
        elif kind == 3:
            yield f"scale rural.actual by {90 + number % 10}%"
        elif kind in (5, 8):
            yield "undo"
        elif kind == 7:
            yield f"set temporary.actual[Q4] = {100 + number % 50} household"
        else:
            yield f"set mankong.actual = {7000 + number} household"


def first_prompts(command, environment, is_there, count=21):
    times = []
    for _ in range(count):
        terminal = Terminal(command, environment)
        terminal.read_until(is_there)
        times.append(time.perf_counter() - terminal.started)
        terminal.close()
    return times


def main(binary, plan):
    with tempfile.TemporaryDirectory() as state:
        environment = {
            "TERM": "xterm", "LANG": "C.UTF-8", "XDG_STATE_HOME": state, "XDG_CONFIG_HOME": state, "NO_COLOR": "",
            "PYTHON_BASIC_REPL": "1",
        }
        ours = first_prompts([binary, plan], environment, is_prompt)
        python = first_prompts(["python3", "-q"], environment, lambda seen: b">>> " in seen)
        terminal = Terminal([binary, plan], environment)
        terminal.read_until(is_prompt)
        times = []
        for statement in amendments(1_000):
            terminal.write(statement)
            terminal.read_until(is_frame)
            start = time.perf_counter()
            terminal.write("\r")
            terminal.read_until(is_prompt)
            times.append(time.perf_counter() - start)
        terminal.close()
        checks = []
        for _ in range(41):
            start = time.perf_counter()
            subprocess.run([binary, "check", "--allow-fail", plan], stdout=subprocess.DEVNULL, check=True)
            checks.append(time.perf_counter() - start)
    milliseconds = lambda values: statistics.median(values) * 1000
    rows = [
        ("first prompt", milliseconds(ours), "first prompt of python3", milliseconds(python)),
        ("Enter to prompt after an amendment", milliseconds(times), "a whole check of the plan", milliseconds(checks)),
    ]
    for name, a, other, b in rows:
        print(f"{name:36} {a:6.1f} ms   {other:26} {b:6.1f} ms   ratio {a / b:.2f}")
    ordered = sorted(times)
    print(f"1,000 amendments: 90 of 100 within {ordered[900] * 1000:.1f} ms, the slowest {ordered[-1] * 1000:.1f} ms")


main(sys.argv[1], sys.argv[2])
