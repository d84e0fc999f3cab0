"""What a day held that its sums do not tell: bouts, sessions, spells, returns. Order matters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from config.schema import Span
from monitor.core import hours
from monitor.core.days import Calendar
from monitor.core.types import Presence, Stretch, Track, Verdict

BOUT_GAP = timedelta(seconds=30)
SESSION_GAP = timedelta(minutes=5)
BREAK = timedelta(minutes=5)
_RETURN_FROM = timedelta(minutes=1)
_RETURN_TO = timedelta(minutes=10)
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One day in order.

    A bout joins AI gaps of up to 30 s, a session gaps of up to 5 min; its length is the AI time
    inside. A spell ends with 5 min away from the screen. A return is a bout begun 1 to 10 min
    after AI was left. ``night`` is AI time in the person's night. ``seen`` is attended time with
    or without input, ``unseen`` blind or stalled.
    """

    day: date
    active: timedelta = _NOTHING
    ai: timedelta = _NOTHING
    bouts: int = 0
    sessions: int = 0
    longest_session: timedelta = _NOTHING
    longest_spell: timedelta = _NOTHING
    returns: int = 0
    night: timedelta = _NOTHING
    seen: timedelta = _NOTHING
    unseen: timedelta = _NOTHING


@dataclass(frozen=True, slots=True)
class _Course:
    """Where the fold stands: ends of the last active and AI time, lengths of what is open."""

    facts: DayFacts
    active_end: datetime | None = None
    ai_end: datetime | None = None
    spell: timedelta = _NOTHING
    session: timedelta = _NOTHING


def day_facts(
    day: date,
    stretches: Iterable[tuple[Stretch, Verdict]],
    *,
    unseen: timedelta,
    calendar: Calendar,
    night: Span,
) -> DayFacts:
    """Fold the stretches of one day, in order of time and cut at its bounds."""
    course = _Course(DayFacts(day, unseen=unseen))
    at_night = _NOTHING
    for stretch, verdict in stretches:
        if stretch.track is Track.ATTENDED:
            course = _step(course, stretch, is_ai=verdict.kind.is_ai)
            if verdict.kind.is_ai and stretch.presence is Presence.ACTIVE:
                at_night += _inside(night, calendar, stretch)
    return replace(course.facts, night=at_night)


def _inside(span: Span, calendar: Calendar, stretch: Stretch) -> timedelta:
    length, at = _NOTHING, stretch.start
    while at < stretch.end:
        stop = min(stretch.end, hours.edge((span,), calendar, at))
        if hours.inside((span,), calendar, at):
            length += stop - at
        at = stop
    return length


def _step(course: _Course, stretch: Stretch, *, is_ai: bool) -> _Course:
    facts = replace(course.facts, seen=course.facts.seen + stretch.length)
    if stretch.presence is not Presence.ACTIVE:
        return replace(course, facts=facts)
    away = BREAK if course.active_end is None else stretch.start - course.active_end
    spell = stretch.length + (course.spell if away < BREAK else _NOTHING)
    facts = replace(
        facts,
        active=facts.active + stretch.length,
        longest_spell=max(facts.longest_spell, spell),
    )
    course = replace(course, facts=facts, active_end=stretch.end, spell=spell)
    return _step_ai(course, stretch) if is_ai else course


def _step_ai(course: _Course, stretch: Stretch) -> _Course:
    facts = course.facts
    left = None if course.ai_end is None else stretch.start - course.ai_end
    joins = left is not None and left <= SESSION_GAP
    session = stretch.length + (course.session if joins else _NOTHING)
    facts = replace(
        facts,
        ai=facts.ai + stretch.length,
        bouts=facts.bouts + (left is None or left > BOUT_GAP),
        sessions=facts.sessions + (not joins),
        longest_session=max(facts.longest_session, session),
        returns=facts.returns + (left is not None and _RETURN_FROM <= left <= _RETURN_TO),
    )
    return replace(course, facts=facts, ai_end=stretch.end, session=session)
