"""All that tells, besides the window in front, whether somebody is there, as one answer."""

import select
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from time import monotonic

from monitor.core.sighting import Around, Player
from monitor.ports import Clock, Surroundings
from monitor.sense.around.reach import Named, Reach

_LOOK_S = 1.5
_LACKS_LOCK = "Lock and user switching are not heard of."
_NOT_HERE = "Media, calls and sleep cannot be asked about on this system."


def open_surroundings(environ: Mapping[str, str], clock: Clock) -> Surroundings:
    """Reach for all there is; what cannot be reached is told by ``troubles``. It never raises."""
    surroundings = _Everything(environ, clock)
    surroundings.reach_out()
    return surroundings


class _Everything:
    """Both buses, the sound server, the cameras; each is lost and found again by itself."""

    def __init__(self, environ: Mapping[str, str], clock: Clock) -> None:
        self._clock = clock
        self._eyes = _open_eyes()
        self._is_closed = False
        self._due = timedelta.min
        self._told = Around()
        self._missing = (_NOT_HERE,) if sys.platform in {"darwin", "win32"} else ()
        self._reaches = tuple(
            Reach(open_source, lacks=lacks, eyes=self._eyes)
            for open_source, lacks in _sources(environ, sys.platform)
        )

    def reach_out(self) -> None:
        """Open everything for the first time, each with a time of its own."""
        now = self._clock.read().mono
        for reach in self._reaches:
            reach.look(now, monotonic() + _LOOK_S)

    def look(self) -> Around:
        """Tell what is known now; it asks only what may have changed."""
        now, until = self._clock.read().mono, monotonic() + _LOOK_S
        if now < self._due and self._eyes and not self._eyes.poll(0):
            return self._told
        facts: list[Around] = []
        for reach in self._reaches:
            reach.look(now, until)
            facts += reach.around(now)
        self._told = _together(facts)
        self._due = min((reach.due for reach in self._reaches), default=timedelta.min)
        return self._told

    def fileno(self) -> int | None:
        """One descriptor that wakes when any of them has news."""
        return None if self._eyes is None or self._is_closed else self._eyes.fileno()

    def drain(self) -> bool:
        """Take in all that was reported."""
        if self._eyes and (self._is_closed or not self._eyes.poll(0)):
            return False
        now, self._due = self._clock.read().mono, timedelta.min
        news = [reach.drain(now) for reach in self._reaches]  # each, though the first has some
        return any(news)

    def troubles(self) -> tuple[str, ...]:
        """What cannot be asked here, and why."""
        told = (trouble for reach in self._reaches for trouble in reach.troubles())
        return (*self._missing, *told)

    def lost(self) -> tuple[str, ...]:
        """What could be asked before and cannot be now, and why."""
        return tuple(trouble for reach in self._reaches for trouble in reach.lost())

    def close(self) -> None:
        """Let go of everything."""
        for reach in self._reaches:
            reach.close()
        self._reaches, self._due = (), timedelta.min
        self._is_closed = True
        if self._eyes is not None:
            self._eyes.close()


def _open_eyes() -> "select.epoll | None":
    """What wakes for all of them; None where the system has no such thing: every look asks."""
    with suppress(AttributeError, OSError):
        return select.epoll()
    return None


def _sources(environ: Mapping[str, str], platform: str) -> tuple[Named, ...]:
    """What this system is asked by; what another one needs is not loaded."""
    if platform == "darwin":
        from monitor.sense.macos import open_mac_session  # noqa: PLC0415 - only on a Mac

        return ((lambda *_: open_mac_session(), _LACKS_LOCK),)
    if platform == "win32":
        from monitor.sense.windows import open_windows_session  # noqa: PLC0415 - only on Windows

        return ((lambda *_: open_windows_session(), _LACKS_LOCK),)
    from monitor.sense.around.sources import all_sources  # noqa: PLC0415 - only where they can be

    return all_sources(environ)


def _together(facts: Iterable[Around]) -> Around:
    """What any of them says holds."""
    locked = switched = asleep = inhibited = call = False
    playing: tuple[Player, ...] = ()
    for fact in facts:
        locked = locked or fact.locked
        switched = switched or fact.switched
        asleep = asleep or fact.asleep
        inhibited = inhibited or fact.inhibited
        call = call or fact.call
        playing += fact.playing
    return Around(
        locked=locked,
        switched=switched,
        asleep=asleep,
        playing=playing,
        inhibited=inhibited,
        call=call,
    )
