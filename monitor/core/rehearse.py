"""Rehearse: which nudges a kept past would have brought, by the real rules and the real settling.

A daemon judges every minute. So does this, but it passes over the minutes at which nothing can
come of it: where nothing is found that was not there before, or all is forbidden anyway. What
would have been answered nobody knows, so no answer is taken for granted.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from config.schema import Contact, Evening, Limit, Per, Settings
from monitor.core import hours
from monitor.core.almanac import Almanac
from monitor.core.contacts import Known, PeopleCourse, tells
from monitor.core.days import Calendar
from monitor.core.facts import gives_help
from monitor.core.limits import Seen, counts
from monitor.core.notices import Finding
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import Decision, End, Facts, Given, History, Law
from monitor.core.occasions import EveningCourse, of_ask_first, of_limit, of_returning
from monitor.core.runs import MINUTE_MS, Runs, Scene, minute_from, moment, to_ms
from monitor.core.tags import bears
from monitor.core.there import NEVER_MS, There, in_call
from monitor.core.types import Presence

_REMEMBERED = timedelta(days=8)  # without answers, nothing older than a week holds anything back
_DAY = timedelta(days=1)
_ACTIVE = Presence.ACTIVE
_NOBODY = Known()

Label = Callable[[Scene], Hashable | None]


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


def telling_apart(chosen: Sequence[Settings]) -> Label:
    """Tell what the rules of these settings tell apart, None for what none of them counts."""
    limits = [limit for one in chosen for limit in one.limit if limit.on]
    apart = tuple({(limit.what, limit.without): limit for limit in limits}.values())
    left_out = tuple(dict.fromkeys(one.index.leave_out for one in chosen))
    asks = any(one.ask_first.on for one in chosen)

    def label(scene: Scene) -> Hashable | None:
        verdict, is_active = scene.verdict, scene.presence is _ACTIVE
        helps = asks and gives_help(verdict.kind)
        if not is_active and not helps:
            return None
        counted = tuple(counts(limit, verdict) for limit in apart)
        without = tuple(bears(verdict, tags) for tags in left_out)
        talk = tells(scene)
        return is_active, in_call(scene), helps, verdict.kind.is_ai, talk, counted, without

    return label


class _Course(Protocol):
    """What one rule finds at any minute, and the minutes at which it may find something else."""

    @property
    def changes_ms(self) -> Sequence[int]: ...

    def find(self, minute_ms: int, now: datetime) -> tuple[Finding, ...]: ...


class Rehearsal:
    """Plays one past under any number of settings; what two of them share is reckoned once."""

    def __init__(self, past: Past) -> None:
        self._past = replace(past, calendar=Almanac(past.calendar.zones, past.calendar.starts))
        self._there = There.of(past.runs)
        self._seen: dict[Hashable, list[Seen]] = {}
        self._courses: dict[Hashable, _Course] = {}

    def days(self, since: date, until: date) -> tuple[date, ...]:
        """The days of a span, both inclusive, on which somebody was at the screen."""
        found = []
        day = since
        while day <= until:
            begins, ends = self._past.calendar.bounds(day)
            if self._there.anybody(to_ms(begins), to_ms(ends)):
                found.append(day)
            day += _DAY
        return tuple(found)

    def under(self, settings: Settings, law: Law) -> tuple[Said, ...]:
        """Tell the nudges there would have been by a law, in the order of time."""
        if not settings.nudge.on:
            return ()
        on = [limit for limit in settings.limit if limit.on]
        courses = [self._of_limit(limit) for limit in on]
        held_by_less = [self._of_limit(limit) for limit in on if limit.name in law.prompt]
        if settings.returning.on:
            courses.append(self._of_returning(settings))
        if settings.ask_first.on:
            courses.append(self._of_ask_first(settings))
        if settings.contact.on and self._past.known.people:
            courses.append(self._of_people(settings.contact))
        if law.orders:
            evening = self._of_evening(settings.evening)
            courses.append(evening)
            held_by_less.append(evening)
        return tuple(_play(self._past, self._there, courses, law, held_by_less))

    def _of_limit(self, limit: Limit) -> _Course:
        if limit not in self._courses:
            is_spell = limit.per is Per.SPELL

            def label(scene: Scene) -> bool | None:
                counted = counts(limit, scene.verdict)
                return counted if scene.presence is _ACTIVE and (counted or is_spell) else None

            seen = self._of_label(label)
            self._courses[limit] = of_limit(limit, seen, self._past.calendar)
        return self._courses[limit]

    def _of_returning(self, settings: Settings) -> _Course:
        rule, left_out = settings.returning, settings.index.leave_out
        if (rule, left_out) not in self._courses:

            def label(scene: Scene) -> bool | None:
                is_ai = scene.presence is _ACTIVE and scene.verdict.kind.is_ai
                return True if is_ai and not bears(scene.verdict, left_out) else None

            seen = self._of_label(label)
            self._courses[rule, left_out] = of_returning(rule, seen, left_out)
        return self._courses[rule, left_out]

    def _of_ask_first(self, settings: Settings) -> _Course:
        rule, left_out = settings.ask_first, settings.index.leave_out
        if (rule, left_out) not in self._courses:

            def label(scene: Scene) -> bool | None:
                if not gives_help(scene.verdict.kind):
                    return None
                is_ai = scene.presence is _ACTIVE and scene.verdict.kind.is_ai
                return is_ai and not bears(scene.verdict, left_out)

            seen = self._of_label(label)
            calendar = self._past.calendar
            self._courses[rule, left_out] = of_ask_first(rule, seen, calendar, left_out)
        return self._courses[rule, left_out]

    def _of_people(self, rule: Contact) -> _Course:
        if rule not in self._courses:
            past, seen = self._past, self._of_label(tells)
            span = (past.since, past.until)
            self._courses[rule] = PeopleCourse(past.known, rule, seen, past.calendar, span)
        return self._courses[rule]

    def _of_evening(self, rule: Evening) -> _Course:
        if rule not in self._courses:
            past = self._past
            self._courses[rule] = EveningCourse(rule, past.calendar, past.since, past.until)
        return self._courses[rule]

    def _of_label(self, label: Label) -> list[Seen]:
        labels = self._past.runs.labels(label)
        if labels not in self._seen:
            self._seen[labels] = self._past.runs.seen(labels)
        return self._seen[labels]


def _play(
    past: Past,
    there: There,
    courses: Sequence[_Course],
    law: Law,
    held_by_less: Sequence[_Course],
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
    if decision.chosen is not None and decision.waiting:
        return minute  # what waits on is held by the rest from the next minute on
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
