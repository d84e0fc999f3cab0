"""One look: sensor, surroundings and resolvers together make a sample. Here the title ends."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.core.attendance import Bounds, Signs, attend, note_program
from monitor.core.sighting import Around, Player, Reading, Sample
from monitor.core.types import GapReason, Instant, Presence, Stretch
from monitor.ports import Surroundings
from monitor.sense.browser.tabs import Tabs
from monitor.service.resolve import Resolver
from monitor.service.sight import Sight

_PROGRAMS_ALONE = "processes"  # the sensor to which nothing is in front


@dataclass(frozen=True, slots=True)
class Senses:
    """What the watcher sees by; ``tabs`` is None where no browser is asked.

    ``at_work`` tells the known programs that work unattended; it is given the name of the one
    that somebody is at, which is left out.
    """

    sight: Sight
    surroundings: Surroundings
    resolver: Resolver
    at_work: Callable[[str], tuple[str, ...]]
    tabs: Tabs | None = None


class Seeing:
    """Looks, and remembers of the last look what the next needs."""

    def __init__(self, senses: Senses) -> None:
        self._senses = senses
        self._signs = Signs()
        self._eye = ""
        self.reading: Reading | None = None
        self.idle: timedelta | None = None
        self.around = Around()
        self.because = ""
        self.is_final = True
        self.has_other_eye = False

    def look(self, at: Instant, *, bounds: Bounds) -> Sample:
        """See what is in front, and judge whether somebody is there."""
        senses = self._senses
        self.reading = reading = senses.sight.look(at.mono).reading
        self.has_other_eye = senses.sight.name != self._eye
        self._eye = senses.sight.name
        self.around = around = self._look_around(reading, bounds)
        self._signs, told = attend(
            self._signs, reading or Reading(), around, now=at.mono, bounds=bounds
        )
        self.because, self.idle = told.because, told.idle
        if told.obstacle is not None:
            return Sample(at, obstacle=told.obstacle)
        if reading is None or reading.app is None:
            self.because = self._why_blind(reading)
            is_hidden = reading is None or reading.xwayland
            return Sample(at, obstacle=GapReason.BLIND, is_sure=is_hidden)
        found = senses.resolver.resolve(reading, at)
        self._signs = note_program(self._signs, found.subject.program, now=at.mono)
        self.is_final = found.is_final
        page = 0 if found.is_final else senses.resolver.page
        return Sample(at, found.subject, found.way, told.idle, told.marks, page=page)

    def _why_blind(self, reading: Reading | None) -> str:
        if reading is not None and reading.xwayland:
            return "only windows of X programs can be seen, and another one is in front"
        if reading is not None and self._eye == _PROGRAMS_ALONE:
            return "no window can be seen, only that AI programs run: everything is unattended"
        return "nothing can be seen"

    def _look_around(self, reading: Reading | None, bounds: Bounds) -> Around:
        """What the machine says, and of a tab in front the browser; it is asked when it matters."""
        around = self._senses.surroundings.look()
        if reading is None or reading.idle is None:
            return around
        if max(reading.idle, reading.steady or timedelta()) < bounds.idle_after:
            return around
        if not self._senses.resolver.is_audible(reading):
            return around
        itself = Player(frozenset({(reading.app or "").casefold()}), reading.pid)
        return replace(around, playing=(*around.playing, itself))

    def look_away(self, because: str) -> None:
        """Do not look this time; nothing of the last look holds for the next."""
        self.reading, self.idle, self.around = None, None, Around()
        self.because = because
        self._signs = Signs()

    def running(self, attended: Stretch | None) -> frozenset[str]:
        """The programs at work unattended: all but the one that somebody is at."""
        if self.reading is None:
            return frozenset()
        is_there = attended is not None and attended.presence is Presence.ACTIVE
        program = attended.subject.program if attended and is_there else ""
        return frozenset(self.reading.running) | frozenset(self._senses.at_work(program))

    @property
    def lost(self) -> tuple[str, ...]:
        """What told of somebody's presence before and tells nothing now, each with its reason."""
        return self._senses.surroundings.lost()

    @property
    def changes(self) -> int:
        """A number that changes with the descriptors: with the sensor, and with the tabs' pipe."""
        senses = self._senses
        return senses.sight.changes + (senses.tabs.changes if senses.tabs else 0)

    def eyes(self) -> tuple[int, ...]:
        """The descriptors that wake at news."""
        senses = self._senses
        told = [senses.sight.fileno(), senses.surroundings.fileno()]
        told += [senses.tabs.fileno()] if senses.tabs else []
        return tuple(one for one in told if one is not None)

    def drain(self, now: timedelta, ready: Collection[int]) -> bool:
        """Take in what was reported; True when a fresh look is worth it.

        Of these descriptors it is known that they are readable. The sensor is asked in any case:
        a report may have come before a reply.
        """
        senses = self._senses
        is_news = senses.sight.drain(now)
        for told in (senses.surroundings, senses.tabs):
            eye = told.fileno() if told else None
            if told and (eye is None or eye in ready):
                is_news = told.drain() or is_news
        return is_news

    def close(self) -> None:
        """Let go of the desktop."""
        self._senses.sight.close()
        self._senses.surroundings.close()
        if self._senses.tabs:
            self._senses.tabs.close()
