"""Behind which terminal the window of a terminal program stands."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from monitor.core.sighting import Reading
from monitor.core.types import Instant
from monitor.sense.programs import process
from monitor.sense.programs.frontmost import Frontmost
from monitor.sense.programs.process import Process

_DEEP = 3  # processes between a window and its shell: an agent, a host of plug-ins
_SOON = timedelta(seconds=2)  # by then a new terminal has its first process
_LATER = timedelta(seconds=10)
_REMEMBERED = 8
_PROGRAMS = {
    "gnome-terminal": "gnome-terminal-server",
    "org.gnome.terminal": "gnome-terminal-server",
    "org.gnome.console": "kgx",
    "org.wezfurlong.wezterm": "wezterm-gui",
    "wezterm": "wezterm-gui",
    "org.xfce.terminal": "xfce4-terminal",
    "footclient": "foot",
    "uxterm": "xterm",
    "st-256color": "st",
}  # where neither the name on the desktop nor its last part is the name of the program


@dataclass(slots=True)
class _Emulator:
    """The terminals of one program, by device, each with the first process on it."""

    firsts: dict[int, int] = field(default_factory=dict)
    open_ones: list[str] | None = None
    due: timedelta | None = None
    frontmost: Frontmost = field(default_factory=Frontmost)


class Emulators:
    """Finds the terminal in front; walks the processes only when a terminal came or went."""

    def __init__(self) -> None:
        self._known: dict[int | str, _Emulator] = {}

    def front(self, reading: Reading, now: Instant) -> Process | None:
        """The first process on the terminal in front; None when it cannot be told."""
        who = reading.pid or (reading.app or "").casefold()
        emulator = self._known.pop(who, None) or _Emulator()
        self._known[who] = emulator
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        open_ones = _open_terminals()
        if open_ones != emulator.open_ones:
            _find(emulator, who)
            emulator.open_ones, emulator.due = open_ones, now.mono + _SOON
        elif emulator.due is not None and now.mono >= emulator.due:
            _find(emulator, who)
            emulator.due = None if emulator.firsts else now.mono + _LATER
        return _choose(emulator, reading.title, now) or _choose_again(emulator, who, reading, now)


def _open_terminals() -> list[str]:
    """Changes whenever a terminal is opened or closed."""
    try:
        return os.listdir("/dev/pts")  # noqa: PTH208 - asked at each look
    except OSError:
        return []


def _choose_again(
    emulator: _Emulator, who: int | str, reading: Reading, now: Instant
) -> Process | None:
    """The first process ended and another has its terminal."""
    if not emulator.firsts:
        return None
    _find(emulator, who)
    return _choose(emulator, reading.title, now)


def _choose(emulator: _Emulator, title: str, now: Instant) -> Process | None:
    devices = list(emulator.firsts)
    device = emulator.frontmost.choose(devices, title, now.wall.timestamp())
    if not device:
        return None
    first = process.read(emulator.firsts[device])
    return first if first and first.tty == device else None


def _find(emulator: _Emulator, who: int | str) -> None:
    pids: Iterable[int] = [who] if isinstance(who, int) else _processes_of(who)
    emulator.firsts = {tty: first for pid in pids for tty, first in _terminals_of(pid).items()}


def _processes_of(app: str) -> list[int]:
    """This user's processes that may have drawn the windows of an app that tells no process."""
    app = app.removesuffix(".desktop")
    names = {app, app.rpartition(".")[2], _PROGRAMS.get(app, app)}

    def is_wanted(name: str) -> bool:  # some serve all their windows from one process
        return name.casefold().removesuffix(" serve") in names

    return [pid for pid in process.mine() if is_wanted(process.program(pid, is_wanted))]


def _terminals_of(pid: int) -> dict[int, int]:
    """The terminals that a program opened: those of its descendants that are not its own."""
    emulator = process.read(pid)
    if emulator is None:
        return {}
    found: dict[int, int] = {}
    level = [pid]
    for _ in range(_DEEP):
        below = []
        for child in (child for parent in level for child in process.children(parent)):
            one = process.read(child)
            if one and one.tty not in (0, emulator.tty):
                found.setdefault(one.tty, child)
            elif one:
                below.append(child)
        level = below
    return found
