"""What the evening note and the weekly letter tell: from the ledger, in the person's language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from config.load import load
from config.paths import Home
from config.schema import Settings
from monitor.core import letter as law
from monitor.core.days import Calendar
from monitor.core.facts import Measure
from monitor.core.letter import Company, Letter, Past, Translate
from monitor.core.notices import Finding
from monitor.core.people import Contact, Person, Told, standings
from monitor.core.rules import evening
from monitor.core.week import EARLIER, WINDOW
from monitor.ports import Clock
from monitor.store import facts, people, read
from monitor.store.connect import reading

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Weekly:
    """The letter of the seven days from ``since`` to ``until``, both inclusive."""

    since: date
    until: date
    letter: Letter


def weekly(
    home: Home, clock: Clock, until: date | None = None, translate: Translate = str
) -> Weekly:
    """Tell the seven days up to one; None: up to today once its evening has come, else yesterday.

    A day that is still to come is told as today. Who is due is told as of now; where the last day
    is before yesterday, as of that day.
    """
    settings, now = load(home.settings), clock.read().wall

    def last(calendar: Calendar) -> date:
        return min(until or _last_told(calendar, settings, now), calendar.day(now))

    if home.ledger.exists():
        past, company = _read(home.ledger, settings, now, WINDOW, last)
    else:
        past, company = Past({}, last(Calendar(()))), Company()
    since = past.last - (WINDOW - 1) * _DAY
    return Weekly(since, past.last, law.letter(past, company, translate))


def compose(
    ledger: Path, settings: Settings, finding: Finding, now: datetime, translate: Translate = str
) -> Letter:
    """Put a finding of the evening into words: the note of today, or the letter of its week."""
    is_letter = finding.rule == evening.LETTER
    count = WINDOW if is_letter else 1
    past, company = _read(ledger, settings, now, count, lambda calendar: calendar.day(now))
    return (law.letter if is_letter else law.note)(past, company, translate)


def _last_told(calendar: Calendar, settings: Settings, now: datetime) -> date:
    begins = evening.begins(now, calendar, settings.evening.hour)
    today = calendar.day(now)
    return today if begins is not None and now >= begins else today - _DAY


def _read(
    ledger: Path,
    settings: Settings,
    now: datetime,
    count: int,
    choose: Callable[[Calendar], date],
) -> tuple[Past, Company]:
    """What is known of so many days up to the chosen one, and of the person's people then."""
    with reading(ledger) as connection:
        calendar = read.calendar(connection)
        last = choose(calendar)
        measure = Measure(calendar, settings.day.night, settings.index.leave_out)
        first = last - (EARLIER + WINDOW - 1) * _DAY
        known = {one.day: one for one in facts.days(connection, measure, first, last)}
        inseparable = facts.inseparable(connection, measure, first, last)
        named, talks = people.every(connection), people.talks(connection)
    begins, ends = calendar.bounds(last - (count - 1) * _DAY)[0], calendar.bounds(last)[1]
    passed = _passed(calendar, now) if now < ends else None
    is_earlier = last < calendar.day(now) - _DAY
    told_at = ends - timedelta.resolution if is_earlier else now
    had = [one for one in talks if one.at <= told_at]
    lately = sum(begins <= one.at < ends and one.told is not Told.SEEN for one in had)
    past = Past(known, last, passed, inseparable)
    return past, _company(named, had, lately, told_at, calendar)


def _company(
    named: Sequence[Person],
    talks: Sequence[Contact],
    lately: int,
    now: datetime,
    calendar: Calendar,
) -> Company:
    first = next(iter(standings(named, talks, now, calendar)), None)
    if first is None or not first.is_due:
        return Company(len(named), talks=lately)
    days = first.silent if first.last else None
    return Company(len(named), first.person.name, days, lately)


def _passed(calendar: Calendar, now: datetime) -> frozenset[int]:
    """The local hours of today that are gone."""
    begins, _ = calendar.bounds(calendar.day(now))
    pieces = calendar.pieces(begins, now)
    return frozenset(piece.hour for piece in pieces if piece.length == _HOUR)
