"""When a limit would have been reached: the law of limits over time that is past."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from config.schema import Limit
from monitor.core.days import Calendar
from monitor.core.limits import Seen, begin, findings, step

_LOOK = timedelta(minutes=1)  # so often a daemon judges
_LEAST = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Reached:
    """One occasion on which a limit was reached: when it would have been found, and its day."""

    at: datetime
    day: date
    occasion: str


def reached(limit: Limit, seen: Iterable[Seen], calendar: Calendar) -> tuple[Reached, ...]:
    """Tell each occasion in the order of time; stretches come in that order too."""
    count, found = begin(limit), dict[str, Reached]()
    for piece in _looks(seen):
        count = step(count, *piece, calendar)
        just_before = piece[0].end - _LEAST  # the end itself may be the first moment of a new day
        for one in findings((count,), just_before, calendar):
            day = calendar.day(just_before)
            found.setdefault(one.occasion, Reached(piece[0].end, day, one.occasion))
    return tuple(found.values())


def _looks(seen: Iterable[Seen]) -> Iterator[Seen]:
    """Cut what was seen so that a look falls behind each minute of it."""
    for stretch, verdict in seen:
        start = stretch.start
        while start < stretch.end:
            end = min(stretch.end, start + _LOOK)
            yield replace(stretch, start=start, end=end), verdict
            start = end
