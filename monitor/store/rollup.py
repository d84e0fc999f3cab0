"""Sum up the days that are closed, so that reports over years read little."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from config.schema import DEFAULTS, Span
from monitor.core.days import Calendar
from monitor.core.facts import DayFacts, day_facts
from monitor.core.types import Gap, GapReason, Presence, Stretch, Verdict
from monitor.store import read
from monitor.store.connect import transaction
from monitor.store.moments import from_ms, to_ms

_MARGIN = timedelta(hours=26)  # a journey may give a day hours so far outside its bounds
_AGAIN = 3  # closed days that are summed up anew each time: a journey west reopens yesterday
_MS = timedelta(milliseconds=1)
_FIRST = (
    "select min(first) from (select min(start) as first from stretch"
    " union all select min(start) from gap)"
)


def roll_up(
    connection: sqlite3.Connection,
    path: Path,
    calendar: Calendar,
    now: datetime,
    night: Span = DEFAULTS.day.night,
) -> tuple[date, ...]:
    """Sum up each closed day that is not yet, and the last few anew; return the days."""
    today = calendar.day(now)
    _reopen(connection, path, today)
    rolled = read.rolled_days(connection)
    first = connection.execute(_FIRST).fetchone()[0]
    if first is None:
        return ()
    day = _first_day(calendar, from_ms(first))
    done = []
    while day < today:
        if day not in rolled or (today - day).days <= _AGAIN:
            with transaction(connection, path):
                _roll(connection, calendar, day, now, night)
            done.append(day)
        day += timedelta(days=1)
    return tuple(done)


def forget_raw(connection: sqlite3.Connection, path: Path, before: datetime, now: datetime) -> int:
    """Delete stretches that began before a moment and were summed up a day ago; tell how many.

    The day of grace is for a clock that is ahead for a while: it must not cost what is kept.
    """
    with transaction(connection, path):
        first = connection.execute(
            "select min(day) from day_facts where rolled > ?", (to_ms(now - timedelta(days=1)),)
        ).fetchone()[0]
        if first is not None:
            fresh = datetime.fromisoformat(first).replace(tzinfo=UTC) - _MARGIN
            before = min(before, fresh)
        return connection.execute("delete from stretch where start < ?", (to_ms(before),)).rowcount


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


def _roll(
    connection: sqlite3.Connection, calendar: Calendar, day: date, now: datetime, night: Span
) -> None:
    start, end = calendar.bounds(day)
    since, until = start - _MARGIN, end + _MARGIN
    known = read.subjects(connection)
    numbers = {subject: number for number, (subject, _) in known.items()}
    of_day: list[tuple[Stretch, Verdict]] = []
    uses: Counter[tuple[int, int, int, int]] = Counter()
    for stretch, verdict in read.stretches(connection, since, until, known):
        for piece in calendar.pieces(stretch.start, stretch.end):
            if piece.day == day:
                of_day.append((_part(stretch, piece.start, piece.end), verdict))
                if stretch.presence is Presence.ACTIVE:
                    key = (piece.hour, numbers[stretch.subject], stretch.track, stretch.marks)
                    uses[key] += piece.length // _MS
    torn = _gap_lengths(read.gaps(connection, since, until), calendar, day)
    unseen = timedelta(milliseconds=torn[GapReason.BLIND] + torn[GapReason.STALLED])
    _write_uses(connection, day, uses)
    _write_gaps(connection, day, torn)
    _write_month(connection, day)
    facts = day_facts(day, of_day, unseen=unseen, calendar=calendar, night=night)
    connection.execute(
        "insert or replace into day_facts values (?, ?, ?)",
        (day.isoformat(), to_ms(now), _to_text(facts)),
    )


def _part(stretch: Stretch, start: datetime, end: datetime) -> Stretch:
    return replace(stretch, start=start, end=end)


def _gap_lengths(found: Iterable[Gap], calendar: Calendar, day: date) -> Counter[GapReason]:
    lengths: Counter[GapReason] = Counter()
    for gap in found:
        for piece in calendar.pieces(gap.start, gap.end):
            if piece.day == day:
                lengths[gap.reason] += piece.length // _MS
    return lengths


def _write_uses(
    connection: sqlite3.Connection, day: date, uses: Counter[tuple[int, int, int, int]]
) -> None:
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


def _to_text(facts: DayFacts) -> str:
    """Lengths as seconds, so that SQLite's own JSON functions can compute with them."""
    plain = {
        name: value.total_seconds() if isinstance(value, timedelta) else value
        for name, value in ((name, getattr(facts, name)) for name in DayFacts.__slots__)
        if name != "day"
    }
    return msgspec.json.encode(plain).decode()
