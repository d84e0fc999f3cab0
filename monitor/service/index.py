"""What ``humanward index`` tells: the index of a week, and its last day beside what is usual."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config.load import load
from config.paths import Home
from monitor.core.baseline import Baseline, Standing, baseline, standing
from monitor.core.days import Calendar
from monitor.core.facts import DayFacts, Measure
from monitor.core.index import Index, index
from monitor.core.people import lengths
from monitor.core.week import EARLIER, LATELY, span
from monitor.ports import Clock
from monitor.service.tools import unborne
from monitor.store import facts, people, read
from monitor.store.connect import reading

_DAY = timedelta(days=1)
_FIGURES: tuple[tuple[str, Callable[[DayFacts], timedelta]], ...] = (
    ("ai", lambda one: one.ai),
    ("screen", lambda one: one.present),
    ("night", lambda one: one.night),
    ("longest_spell", lambda one: one.longest_spell),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure of the last day beside what is usual on such a day."""

    name: str
    length: timedelta
    usual: Baseline | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Told:
    """The index of the seven days up to a day; ``beside`` is empty when nothing is kept of it.

    ``unborne`` are the tags left out that no tool bears.
    """

    index: Index
    beside: tuple[Beside, ...]
    unborne: tuple[str, ...] = ()


def last_day(home: Home, clock: Clock) -> date:
    """The last day that is over: the index is told of whole days."""
    now = clock.read().wall
    if not home.ledger.exists():
        return Calendar(()).day(now) - _DAY
    with reading(home.ledger) as connection:
        return read.calendar(connection).day(now) - _DAY


def tell(home: Home, last: date, *, is_past: bool = False) -> Told:
    """Tell the index of the seven days up to one, by the person's own settings.

    ``is_past``: they are not the last seven.
    """
    settings = load(home.settings)
    known: dict[date, DayFacts] = {}
    inseparable: frozenset[date] = frozenset()
    talks: dict[date, timedelta] | None = None
    if home.ledger.exists():
        with reading(home.ledger) as connection:
            calendar = read.calendar(connection)
            noted = people.talks(connection)
            talks = lengths(noted, calendar) if noted else None
            measure = Measure(calendar, settings.day.night, settings.index.leave_out)
            first = last - (LATELY + EARLIER - 1) * _DAY
            known = {one.day: one for one in facts.days(connection, measure, first, last)}
            inseparable = facts.inseparable(connection, measure, first, last)
    seven = span(known, last, inseparable)
    found = index(seven, settings.index, talks, is_past=is_past)
    return Told(found, tuple(_beside(known, last)), unborne(home, settings.index.leave_out))


def _beside(known: dict[date, DayFacts], day: date) -> Iterator[Beside]:
    if day not in known:
        return
    for name, figure in _FIGURES:
        length, usual = figure(known[day]), baseline(known, day, figure)
        yield Beside(name, length, usual, standing(length, usual))
