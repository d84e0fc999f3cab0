"""What ``humanward report`` tells of a span of days: sums, their range, coverage and gaps.

Closed days come from the kept sums, the rest from the stretches themselves.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.paths import Home
from monitor.core.days import Calendar
from monitor.core.estimate import Browsing, ai_range, coverage
from monitor.core.types import GapReason, Kind, Mark, Presence, Subject, Track, Verdict
from monitor.ports import Clock
from monitor.store import control, lock, read
from monitor.store.connect import reading

_NOTHING = timedelta()
_DAY = timedelta(days=1)
_REACH = timedelta(hours=26)  # a journey may give a day hours so far outside its bounds
_LONG = timedelta(days=92)  # a longer span is told by months


@dataclass(frozen=True, slots=True)
class SubjectUse:
    """Attended and unattended time of one subject."""

    subject: Subject
    verdict: Verdict
    attended: timedelta
    unattended: timedelta


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the span, or of a long one the month that begins then: active and AI time."""

    day: date
    active: timedelta
    ai: timedelta


@dataclass(frozen=True, slots=True)
class Report:
    """A span of days, both inclusive. ``coverage`` is None when nothing was watched.

    ``passive``, ``in_calls`` and ``unchanged`` (input for hours, nothing changed in front) are
    parts of the active time.
    ``not_watching_since`` is set when a daemon watched before and none does now.
    """

    since: date
    until: date
    active: timedelta
    ai: timedelta
    ai_low: timedelta
    ai_high: timedelta
    people: timedelta
    ai_editor: timedelta
    unrecognised_browser: timedelta
    unattended_ai: timedelta
    passive: timedelta
    in_calls: timedelta
    unchanged: timedelta
    coverage: float | None
    subjects: tuple[SubjectUse, ...]
    gaps: tuple[tuple[GapReason, timedelta], ...]
    bars: tuple[Bar, ...]
    by_month: bool
    watching: bool
    not_watching_since: datetime | None
    has_past: bool


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What was read of a span."""

    known: dict[int, read.Judged]
    sums: list[read.Sum]
    gaps: defaultdict[GapReason, timedelta]
    watching: bool
    left: datetime | None


def today(home: Home, clock: Clock) -> date:
    """The person's day that it is now."""
    if not home.ledger.exists():
        return Calendar(()).day(clock.read().wall)
    with reading(home.ledger) as connection:
        return read.calendar(connection).day(clock.read().wall)


def report(home: Home, clock: Clock, since: date, until: date) -> Report:
    """Sum up the days of a span."""
    watching = lock.is_held(home.lock)
    if not home.ledger.exists():
        return _told(_Gathered({}, [], defaultdict(timedelta), watching, None), since, until)
    with reading(home.ledger) as connection:
        life = control.life(connection)
        left = None if watching or life is None else life.stopped or life.beat
        known = read.subjects(connection)
        gathered = _Gathered(known, [], defaultdict(timedelta), watching, left)
        _gather(connection, gathered, since, until, clock.read().wall)
    return _told(gathered, since, until)


def _gather(
    connection: sqlite3.Connection, into: _Gathered, since: date, until: date, now: datetime
) -> None:
    calendar = read.calendar(connection)
    border = min(read.last_rolled(connection) or date.min, calendar.day(now) - _DAY)
    if since <= border:
        last = min(until, border)
        into.sums.extend(_kept_sums(connection, since, last))
        for reason, length in read.gap_sums(connection, since, last):
            into.gaps[reason] += length
    first = max(since, border + _DAY)
    last = min(until, calendar.day(now))
    if first <= last:
        _gather_raw(connection, into, calendar, first, last)


def _kept_sums(connection: sqlite3.Connection, since: date, until: date) -> Iterator[read.Sum]:
    """Whole months of a long span from the months, its ends and a short span from the days."""
    first = since if since.day == 1 else _next_month(since)
    after = _next_month(until) if _next_month(until) == until + _DAY else until.replace(day=1)
    if until - since < _LONG or first >= after:
        yield from read.day_sums(connection, since, until)
        return
    yield from read.day_sums(connection, since, first - _DAY)
    yield from read.month_sums(connection, first, after - _DAY)
    yield from read.day_sums(connection, after, until)


def _gather_raw(
    connection: sqlite3.Connection, into: _Gathered, calendar: Calendar, first: date, last: date
) -> None:
    """Read what is not summed up yet: by SQLite alone, unless a journey cut the days oddly."""
    start, end = calendar.bounds(first)[0], calendar.bounds(last)[1]
    if any(start - _REACH < zone.since < end + _REACH for zone in calendar.zones[1:]):
        into.sums.extend(_cut_sums(connection, into.known, calendar, first, last))
        for gap in read.gaps(connection, start - _REACH, end + _REACH):
            for piece in calendar.pieces(gap.start, gap.end):
                if first <= piece.day <= last:
                    into.gaps[gap.reason] += piece.length
        return
    for ahead in range((last - first).days + 1):
        day = first + ahead * _DAY
        sums = read.sums(connection, *calendar.bounds(day))
        into.sums.extend(read.Sum(day, *one) for one in sums)
    for gap in read.gaps(connection, start, end):
        into.gaps[gap.reason] += gap.length


def _cut_sums(
    connection: sqlite3.Connection,
    known: dict[int, read.Judged],
    calendar: Calendar,
    first: date,
    last: date,
) -> Iterator[read.Sum]:
    numbers = {subject: number for number, (subject, _) in known.items()}
    start, end = calendar.bounds(first)[0] - _REACH, calendar.bounds(last)[1] + _REACH
    for stretch, _ in read.stretches(connection, start, end, known):
        if stretch.presence is Presence.ACTIVE:
            for piece in calendar.pieces(stretch.start, stretch.end):
                if first <= piece.day <= last:
                    number = numbers[stretch.subject]
                    yield read.Sum(piece.day, number, stretch.track, stretch.marks, piece.length)


def _told(found: _Gathered, since: date, until: date) -> Report:
    uses = _subjects(found)
    attended = [(one.verdict, one.attended) for one in uses]
    unattended = [(one.verdict, one.unattended) for one in uses]
    browsing = Browsing.of((one.subject, one.verdict, one.attended) for one in uses)
    low, ai, high = ai_range(attended, browsing)
    active = sum((length for _, length in attended), _NOTHING)
    unseen = found.gaps[GapReason.BLIND] + found.gaps[GapReason.STALLED]
    by_month = until - since >= _LONG
    return Report(
        since=since,
        until=until,
        active=active,
        ai=ai,
        ai_low=low,
        ai_high=high,
        people=_total(attended, lambda kind: kind.is_people),
        ai_editor=_total(attended, lambda kind: kind is Kind.AI_IDE),
        unrecognised_browser=browsing.unrecognised,
        unattended_ai=_total(unattended, lambda kind: kind.is_ai),
        passive=_marked(found, Mark.PASSIVE),
        in_calls=_marked(found, Mark.CALL),
        unchanged=_marked(found, Mark.UNCHANGED),
        coverage=coverage(active=active, unrecognised=browsing.unrecognised, unseen=unseen),
        subjects=uses,
        gaps=tuple(sorted((reason, length) for reason, length in found.gaps.items() if length)),
        bars=_bars(found, since, until, by_month=by_month),
        by_month=by_month,
        watching=found.watching,
        not_watching_since=found.left,
        has_past=found.watching or found.left is not None,
    )


def _subjects(found: _Gathered) -> tuple[SubjectUse, ...]:
    """Time by subject, the longest first."""
    attended: dict[int, timedelta] = {}
    unattended: dict[int, timedelta] = {}
    for one in found.sums:
        track = attended if one.track is Track.ATTENDED else unattended
        track[one.subject] = track.get(one.subject, _NOTHING) + one.length
    uses = [
        SubjectUse(*found.known[number], attended.get(number, _NOTHING),
                   unattended.get(number, _NOTHING))
        for number in {**attended, **unattended}
    ]  # fmt: skip
    return tuple(sorted(uses, key=lambda one: (-one.attended, -one.unattended)))


def _bars(found: _Gathered, since: date, until: date, *, by_month: bool) -> tuple[Bar, ...]:
    active: dict[date, timedelta] = {}
    ai: dict[date, timedelta] = {}
    for one in found.sums:
        if one.track is not Track.ATTENDED:
            continue
        day = one.day.replace(day=1) if by_month else one.day
        active[day] = active.get(day, _NOTHING) + one.length
        if found.known[one.subject][1].kind.is_ai:
            ai[day] = ai.get(day, _NOTHING) + one.length
    day = since.replace(day=1) if by_month else since
    bars = []
    while day <= until:
        bars.append(Bar(day, active.get(day, _NOTHING), ai.get(day, _NOTHING)))
        day = _next_month(day) if by_month else day + _DAY
    return tuple(bars)


def _total(uses: list[tuple[Verdict, timedelta]], counts: Callable[[Kind], bool]) -> timedelta:
    return sum((length for verdict, length in uses if counts(verdict.kind)), _NOTHING)


def _marked(found: _Gathered, mark: Mark) -> timedelta:
    return sum((one.length for one in found.sums if one.marks & mark), _NOTHING)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
