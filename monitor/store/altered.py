"""How much of the kept time the person's corrections change."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.core.correct import Correction, Seen, changed
from monitor.core.days import Calendar
from monitor.core.tags import bears
from monitor.core.types import Presence, Stretch, Track
from monitor.store import corrections, read
from monitor.store.moments import from_ms

_NOTHING = timedelta()
_REACH = timedelta(hours=26)  # a journey may give a day hours so far outside its bounds


def length(
    connection: sqlite3.Connection,
    calendar: Calendar,
    first: date,
    last: date,
    without: Collection[str] = (),
) -> timedelta:
    """Time on these days, both inclusive, that counts otherwise than it was seen.

    Left out is what counts as something that bears one of the tags ``without``.
    """
    since, until = calendar.bounds(first)[0] - _REACH, calendar.bounds(last)[1] + _REACH
    over = corrections.lying(connection, since, until)
    if not over:
        return _NOTHING
    from monitor.store import bygone  # noqa: PLC0415 - few have any, and reports are quick

    days = [day for day in bygone.days_of(calendar, over) if first <= day <= last]
    if not days:
        return _NOTHING
    known = read.subjects(connection)
    gone = [day for day in days if bygone.is_bygone(connection, calendar, day)]
    there = frozenset(days) - frozenset(gone)
    told = sum((_of_sums(connection, known, day, over, without) for day in gone), _NOTHING)
    for start, end in _spans(over) if there else ():
        reach = max(since, start), min(until, end)
        for seen in read.stretches_as_kept(connection, *reach, known):
            for piece in changed(seen, over):
                if _differs(seen, piece) and not bears(piece[1], without):
                    parts = calendar.pieces(piece[0].start, piece[0].end)
                    told += sum((one.length for one in parts if one.day in there), _NOTHING)
    return told


def _spans(over: Sequence[Correction]) -> Iterator[tuple[datetime, datetime]]:
    """The spans that corrections lie over, each moment once."""
    start: datetime | None = None
    end = from_ms(0)
    for one in sorted(over, key=lambda one: one.start):
        if start is not None and one.start <= end:
            end = max(end, one.end)
            continue
        if start is not None:
            yield start, end
        start, end = one.start, one.end
    if start is not None:
        yield start, end


def _of_sums(
    connection: sqlite3.Connection,
    known: dict[int, read.Judged],
    day: date,
    over: Sequence[Correction],
    without: Collection[str],
) -> timedelta:
    """The same of a day whose stretches are gone: a correction counts where it covers a part."""
    told = _NOTHING
    for start, end, number, track, marks, presence, ms in connection.execute(
        "select start, end, subject, track, marks, presence, ms from use_as_kept where day = ?",
        (day.isoformat(),),
    ):
        subject, verdict = known[number]
        stretch = Stretch(
            from_ms(start), from_ms(end), subject, Presence(presence), track=Track(track),
            marks=marks,
        )  # fmt: skip
        seen = after = (stretch, verdict)
        for one in over:
            if one.start <= stretch.start and stretch.end <= one.end:
                after = one.change(after)
        if _differs(seen, after) and not bears(after[1], without):
            told += timedelta(milliseconds=ms)
    return told


def _differs(seen: Seen, after: Seen) -> bool:
    """Whether it counts otherwise; time with nobody there counts as nothing either way."""
    before, now = seen[0], after[0]
    if Presence.ACTIVE not in {before.presence, now.presence}:
        return False
    return replace(now, start=before.start, end=before.end) != before
