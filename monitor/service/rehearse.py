"""What ``humanward nudges rehearse`` tells: the nudges of kept days, as it is and as tried."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from config.load import load
from config.paths import Home
from config.schema import Settings
from monitor.core.contacts import Known
from monitor.core.play import Past, Said
from monitor.core.rehearse import Rehearsal, telling_apart
from monitor.core.spread import median, quantile
from monitor.errors import MonitorError
from monitor.ports import Clock
from monitor.service.due import law
from monitor.store import extent, nudges, people, read, replay
from monitor.store.connect import reading

_MOST = 0.9


class Note(Enum):
    """What a rehearsal cannot know, or had not before it."""

    ANSWERS = "no_answers"
    MOMENTS = "no_full_screen"
    PEOPLE = "no_people"
    OTHERWISE = "came_otherwise"
    GONE = "stretches_gone"
    NOT_BEGUN = "not_begun"
    OFF = "nudges_off"


@dataclass(frozen=True, slots=True)
class Play:
    """The nudges under one choice of settings; ``changes`` are what was tried, none: as it is.

    ``a_day`` are counts of the days with somebody at the screen, in their order.
    """

    changes: tuple[str, ...]
    said: tuple[Said, ...]
    a_day: Mapping[date, int]

    @property
    def middle(self) -> float:
        """The median of a day."""
        return median(tuple(self.a_day.values())) if self.a_day else 0.0

    @property
    def high(self) -> float:
        """What nine of ten days do not exceed."""
        return quantile(tuple(self.a_day.values()), _MOST) if self.a_day else 0.0

    @property
    def most(self) -> int:
        """The most on one day."""
        return max(self.a_day.values(), default=0)

    @property
    def by_rule(self) -> Counter[str]:
        """How many each rule began; what was said along with another counts as no nudge."""
        return Counter(one.rule for one in self.said)

    def on(self, since: date, until: date) -> Counter[str]:
        """The same of some days, both inclusive."""
        return Counter(one.rule for one in self.said if since <= one.day <= until)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One play of some days, or two; ``since`` is from when on they could be rehearsed.

    ``came`` is how many nudges really came in those days.
    """

    asked: date
    since: date
    until: date
    plays: tuple[Play, ...]
    notes: tuple[Note, ...]
    raw_days: int
    came: int


def rehearse(
    home: Home,
    clock: Clock,
    since: date,
    until: date,
    changes: Sequence[str] = (),
) -> Rehearsed:
    """Rehearse some days, both inclusive, by the settings in force and by changed ones beside."""
    chosen = [load(home.settings)]
    if changes:
        from config.tried import tried  # noqa: PLC0415 - only where something is tried

        chosen.append(tried(home.settings, changes))
    past, first, notes = _past(home, clock, since, until, chosen)
    came = _came(home, past, first, until)
    rehearsal = Rehearsal(past)
    days = rehearsal.days(first, until)
    plays = tuple(
        _play(rehearsal, settings, told, days)
        for settings, told in zip(chosen, ((), tuple(changes)), strict=False)
    )
    if came != Counter((one.day, one.rule) for one in plays[0].said):
        notes = (*notes, Note.OTHERWISE)
    raw_days = chosen[0].privacy.raw_days
    return Rehearsed(since, first, until, plays, notes, raw_days, came.total())


def _past(
    home: Home, clock: Clock, since: date, until: date, chosen: Sequence[Settings]
) -> tuple[Past, date, tuple[Note, ...]]:
    """Read what is kept, from the Monday before on: limits and caps of a week begin there."""
    if not home.ledger.exists():
        raise _nothing(since, until)
    with reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        kept = replay.kept_since(connection)
        ends = calendar.bounds(until)[1]
        if kept is None or kept >= ends:
            raise _nothing(since, until)
        begun = extent.first_day(connection, calendar)
        first = max(since, calendar.day(kept))
        monday = first - timedelta(days=first.weekday())
        start, end = calendar.bounds(monday)[0], min(ends, clock.read().wall)
        if start >= end:
            raise _nothing(since, until)
        known = read.subjects(connection)
        runs = replay.runs(connection, start, end, known, telling_apart(chosen))
        named = Known(people.every(connection), people.talks(connection))
        began = min(kept, read.began(connection) or kept)  # what was imported may be older
        past = Past(runs, calendar, start, end, began, named)
    return past, first, tuple(_notes(since, first, begun, chosen))


def _came(home: Home, past: Past, since: date, until: date) -> Counter[tuple[date, str]]:
    """The day and the rule of each nudge that really came."""
    calendar = past.calendar
    begins, ends = calendar.bounds(since)[0], min(calendar.bounds(until)[1], past.until)
    with reading(home.ledger) as connection:
        came = nudges.moments(connection, begins, ends)
    return Counter((calendar.day(at), rule) for at, rule in came)


def _notes(
    since: date, first: date, begun: date | None, chosen: Sequence[Settings]
) -> Iterator[Note]:
    if first > since:
        yield Note.GONE if begun is not None and begun < first else Note.NOT_BEGUN
    if not all(settings.nudge.on for settings in chosen):
        yield Note.OFF
    yield from (Note.ANSWERS, Note.MOMENTS, Note.PEOPLE)


def _play(
    rehearsal: Rehearsal, settings: Settings, changes: tuple[str, ...], days: Sequence[date]
) -> Play:
    """The week before the first day is played for its limits and caps, and not told."""
    since = days[0] if days else date.max
    said = tuple(one for one in rehearsal.under(settings, law(settings)) if one.day >= since)
    counts = Counter(one.day for one in said)
    return Play(changes, said, {day: counts[day] for day in days})


def _nothing(since: date, until: date) -> MonitorError:
    return MonitorError(
        f"Nothing is kept of {since} to {until} that could be rehearsed.",
        hint="`humanward nudges rehearse --until today` takes what was seen today as well.",
    )
