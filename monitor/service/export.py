"""Hand out what is kept, stretch by stretch, and take away what the person wants gone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from config.paths import Home
from monitor.core.correct import changing
from monitor.core.days import Calendar
from monitor.core.types import Stretch, Verdict
from monitor.ports import Clock
from monitor.store import connect, corrections, forget, read
from monitor.store.moments import from_ms

_FIRST = from_ms(0)

Told = tuple[Stretch, Verdict, tuple[int, ...]]
"""A stretch as it was seen, with the numbers of the corrections that change some of it."""


def stretches(home: Home, clock: Clock, since: date | None, until: date | None) -> Iterator[Told]:
    """Every kept stretch of a span of days in time order; None leaves an end open."""
    if not home.ledger.exists():
        return
    with connect.reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        start = calendar.bounds(since)[0] if since else _FIRST
        end = calendar.bounds(until)[1] if until else _after_all(clock)
        over = corrections.lying(connection, start, end)
        known = read.subjects(connection)
        for stretch, verdict in read.stretches_as_kept(connection, start, end, known):
            yield stretch, verdict, changing(stretch, verdict, over) if over else ()


def count(home: Home, since: date, until: date) -> forget.Found:
    """Tell what a wipe of these days would take."""
    if not home.ledger.exists():
        return forget.Found(0, 0, 0)
    with connect.reading(home.ledger) as connection:
        start, end = _bounds(read.calendar(connection), since, until)
        return forget.count(connection, start, end, (since, until))


def wipe(home: Home, clock: Clock, since: date, until: date) -> None:
    """Take these days out of the ledger for good."""
    connection = connect.for_writing(home.ledger)
    try:
        start, end = _bounds(read.calendar(connection), since, until)
        forget.wipe(connection, home.ledger, start, end, (since, until), clock.read().wall)
    finally:
        connection.close()


def _bounds(calendar: Calendar, since: date, until: date) -> tuple[datetime, datetime]:
    return calendar.bounds(since)[0], calendar.bounds(until)[1]


def _after_all(clock: Clock) -> datetime:
    """A moment after everything kept: the clock may have been ahead once."""
    return clock.read().wall + timedelta(days=366)
