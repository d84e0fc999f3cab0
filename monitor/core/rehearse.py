"""Rehearse: which nudges a kept past would have brought, by the real rules and the real settling.

One past is played under any number of settings; what they share is reckoned once.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from config.schema import Contact, Evening, Limit, Per, Settings
from monitor.core.almanac import Almanac
from monitor.core.contacts import PeopleCourse, tells
from monitor.core.facts import gives_help
from monitor.core.limits import Seen, counts
from monitor.core.nudging.words import Law
from monitor.core.occasions import EveningCourse, of_ask_first, of_limit, of_returning
from monitor.core.play import Course, Past, Said, play
from monitor.core.runs import Scene, to_ms
from monitor.core.tags import bears
from monitor.core.there import There, in_call
from monitor.core.types import Presence

_DAY = timedelta(days=1)
_ACTIVE = Presence.ACTIVE

Label = Callable[[Scene], Hashable | None]


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


class Rehearsal:
    """Plays one past under any number of settings; what two of them share is reckoned once."""

    def __init__(self, past: Past) -> None:
        self._past = replace(past, calendar=Almanac(past.calendar.zones, past.calendar.starts))
        self._there = There.of(past.runs)
        self._seen: dict[Hashable, list[Seen]] = {}
        self._courses: dict[Hashable, Course] = {}

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
        return tuple(play(self._past, self._there, courses, law, held_by_less))

    def _of_limit(self, limit: Limit) -> Course:
        if limit not in self._courses:
            is_spell = limit.per is Per.SPELL

            def label(scene: Scene) -> bool | None:
                counted = counts(limit, scene.verdict)
                return counted if scene.presence is _ACTIVE and (counted or is_spell) else None

            seen = self._of_label(label)
            self._courses[limit] = of_limit(limit, seen, self._past.calendar)
        return self._courses[limit]

    def _of_returning(self, settings: Settings) -> Course:
        rule, left_out = settings.returning, settings.index.leave_out
        if (rule, left_out) not in self._courses:

            def label(scene: Scene) -> bool | None:
                is_ai = scene.presence is _ACTIVE and scene.verdict.kind.is_ai
                return True if is_ai and not bears(scene.verdict, left_out) else None

            seen = self._of_label(label)
            self._courses[rule, left_out] = of_returning(rule, seen, left_out)
        return self._courses[rule, left_out]

    def _of_ask_first(self, settings: Settings) -> Course:
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

    def _of_people(self, rule: Contact) -> Course:
        if rule not in self._courses:
            past, seen = self._past, self._of_label(tells)
            span = (past.since, past.until)
            self._courses[rule] = PeopleCourse(past.known, rule, seen, past.calendar, span)
        return self._courses[rule]

    def _of_evening(self, rule: Evening) -> Course:
        if rule not in self._courses:
            past = self._past
            self._courses[rule] = EveningCourse(rule, past.calendar, past.since, past.until)
        return self._courses[rule]

    def _of_label(self, label: Label) -> list[Seen]:
        labels = self._past.runs.labels(label)
        if labels not in self._seen:
            self._seen[labels] = self._past.runs.seen(labels)
        return self._seen[labels]
