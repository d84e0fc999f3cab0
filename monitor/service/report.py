"""What ``humanward report`` tells of a span of days: sums, their range, coverage and gaps.

Closed days come from the kept sums, the rest from the stretches themselves.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from config.paths import Home
from monitor.core.days import Calendar
from monitor.core.facts import DayFacts
from monitor.core.tags import bears
from monitor.ports import Clock
from monitor.service.reporting.material import Material, Span
from monitor.service.reporting.shape import Bar, By, Report, Talks, Usual, Without
from monitor.service.reporting.spans import Stride
from monitor.service.reporting.telling import Aside, Setting, tell
from monitor.service.reporting.usual import usual
from monitor.store import altered, control, day_texts, extent, lock, read, talks
from monitor.store.connect import reading
from monitor.store.kept import Kept

__all__ = ["Report", "report", "today"]

_DAY = timedelta(days=1)
_REACH = timedelta(hours=26)  # a journey may give a day hours so far outside its bounds
_BEFORE = timedelta(days=28)  # what is usual is judged by so many days before a span

_Reach = tuple[date, date, datetime, datetime]  # days, and where to look for what they hold


@dataclass(frozen=True, slots=True)
class _Source:
    """An open ledger and the present."""

    connection: sqlite3.Connection
    calendar: Calendar
    known: dict[int, read.Judged]
    now: datetime
    first: date | None
    tags: tuple[str, ...] = ()

    def gather(self, span: Span) -> Material:
        """Read a span, without what bears one of the tags."""
        left_out = (number for number, (_, one) in self.known.items() if bears(one, self.tags))
        found = Material(self.known, frozenset(left_out) if self.tags else frozenset())
        _gather(self, found, span)
        return found


def today(home: Home, clock: Clock) -> date:
    """The person's day that it is now."""
    if not home.ledger.exists():
        return Calendar(()).day(clock.read().wall)
    with reading(home.ledger) as connection:
        return read.calendar(connection).day(clock.read().wall)


def report(  # noqa: PLR0913 - one span by its name, and two things to tell beside it
    home: Home,
    clock: Clock,
    since: date,
    until: date,
    *,
    stride: Stride | None = None,
    by: By | None = None,
    previous: tuple[date, date] | None = None,
    without: tuple[str, ...] = (),
) -> Report:
    """Sum up the days of a span, as a breakdown and beside another span where that is wanted.

    Days before the first of which anything is kept are left out of a span that holds others. Of
    what bears one of the tags ``without`` only the sum is told.
    """
    watching = lock.is_held(home.lock)
    now = clock.read().wall
    left_out = _without(home, without)
    if not home.ledger.exists():
        aside = Aside(stride, by=by)
        return _of_nothing(now, _span(since, until, by), aside, watching, previous, left_out)
    with reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        first_kept = extent.first_day(connection, calendar)
        known = read.subjects(connection)
        source = _Source(connection, calendar, known, now, first_kept, without)
        setting = replace(_setting(source, watching=watching), without=left_out)
        first = max(since, first_kept) if first_kept and first_kept <= until else since
        span = _span(first, until, by)
        aside = Aside(
            stride=stride,
            asked=since if first > since else None,
            by=by,
            talks=_talks(source, span),
            corrected=altered.length(connection, calendar, first, until, without),
            previous=_before(source, setting, _span(*previous, by)) if previous else None,
        )
        told = None if span.is_long else lambda bars: _usual(source, first, bars)
        return tell(source.gather(span), span, setting, aside, told)


def _without(home: Home, tags: tuple[str, ...]) -> Without | None:
    if not tags:
        return None
    from monitor.service.tools import unborne  # noqa: PLC0415 - reads all tools; seldom needed

    return Without(tags, unborne(home, tags))


def _of_nothing(  # noqa: PLR0913, PLR0917 - what a report without a ledger still tells
    now: datetime,
    span: Span,
    aside: Aside,
    watching: bool,  # noqa: FBT001 - one of the things that hold
    previous: tuple[date, date] | None,
    without: Without | None,
) -> Report:
    calendar, nothing = Calendar(()), Material({})
    setting = Setting(calendar.day(now), calendar.starts, watching, None, None, without=without)
    before = tell(nothing, Span(*previous), setting, Aside()) if previous else None
    return tell(nothing, span, setting, replace(aside, previous=before))


def _before(source: _Source, setting: Setting, span: Span) -> Report:
    return tell(source.gather(span), span, setting, Aside())


def _span(since: date, until: date, by: By | None) -> Span:
    short = not Span(since, until).is_long
    return Span(since, until, with_hours=short or by in {By.HOUR, By.WEEKDAY})


def _talks(source: _Source, span: Span) -> tuple[Talks, ...]:
    start, end = source.calendar.bounds(span.since)[0], source.calendar.bounds(span.until)[1]
    return tuple(Talks(*one) for one in talks.noted(source.connection, start, end))


def _setting(source: _Source, *, watching: bool) -> Setting:
    life = control.life(source.connection)
    began = read.began(source.connection)
    return Setting(
        today=source.calendar.day(source.now),
        starts=source.calendar.starts,
        watching=watching,
        left=None if watching or life is None else life.stopped or life.beat,
        began=source.calendar.day(began) if began else None,
        first=source.first,
    )


def _usual(source: _Source, first: date, bars: Sequence[Bar]) -> Usual:
    start, connection = max(first - _BEFORE, source.first or first), source.connection
    today = source.calendar.day(source.now)
    if source.tags:
        return usual(_facts_without(source, start, first - _DAY), first, bars, today)
    texts = day_texts.kept(connection, start, first - _DAY)
    known = {day: day_texts.of_text(day, text, is_part=False) for day, text in texts}
    days = (start + ahead * _DAY for ahead in range((first - start).days))
    if missing := [day for day in days if day not in known]:
        from monitor.store import facts  # noqa: PLC0415 - costs as much as all else; seldom needed

        folded = facts.folded(connection, source.calendar, missing)
        known |= {one.day: one for one in folded}
    return usual(known, first, bars, today)


def _facts_without(source: _Source, first: date, last: date) -> dict[date, DayFacts]:
    """The facts of days without what bears a tag."""
    from config.schema import DEFAULTS  # noqa: PLC0415 - seldom needed, and reports are quick
    from monitor.core.facts import Measure  # noqa: PLC0415 - as above
    from monitor.store import facts  # noqa: PLC0415 - as above

    measure = Measure(source.calendar, DEFAULTS.day.night, source.tags)
    return {one.day: one for one in facts.days(source.connection, measure, first, last)}


def _gather(source: _Source, into: Material, span: Span) -> None:
    today = source.calendar.day(source.now)
    border = min(read.last_rolled(source.connection) or date.min, today - _DAY)
    if span.since <= border:
        _gather_kept(source, into, span, min(span.until, border))
    first = max(span.since, border + _DAY)
    last = min(span.until, today)
    if first <= last:
        _gather_raw(source, into, span, (first, last))


def _gather_kept(source: _Source, into: Material, span: Span, last: date) -> None:
    """Read closed days from their sums alone."""
    connection = source.connection
    ai = [
        number
        for number, (_, verdict) in source.known.items()
        if verdict.kind.is_ai and number not in into.skipped
    ]
    for kept in span.kept(last):
        for number, track, marks, length in kept.uses(connection):
            into.uses[number, track, marks] += length
        for unit, active, part in kept.bars(connection, ai, by_month=span.is_long):
            into.active[unit] += active
            into.ai[unit] += part
        if into.skipped:
            skipped = kept.bars(connection, [*into.skipped], by_month=span.is_long)
            for unit, _, left_out in skipped:
                into.active[unit] -= left_out
    if span.with_hours:
        for weekday, hour, number, length in Kept(span.since, last).hours(connection):
            if number not in into.skipped:
                into.hours[weekday, hour, number] += length
    for reason, length in read.gap_sums(connection, span.since, last):
        into.gaps[reason] += length


def _gather_raw(source: _Source, into: Material, span: Span, days: tuple[date, date]) -> None:
    """Read what is not summed up yet: days whole, unless their hours or a journey cut them."""
    first, last = days
    start, end = source.calendar.bounds(first)[0], source.calendar.bounds(last)[1]
    zones = source.calendar.zones[1:]
    if any(start - _REACH < zone.since < end + _REACH for zone in zones):
        _gather_pieces(source, into, span, (first, last, start - _REACH, end + _REACH))
        _gather_gap_pieces(source, into, (first, last, start - _REACH, end + _REACH))
        return
    if span.with_hours:
        _gather_pieces(source, into, span, (first, last, start, end))
    else:
        for ahead in range((last - first).days + 1):
            day = first + ahead * _DAY
            for use in read.sums(source.connection, *source.calendar.bounds(day)):
                into.take(span.unit(day), use)
    for gap in read.gaps(source.connection, start, end):
        into.gaps[gap.reason] += gap.length


def _gather_pieces(source: _Source, into: Material, span: Span, reach: _Reach) -> None:
    first, last, start, end = reach
    for piece in source.calendar.pieces(start, end):
        if first <= piece.day <= last:
            for use in read.sums(source.connection, piece.start, piece.end):
                into.take(span.unit(piece.day), use)
                into.take_hour(piece, use)


def _gather_gap_pieces(source: _Source, into: Material, reach: _Reach) -> None:
    first, last, start, end = reach
    for gap in read.gaps(source.connection, start, end):
        for piece in source.calendar.pieces(gap.start, gap.end):
            if first <= piece.day <= last:
                into.gaps[gap.reason] += piece.length
