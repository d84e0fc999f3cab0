"""Whether a screen locker runs: swaylock and its like tell no bus that they hold the screen.

A window loses the keyboard to a locker and to a launcher alike, and no protocol tells the two
apart; so, when no window has the keyboard, the lockers are looked for by name.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from monitor.ports import Clock
from monitor.sense.wayland.wire import Peer, place_of

_LOCKERS = frozenset({"gtklock", "hyprlock", "schlock", "swaylock", "waylock", "wlock"})
_AGAIN = timedelta(seconds=15)


class Locker:
    """Finds the locker of one display; the processes are gone through once in 15 s at most."""

    def __init__(self, clock: Clock, peer: Peer) -> None:
        self._clock = clock
        self._peer = peer
        self._found: Path | None = None
        self._searched: timedelta | None = None

    def holds(self) -> bool:
        """Whether one runs. Ask only while no window has the keyboard."""
        if self._found and _is_locker(self._found):
            return True
        now = self._clock.read().mono
        if not self._found and self._searched is not None and now - self._searched < _AGAIN:
            return False
        self._searched = now
        self._found = next(self._running(), None)
        return self._found is not None

    def rest(self) -> None:
        """A window has the keyboard again: search anew when that ends."""
        self._found, self._searched = None, None

    def _running(self) -> Iterator[Path]:
        with os.scandir("/proc") as entries:
            for entry in entries:
                if entry.name.isdigit() and self._is_ours(entry):
                    yield Path(entry.path)

    def _is_ours(self, entry: os.DirEntry[str]) -> bool:
        """Whether it is a locker that this user runs on this display."""
        process = Path(entry.path)
        try:
            if entry.stat().st_uid != self._peer.uid or not _is_locker(process):
                return False
            told = (process / "environ").read_bytes().decode(errors="replace")
        except OSError:
            return False
        environ = dict(one.split("=", 1) for one in told.split("\0") if "=" in one)
        return place_of(environ) == self._peer.path


def _is_locker(process: Path) -> bool:
    """By its name; a wrapped program's starts with a dot and goes on after a dash."""
    try:
        told = (process / "stat").read_bytes()
    except OSError:
        return False
    close = told.rindex(b")")
    name = told[told.index(b"(") + 1 : close].decode(errors="replace")
    has_ended = told[close + 2 : close + 3] in {b"Z", b"X"}
    return not has_ended and name.lstrip(".").split("-")[0] in _LOCKERS
