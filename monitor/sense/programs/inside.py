"""What runs inside the terminal in front: the program that its keys go to.

A look at a terminal where nothing changed reads one or two files of /proc.
"""

from collections.abc import Callable
from typing import Protocol

from monitor.core.sighting import Reading
from monitor.ports import Clock
from monitor.sense.programs import process
from monitor.sense.programs.emulator import Emulators
from monitor.sense.programs.foreground import Foreground, is_client
from monitor.sense.programs.multiplexer import Multiplexer

_DEEPEST = 3  # a screen inside a tmux inside a window


class Inside(Protocol):
    """Tells the program inside a terminal; ``bearer`` is its process, 0 where it is not known."""

    bearer: int

    def program(self, reading: Reading) -> str:
        """Name it; '' where the window in front is no terminal of here, or it cannot be told."""
        ...


def open_insides(
    clock: Clock, knows_program: Callable[[str], bool], is_terminal: Callable[[str], bool]
) -> Inside:
    """Look into terminals through /proc where there is one, else through psutil."""
    if process.tells_terminals():
        return Insides(clock, knows_program, is_terminal)
    from monitor.sense.programs.inside_portable import open_portable  # noqa: PLC0415 - not on Linux

    return open_portable(clock, knows_program, is_terminal)


class Insides:
    """The foreground program, by the window's process, its terminal, and tmux or screen in it."""

    def __init__(
        self,
        clock: Clock,
        knows_program: Callable[[str], bool],
        is_terminal: Callable[[str], bool],
    ) -> None:
        self._clock = clock
        self._is_terminal = is_terminal
        self.bearer = 0
        self._emulators = Emulators()
        self._levels = [(Foreground(knows_program), Multiplexer()) for _ in range(_DEEPEST)]

    def program(self, reading: Reading) -> str:
        """Name the program that the keys go to."""
        self.bearer = 0
        if not reading.app or reading.elsewhere or not self._is_terminal(reading.app):
            return ""
        now = self._clock.read()
        first, name = self._emulators.front(reading, now), ""
        for foreground, multiplexer in self._levels:
            if first is None:
                break
            name, bearer = foreground.look(first, now.mono)
            self.bearer = bearer.pid if bearer else 0
            if bearer is None or not is_client(bearer):
                break
            first = multiplexer.shown(bearer, now)
        return name
