"""What came of each nudge, as rows; a nudge without a row is not settled yet."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.effect import Effect
from monitor.core.people import Told
from monitor.store.connect import transaction
from monitor.store.moments import from_ms, to_ms

_REACH = timedelta(days=30)  # what was not settled by then will not be


@dataclass(frozen=True, slots=True)
class Settled:
    """A nudge by its number, when it was given, and whether a talk was noted after it."""

    number: int
    at: datetime
    talked: bool


def unsettled(
    connection: sqlite3.Connection, before: datetime, most: int
) -> tuple[tuple[int, datetime], ...]:
    """Nudges of before a moment of which is not told what came of them, by number, and when."""
    rows = connection.execute(
        "select id, at from nudge left join effect on effect.nudge = nudge.id"
        " where at > ? and at <= ? and effect.nudge is null order by at limit ?",
        (to_ms(before - _REACH), to_ms(before), most),
    )
    return tuple((number, from_ms(at)) for number, at in rows)


def record(connection: sqlite3.Connection, path: Path, found: Mapping[int, Effect]) -> None:
    """Keep what came of nudges, told by number; one that was wiped meanwhile is left out."""
    with transaction(connection, path):
        connection.executemany(
            "insert or replace into effect select id, ?, ?, ? from nudge where id = ?",
            [
                (one.left_ai, one.left_screen, one.talked is True, number)
                for number, one in found.items()
            ],
        )


def settled(connection: sqlite3.Connection, since: datetime) -> tuple[Settled, ...]:
    """The nudges from a moment on of which is told what came of them."""
    rows = connection.execute(
        "select nudge, at, talked from nudge join effect on effect.nudge = nudge.id where at >= ?",
        (to_ms(since),),
    )
    return tuple(Settled(number, from_ms(at), bool(talked)) for number, at, talked in rows)


def note_talks(
    connection: sqlite3.Connection, path: Path, found: Sequence[tuple[int, bool]]
) -> None:
    """Keep of nudges, told by number, whether a talk was noted after them."""
    with transaction(connection, path):
        connection.executemany(
            "update effect set talked = ? where nudge = ?",
            [(talked, number) for number, talked in found],
        )


def talks(connection: sqlite3.Connection, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """When the person talked, by their own word; what was merely seen is no talk here."""
    rows = connection.execute(
        "select at from contact where at >= ? and at < ? and told <> ? order by at",
        (to_ms(since), to_ms(until), Told.SEEN.value),
    )
    return tuple(from_ms(at) for (at,) in rows)
