"""Judge the kept past by another catalogue, and tell how much of it that moved."""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from config.own_catalogue import IGNORED, OWN
from monitor.core.types import Track
from monitor.store import connect, read
from monitor.store.moments import from_ms, to_ms
from monitor.store.read import Judged
from monitor.store.subjects import Judge, Subjects

_REACH_MS = 2 * 3_600_000  # no stretch is longer than an hour and a tick
_FIRST = from_ms(0)
_EDGE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Moved:
    """What is another tool or of another kind now: subjects, their attended time, AI time more.

    ``ai`` is below zero when there is less AI time now. ``tagged`` is the time of what bears other
    tags of the person's now.
    """

    subjects: int = 0
    time: timedelta = timedelta()
    ai: timedelta = timedelta()
    tagged: timedelta = timedelta()


def rejudge(path: Path, judge: Judge, catalogue: str, *, busy_ms: int = connect.BUSY_MS) -> Moved:
    """Give every kept subject its verdict of this catalogue; weak titles keep theirs.

    Only subjects are touched. Days whose facts depend on what moved are summed up anew at the
    next round, as far back as their stretches are kept.
    """
    with connect.reading(path) as seen:
        lengths = _lengths(seen)
    connection = connect.for_writing(path, busy_ms=busy_ms)
    try:
        with connect.transaction(connection, path):
            before = read.subjects(connection)
            Subjects(connection, judge, catalogue).judge_all()
            after = read.subjects(connection)
            moved = [
                number for number in after if number > 0 and _differs(before[number], after[number])
            ]  # below zero is what the person's corrections make of what was seen
            tagged = [
                number
                for number in after
                if number > 0 and _tags(before[number]) != _tags(after[number])
            ]
            _forget_facts(connection, sorted({*moved, *tagged}))
    finally:
        connection.close()
    nothing = timedelta()
    return Moved(
        len(moved),
        sum((lengths.get(number, nothing) for number in moved), nothing),
        sum(
            (
                lengths.get(number, nothing) * _ai_change(before[number], after[number])
                for number in moved
            ),
            nothing,
        ),
        sum((lengths.get(number, nothing) for number in tagged), nothing),
    )


def judged_by(connection: sqlite3.Connection) -> str:
    """The version of the catalogue whose verdicts hold; '' before any daemon ran."""
    row = connection.execute("select value from meta where key = 'catalogue'").fetchone()
    return str(row[0]) if row else ""


def _differs(before: Judged, after: Judged) -> bool:
    return (before[1].tool, before[1].kind) != (after[1].tool, after[1].kind)


def _tags(one: Judged) -> frozenset[str]:
    """The tags that something may be left out by; that a tool is the person's own is none."""
    return frozenset(one[1].tags) - {OWN, IGNORED}


def _ai_change(before: Judged, after: Judged) -> int:
    return int(after[1].kind.is_ai) - int(before[1].kind.is_ai)


def _lengths(connection: sqlite3.Connection) -> dict[int, timedelta]:
    """Attended time of each subject: closed days from their sums, the rest from stretches."""
    border = _FIRST
    last = read.last_rolled(connection)
    if last is not None:
        border = read.calendar(connection).bounds(last)[1]
    rows = connection.execute(
        "select subject, sum(ms) from ("
        " select subject, ms from use_by_day where track = :track and day <= :last"
        " union all select subject, end - max(start, :border) from stretch"
        " where track = :track and presence = 1 and end > :border and start > :border - :reach)"
        " group by subject",
        {
            "track": int(Track.ATTENDED),
            "last": last.isoformat() if last else "",
            "border": to_ms(border),
            "reach": _REACH_MS,
        },
    )
    return {number: timedelta(milliseconds=ms) for number, ms in rows}


def _forget_facts(connection: sqlite3.Connection, moved: list[int]) -> None:
    """Days around the first that has stretches may have lost some: they stay as they are."""
    first = connection.execute("select min(start) from stretch").fetchone()[0]
    if first is None:
        return
    whole = read.calendar(connection).day(from_ms(first)) + _EDGE
    connection.executemany(
        "delete from day_facts where day > ?"
        " and day in (select day from use_by_day where subject = ?)",
        [(whole.isoformat(), number) for number in moved],
    )
