"""When each rule finds something in a kept past: its real steps and findings, not minute by minute.

A course keeps a rule's state before each stretch with which it finds something, so that what it
finds at any minute is one step away; and the minutes at which that may become another.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from config.schema import AskFirst, Evening, Limit, Returning
from monitor.core import limits
from monitor.core.days import Calendar
from monitor.core.limits import Count, Seen
from monitor.core.notices import Finding
from monitor.core.nudging import orders
from monitor.core.rules import ask_first, evening, returning
from monitor.core.rules.ask_first import Asked
from monitor.core.rules.returning import Returns
from monitor.core.runs import MINUTE_MS, minute_from, to_ms
from monitor.core.types import Stretch, Verdict

_DAY = timedelta(days=1)
_LEAST = timedelta(milliseconds=1)  # a limit of nothing is reached by the least that counts
_State = TypeVar("_State")
_Found = TypeVar("_Found")


class Course(Generic[_State, _Found]):
    """What one rule finds, minute by minute; ``changes_ms`` are minutes that may differ."""

    def __init__(
        self,
        step: Callable[[_State, Stretch, Verdict], _State],
        findings: Callable[[_State, datetime], tuple[_Found, ...]],
    ) -> None:
        self.changes_ms: list[int] = []
        self._step = step
        self._findings = findings
        self._starts_ms: list[int] = []
        self._before: list[tuple[_State, Seen] | None] = []

    def keep(self, before: _State, seen: Seen, *, finds: bool) -> None:
        """Keep the state before a stretch; where nothing is found up to the next, only that."""
        if finds or (self._before and self._before[-1]):
            self._starts_ms.append(to_ms(seen[0].start))
            self._before.append((before, seen) if finds else None)

    def find(self, minute_ms: int, now: datetime) -> tuple[_Found, ...]:
        """Tell what the rule finds at a minute, as if nothing had been seen after it."""
        place = bisect_left(self._starts_ms, minute_ms) - 1
        kept = self._before[place] if place >= 0 else None
        if kept is None:
            return ()
        before, (stretch, verdict) = kept
        if stretch.end > now:
            stretch = _of(stretch, stretch.start, now)
        return self._findings(self._step(before, stretch, verdict), now)


class EveningCourse:
    """What the evening brings, as if somebody were there all the time to read it."""

    def __init__(self, rule: Evening, calendar: Calendar, since: datetime, until: datetime) -> None:
        self._rule = rule
        self._calendar = calendar
        self.changes_ms = sorted(self._changes(since, until))

    def find(self, minute_ms: int, now: datetime) -> tuple[Finding, ...]:  # noqa: ARG002 - as every course is asked
        """Tell what the evening brings at a minute."""
        return evening.findings(now, self._calendar, self._rule, is_there=True)

    def _changes(self, since: datetime, until: datetime) -> Iterator[int]:
        """Each day and each evening begins."""
        day = self._calendar.day(since)
        while (begins := self._calendar.bounds(day)[0]) < until:
            yield first_from(begins)
            if at := orders.begin(day, self._rule.hour, self._calendar):
                yield first_from(at)
            day += _DAY


def of_limit(limit: Limit, seen: Sequence[Seen], calendar: Calendar) -> Course[Count, Finding]:
    """The course of one limit over the time that it counts; for a spell, over all active time."""

    def step(count: Count, stretch: Stretch, verdict: Verdict) -> Count:
        return limits.step(count, stretch, verdict, calendar)

    course = Course(step, lambda count, now: limits.findings((count,), now, calendar))
    count, least, was_reached = limits.begin(limit), max(limit.at_most, _LEAST), False
    for one in seen:
        after = limits.step(count, *one, calendar)
        reached = after.amount >= least
        if reached or was_reached or after.place is not count.place:
            for before, piece, then in _pieces(count, one, calendar):
                course.keep(before, piece, finds=then.amount >= least)
                course.changes_ms.extend(_reached(before, piece[0].start, then))
        count, was_reached = after, reached
    return course


def of_returning(
    rule: Returning, seen: Sequence[Seen], left_out: tuple[str, ...]
) -> Course[Returns, Finding]:
    """The course of the rule about returns, over AI time."""

    def step(returns: Returns, stretch: Stretch, verdict: Verdict) -> Returns:
        return returning.step(returns, stretch, verdict, rule, left_out)

    course = Course(step, lambda returns, now: returning.findings(returns, now, rule))
    returns = Returns()
    for one in seen:
        start, ended = one[0].start, returns.until
        after = step(returns, *one)
        course.keep(returns, one, finds=after.until is not None and after.until > start)
        if after.until != ended and (ended is None or ended <= start):
            course.changes_ms += [first_from(ended)] if ended else []
            course.changes_ms.append(first_after(start))
        returns = after
    course.changes_ms += [first_from(returns.until)] if returns.until else []
    return course


def of_ask_first(
    rule: AskFirst, seen: Sequence[Seen], calendar: Calendar, left_out: tuple[str, ...]
) -> Course[Asked, Finding]:
    """The course of the rule about help that was sought, over time with any source of help."""

    def step(asked: Asked, stretch: Stretch, verdict: Verdict) -> Asked:
        return ask_first.step(asked, stretch, verdict, calendar, left_out)

    course = Course(step, lambda asked, now: ask_first.findings(asked, now, rule))
    asked = Asked()
    for one in seen:
        for piece in _days(asked, one, step):
            after = step(asked, *piece)
            course.keep(asked, piece, finds=max(after.first, asked.first) >= rule.episodes)
            is_new = asked.first < rule.episodes or after.day != asked.day
            if after.first >= rule.episodes and is_new:
                course.changes_ms.append(first_after(max(piece[0].start, after.begins)))
            asked = after
    return course


def _days(
    asked: Asked, seen: Seen, step: Callable[[Asked, Stretch, Verdict], Asked]
) -> Iterator[Seen]:
    """Cut a stretch where a day ends, for what was found in the one is not found in the next.

    A step over no time at all tells the day in which a stretch begins.
    """
    stretch, verdict = seen
    start = stretch.start
    while start < stretch.end:
        asked = step(asked, _of(stretch, start, start), verdict) if start >= asked.ends else asked
        end = min(stretch.end, asked.ends)
        yield (_of(stretch, start, end), verdict) if end - start < stretch.length else seen
        start = end


def _pieces(count: Count, seen: Seen, calendar: Calendar) -> Iterator[tuple[Count, Seen, Count]]:
    """Cut a stretch where a limit's place on the calendar changes; each with the counts around.

    A step over no time at all tells the place at which a stretch begins.
    """
    stretch, verdict = seen
    start = stretch.start
    while start < stretch.end:
        before = limits.step(count, _of(stretch, start, start), verdict, calendar)
        end = min(stretch.end, before.place.until)
        piece = _of(stretch, start, end)
        count = limits.step(before, piece, verdict, calendar)
        yield before, (piece, verdict), count
        start = end


def _reached(before: Count, start: datetime, after: Count) -> Iterator[int]:
    """The minutes at which the limit is reached in a piece, and each time that it is so again."""
    limit, turn = after.limit, 0
    if before.amount >= max(limit.at_most, _LEAST):
        if not limit.again:
            return
        turn = (before.amount - limit.at_most) // limit.again + 1
    while (mark := max(limit.at_most + turn * limit.again, _LEAST)) <= after.amount:
        yield first_from(start + (mark - before.amount))
        if not limit.again:
            return
        turn += 1


def _of(stretch: Stretch, start: datetime, end: datetime) -> Stretch:
    return Stretch(start, end, stretch.subject, stretch.presence, marks=stretch.marks)


def first_from(moment: datetime) -> int:
    """The first whole minute from a moment on."""
    return minute_from(to_ms(moment))


def first_after(moment: datetime) -> int:
    """The first whole minute after a moment."""
    return (to_ms(moment) // MINUTE_MS + 1) * MINUTE_MS
