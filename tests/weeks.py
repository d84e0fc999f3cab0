"""Days told by their facts alone: lives for the index, without a ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from config.schema import DEFAULTS, Index
from monitor.core import index as law
from monitor.core.facts import DayFacts, HourFacts
from monitor.core.parts import Name
from monitor.core.types import Kind
from monitor.core.week import span
from tests.judging import minutes

LAST = date(2026, 11, 22)  # a Sunday
TABLE = {  # from, full, weight
    Name.TIME: (15, 120, 20),
    Name.SHARE: (5, 40, 15),
    Name.RETURNING: (1, 6, 15),
    Name.NIGHT: (5, 30, 10),
    Name.GROWTH: (125, 300, 15),
    Name.PEOPLE: (50, 95, 10),
    Name.FIRST: (30, 80, 5),
    Name.LONG: (30, 120, 10),
}
FULL = {
    "calls": minutes(10),
    "messages": minutes(20),
    "episodes": ((Kind.ASSISTANT, 3), (Kind.SEARCH, 2)),
    "returns": 24,
    "night": minutes(10),
}
_DAY = timedelta(days=1)
_HOURS = range(9, 17)


def day(
    number: int, ai: float = 0, active: float = 480, *, seen: float = 1, **more: object
) -> DayFacts:
    """A day so many before the last: AI and active minutes spread over 9 to 17 o'clock.

    ``seen`` is the share of each of these hours that was watched.
    """
    hours = tuple(
        HourFacts(hour, minutes(active / 8), minutes(ai / 8), minutes(60 * seen)) for hour in _HOURS
    )
    told = DayFacts(
        LAST - number * _DAY,
        active=minutes(active),
        ai=minutes(ai),
        bouts=int(ai > 0),
        sessions=int(ai > 0),
        longest_session=minutes(ai / 4),
        seen=minutes(480 * seen),
        unseen=minutes(480 * (1 - seen)),
        kinds=((Kind.ASSISTANT, minutes(ai)), (Kind.OTHER, minutes(active - ai))),
        hours=hours,
    )
    return replace(told, **more)  # type: ignore[arg-type] # each by its own name


def days_of(ai: Sequence[float], **more: object) -> list[DayFacts]:
    """A life of so many AI minutes a day, the last one first."""
    return [day(number, minutes_of, **more) for number, minutes_of in enumerate(ai)]  # type: ignore[arg-type] # as above


def index_of(
    days: Iterable[DayFacts],
    chosen: Index = DEFAULTS.index,
    talks: dict[date, timedelta] | None = None,
    last: date = LAST,
) -> law.Index:
    """The index of the seven days up to the last."""
    return law.index(span({one.day: one for one in days}, last), chosen, talks)
