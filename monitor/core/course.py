"""Fold the stretches of one day, in order, into its facts."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from monitor.core import hours
from monitor.core.facts import (
    BOUT_GAP,
    BREAK,
    SESSION_GAP,
    DayFacts,
    HourFacts,
    Measure,
    begins_episode,
    gives_help,
    is_return,
)
from monitor.core.tags import bears
from monitor.core.types import Gap, GapReason, Kind, Mark, Presence, Stretch, Track, Verdict

_NOTHING = timedelta()
_UNSEEN = frozenset({GapReason.BLIND, GapReason.STALLED})
_UNWATCHED = frozenset({GapReason.OFF, GapReason.PAUSED})
_NOBODY = frozenset({GapReason.LOCKED, GapReason.SUSPENDED, GapReason.SWITCHED})

# names of their own, since years pass here: looking up an enum's member costs more than all else
_ACTIVE, _ATTENDED = Presence.ACTIVE, Track.ATTENDED


def day_facts(
    day: date,
    stretches: Iterable[tuple[Stretch, Verdict]],
    gaps: Iterable[Gap],
    measure: Measure,
) -> DayFacts:
    """Fold what one day held, each in order of time and cut at its bounds."""
    course = _Course(measure)
    ahead = iter(gaps)
    gap = next(ahead, None)
    for stretch, verdict in stretches:
        while gap is not None and gap.start <= stretch.start:
            course.take_gap(gap)
            gap = next(ahead, None)
        if stretch.track is _ATTENDED:
            course.take(stretch, verdict)
    while gap is not None:
        course.take_gap(gap)
        gap = next(ahead, None)
    return course.facts(day)


class _Screen:
    """Time at the screen, whatever was in front: spells and breaks."""

    def __init__(self) -> None:
        self.longest = self._spell = self._unknown = _NOTHING
        self.breaks = 0
        self._end: datetime | None = None

    def take(self, stretch: Stretch) -> None:
        """Take the next active stretch."""
        if self._end is not None and stretch.start - self._end < BREAK:
            self._spell += stretch.length
        else:
            if self._end is not None and stretch.start - self._end - self._unknown >= BREAK:
                self.breaks += 1
            self._spell = stretch.length
        self.longest = max(self.longest, self._spell)
        self._end, self._unknown = stretch.end, _NOTHING

    def miss(self, gap: Gap) -> None:
        """Take time of which nothing is known."""
        self._unknown += gap.length


class _Ai:
    """AI time: bouts, sessions and returns."""

    def __init__(self) -> None:
        self.time = self.longest = self._session = _NOTHING
        self.bouts = self.sessions = self.returns = 0
        self._end: datetime | None = None

    def take(self, stretch: Stretch) -> None:
        """Take the next active stretch with AI."""
        left = None if self._end is None else stretch.start - self._end
        joins = left is not None and left <= SESSION_GAP
        self.time += stretch.length
        self._session = stretch.length + (self._session if joins else _NOTHING)
        self.longest = max(self.longest, self._session)
        self.bouts += left is None or left > BOUT_GAP
        self.sessions += not joins
        self.returns += is_return(left)
        self._end = stretch.end


class _Course:
    """Where a day stands after what was taken so far."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._screen = _Screen()
        self._ai = _Ai()
        self._kinds: dict[Kind, timedelta] = {}
        self._episodes: Counter[Kind] = Counter()
        self._helped: datetime | None = None
        self._hours: dict[int, list[timedelta]] = {}
        self._sums = dict.fromkeys(
            ("seen", "unseen", "unwatched", "left_out", "weak", "night", "calls", "messages"),
            _NOTHING,
        )

    def take(self, stretch: Stretch, verdict: Verdict) -> None:
        """Take the next attended stretch."""
        sums, kind = self._sums, verdict.kind
        is_active = stretch.presence is _ACTIVE
        left_out = bears(verdict, self._measure.left_out)
        counts = is_active and not left_out
        sums["seen"] += stretch.length
        self._note_hours(stretch.start, stretch.end, is_active=counts, is_ai=counts and kind.is_ai)
        if gives_help(kind):
            self._seek(stretch, kind, counts=counts)
        if is_active:
            self._screen.take(stretch)
            if left_out:
                sums["left_out"] += stretch.length
            else:
                self._use(stretch, verdict)

    def take_gap(self, gap: Gap) -> None:
        """Take the next gap."""
        reason = gap.reason
        if reason in _NOBODY:
            self._note_hours(gap.start, gap.end, is_active=False, is_ai=False)
            return
        self._screen.miss(gap)
        if reason in _UNSEEN:
            self._sums["unseen"] += gap.length
        elif reason in _UNWATCHED:
            self._sums["unwatched"] += gap.length

    def facts(self, day: date) -> DayFacts:
        """Tell what the day held so far."""
        kinds = tuple(sorted(self._kinds.items(), key=lambda one: one[0].value))
        return DayFacts(
            day=day,
            active=sum(self._kinds.values(), _NOTHING),
            ai=self._ai.time,
            bouts=self._ai.bouts,
            sessions=self._ai.sessions,
            longest_session=self._ai.longest,
            longest_spell=self._screen.longest,
            returns=self._ai.returns,
            breaks=self._screen.breaks,
            unrecognised=self._kinds.get(Kind.BROWSER, _NOTHING),
            kinds=kinds,
            episodes=tuple(sorted(self._episodes.items(), key=lambda one: one[0].value)),
            hours=tuple(HourFacts(hour, *self._hours[hour]) for hour in sorted(self._hours)),
            **self._sums,
        )

    def _use(self, stretch: Stretch, verdict: Verdict) -> None:
        sums, kind, length = self._sums, verdict.kind, stretch.length
        self._kinds[kind] = self._kinds.get(kind, _NOTHING) + length
        if kind.is_ai:
            self._ai.take(stretch)
            sums["night"] += self._at_night(stretch)
            if verdict.weak:
                sums["weak"] += length
        elif kind is Kind.CALL or stretch.marks & Mark.CALL:
            sums["calls"] += length
        elif kind is Kind.MESSAGE:
            sums["messages"] += length

    def _seek(self, stretch: Stretch, kind: Kind, *, counts: bool) -> None:
        """A source of help in front keeps a search going, whether or not somebody is there."""
        gap = None if self._helped is None else stretch.start - self._helped
        if counts and begins_episode(gap):
            self._episodes[kind] += 1
        self._helped = stretch.end

    def _note_hours(self, start: datetime, end: datetime, *, is_active: bool, is_ai: bool) -> None:
        for piece in self._measure.calendar.pieces(start, end):
            told = self._hours.setdefault(piece.hour, [_NOTHING] * 3)
            told[0] += piece.length if is_active else _NOTHING
            told[1] += piece.length if is_ai else _NOTHING
            told[2] += piece.length

    def _at_night(self, stretch: Stretch) -> timedelta:
        night, calendar = (self._measure.night,), self._measure.calendar
        length, at = _NOTHING, stretch.start
        while at < stretch.end:
            stop = min(stretch.end, hours.edge(night, calendar, at))
            if hours.inside(night, calendar, at):
                length += stop - at
            at = stop
        return length
