"""The installed command on a terminal of so many columns."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path

from tests.rig import installed


def open_terminal(columns: int) -> tuple[int, int]:
    """The two ends of a terminal: the person's, and the program's."""
    person, program = pty.openpty()
    resize(program, columns)
    return person, program


def resize(terminal: int, columns: int) -> None:
    """Make the window wider or narrower."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))


def shown(*words: str | Path, columns: int, env: dict[str, str] | None = None) -> list[str]:
    """The lines that a command writes to a terminal, without colours."""
    person, program = open_terminal(columns)
    without = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    with subprocess.Popen(  # noqa: S603 - our own command
        [installed(), *map(str, words)],
        stdin=program, stdout=program, stderr=program,
        env=without | {"NO_COLOR": "1", "TERM": "xterm"} | (env or {}),
    ) as command:  # fmt: skip
        os.close(program)
        said = b""
        try:
            while more := os.read(person, 65536):
                said += more
        except OSError:  # the last one at the other end has gone
            command.wait(30)
        os.close(person)
    return said.decode().replace("\r\n", "\n").splitlines()
