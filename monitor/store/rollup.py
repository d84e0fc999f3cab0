"""Sum up the days that are closed, so that reports over years read little."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from config.schema import DEFAULTS, Span
from monitor.core.days import Calendar
from monitor.core.facts import Measure
from monitor.core.types import Gap, GapReason, Presence
from monitor.store import bygone, corrections, facts, read
from monitor.store.connect import transaction
from monitor.store.moments import from_ms, to_ms

_AGAIN = 3  # closed days that are summed up anew each time: a journey west reopens yesterday
_MS = timedelta(milliseconds=1)
_FIRST = (
    "select min(first) from (select min(start) as first from stretch"
    " union all select min(start) from gap)"
)


def roll_up(  # noqa: PLR0913, PLR0917 - what a day is measured by is three settings
    connection: sqlite3.Connection,
    path: Path,
    calendar: Calendar,
    now: datetime,
    night: Span = DEFAULTS.day.night,
    left_out: tuple[str, ...] = (),
) -> tuple[date, ...]:
    """Sum up each closed day that is not yet, and the last few anew; return the days.

    Days that were measured by another night, other tags or an older law are summed up anew too,
    as far back as their stretches are all kept.
    """
    today = calendar.day(now)
    _reopen(connection, path, today)
    rolled = read.rolled_days(connection)
    first = connection.execute(_FIRST).fetchone()[0]
    if first is None:
        return ()
    facts.note_left_out(connection, path, left_out)
    stale = facts.stale(connection, Measure(calendar, night, left_out))
    day = _first_day(calendar, from_ms(first))
    done = []
    while day < today:
        if day not in rolled or day in stale or (today - day).days <= _AGAIN:
            with transaction(connection, path):
                roll(connection, calendar, day, now, night)
            done.append(day)
        day += timedelta(days=1)
    return tuple(done)


def forget_raw(
    connection: sqlite3.Connection,
    path: Path,
    before: datetime,
    now: datetime,
    night: Span = DEFAULTS.day.night,
) -> int:
    """Delete stretches that began before a moment and were summed up a day ago; tell how many.

    The day of grace is for a clock that is ahead for a while: it must not cost what is kept.
    """
    with transaction(connection, path):
        first = connection.execute(
            "select min(day) from day_facts where rolled > ?", (to_ms(now - timedelta(days=1)),)
        ).fetchone()[0]
        if first is not None:
            fresh = datetime.fromisoformat(first).replace(tzinfo=UTC) - facts.MARGIN
            before = min(before, fresh)
        gone = connection.execute("select 1 from stretch where start < ?", (to_ms(before),))
        if gone.fetchone() is None:
            return 0
        calendar = read.calendar(connection)
        bygone.part_with(
            connection, calendar, before,
            lambda day: _facts_without_corrections(connection, calendar, day, now, night),
        )  # fmt: skip
        return connection.execute("delete from stretch where start < ?", (to_ms(before),)).rowcount


def _facts_without_corrections(
    connection: sqlite3.Connection, calendar: Calendar, day: date, now: datetime, night: Span
) -> str:
    """Sum up a day as if nothing were corrected, and leave everything as it was."""
    connection.execute("savepoint uncorrected")
    connection.execute("delete from correction")
    roll(connection, calendar, day, now, night)
    row = connection.execute("select facts from day_facts where day = ?", (day.isoformat(),))
    text = str(row.fetchone()[0])
    connection.execute("rollback to uncorrected")
    connection.execute("release uncorrected")
    return text


def _reopen(connection: sqlite3.Connection, path: Path, today: date) -> None:
    """Forget the sums of days that are not over: the clock was ahead when they were made."""
    last = read.last_rolled(connection)
    if last is None or last < today:
        return
    with transaction(connection, path):
        for table in ("use_by_hour", "use_by_day", "gap_by_day", "day_facts"):
            connection.execute(f"delete from {table} where day >= ?", (today.isoformat(),))  # noqa: S608 - our own names
        connection.execute("delete from use_by_month where month > ?", (today.isoformat()[:7],))
        _write_month(connection, today)


def _first_day(calendar: Calendar, first: datetime) -> date:
    """The earliest day with anything in it: a journey west comes back to a day before."""
    changes = (zone.since for zone in calendar.zones if zone.since > first)
    return min(calendar.day(moment) for moment in (first, *changes))


def roll(
    connection: sqlite3.Connection, calendar: Calendar, day: date, now: datetime, night: Span
) -> None:
    """Sum up one day as the person corrected it, inside the transaction that is open."""
    measure = Measure(calendar, night, facts.left_out(connection))
    known = read.subjects(connection)
    numbers = {subject: number for number, (subject, _) in known.items()}
    held = facts.held(connection, calendar, day, known)
    uses: Counter[tuple[int, int, int, int]] = Counter()
    for piece, stretch, _ in held.uses:
        if stretch.presence is Presence.ACTIVE:
            number = numbers[stretch.subject]
            if number < 0:
                number = corrections.adopt(connection, *known[number])
                numbers[stretch.subject] = number
            uses[piece.hour, number, stretch.track, stretch.marks] += piece.length // _MS
    write_uses(connection, day, uses)
    _write_gaps(connection, day, _gap_lengths(held.gaps))
    connection.execute(
        "insert or replace into day_facts values (?, ?, ?)",
        (day.isoformat(), to_ms(now), facts.to_text(held, day, measure)),
    )


def _gap_lengths(found: Iterable[Gap]) -> Counter[GapReason]:
    lengths: Counter[GapReason] = Counter()
    for gap in found:
        lengths[gap.reason] += gap.length // _MS
    return lengths


def write_uses(
    connection: sqlite3.Connection, day: date, uses: Counter[tuple[int, int, int, int]]
) -> None:
    """Write a day's sums, and those of its month, inside the transaction that is open."""
    text = day.isoformat()
    connection.execute("delete from use_by_hour where day = ?", (text,))
    connection.execute("delete from use_by_day where day = ?", (text,))
    connection.executemany(
        "insert into use_by_hour values (?, ?, ?, ?, ?, ?)",
        [(text, *key, ms) for key, ms in uses.items()],
    )
    connection.execute(
        "insert into use_by_day select day, subject, track, marks, sum(ms) from use_by_hour"
        " where day = ? group by subject, track, marks",
        (text,),
    )
    _write_month(connection, day)


def _write_gaps(connection: sqlite3.Connection, day: date, torn: Counter[GapReason]) -> None:
    connection.execute("delete from gap_by_day where day = ?", (day.isoformat(),))
    connection.executemany(
        "insert into gap_by_day values (?, ?, ?)",
        [(day.isoformat(), int(reason), ms) for reason, ms in torn.items()],
    )


def _write_month(connection: sqlite3.Connection, day: date) -> None:
    month = day.isoformat()[:7]
    span = (month, f"{month}-01", f"{month}-31")
    connection.execute("delete from use_by_month where month = ?", (month,))
    connection.execute(
        "insert into use_by_month select ?, subject, track, marks, sum(ms) from use_by_day"
        " where day between ? and ? group by subject, track, marks",
        span,
    )
