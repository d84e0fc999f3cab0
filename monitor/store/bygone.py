"""Correct days whose stretches are gone, in their sums, as far as sums can be corrected.

Before the stretches of a corrected day go, its sums are kept as they were seen, cut at the edges
of its corrections: so each of these can be undone exactly. A later correction counts for the hours
that it covers whole. What needs order (sessions, spells) stays as it was seen.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.core.correct import Correction, Seen
from monitor.core.days import Calendar
from monitor.core.types import Presence, Stretch, Track
from monitor.store import coarse, corrections, read
from monitor.store.moments import from_ms, to_ms

_MARGIN = timedelta(hours=26)  # a journey may give a day hours so far outside its bounds
_PUT = "insert into use_as_kept values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_KEEPS = (
    "select 1 where exists (select 1 from use_as_kept where day = :day)"
    " or exists (select 1 from facts_as_kept where day = :day)"
)

Uses = Counter[tuple[int, int, int, int]]
"""Milliseconds by hour, subject, track and marks."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a local hour, with no edge of a correction inside."""

    hour: int
    start: datetime
    end: datetime


def raw_since(connection: sqlite3.Connection) -> datetime | None:
    """The moment before which stretches were forgotten; None: none ever were."""
    row = connection.execute("select value from meta where key = 'raw_since'").fetchone()
    return from_ms(int(row[0])) if row else None


def is_bygone(connection: sqlite3.Connection, calendar: Calendar, day: date) -> bool:
    """Whether some stretch of a day may be gone."""
    since = raw_since(connection)
    return since is not None and calendar.bounds(day)[0] - _MARGIN < since


def of_hour(
    connection: sqlite3.Connection, day: date, hour: int
) -> list[tuple[int, int, int, timedelta]]:
    """Active time by subject, track and marks in one hour of a day, the longest first."""
    rows = connection.execute(
        "select subject, track, marks, ms from use_by_hour where day = ? and hour = ?"
        " order by ms desc",
        (day.isoformat(), hour),
    )
    return [(number, track, marks, timedelta(milliseconds=ms)) for number, track, marks, ms in rows]


def part_with(
    connection: sqlite3.Connection,
    calendar: Calendar,
    before: datetime,
    without: Callable[[date], str],
) -> None:
    """Keep what it takes to undo corrections of days that lose stretches from before a moment.

    ``without`` tells the facts of a day as they are without corrections.
    """
    leaving = _leaving(connection, calendar, before)
    connection.execute("insert or replace into meta values ('raw_since', ?)", (str(to_ms(before)),))
    for day in leaving:
        over = touching(connection, calendar, day)
        _keep_uses(connection, calendar, day, over)
        text = day.isoformat()
        row = connection.execute("select facts from day_facts where day = ?", (text,)).fetchone()
        told = [(text, "", without(day))]
        told += [(text, corrections.numbers(over), row[0])] if row else []
        connection.executemany("insert or replace into facts_as_kept values (?, ?, ?)", told)


def touching(
    connection: sqlite3.Connection, calendar: Calendar, day: date
) -> tuple[Correction, ...]:
    """The corrections that lie over some of a day."""
    since, until = _around(calendar, day)
    found = corrections.lying(connection, since, until)
    return tuple(one for one in found if day in days_of(calendar, (one,)))


def days_of(calendar: Calendar, found: Sequence[Correction]) -> tuple[date, ...]:
    """The days that corrections lie over."""
    pieces = (piece for one in found for piece in calendar.pieces(one.start, one.end))
    return tuple(sorted({piece.day for piece in pieces}))


def recount(
    connection: sqlite3.Connection, calendar: Calendar, day: date
) -> tuple[Uses, Counter[int]]:
    """Tell a bygone day's uses as corrected, and by correction the ms that stay uncorrected.

    The facts of the day are told anew at once.
    """
    over = touching(connection, calendar, day)
    if not connection.execute(_KEEPS, {"day": day.isoformat()}).fetchone():
        _keep_sums(connection, calendar, day)
    known = read.subjects(connection)
    numbers = {subject: number for number, (subject, _) in known.items()}
    uses: Uses = Counter()
    left: Counter[int] = Counter()
    parts = []
    for hour, ms, seen in _as_kept(connection, known, day):
        told, missed = _corrected(seen, over)
        left.update(dict.fromkeys(missed, ms))
        parts.append((hour, ms, told))
        if told[0].presence is Presence.ACTIVE:
            number = numbers[told[0].subject]
            if number < 0:
                number = numbers[told[0].subject] = corrections.adopt(connection, *known[number])
            uses[hour, number, told[0].track, told[0].marks] += ms
    _tell_facts(connection, day, over, parts)
    return uses, left


def _corrected(seen: Seen, over: Sequence[Correction]) -> tuple[Seen, tuple[int, ...]]:
    """Tell a part as corrected, and by number the corrections that cover but some of it."""
    whole, missed = seen[0], []
    for one in over:
        if one.start <= whole.start and whole.end <= one.end:
            seen = one.change(seen)
        elif one.start < whole.end and whole.start < one.end and one.speaks_of(*seen):
            missed.append(one.number)
    return seen, tuple(missed)


def _tell_facts(
    connection: sqlite3.Connection,
    day: date,
    over: Sequence[Correction],
    parts: Sequence[coarse.HourPart],
) -> None:
    text, names = day.isoformat(), corrections.numbers(over)
    kept = dict(
        connection.execute("select corrections, facts from facts_as_kept where day = ?", (text,))
    )
    if kept:
        facts = kept.get(names) or coarse.retold(kept[""], parts)
        connection.execute("update day_facts set facts = ? where day = ?", (facts, text))
    if not over:
        connection.execute("delete from use_as_kept where day = ?", (text,))
        connection.execute("delete from facts_as_kept where day = ?", (text,))


def _as_kept(
    connection: sqlite3.Connection, known: dict[int, read.Judged], day: date
) -> Iterator[tuple[int, int, Seen]]:
    rows = connection.execute(
        "select hour, start, end, subject, track, marks, presence, ms from use_as_kept"
        " where day = ?",
        (day.isoformat(),),
    ).fetchall()
    for hour, start, end, number, track, marks, presence, ms in rows:
        subject, verdict = known[number]
        stretch = Stretch(
            from_ms(start), from_ms(end), subject, Presence(presence), track=Track(track),
            marks=marks,
        )  # fmt: skip
        yield hour, ms, (stretch, verdict)


def _keep_sums(connection: sqlite3.Connection, calendar: Calendar, day: date) -> None:
    """Keep the sums of a day that was never corrected; idle time is in none."""
    text, hulls = day.isoformat(), _hulls(calendar, day)
    rows = connection.execute(
        "select hour, subject, track, marks, ms from use_by_hour where day = ?", (text,)
    ).fetchall()
    connection.executemany(
        _PUT,
        [(text, hour, *hulls[hour], number, track, marks, int(Presence.ACTIVE), ms)
         for hour, number, track, marks, ms in rows],
    )  # fmt: skip
    connection.execute(
        "insert or replace into facts_as_kept select day, '', facts from day_facts where day = ?",
        (text,),
    )


def _keep_uses(
    connection: sqlite3.Connection, calendar: Calendar, day: date, over: Sequence[Correction]
) -> None:
    """Keep what was seen on a day, cut where a correction begins or ends."""
    known = read.subjects(connection)
    numbers = {subject: number for number, (subject, _) in known.items()}
    parts = tuple(_parts(calendar, day, over))
    since, until = _around(calendar, day)
    kept: Counter[tuple[Part, int, int, int, int]] = Counter()
    for one, _ in read.stretches_as_kept(connection, since, until, known):
        for part in parts:
            shared = min(one.end, part.end) - max(one.start, part.start)
            if shared > timedelta():
                key = (part, numbers[one.subject], int(one.track), one.marks, int(one.presence))
                kept[key] += shared // timedelta(milliseconds=1)
    connection.execute("delete from use_as_kept where day = ?", (day.isoformat(),))
    connection.executemany(
        _PUT,
        [(day.isoformat(), part.hour, to_ms(part.start), to_ms(part.end), *rest, ms)
         for (part, *rest), ms in kept.items()],
    )  # fmt: skip


def _parts(calendar: Calendar, day: date, over: Sequence[Correction]) -> Iterator[Part]:
    edges = sorted({edge for one in over for edge in (one.start, one.end)})
    for piece in calendar.pieces(*_around(calendar, day)):
        if piece.day != day:
            continue
        inside = [edge for edge in edges if piece.start < edge < piece.end]
        for start, end in zip((piece.start, *inside), (*inside, piece.end), strict=True):
            yield Part(piece.hour, start, end)


def _hulls(calendar: Calendar, day: date) -> dict[int, tuple[int, int]]:
    """From the first to the last moment of each local hour of a day, in ms."""
    since, until = map(to_ms, _around(calendar, day))
    told: dict[int, tuple[int, int]] = {}
    for part in _parts(calendar, day, ()):
        start, end = to_ms(part.start), to_ms(part.end)
        first, last = told.get(part.hour, (start, end))
        told[part.hour] = (min(first, start), max(last, end))
    return {hour: told.get(hour, (since, until)) for hour in range(24)}


def _leaving(
    connection: sqlite3.Connection, calendar: Calendar, before: datetime
) -> tuple[date, ...]:
    """The corrected days that are whole now and lose stretches from before a moment."""
    days = days_of(calendar, corrections.every(connection))
    return tuple(
        day
        for day in days
        if calendar.bounds(day)[0] - _MARGIN < before and not is_bygone(connection, calendar, day)
    )


def _around(calendar: Calendar, day: date) -> tuple[datetime, datetime]:
    start, end = calendar.bounds(day)
    return start - _MARGIN, end + _MARGIN
