"""Take time out of the ledger for good."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from monitor.store import corrections, people, tail
from monitor.store.connect import spoken, transaction
from monitor.store.moments import to_ms
from monitor.store.rows import STRETCH

_BY_DAY = (
    "use_by_hour", "use_by_day", "gap_by_day", "day_facts", "use_as_kept", "facts_as_kept",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """How much a wipe would take, or took."""

    stretches: int
    days: int
    nudges: int
    corrections: int = 0
    exchanges: int = 0
    talks: int = 0


def count(
    connection: sqlite3.Connection, start: datetime, end: datetime, days: tuple[date, date]
) -> Found:
    """Tell what there is in a span; ``days`` are its first and last day."""
    span = (to_ms(start), to_ms(end))
    first, last = (day.isoformat() for day in days)
    return Found(
        _one(connection, "select count(*) from stretch where end > ? and start < ?", span),
        _one(connection, "select count(*) from day_facts where day between ? and ?", (first, last)),
        _one(connection, "select count(*) from nudge where at >= ? and at < ?", span),
        _one(connection, "select count(*) from correction where end > ? and start < ?", span),
        _one(connection, "select count(*) from exchange where at >= ? and at < ?", span),
        _one(connection, "select count(*) from contact where at >= ? and at < ?", span),
    )


def wipe(  # noqa: PLR0913, PLR0917 - one wipe of one span
    connection: sqlite3.Connection,
    path: Path,
    start: datetime,
    end: datetime,
    days: tuple[date, date],
    now: datetime,
) -> None:
    """Delete a span and its sums, and give the space back, so that nothing of it stays on disk."""
    since, until = to_ms(start), to_ms(end)
    span = (days[0].isoformat(), days[1].isoformat())
    connection.execute("pragma secure_delete = on")
    with transaction(connection, path):
        tail.take_in(connection, path)
        _wipe_stretches(connection, since, until)
        connection.execute("delete from gap where start >= ? and start < ?", (since, until))
        corrections.wipe(connection, since, until)
        connection.execute("delete from exchange where at >= ? and at < ?", (since, until))
        for table in _BY_DAY:
            connection.execute(f"delete from {table} where day between ? and ?", span)  # noqa: S608 - our own names
        _sum_months_anew(connection, span)
        people.wipe(connection, since, until)
        connection.execute("delete from held_back where ended >= ? and ended < ?", (since, until))
        of_these = "nudge in (select id from nudge where at >= ? and at < ?)"
        connection.execute(f"delete from delivery where {of_these}", (since, until))  # noqa: S608 - a constant
        connection.execute(f"delete from response where {of_these}", (since, until))  # noqa: S608 - a constant
        connection.execute(f"delete from effect where {of_these}", (since, until))  # noqa: S608 - a constant
        connection.execute(f"update contact set nudge = null where {of_these}", (since, until))  # noqa: S608 - as above
        connection.execute("delete from nudge where at >= ? and at < ?", (since, until))
        connection.execute(
            "update heartbeat set subject = null, because = '', judged = null, held = ''"
            " where beat >= ? and beat < ?",
            (since, until),
        )
        connection.execute(
            "delete from verdict where subject not in"
            " (select subject from stretch union select subject from use_by_day"
            " union select subject from use_as_kept"
            " union select subject from heartbeat where subject is not null)"
        )
        connection.execute("delete from subject where id not in (select subject from verdict)")
        told = f"{to_ms(now)} {since} {until}"  # for a daemon that has some of it in memory
        connection.execute("insert or replace into control values ('forgotten', ?)", (told,))
    tail.drop(path)
    with spoken(path):
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")


def _wipe_stretches(connection: sqlite3.Connection, since: int, until: int) -> None:
    """What reaches over an edge of the span keeps the part outside."""
    connection.execute(
        f"insert or ignore into stretch ({STRETCH})"  # noqa: S608 - a constant
        " select ?, track, source, subject, end, presence, way, marks from stretch"
        " where start < ? and end > ?",
        (until, until, until),
    )
    connection.execute("delete from stretch where start >= ? and start < ?", (since, until))
    connection.execute(
        "update stretch set end = ? where start < ? and end > ?", (since, since, since)
    )


def _sum_months_anew(connection: sqlite3.Connection, span: tuple[str, str]) -> None:
    months = (span[0][:7], span[1][:7])
    connection.execute("delete from use_by_month where month between ? and ?", months)
    connection.execute(
        "insert into use_by_month select substr(day, 1, 7), subject, track, marks, sum(ms)"
        " from use_by_day where substr(day, 1, 7) between ? and ?"
        " group by substr(day, 1, 7), subject, track, marks",
        months,
    )


def _one(connection: sqlite3.Connection, query: str, values: tuple[object, ...]) -> int:
    return int(connection.execute(query, values).fetchone()[0])
