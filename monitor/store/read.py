"""Read the ledger: rows become the words of the core."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.core.days import Calendar
from monitor.core.types import (
    Gap,
    GapReason,
    Kind,
    Presence,
    Stretch,
    Subject,
    Track,
    Verdict,
    Way,
    Zone,
)
from monitor.store.moments import from_ms, to_ms
from monitor.store.subjects import to_verdict

_REACH_MS = 2 * 3_600_000  # no stretch is longer than an hour and a tick
_UNJUDGED = Verdict("", Kind.OTHER, "nothing in the catalogue matches")
_SUBJECTS = (
    "select subject.id, app, program, host, hint, tool, kind, tags, because, weak from subject"
    " left join verdict on verdict.subject = subject.id"
    " and catalogue = (select value from meta where key = 'catalogue')"
)

Judged = tuple[Subject, Verdict]


@dataclass(frozen=True, slots=True)
class Sum:
    """Active time of one subject, by its number, on one day or in the month that begins then."""

    day: date
    subject: int
    track: Track
    marks: int
    length: timedelta


def subjects(connection: sqlite3.Connection) -> dict[int, Judged]:
    """Every subject by its number, with its verdict of today's catalogue."""
    found = {}
    for number, app, program, host, hint, *verdict in connection.execute(_SUBJECTS):
        judged = to_verdict(*verdict) if verdict[0] is not None else _UNJUDGED
        found[number] = (Subject(app, program, host, hint), judged)
    if connection.execute("select 1 from correction limit 1").fetchone():
        from monitor.store import corrections  # noqa: PLC0415 - few have any, and status is quick

        corrections.extend(connection, found)
    return found


def stretches(
    connection: sqlite3.Connection, since: datetime, until: datetime, known: dict[int, Judged]
) -> Iterator[tuple[Stretch, Verdict]]:
    """Stretches that touch a span, cut at its edges, in order of time, as the person corrected."""
    found = stretches_as_kept(connection, since, until, known)
    if not _is_corrected(connection, since, until):
        return found
    from monitor.core import correct  # noqa: PLC0415 - few have any, and status is quick
    from monitor.store import corrections  # noqa: PLC0415 - as above

    return correct.lay(found, corrections.lying(connection, since, until))


def stretches_as_kept(
    connection: sqlite3.Connection, since: datetime, until: datetime, known: dict[int, Judged]
) -> Iterator[tuple[Stretch, Verdict]]:
    """The same as it was seen, whatever the person said of it."""
    rows = connection.execute(
        "select start, end, subject, presence, way, track, marks, source from stretch"
        " where start < ? and start > ? and end > ? order by start",
        (to_ms(until), to_ms(since) - _REACH_MS, to_ms(since)),
    )
    for start, end, number, presence, way, track, marks, source in rows:
        subject, verdict = known[number]
        stretch = Stretch(
            max(since, from_ms(start)),
            min(until, from_ms(end)),
            subject,
            Presence(presence),
            Way(way),
            Track(track),
            marks,
            source,
        )
        yield stretch, verdict


def gaps(connection: sqlite3.Connection, since: datetime, until: datetime) -> Iterator[Gap]:
    """Gaps that touch a span, cut at its edges, in order of time."""
    for gap in whole_gaps(connection, since, until):
        yield Gap(max(since, gap.start), min(until, gap.end), gap.reason)


def whole_gaps(connection: sqlite3.Connection, since: datetime, until: datetime) -> Iterator[Gap]:
    """Gaps that touch a span, from their first moment to their last, in order of time."""
    rows = connection.execute(
        "select start, end, reason from gap where end > ? and start < ? order by start",
        (to_ms(since), to_ms(until)),
    )
    for start, end, reason in rows:
        yield Gap(from_ms(start), from_ms(end), GapReason(reason))


def sums(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> list[tuple[int, Track, int, timedelta]]:
    """Active time by subject, track and marks in a span, as the person corrected it."""
    if _is_corrected(connection, since, until):
        return _corrected_sums(connection, since, until)
    rows = connection.execute(
        "select subject, track, marks, sum(min(end, :until) - max(start, :since)) from stretch"
        " where start < :until and start > :since - :reach and end > :since"
        " and presence = 1 group by subject, track, marks",
        {"since": to_ms(since), "until": to_ms(until), "reach": _REACH_MS},
    )
    return [(number, Track(track), marks, _length(ms)) for number, track, marks, ms in rows]


def _is_corrected(connection: sqlite3.Connection, since: datetime, until: datetime) -> bool:
    span = (to_ms(until), to_ms(since))
    lies = "select 1 from correction where start < ? and end > ? limit 1"
    return connection.execute(lies, span).fetchone() is not None


def _corrected_sums(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> list[tuple[int, Track, int, timedelta]]:
    known = subjects(connection)
    numbers = {subject: number for number, (subject, _) in known.items()}
    lengths: dict[tuple[int, Track, int], timedelta] = {}
    for one, _ in stretches(connection, since, until, known):
        if one.presence is Presence.ACTIVE:
            key = (numbers[one.subject], one.track, one.marks)
            lengths[key] = lengths.get(key, timedelta()) + one.length
    return [(*key, length) for key, length in lengths.items()]


def last_rolled(connection: sqlite3.Connection) -> date | None:
    """The last day whose sums are kept; those of every earlier day are kept too."""
    row = connection.execute("select max(day) from day_facts").fetchone()
    return date.fromisoformat(row[0]) if row[0] else None


def rolled_days(connection: sqlite3.Connection) -> frozenset[date]:
    """The days whose sums are kept."""
    rows = connection.execute("select day from day_facts")
    return frozenset(date.fromisoformat(day) for (day,) in rows)


def day_sums(connection: sqlite3.Connection, since: date, until: date) -> Iterator[Sum]:
    """Active time by day, subject, track and marks, from the kept sums; both days inclusive."""
    rows = connection.execute(
        "select day, subject, track, marks, ms from use_by_day where day between ? and ?",
        (since.isoformat(), until.isoformat()),
    )
    return (Sum(date.fromisoformat(day), number, Track(track), marks, _length(ms))
            for day, number, track, marks, ms in rows)  # fmt: skip


def gap_sums(
    connection: sqlite3.Connection, since: date, until: date
) -> list[tuple[GapReason, timedelta]]:
    """Gap time by reason, from the kept sums; both days inclusive."""
    rows = connection.execute(
        "select reason, sum(ms) from gap_by_day where day between ? and ? group by reason",
        (since.isoformat(), until.isoformat()),
    )
    return [(GapReason(reason), _length(ms)) for reason, ms in rows]


def calendar(connection: sqlite3.Connection) -> Calendar:
    """The zones that were in force, with the hour a day starts."""
    rows = connection.execute("select since, name from zone order by since")
    zones = tuple(Zone(from_ms(since), name) for since, name in rows)
    starts = connection.execute("select value from meta where key = 'day_starts'").fetchone()
    return Calendar(zones, int(starts[0])) if starts else Calendar(zones)


def began(connection: sqlite3.Connection) -> datetime | None:
    """When the first daemon began to watch; None when none ever did."""
    row = connection.execute("select value from meta where key = 'began'").fetchone()
    return from_ms(int(row[0])) if row else None


def _length(ms: int) -> timedelta:
    return timedelta(milliseconds=ms)
