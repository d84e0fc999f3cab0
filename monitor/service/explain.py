"""What ``humanward explain`` tells of a moment: what was seen then, what it counted as, and why."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from config.paths import Home
from monitor.core import correct
from monitor.core.correct import Correction
from monitor.core.days import Calendar
from monitor.core.types import Gap, Stretch, Subject, Track, Verdict
from monitor.ports import Clock
from monitor.store import bygone, control, corrections, read
from monitor.store.connect import Connection, reading

_AROUND = timedelta(hours=1)
_REACH = timedelta(hours=2)  # no stretch is longer than an hour and a tick
_JUST = timedelta(minutes=1)  # so near to now the newest that is kept is told instead
_BEFORE = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch as it was kept, and the part of it around the moment as it counts now."""

    stretch: Stretch
    verdict: Verdict
    counted: Stretch
    counted_as: Verdict


@dataclass(frozen=True, slots=True)
class HourUse:
    """Active time of one subject in one hour, of which no stretch is left."""

    subject: Subject
    verdict: Verdict
    track: Track
    marks: int
    length: timedelta


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is kept of a moment. ``local`` is the moment on the person's clock then.

    ``seen`` is what was in front, ``beside`` what ran unattended, ``gap`` why nothing was seen,
    ``gaps`` those in the hour before and after. ``hour`` is set where the stretches are gone.
    ``corrections`` are those that change what was in front; of sums alone, those that lie over
    the moment. ``began`` is when watching began; None: it never did.
    """

    when: datetime
    local: datetime
    day: date
    began: datetime | None = None
    seen: Seen | None = None
    beside: tuple[tuple[Stretch, Verdict], ...] = ()
    gap: Gap | None = None
    gaps: tuple[Gap, ...] = ()
    corrections: tuple[Correction, ...] = ()
    hour: tuple[HourUse, ...] | None = None


def calendar(home: Home) -> Calendar:
    """The days of this home; without a ledger they are cut in UTC."""
    if not home.ledger.exists():
        return Calendar(())
    with reading(home.ledger) as connection:
        return read.calendar(connection)


def present(clock: Clock) -> datetime:
    """The moment that it is now."""
    return clock.read().wall.astimezone(UTC)


def explain(home: Home, when: datetime, now: datetime | None = None) -> Explanation:
    """Tell what is kept of a moment.

    While somebody watches ``now``, the last seconds are not written yet: of these the newest that
    is kept is told.
    """
    if not home.ledger.exists():
        return Explanation(when, when, Calendar(()).day(when))
    with reading(home.ledger) as connection:
        days, when = read.calendar(connection), _kept(connection, when, now or when + _JUST)
        began, gone = read.began(connection), bygone.raw_since(connection)
        known = read.subjects(connection)
        since, until = when - _REACH, when + _REACH
        kept = tuple(read.stretches_as_kept(connection, since, until, known))
        gaps = tuple(read.whole_gaps(connection, when - _AROUND, when + _AROUND))
        over = corrections.lying(connection, since, until)
        day, local = days.day(when), days.local(when)
        sums = bygone.of_hour(connection, day, local.hour)
    then = tuple(one for one in kept if one[0].start <= when < one[0].end)
    seen = next((one for one in then if one[0].track is Track.ATTENDED), None)
    gap = next((one for one in gaps if one.start <= when < one.end), None)
    is_gone = gone is not None and when < gone + _REACH and not (seen or gap)
    lying = tuple(one for one in over if one.start <= when < one.end)
    changing = () if seen is None else _changing(*seen, lying, when)
    uses = tuple(
        HourUse(*known[number], Track(track), marks, length)
        for number, track, marks, length in sums
    )
    return Explanation(
        when,
        local,
        day,
        began,
        None if seen is None else _as_counted(*seen, over, when),
        tuple(one for one in then if one[0].track is Track.UNATTENDED),
        gap,
        gaps,
        lying if is_gone else changing,
        uses if is_gone else None,
    )


def _kept(connection: Connection, when: datetime, now: datetime) -> datetime:
    life = control.life(connection)
    if life is None or life.stopped or now - life.beat >= _JUST:
        return when
    return life.beat - _BEFORE if life.started < life.beat <= when else when


def _as_counted(
    stretch: Stretch, verdict: Verdict, over: tuple[Correction, ...], when: datetime
) -> Seen:
    pieces = correct.changed((stretch, verdict), over)
    counted = next(one for one in pieces if one[0].start <= when < one[0].end)
    return Seen(stretch, verdict, *counted)


def _changing(
    stretch: Stretch, verdict: Verdict, lying: tuple[Correction, ...], when: datetime
) -> tuple[Correction, ...]:
    """Those that change the moment itself, whatever they change before and after it."""
    instant = replace(stretch, start=when, end=when + timedelta.resolution)
    numbers = correct.changing(instant, verdict, lying)
    return tuple(one for one in lying if one.number in numbers)
