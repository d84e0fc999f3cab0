"""Cut time into the person's days and hours, in the zone that was in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.core.types import Zone

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an interval that lies in one local hour of one day."""

    day: date
    hour: int
    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the person was, when: the zones in order of time, and the hour a day starts.

    Before the first zone its own rules hold too; without any zone it is UTC.
    """

    zones: tuple[Zone, ...]
    starts: int = 4

    def local(self, moment: datetime) -> datetime:
        """Tell a moment in the zone then in force."""
        return moment.astimezone(_zone(self._in_force(moment)))

    def day(self, moment: datetime) -> date:
        """Tell the day that a moment belongs to."""
        return (self.local(moment).replace(tzinfo=None) - timedelta(hours=self.starts)).date()

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """Tell the first moment of a day and the first moment after it.

        A day cut by a journey reaches from the start in the zone in force then to the start of
        the next day in the zone in force then.
        """
        return self._start(day), self._start(day + timedelta(days=1))

    def pieces(self, start: datetime, end: datetime) -> Iterator[Piece]:
        """Cut an interval at each local hour and each change of zone."""
        at = start
        while at < end:
            local = self.local(at)
            stop = min(end, self._next_hour(at, local), self._next_change(at))
            day = (local.replace(tzinfo=None) - timedelta(hours=self.starts)).date()
            yield Piece(day, local.hour, at, stop)
            at = stop

    def _in_force(self, moment: datetime) -> str:
        return _name_at(self.zones, moment)

    def _next_change(self, moment: datetime) -> datetime:
        later = (zone.since for zone in self.zones if zone.since > moment)
        return min(later, default=datetime.max.replace(tzinfo=_UTC))

    @staticmethod
    def _next_hour(at: datetime, local: datetime) -> datetime:
        """The next full local hour; clocks are set forward or back at one of these."""
        into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return at + timedelta(hours=1) - into

    def _start(self, day: date) -> datetime:
        wanted = datetime(day.year, day.month, day.day, self.starts)  # noqa: DTZ001 - local
        found = None
        for name in dict.fromkeys(zone.name for zone in self.zones) or ("UTC",):
            moment = wanted.replace(tzinfo=_zone(name)).astimezone(_UTC)
            if self._in_force(moment) == name and (found is None or moment < found):
                found = moment
        return found or self._start_by_search(wanted)

    def _start_by_search(self, wanted: datetime) -> datetime:
        """A journey jumped over the start of the day: the day begins where the zone changed."""
        day = wanted.date()
        near = wanted.replace(tzinfo=_UTC)
        for zone in self.zones:
            if abs(zone.since - near) < timedelta(days=2) and self.day(zone.since) >= day:
                return zone.since.astimezone(_UTC)
        return wanted.replace(tzinfo=_zone(self._in_force(near))).astimezone(_UTC)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _name_at(zones: Sequence[Zone], moment: datetime) -> str:
    name = zones[0].name if zones else "UTC"
    for zone in zones:
        if zone.since > moment:
            break
        name = zone.name
    return name
