"""Real terminals: a program whose controlling terminal is a pty of our own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.processes import need, wait_for


@dataclass(frozen=True, slots=True)
class Pty:
    """A terminal and the first program on it."""

    path: str
    keys: int
    process: subprocess.Popen[bytes]

    def had_input(self, at_s: float) -> None:
        """Say that the last key came at this moment."""
        os.utime(self.path, (at_s, at_s))

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.keys, text.encode())


@contextmanager
def terminal_with(*command: str | Path, executable: str | None = None) -> Iterator[Pty]:
    """Run a command on a terminal of its own; leaving it ends it."""
    need("setsid")
    keys, screen = os.openpty()
    words = [str(word) for word in command]
    inner = ["bash", "-c", 'exec -a "$0" "$@"', words[0], executable or words[0], *words[1:]]
    with subprocess.Popen(  # noqa: S603 - the test's own command
        ["setsid", "--ctty", *inner],  # noqa: S607 - found by need()
        stdin=screen,
        stdout=screen,
        stderr=screen,
        env={"TERM": "xterm", **os.environ},
        start_new_session=False,
    ) as process:
        path = os.ttyname(screen)
        try:
            wait_for(lambda: _runs(process.pid, words), "program on the terminal", timeout_s=5)
            yield Pty(path, keys, process)
        finally:
            os.close(screen)
            os.close(keys)  # hangs up: whatever runs on it ends
            with suppress(ProcessLookupError):
                process.kill()


def _runs(pid: int, words: list[str]) -> bool:
    """Whether the program itself is there, and no more the ones that lead to it."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1] == [
            word.encode() for word in words
        ]
    return False
