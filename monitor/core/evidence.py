"""What a rule counted, subject by subject: the evidence for a nudge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from config.schema import Limit, Per
from monitor.core.days import Calendar
from monitor.core.limits import Count, Seen, begin, step
from monitor.core.types import Presence, Subject, Track, Verdict


@dataclass(frozen=True, slots=True)
class Counted:
    """How long one subject was counted."""

    subject: Subject
    verdict: Verdict
    length: timedelta


def evidence(limit: Limit, seen: Iterable[Seen], calendar: Calendar) -> tuple[Counted, ...]:
    """Tell what a limit counts after these stretches, the longest first; the sum is its amount."""
    count = begin(limit)
    lengths: dict[tuple[Subject, Verdict], timedelta] = {}
    for stretch, verdict in seen:
        before, count = count, step(count, stretch, verdict, calendar)
        goes_on = _occasion(before) == _occasion(count)
        if not goes_on:
            lengths.clear()
        more = count.amount - before.amount if goes_on else count.amount
        if more:
            key = (stretch.subject, verdict)
            lengths[key] = lengths.get(key, timedelta()) + more
    return _ordered(lengths)


def with_ai(seen: Iterable[Seen]) -> tuple[Counted, ...]:
    """Tell the time with AI tools of these stretches, the longest first."""
    lengths: dict[tuple[Subject, Verdict], timedelta] = {}
    for stretch, verdict in seen:
        is_active = stretch.presence is Presence.ACTIVE and stretch.track is Track.ATTENDED
        if is_active and verdict.kind.is_ai:
            key = (stretch.subject, verdict)
            lengths[key] = lengths.get(key, timedelta()) + stretch.length
    return _ordered(lengths)


def _ordered(lengths: Mapping[tuple[Subject, Verdict], timedelta]) -> tuple[Counted, ...]:
    found = (Counted(*key, length) for key, length in lengths.items())
    return tuple(sorted(found, key=lambda one: -one.length))


def _occasion(count: Count) -> object:
    """What changes when a limit begins to count anew."""
    return count.since if count.limit.per in {Per.SPELL, Per.SESSION} else count.place.day
