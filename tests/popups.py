"""Real notification servers with one face: what is shown, pressed, silenced and looked at."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Protocol

from tests.notification_server import NAME
from tests.popup_servers import Dunst, Mako, Plain, Xfce
from tests.processes import wait_for
from tests.rig import Desktop


class Popups(Protocol):
    """One server on a screen of its own. ``process`` is the server that runs now."""

    name: str
    desktop: Desktop
    process: Popen[bytes]

    def start(self, *, short: bool = False) -> None:
        """Start the server; ``short``: what it shows goes after a second."""
        ...

    def sit_down(self) -> None:
        """Open a window, so that somebody is at the screen."""
        ...

    def count(self) -> int:
        """How many popups are on the screen."""
        ...

    def press(self, column: int) -> None:
        """Press a button of the popup, as a person would; a popup still fading in takes none."""
        ...

    def silence(self, *, on: bool) -> None:
        """Turn its do-not-disturb on or off."""
        ...

    def picture(self, path: Path) -> None:
        """Keep a picture of the screen."""
        ...


SERVERS: dict[str, Callable[[ExitStack], Popups]] = {
    "dunst": Dunst,
    "xfce": Xfce,
    "notification-daemon": Plain,
    "mako": Mako,
}


@contextmanager
def open_popups(name: str) -> Iterator[Popups]:
    """A screen with this server not yet started on it; leaving it ends all of it."""
    with ExitStack() as held:
        yield SERVERS[name](held)


def press_until(popups: Popups, column: int, happened: Callable[[], bool]) -> None:
    """Press again and again until it is heard."""

    def press() -> bool:
        if not happened():
            popups.press(column)
        return happened()

    wait_for(press, "press that is heard")


def kill(popups: Popups) -> None:
    """End the server at once, and wait until its name is free."""
    popups.process.kill()
    popups.process.wait(10)
    wait_for(lambda: not popups.desktop.has_name(NAME), "end of the server")


@contextmanager
def stopped(popups: Popups) -> Iterator[None]:
    """Let the server hang for a while."""
    popups.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        popups.process.send_signal(signal.SIGCONT)
