"""The days of a made-up person as scenes: what is in front, and whether they are there.

The same person, last day and number of days before it give the same day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from random import Random
from zoneinfo import ZoneInfo

from monitor.service.demo.persona import Persona, Sitting, Thing

_LATELY = 12  # days in which what grows has grown
_APART = timedelta(minutes=20)  # at least so long between two sittings
_LEAVES = timedelta(minutes=6)  # so long the screen stays on once nobody is there
_STAYS_ON = timedelta(hours=2)  # so long a computer with an agent at work waits for its person
_LATE = 15.0  # minutes that a sitting may begin sooner or later
_LONGER = 0.15
_PAUSE = (5.5, 12.0)  # minutes
_SATURDAY = 5


class State(Enum):
    """How it is with the person and the computer."""

    THERE = "there"
    AWAY = "away"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Scene:
    """A time with one thing in front. Between two scenes the computer sleeps."""

    start: datetime
    end: datetime
    thing: Thing
    state: State


def life(persona: Persona, zone: str, last: date, days: int) -> Iterator[Scene]:
    """Live so many days up to the last, in order of time."""
    at = datetime.min.replace(tzinfo=UTC)
    for ahead in range(days - 1, -1, -1):
        chance = Random(f"{persona.name} {last} {ahead}")  # noqa: S311 - a made-up life, no secret
        day = last - timedelta(days=ahead)
        sittings = persona.weekends if day.weekday() >= _SATURDAY else persona.weekdays
        growth = persona.growth if ahead < _LATELY else 1.0
        for scene in _day(persona, sittings, _Day(day, zone, growth), chance):
            if scene.start >= at:  # who sat long into the night begins later
                yield scene
                at = scene.end


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the calendar, where it is, and by how much what grows is more on it."""

    day: date
    zone: str
    growth: float

    def moment(self, minutes: float) -> datetime:
        """The moment so many minutes after midnight on the clocks of the day."""
        local = datetime.combine(self.day, time(), ZoneInfo(self.zone))
        return (local + timedelta(minutes=round(minutes))).astimezone(UTC)


def _day(
    persona: Persona, sittings: Sequence[Sitting], day: _Day, chance: Random
) -> Iterator[Scene]:
    left: Scene | None = None
    for sitting in sittings:
        comes = chance.random() < sitting.chance
        start = day.moment(sitting.begins + chance.uniform(-_LATE, _LATE))
        minutes = sitting.minutes * chance.uniform(1 - _LONGER, 1 + _LONGER)
        if not comes:
            continue
        if left is not None:
            start = max(start, left.end + _APART)
            if persona.agent and start - left.end < _STAYS_ON:
                yield replace(left, start=left.end, end=start, state=State.LOCKED)
        scenes = tuple(_sit(persona, sitting.things, day.growth, start, minutes, chance))
        yield from scenes
        last = scenes[-1]
        left = Scene(last.end, last.end + _LEAVES, last.thing, State.AWAY)
        yield left


def _sit(  # noqa: PLR0913, PLR0917 - who, with what, from when, how long, by which chance
    persona: Persona,
    things: Sequence[Thing],
    growth: float,
    start: datetime,
    minutes: float,
    chance: Random,
) -> Iterator[Scene]:
    """Turn from one thing to the next, with a pause now and then."""
    at, end = start, start + timedelta(minutes=minutes)
    pause_at = at + timedelta(minutes=chance.uniform(persona.least, persona.most))
    weights = [one.part * (growth if one.grows else 1) / (one.least + one.most) for one in things]
    while at < end:
        thing = chance.choices(things, weights)[0]
        stop = min(end, at + timedelta(seconds=round(60 * chance.uniform(thing.least, thing.most))))
        yield Scene(at, stop, thing, State.THERE)
        at = stop
        if at >= pause_at and at < end:
            stop = at + timedelta(seconds=round(60 * chance.uniform(*_PAUSE)))
            yield Scene(at, stop, thing, State.AWAY)
            at = stop
            pause_at = at + timedelta(minutes=chance.uniform(persona.least, persona.most))
