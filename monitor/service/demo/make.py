"""Make a made-up person's home: their life, their people, and the sums of their days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path

from config.paths import Home
from config.paths import home as home_in
from config.schema import DEFAULTS
from monitor.core.days import Calendar
from monitor.core.notices import Nudge
from monitor.core.people import Contact, Person
from monitor.core.types import Instant, Zone
from monitor.ports import Clock
from monitor.service.demo.life import life
from monitor.service.demo.looks import looks
from monitor.service.demo.persona import Persona
from monitor.service.demo.recorder import EVERY, Recorder
from monitor.service.matching import load_matcher
from monitor.service.place import zone_name
from monitor.store import connect, control, origin, people, read, rollup
from monitor.store.schema import migrate

_DAY = timedelta(days=1)
_NOTHING = timedelta()
_JUDGED = timedelta(days=3)  # so there is a day of work among them, on Mondays too
_IN_THE_EVENING = timedelta(hours=14, minutes=30)  # after a day's start at four in the morning


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up home, its days, both inclusive, and the nudges of its last three days."""

    home: Home
    persona: Persona
    since: date
    until: date
    nudges: tuple[Nudge, ...]


def make(
    persona: Persona,
    folder: Path,
    clock: Clock,
    days: int,
    advance: Callable[[int], object] = lambda _: None,
) -> Made:
    """Live so many days, the last of them up to now; ``advance`` is told how many are lived."""
    home, now = home_in(folder), clock.read().wall
    home.make_folders()
    migrate(home.ledger)
    zone = zone_name() or "UTC"
    calendar = Calendar((Zone(now, zone),), DEFAULTS.day.starts)
    last = calendar.day(now)
    first = last - (days - 1) * _DAY
    begins = calendar.bounds(first)[0]
    _prepare(home, persona, Zone(begins, zone))
    _name_people(home, persona, calendar, (first, now))
    seen = looks(life(persona, zone, last, days), now, EVERY, persona.agent)
    start = next(seen, None)
    at = start.at if start else Instant(now, _NOTHING, _NOTHING)
    with Recorder(home.ledger, load_matcher(home), at, now - _JUDGED) as recorder:
        lived = first
        for look in chain(filter(None, (start,)), seen):
            recorder.take(look)
            day = calendar.day(look.at.wall)
            if day > lived:
                advance((day - lived).days)
                lived = day
        recorder.end()
    _sum_up(home, now)
    advance((last - lived).days + 1)
    return Made(home, persona, first, last, tuple(recorder.nudges))


def _prepare(home: Home, persona: Persona, zone: Zone) -> None:
    """Mark the ledger as made up, and write down how days are cut, before anything is kept."""
    connection = connect.for_writing(home.ledger)
    try:
        origin.note(connection, home.ledger, persona.name)
        control.note_zone(connection, home.ledger, name=zone.name, at=zone.since)
        control.note_day_start(connection, home.ledger, DEFAULTS.day.starts)
    finally:
        connection.close()


def _name_people(
    home: Home, persona: Persona, calendar: Calendar, span: tuple[date, datetime]
) -> None:
    """Name those whom the persona knows, and note the talks with them in this time."""
    first, now = span
    begins, last = calendar.bounds(first)[0], calendar.day(now)
    connection = connect.for_writing(home.ledger)
    try:
        for friend in persona.friends:
            person = Person(friend.name, friend.every, begins, (friend.how,))
            people.add(connection, home.ledger, person)
            for ago in sorted(friend.talked, reverse=True):
                at = calendar.bounds(last - ago * _DAY)[0] + _IN_THE_EVENING
                if begins <= at <= now:
                    talk = Contact(friend.name, at, friend.how)
                    people.log(connection, home.ledger, talk, at)
    finally:
        connection.close()


def _sum_up(home: Home, now: datetime) -> None:
    connection = connect.for_writing(home.ledger)
    try:
        rollup.roll_up(connection, home.ledger, read.calendar(connection), now)
    finally:
        connection.close()
