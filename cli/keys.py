"""Wait for a key on the person's terminal, without echo and without Enter."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

_STEP_S = 0.1
Wait = Callable[[float], str]


def are_there() -> bool:
    """Whether somebody at a terminal sees and types."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def listening() -> Iterator[Wait]:
    """Give a way to wait some seconds for a key; it returns '' when none came."""
    if sys.platform == "win32":
        yield _wait_on_windows
        return
    import termios  # noqa: PLC0415 - not on every system
    import tty  # noqa: PLC0415 - as above

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        yield _wait
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _wait(seconds: float) -> str:
    import os  # noqa: PLC0415 - only here
    import select  # noqa: PLC0415 - only here

    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    if not ready:
        return ""
    typed = os.read(sys.stdin.fileno(), 16)
    return typed.decode("ascii", "replace")[:1] if typed else "q"  # the terminal has gone


def _wait_on_windows(seconds: float) -> str:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        for _ in range(max(1, round(seconds / _STEP_S))):
            if msvcrt.kbhit():
                return msvcrt.getwch()
            Event().wait(_STEP_S)
    return ""
