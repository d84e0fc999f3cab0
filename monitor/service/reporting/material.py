"""What is read of a span of days before it is worked out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from monitor.core.days import Piece
from monitor.core.types import GapReason, Track
from monitor.store.kept import Kept
from monitor.store.read import Judged

_DAY = timedelta(days=1)
_LONG = timedelta(days=92)  # a longer span is told by months


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both inclusive, and whether their hours are wanted."""

    since: date
    until: date
    with_hours: bool = False

    @property
    def is_long(self) -> bool:
        """Told by months."""
        return self.until - self.since >= _LONG

    def unit(self, day: date) -> date:
        """The day or the month that a day is told by."""
        return day.replace(day=1) if self.is_long else day

    def kept(self, until: date) -> Iterator[Kept]:
        """Where to read the days up to one: whole months of a long span by month, else by day."""
        first = self.since if self.since.day == 1 else next_month(self.since)
        is_whole = next_month(until) == until + _DAY
        after = next_month(until) if is_whole else until.replace(day=1)
        if not self.is_long or first >= after:
            yield Kept(self.since, until)
            return
        yield Kept(self.since, first - _DAY)
        yield Kept(first, after - _DAY, whole_months=True)
        yield Kept(after, until)


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Material:
    """Sums by subject, track and marks; by day or month; by weekday, hour and subject; gaps.

    Subjects stand here by their numbers. Those ``skipped`` are in ``uses`` alone.
    """

    known: dict[int, Judged]
    skipped: frozenset[int] = frozenset()
    uses: defaultdict[tuple[int, Track, int], timedelta] = field(
        default_factory=lambda: defaultdict(timedelta)
    )
    active: defaultdict[date, timedelta] = field(default_factory=lambda: defaultdict(timedelta))
    ai: defaultdict[date, timedelta] = field(default_factory=lambda: defaultdict(timedelta))
    hours: defaultdict[tuple[int, int, int], timedelta] = field(
        default_factory=lambda: defaultdict(timedelta)
    )
    gaps: defaultdict[GapReason, timedelta] = field(default_factory=lambda: defaultdict(timedelta))

    def take(self, unit: date, use: tuple[int, Track, int, timedelta]) -> None:
        """Add time of one subject on a day or in a month."""
        number, track, marks, length = use
        self.uses[number, track, marks] += length
        if track is Track.ATTENDED and number not in self.skipped:
            self.active[unit] += length
            if self.known[number][1].kind.is_ai:
                self.ai[unit] += length

    def take_hour(self, piece: Piece, use: tuple[int, Track, int, timedelta]) -> None:
        """Add time of one subject in one hour."""
        number, track, _, length = use
        if track is Track.ATTENDED and number not in self.skipped:
            self.hours[piece.day.weekday(), piece.hour, number] += length
