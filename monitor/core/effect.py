"""What came of a nudge: the AI tool was left, the screen was left, a talk was noted.

Only what was seen is told. Unseen time may have held anything, and a page that nobody knows may
have been AI: a claim stands only if it holds whatever was there, else the answer is None.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from monitor.core.days import Calendar
from monitor.core.limits import Seen
from monitor.core.types import Gap, GapReason, Kind, Presence, Track

JUST = timedelta(seconds=30)  # a nudge comes in a pause: who leaves then made the last input before
SOON = timedelta(minutes=5)
BACK = timedelta(minutes=15)
AWAY = timedelta(minutes=5)
REACH = SOON + BACK
_BLINK = timedelta(seconds=5)  # unseen for less than a look: nobody comes and goes in it
_NOBODY = frozenset({GapReason.LOCKED, GapReason.SUSPENDED, GapReason.SWITCHED})
_OF_PEOPLE = frozenset({"contact", "birthday"})
_OF_AI = frozenset({"returning", "ask-first"})

Run = tuple[datetime, datetime]


class Sign(Enum):
    """By which of its effects a rule is followed."""

    LEFT_AI = "left_ai"
    LEFT_SCREEN = "left_screen"
    TALKED = "talked"


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of it; None: it cannot be told, or not yet."""

    left_ai: bool | None = None
    left_screen: bool | None = None
    talked: bool | None = None

    def shows(self, sign: Sign) -> bool | None:
        """Whether it shows this sign."""
        told: bool | None = getattr(self, sign.value)
        return told


class _Front(Enum):
    """What a piece of time held."""

    AI = "ai"
    MAYBE = "maybe"
    OTHER = "other"
    AWAY = "away"
    UNSEEN = "unseen"


_Piece = tuple[_Front, datetime, datetime]
_THERE = frozenset({_Front.AI, _Front.MAYBE, _Front.OTHER})


def sign_of(rule: str, what: str) -> Sign | None:
    """By which effect a rule is followed; ``what`` its limit counts, '' when it is no limit.

    None: nothing that is measured tells it.
    """
    if rule in _OF_PEOPLE:
        return Sign.TALKED
    if what == "screen":
        return Sign.LEFT_SCREEN
    scope, _, name = what.partition(":")
    if scope == "kind" and not Kind(name).is_ai:
        return None
    return Sign.LEFT_AI if what or rule in _OF_AI else None


def left_ai(at: datetime, seen: Iterable[Seen], gaps: Iterable[Gap]) -> bool | None:
    """Whether the AI tool in use was left within 5 minutes and not taken up for 15.

    None also when no AI tool was in use at the moment.
    """
    pieces = tuple(_pieces(at, seen, gaps))
    if not _is_at(at, pieces, {_Front.AI}):
        return None
    if not _ends(at, _runs(pieces, {_Front.AI})):
        return False
    at_most = _runs(pieces, {_Front.AI, _Front.MAYBE, _Front.UNSEEN})
    return True if _ends(at, at_most) else None


def left_screen(at: datetime, seen: Iterable[Seen], gaps: Iterable[Gap]) -> bool | None:
    """Whether somebody at the screen left it within 5 minutes, for 5 minutes or more.

    None also when nobody was at the screen at the moment.
    """
    pieces = tuple(_pieces(at, seen, gaps))
    if not _is_at(at, pieces, _THERE):
        return None
    if _rests(at, _runs(pieces, {_Front.AWAY})):
        return True
    return None if _rests(at, _runs(pieces, {_Front.AWAY, _Front.UNSEEN})) else False


def talked(
    at: datetime, talks: Collection[datetime], calendar: Calendar, now: datetime
) -> bool | None:
    """Whether a talk of later the same day is noted; None while it may still come."""
    end = calendar.bounds(calendar.day(at))[1]
    if any(at < talk < end for talk in talks):
        return True
    return None if now < end else False


def _pieces(at: datetime, seen: Iterable[Seen], gaps: Iterable[Gap]) -> Iterator[_Piece]:
    """All the time from just before the moment to the end of its reach, without holes."""
    known = [_of_stretch(one) for one in seen if one[0].track is Track.ATTENDED]
    known += [(_Front.AWAY, gap.start, gap.end) for gap in gaps if gap.reason in _NOBODY]
    reached, last = at - JUST, _Front.UNSEEN
    for front, begin, until in sorted(known, key=lambda one: one[1]):
        start, end = max(begin, reached), min(until, at + REACH)
        if start >= end:
            continue
        if start > reached:
            hole = last if start - reached < _BLINK else _Front.UNSEEN
            yield hole, reached, start
        yield front, start, end
        reached, last = end, front
    if reached < at + REACH:
        yield _Front.UNSEEN, reached, at + REACH


def _of_stretch(one: Seen) -> _Piece:
    stretch, verdict = one
    if stretch.presence is not Presence.ACTIVE:
        return _Front.AWAY, stretch.start, stretch.end
    if verdict.kind.is_ai:
        return _Front.AI, stretch.start, stretch.end
    is_known = verdict.kind is not Kind.BROWSER
    return _Front.OTHER if is_known else _Front.MAYBE, stretch.start, stretch.end


def _is_at(at: datetime, pieces: Iterable[_Piece], fronts: Collection[_Front]) -> bool:
    return any(front in fronts and start <= at for front, start, _ in pieces)


def _runs(pieces: Iterable[_Piece], fronts: Collection[_Front]) -> tuple[Run, ...]:
    """The time of these fronts, neighbours joined."""
    runs: list[Run] = []
    for front, start, end in pieces:
        if front not in fronts:
            continue
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return tuple(runs)


def _ends(at: datetime, runs: tuple[Run, ...]) -> bool:
    """Whether one of the runs ends soon, and none begins again for long."""
    return any(
        end <= at + SOON and all(start < end or start - end >= BACK for start, _ in runs)
        for _, end in runs
    )


def _rests(at: datetime, runs: tuple[Run, ...]) -> bool:
    """Whether one of the runs begins soon and is long enough for a rest."""
    return any(start <= at + SOON and end - start >= AWAY for start, end in runs)
