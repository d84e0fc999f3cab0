"""Exchanges with AI tools, told by the tools' own logs and exports: which tool, and when."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.types import Presence, Track
from monitor.store import read
from monitor.store.connect import spoken, transaction
from monitor.store.moments import from_ms, to_ms

_REACH_MS = 2 * 3_600_000  # no stretch is longer than an hour and a tick
_NEAR_MS = 60_000  # the clocks of two machines differ, and a question is typed before it is sent
_HOUR = timedelta(hours=1)
_UNKNOWN = ""  # no log tells on which device it was


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept from one source."""

    source: str
    tool: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Exchanges with one tool; ``outside``: while nobody was seen at this computer."""

    tool: str
    total: int
    outside: int


def keep(
    connection: sqlite3.Connection,
    path: Path,
    *,
    source: str,
    tool: str,
    moments: Sequence[tuple[datetime, bool]],
) -> int:
    """Keep moments, each with whether somebody was seen here then; tell how many are new."""
    before = connection.total_changes
    with transaction(connection, path):
        connection.executemany(
            "insert or ignore into exchange (at, tool, source, device, watched)"
            " values (?, ?, ?, ?, ?)",
            [(to_ms(at), tool, source, _UNKNOWN, int(seen)) for at, seen in moments],
        )
    return connection.total_changes - before


def new(connection: sqlite3.Connection, source: str, moments: Iterable[datetime]) -> list[datetime]:
    """Leave out the moments that are kept from this source already."""
    rows = connection.execute("select at from exchange where source = ?", (source,))
    known = {at for (at,) in rows}
    return [at for at in moments if to_ms(at) not in known]


def forget(connection: sqlite3.Connection, path: Path, source: str) -> int:
    """Delete what came from a source, so that nothing of it stays on disk; tell how many."""
    connection.execute("pragma secure_delete = on")
    with transaction(connection, path):
        count = connection.execute("delete from exchange where source = ?", (source,)).rowcount
    with spoken(path):
        connection.execute("pragma wal_checkpoint(truncate)")
    return count


def kept(connection: sqlite3.Connection) -> tuple[Kept, ...]:
    """What is kept, by source and tool."""
    rows = connection.execute(
        "select source, tool, count(*), min(at), max(at) from exchange group by source, tool"
    )
    return tuple(
        Kept(source, tool, count, from_ms(first), from_ms(last))
        for source, tool, count, first, last in rows
    )


def told(connection: sqlite3.Connection, since: datetime, until: datetime) -> tuple[Told, ...]:
    """How many there were from one moment to another, by tool."""
    rows = connection.execute(
        "select tool, count(*), sum(not watched) from exchange where at >= ? and at < ?"
        " group by tool",
        (to_ms(since), to_ms(until)),
    )
    return tuple(Told(*row) for row in rows)


def watched(
    connection: sqlite3.Connection, moments: Sequence[datetime]
) -> list[tuple[datetime, bool]]:
    """Tell of each moment whether somebody was seen at this computer then.

    By stretches, a minute around; where these are gone, by whether there was any use within the
    hour. The moments must be in order.
    """
    if not moments:
        return []
    row = connection.execute("select min(start) from stretch where track = 1").fetchone()
    border = from_ms(row[0]) if row[0] is not None else moments[-1] + _HOUR
    early = [at for at in moments if at < border]
    late = [at for at in moments if at >= border]
    return [*_by_hour(connection, early), *_by_stretch(connection, late)]


def _by_hour(
    connection: sqlite3.Connection, moments: Sequence[datetime]
) -> list[tuple[datetime, bool]]:
    if not moments:
        return []
    calendar = read.calendar(connection)
    rows = connection.execute(
        "select distinct day, hour from use_by_hour where track = ? and day between ? and ?",
        (
            int(Track.ATTENDED),
            calendar.day(moments[0]).isoformat(),
            calendar.day(moments[-1]).isoformat(),
        ),
    )
    used = set(rows)
    return [(at, (calendar.day(at).isoformat(), calendar.local(at).hour) in used) for at in moments]


def _by_stretch(
    connection: sqlite3.Connection, moments: Sequence[datetime]
) -> list[tuple[datetime, bool]]:
    """Walk along both at once: attended stretches do not overlap."""
    if not moments:
        return []
    rows = connection.execute(
        "select start, end from stretch where track = ? and presence = ? and source = 0"
        " and start > ? and start <= ? order by start",
        (
            int(Track.ATTENDED),
            int(Presence.ACTIVE),
            to_ms(moments[0]) - _REACH_MS,
            to_ms(moments[-1]) + _NEAR_MS,
        ),
    )
    seen = []
    start, end = next(rows, (None, 0))
    for at in moments:
        ms = to_ms(at)
        while start is not None and end < ms - _NEAR_MS:
            start, end = next(rows, (None, 0))
        seen.append((at, start is not None and start <= ms + _NEAR_MS))
    return seen
