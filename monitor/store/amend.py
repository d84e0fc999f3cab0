"""Make a correction or undo it, and count the days it lies over anew.

The correction and the sums that are kept for ever change all or nothing. A day whose stretches are
there is summed up anew by itself, so that a long span holds up nobody; its facts go first, so that
the daemon sums it up should this process be killed.
"""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from config.schema import Span
from monitor.core.correct import Correction
from monitor.core.days import Calendar
from monitor.store import bygone, corrections, read, rollup
from monitor.store.connect import for_writing, transaction


@dataclass(frozen=True, slots=True)
class Amended:
    """What was done: the correction with its number, and where only sums could be corrected.

    ``left`` is time inside it that stays as it was: the stretches are gone and the correction
    covers a part of an hour alone.
    """

    taken: tuple[Correction, ...]
    bygone: tuple[date, ...] = ()
    left: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class _Days:
    """Closed days that corrections lie over: with their stretches, and with sums alone."""

    calendar: Calendar
    whole: tuple[date, ...]
    bygone: tuple[date, ...]


def make(path: Path, one: Correction, now: datetime, night: Span) -> Amended:
    """Keep a correction; it counts from now on."""
    connection = for_writing(path)
    try:
        with transaction(connection, path):
            number = corrections.add(connection, one)
            taken = tuple(kept for kept in corrections.every(connection) if kept.number == number)
            days = _closed(connection, taken, now)
            left = _recount(connection, days, number)
        _roll(connection, path, days, now, night)
        return Amended(taken, days.bygone, timedelta(milliseconds=left))
    finally:
        connection.close()


def undo(path: Path, number: int, now: datetime, night: Span) -> Amended:
    """Take a correction back; ``taken`` is empty when there is none of this number."""
    connection = for_writing(path)
    try:
        with transaction(connection, path):
            taken = corrections.remove(connection, number)
            days = _closed(connection, taken, now)
            _recount(connection, days, number)
        _roll(connection, path, days, now, night)
        with transaction(connection, path):
            corrections.drop_unused(connection)
        return Amended(taken, days.bygone)
    finally:
        connection.close()


def _closed(connection: sqlite3.Connection, told: tuple[Correction, ...], now: datetime) -> _Days:
    """Days that are still open are corrected when they are read."""
    calendar = read.calendar(connection)
    last = read.last_rolled(connection) or date.min
    days = bygone.days_of(calendar, told)
    closed = [day for day in days if day <= last and day < calendar.day(now)]
    old = tuple(day for day in closed if bygone.is_bygone(connection, calendar, day))
    return _Days(calendar, tuple(day for day in closed if day not in old), old)


def _recount(connection: sqlite3.Connection, days: _Days, number: int) -> int:
    """Tell the sums of bygone days anew; return the ms that a correction could not change."""
    left = 0
    for day in days.bygone:
        uses, missed = bygone.recount(connection, days.calendar, day)
        rollup.write_uses(connection, day, uses)
        left += missed[number]
    connection.executemany(
        "delete from day_facts where day = ?", [(day.isoformat(),) for day in days.whole]
    )
    return left


def _roll(
    connection: sqlite3.Connection, path: Path, days: _Days, now: datetime, night: Span
) -> None:
    for day in days.whole:
        with transaction(connection, path):
            rollup.roll(connection, days.calendar, day, now, night)
