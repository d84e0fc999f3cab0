"""Limits: the time that each one counts, as a fold with one step for one stretch.

A ``Count`` is all that a limit remembers. A daemon keeps the counts up to a moment before which
nothing changes any more (idle time is back-dated, a page may be told late) and folds only what
came after it at each judgement; a replay folds everything once. Both get the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from config.schema import Limit, Per, Weekday
from monitor.core import hours
from monitor.core.days import Calendar
from monitor.core.notices import Figure, Finding
from monitor.core.tags import bears
from monitor.core.types import (
    Presence,
    Stretch,
    Track,
    Verdict,
)

AWAY = timedelta(minutes=5)  # so long away ends a spell; a session bridges up to so much
_NOTHING = timedelta()
_NEVER = datetime.max.replace(tzinfo=UTC)
_WEEKDAYS = tuple(Weekday)
_DATED = frozenset({Per.DAY, Per.WEEK})

# names of their own, since a year passes here: looking up an enum's member costs more than all else
_ACTIVE, _ATTENDED = Presence.ACTIVE, Track.ATTENDED
_SPELL, _SESSION = Per.SPELL, Per.SESSION

Seen = tuple[Stretch, Verdict]
"""A stretch with what its subject was recognised as."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the calendar a limit counts: up to ``until`` all is as told here.

    ``day`` is the day that is counted, or the Monday of the week.
    """

    calendar: Calendar | None
    until: datetime
    day: date
    holds: bool


@dataclass(frozen=True, slots=True)
class Count:
    """What one limit has counted.

    ``since`` and ``last`` are the start and the latest moment of the spell or session; for a
    spell that is time at the screen, for a session time that the limit counts.
    """

    limit: Limit
    place: Place
    amount: timedelta = _NOTHING
    since: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a limit counts now, and since when; since None: no spell or session goes on."""

    amount: timedelta
    since: datetime | None
    occasion: str


_UNPLACED = Place(None, datetime.min.replace(tzinfo=UTC), date.min, holds=False)


def begin(limit: Limit) -> Count:
    """Begin with nothing counted."""
    return Count(limit, _UNPLACED)


def step(count: Count, stretch: Stretch, verdict: Verdict, calendar: Calendar) -> Count:
    """Take the next stretch in time; one that nobody attended or that was idle changes nothing."""
    if stretch.presence is not _ACTIVE or stretch.track is not _ATTENDED:
        return count
    limit = count.limit
    matches = counts(limit, verdict)
    if not matches and limit.per is not _SPELL:
        return count
    start, end = stretch.start, stretch.end
    while True:
        place = count.place
        if start >= place.until or place.calendar is not calendar:
            place = _place(limit, calendar, start, place)
        if end <= place.until:
            return _add(count, place, start, end, matches=matches)
        count = _add(count, place, start, place.until, matches=matches)
        start = place.until


def fold(counts: Sequence[Count], seen: Iterable[Seen], calendar: Calendar) -> tuple[Count, ...]:
    """Take stretches in the order of time into each count."""
    running = list(counts)
    every = range(len(running))
    for stretch, verdict in seen:
        for number in every:
            running[number] = step(running[number], stretch, verdict, calendar)
    return tuple(running)


def split(seen: Iterable[Seen], at: datetime) -> tuple[tuple[Seen, ...], tuple[Seen, ...]]:
    """Part what was seen before a moment from what came after; a stretch across it is cut."""
    before: list[Seen] = []
    after: list[Seen] = []
    for stretch, verdict in seen:
        if stretch.end <= at:
            before.append((stretch, verdict))
        elif stretch.start >= at:
            after.append((stretch, verdict))
        else:
            before.append((replace(stretch, end=at), verdict))
            after.append((replace(stretch, start=at), verdict))
    return tuple(before), tuple(after)


def tally(count: Count, now: datetime, calendar: Calendar) -> Tally:
    """Tell what counts now: nothing of a day, week, spell or session that has ended."""
    limit = count.limit
    if limit.per in _DATED:
        day = max(_counted(limit, calendar.day(now)), count.place.day)
        amount = count.amount if day == count.place.day else _NOTHING
        return Tally(amount, calendar.bounds(day)[0], f"{limit.per}:{day}")
    if count.since is None or _has_ended(limit.per, count.last, now):
        return Tally(_NOTHING, None, "")
    since = count.since.astimezone(UTC)
    return Tally(count.amount, since, f"{limit.per}:{since:%Y-%m-%dT%H:%M:%SZ}")


def findings(counts: Iterable[Count], now: datetime, calendar: Calendar) -> tuple[Finding, ...]:
    """Find the limits that are reached now, in the order of the counts."""
    found = []
    for count in counts:
        limit = count.limit
        if not count.amount or count.amount < limit.at_most or not limit.on:
            continue
        if not _holds(limit, calendar, now):
            continue
        told = tally(count, now, calendar)
        if told.since is None or not told.amount:
            continue
        figures = (
            Figure("amount", told.amount.total_seconds(), "s"),
            Figure("limit", limit.at_most.total_seconds(), "s"),
            Figure("since", told.since.timestamp(), "unix"),
        )
        found.append(Finding(limit.name, _again(limit, told), figures))
    return tuple(found)


def counts(limit: Limit, verdict: Verdict) -> bool:
    """Whether a limit counts what was recognised: it is about it, and leaves none of it out."""
    return is_about(limit.what, verdict) and not bears(verdict, limit.without)


def is_about(what: str, verdict: Verdict) -> bool:
    """Whether what was recognised is what a limit is about; capitals make no difference."""
    if what == "screen":
        return True
    if what == "ai":
        return verdict.kind.is_ai
    scope, _, name = what.partition(":")
    if scope == "kind":
        return verdict.kind.value == name
    if scope == "tool":
        return verdict.tool.casefold() == name.casefold()
    return bears(verdict, (name,))


def _holds(limit: Limit, calendar: Calendar, now: datetime) -> bool:
    """Whether it is a time that the limit is about: "no AI after 22" says nothing at noon."""
    if limit.hours and not hours.inside(limit.hours, calendar, now):
        return False
    return len(limit.days) == len(_WEEKDAYS) or _WEEKDAYS[calendar.day(now).weekday()] in limit.days


def _again(limit: Limit, told: Tally) -> str:
    """The occasion; what is to be said again after so much more is one of its own each time."""
    if not limit.again:
        return told.occasion
    turns = (told.amount - limit.at_most) // limit.again
    return f"{told.occasion}#{turns + 1}" if turns else told.occasion


def _add(count: Count, place: Place, start: datetime, end: datetime, *, matches: bool) -> Count:
    """Count one piece that lies in one place."""
    limit, amount = count.limit, count.amount
    is_counted = matches and place.holds
    if limit.per is _SPELL:
        since = count.since
        if _has_ended(_SPELL, count.last, start):
            since, amount = start, _NOTHING
        return Count(limit, place, amount + (end - start) if is_counted else amount, since, end)
    if not is_counted and place is count.place:
        return count
    if limit.per is _SESSION:
        if not is_counted:
            return Count(limit, place, amount, count.since, count.last)
        if _has_ended(_SESSION, count.last, start):
            return Count(limit, place, end - start, start, end)
        return Count(limit, place, amount + (end - start), count.since, end)
    if place.day != count.place.day:
        amount = _NOTHING
    return Count(limit, place, amount + (end - start) if is_counted else amount)


def _has_ended(per: Per, last: datetime | None, now: datetime) -> bool:
    if last is None:
        return True
    return now - last >= AWAY if per is _SPELL else now - last > AWAY


def _place(limit: Limit, calendar: Calendar, at: datetime, before: Place) -> Place:
    """Find where a moment is; a day that has begun is not left backwards on a journey."""
    always = not limit.hours and len(limit.days) == len(_WEEKDAYS)
    if always and limit.per not in _DATED:
        return Place(calendar, _NEVER, date.min, holds=True)
    day = calendar.day(at)
    until = calendar.bounds(day)[1]
    holds = _WEEKDAYS[day.weekday()] in limit.days
    if limit.hours or until <= at:
        until = hours.edge(limit.hours, calendar, at)
        holds = holds and (not limit.hours or hours.inside(limit.hours, calendar, at))
    return Place(calendar, until, max(_counted(limit, day), before.day), holds=holds)


def _counted(limit: Limit, day: date) -> date:
    return day - timedelta(days=day.weekday()) if limit.per is Per.WEEK else day
