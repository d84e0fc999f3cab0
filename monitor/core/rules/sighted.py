"""Talks that were seen on this computer, with whom nobody knows: a fold with one step a stretch.

A window of a call program in front, or the microphone in use, may be a talk; messages in front
for a while may be one. It is a sign and no proof, so it only ever silences a rule, and is said to
be seen. A voice mode of an AI tool uses the microphone too, and is no talk.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.core.days import Calendar
from monitor.core.people import Contact, How, Told
from monitor.core.types import Kind, Mark, Presence, Stretch, Track, Verdict

CALL = timedelta(minutes=2)  # shorter ones are attempts
MESSAGES = timedelta(minutes=5)  # in a day; less is looking whether there are any
_SAME_CALL = timedelta(minutes=1)
_NOTHING = timedelta()

# names of their own, since a year passes here: looking up an enum's member costs more than all else
_ACTIVE, _ATTENDED, _IN_CALL = Presence.ACTIVE, Track.ATTENDED, int(Mark.CALL)
_CALLS, _TEXTS = Kind.CALL, Kind.MESSAGE


@dataclass(frozen=True, slots=True)
class Sighted:
    """The call that goes on, the day's messages, and the end of the latest talk of each kind."""

    left: datetime | None = None
    call: timedelta = _NOTHING
    day: date = date.min
    messages: timedelta = _NOTHING
    last_call: datetime | None = None
    last_message: datetime | None = None

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The latest call and the latest messages, as talks with somebody unknown."""
        found = ((self.last_call, How.CALL), (self.last_message, How.MESSAGE))
        return tuple(Contact("", at, how, Told.SEEN) for at, how in found if at is not None)


def sight(seen: Iterable[tuple[Stretch, Verdict]], calendar: Calendar) -> Sighted:
    """Take stretches in the order of time."""
    found = Sighted()
    for stretch, verdict in seen:
        found = step(found, stretch, verdict, calendar)
    return found


def step(before: Sighted, stretch: Stretch, verdict: Verdict, calendar: Calendar) -> Sighted:
    """Take the next stretch in time; most of them change nothing."""
    if stretch.presence is not _ACTIVE or stretch.track is not _ATTENDED:
        return before
    if is_call(verdict, stretch.marks):
        same = before.left is not None and stretch.start - before.left <= _SAME_CALL
        call = (before.call if same else _NOTHING) + stretch.length
        last = stretch.end if call >= CALL else before.last_call
        return replace(before, left=stretch.end, call=call, last_call=last)
    if verdict.kind is _TEXTS:
        day = calendar.day(stretch.start)
        messages = (before.messages if day == before.day else _NOTHING) + stretch.length
        at = stretch.end if messages >= MESSAGES else before.last_message
        return replace(before, day=day, messages=messages, last_message=at)
    return before


def carry(before: Sighted, calls: timedelta, messages: timedelta, ends: datetime) -> Sighted:
    """Add a closed day of which only sums are known: what was seen on it counts up to its end."""
    return replace(
        before,
        last_call=ends if calls >= CALL else before.last_call,
        last_message=ends if messages >= MESSAGES else before.last_message,
    )


def is_call(verdict: Verdict, marks: int) -> bool:
    """Tell whether it may be a talk: a call program, or the microphone in use beside no AI."""
    return verdict.kind is _CALLS or (bool(marks & _IN_CALL) and not verdict.kind.is_ai)
