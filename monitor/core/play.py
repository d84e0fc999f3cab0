"""Play a kept past: the nudges that its rules would have brought, by the real settling.

A daemon judges every minute. So does this, but it passes over the minutes at which nothing can
come of it: where nothing is found that was not there before, or all is forbidden anyway. What
would have been answered nobody knows, so no answer is taken for granted.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from monitor.core import hours
from monitor.core.contacts import Known
from monitor.core.days import Calendar
from monitor.core.notices import Finding
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import Decision, End, Facts, Given, History, Law
from monitor.core.runs import MINUTE_MS, Runs, minute_from, moment, to_ms
from monitor.core.there import NEVER_MS, There

_REMEMBERED = timedelta(days=8)  # without answers, nothing older than a week holds anything back
_NOBODY = Known()


@dataclass(frozen=True, slots=True)
class Past:
    """What was kept from one moment up to another; ``first_seen`` is when the ledger began."""

    runs: Runs
    calendar: Calendar
    since: datetime
    until: datetime
    first_seen: datetime | None = None
    known: Known = _NOBODY


@dataclass(frozen=True, slots=True)
class Said:
    """A nudge that there would have been; ``also`` are the rules that were said with it."""

    at: datetime
    day: date
    rule: str
    occasion: str
    also: tuple[str, ...] = ()


class Course(Protocol):
    """What one rule finds at any minute, and the minutes at which it may find something else."""

    @property
    def changes_ms(self) -> Sequence[int]:
        """The minutes, in the order of time."""
        ...

    def find(self, minute_ms: int, now: datetime) -> tuple[Finding, ...]:
        """Tell what it finds at a minute, as if nothing came after it."""
        ...


def play(
    past: Past,
    there: There,
    courses: Sequence[Course],
    law: Law,
    held_by_less: Sequence[Course],
) -> Iterator[Said]:
    """Judge at each minute that may bring something; some rules are held by less than the rest."""
    zones = {minute_from(to_ms(zone.since)) for zone in past.calendar.zones}
    changes = sorted(zones.union(*(course.changes_ms for course in courses)))
    anyway = sorted(set().union(*(course.changes_ms for course in held_by_less)))
    history = History()
    minute, until = minute_from(to_ms(past.since)), to_ms(past.until)
    while minute < until:
        now = moment(minute)
        found = tuple(one for course in courses for one in course.find(minute, now))
        decision = Decision()
        if found or history.waiting:
            how = there.at(minute, past.calendar, past.first_seen)
            decision = settle(now, Facts(found, how), history, law)
            history = History(remember(history.given, decision, now), decision.waiting)
        if decision.chosen is not None:
            also = tuple(one.rule for one in decision.also)
            chosen = decision.chosen
            yield Said(now, past.calendar.day(now), chosen.rule, chosen.occasion, also)
        ends = _next(minute, decision, there, past.calendar, law)
        heeded = anyway if _is_forbidden(decision) else changes
        minute = max(min(_after(minute, heeded), ends), minute + MINUTE_MS)


def _is_forbidden(decision: Decision) -> bool:
    """Whether what holds all that waits lasts until its end, whatever else is found."""
    return bool(decision.waiting) and not all(held.rule for held in decision.held)


def _after(minute: int, changes: Sequence[int]) -> int:
    place = bisect_right(changes, minute)
    return changes[place] if place < len(changes) else NEVER_MS


def _next(minute: int, decision: Decision, there: There, calendar: Calendar, law: Law) -> int:
    """Tell the next minute at which what holds or waits may do so no more."""
    is_settled = decision.chosen is not None or any(one.how is End.SILENT for one in decision.ended)
    if is_settled and decision.waiting:
        return minute  # what waits on is judged anew at the next minute, by the rest or its chance
    held = [(one.rule, one.until) for one in decision.held]
    if _is_forbidden(decision):
        ends = [until for rule, until in held if not rule and until is not None]
        later = to_ms(max(ends)) if ends else there.change_after(minute)
        return minute_from(later)
    later = min((to_ms(until) for rule, until in held if rule and until), default=NEVER_MS)
    if decision.waiting:
        policy = law.policy
        edge = to_ms(hours.edge((*policy.quiet, *policy.hours), calendar, moment(minute)))
        later = min(later, edge, there.change_after(minute), there.turn_after(minute))
    return minute_from(later)


def remember(given: Sequence[Given], decision: Decision, now: datetime) -> tuple[Given, ...]:
    """Add what was said, or left out by chance, to what was said before; nobody answers it."""
    new = [
        Given(one.waiting.finding.rule, one.waiting.finding.occasion, now, is_silent=True)
        for one in decision.ended
        if one.how is End.SILENT
    ]
    if decision.chosen is not None:
        new.append(Given(decision.chosen.rule, decision.chosen.occasion, now))
        new += [Given(one.rule, one.occasion, now, is_part=True) for one in decision.also]
    if not new:
        return tuple(given)
    return (*(one for one in given if one.at > now - _REMEMBERED), *new)
