"""When the rule about people finds something in a kept past: by what was noted and seen till then.

Whom the person named is taken as it is today, from the day on which they were named.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.schema import Contact as Rule
from monitor.core.days import Calendar
from monitor.core.limits import Seen
from monitor.core.notices import Finding
from monitor.core.occasions import Course, first_after, first_from
from monitor.core.people import Contact, Person
from monitor.core.rules import contact, sighted
from monitor.core.rules.sighted import Sighted
from monitor.core.runs import Scene
from monitor.core.types import Kind, Presence, Stretch, Verdict

_DAY = timedelta(days=1)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the person named, and the talks that they noted, in the order of time."""

    people: tuple[Person, ...] = ()
    talks: tuple[Contact, ...] = ()


class PeopleCourse:
    """What the rule finds, minute by minute; ``changes_ms`` are minutes that may differ."""

    def __init__(
        self, known: Known, rule: Rule, seen: Sequence[Seen], calendar: Calendar, span: Span
    ) -> None:
        self._rule = rule
        self._calendar = calendar
        self._people = known.people
        self._noted = [talk.at for talk in known.talks]
        self._latest = _latest(known.talks)
        self._sights = _sights(seen, calendar)
        self.changes_ms = sorted(self._changes(known, seen, span))

    def find(self, minute_ms: int, now: datetime) -> tuple[Finding, ...]:
        """Tell what the rule finds at a minute, as if nothing had been noted or seen after it."""
        people = [one for one in self._people if one.added <= now]
        if not people:
            return ()
        noted = self._latest[bisect_right(self._noted, now)]
        talks = (*noted, *self._sights.find(minute_ms, now))
        return contact.findings(people, talks, now, self._calendar, self._rule)

    def _changes(self, known: Known, seen: Sequence[Seen], span: Span) -> Iterator[int]:
        """Days begin, somebody is named, a talk comes, and has been for long."""
        since, until = span
        day = self._calendar.day(since)
        while (begins := self._calendar.bounds(day)[0]) < until:
            yield first_from(begins)
            day += _DAY
        for at in (*(one.added for one in known.people), *self._noted):
            yield from (first_from(at), first_from(at + self._rule.after))
        for stretch, _ in seen:
            yield from (first_after(stretch.start), first_from(stretch.end + self._rule.after))


def tells(scene: Scene) -> Hashable | None:
    """What the rule tells apart in active time: what may be a talk, and of which kind."""
    if scene.presence is not Presence.ACTIVE:
        return None
    is_call = sighted.is_call(scene.verdict, scene.marks)
    is_text = scene.verdict.kind is Kind.MESSAGE
    return (is_call, is_text) if is_call or is_text else None


def _latest(talks: Sequence[Contact]) -> list[tuple[Contact, ...]]:
    """The latest talk with each, after so many of them."""
    last: dict[str, Contact] = {}
    found: list[tuple[Contact, ...]] = [()]
    for talk in talks:
        last[talk.person] = talk
        found.append(tuple(last.values()))
    return found


def _sights(seen: Sequence[Seen], calendar: Calendar) -> Course[Sighted, Contact]:
    def step(before: Sighted, stretch: Stretch, verdict: Verdict) -> Sighted:
        return sighted.step(before, stretch, verdict, calendar)

    course: Course[Sighted, Contact] = Course(step, lambda sights, _: sights.contacts)
    sights = Sighted()
    for one in seen:
        course.keep(sights, one, finds=True)
        sights = step(sights, *one)
    return course
