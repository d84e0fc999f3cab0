"""Fold samples into stretches and gaps, one step for one sample.

Time belongs to a stretch only if somebody looked at its end: what lies between two looks that
the clocks tear apart belongs to a gap. Idle time counts from the last input, so a step may take
back what was said since then.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.core.sighting import Sample
from monitor.core.types import Gap, GapReason, Instant, Presence, Stretch, Subject, Track, Way

SLACK = timedelta(seconds=2)  # clocks of a sound machine differ by less between two looks
LONGEST = timedelta(hours=1)  # a longer one is cut at the next look, so no reader looks back far


@dataclass(frozen=True, slots=True)
class Pace:
    """How often somebody looks, and how long without input means that nobody is there."""

    every: timedelta
    idle_after: timedelta


@dataclass(frozen=True, slots=True)
class Interval:
    """What is open between two steps.

    ``floor`` is the moment before which nothing may be taken back. ``unseen`` is when the first
    of a row of looks saw nothing. Either a stretch is open, or a gap, or (``unseen``) both wait.
    """

    last: Instant
    floor: datetime
    stretch: Stretch | None = None
    gap: Gap | None = None
    unseen: datetime | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What one sample changes: first cut attended time from ``cut`` on, then keep the rest.

    A stretch with a start that was kept before replaces that one. ``jump`` names what tore the
    clocks apart since the last look.
    """

    interval: Interval
    stretches: tuple[Stretch, ...] = ()
    gaps: tuple[Gap, ...] = ()
    cut: datetime | None = None
    jump: GapReason | None = None


def step(interval: Interval | None, sample: Sample, *, pace: Pace) -> Step:
    """Take one sample and tell what it opens, keeps and takes back."""
    if interval is None:
        return _begin(sample, pace=pace)
    jump = torn(interval.last, sample.at, pace=pace)
    if jump is not None:
        return _leap(interval, sample, jump, pace=pace)
    if sample.obstacle is not None:
        return _blocked(interval, sample, sample.obstacle, pace=pace)
    if interval.stretch is None:
        begun = _begin(sample, pace=pace)
        gap = interval.gap and replace(interval.gap, end=sample.at.wall)
        return replace(begun, gaps=(gap,) if gap else ())
    return _seen(interval, interval.stretch, sample, pace=pace)


def torn(before: Instant, now: Instant, *, pace: Pace) -> GapReason | None:
    """Tell a suspend, a step of the wall clock and a stall apart; None: the clocks agree."""
    mono, boot, wall = now.mono - before.mono, now.boot - before.boot, now.wall - before.wall
    if boot - mono > SLACK:
        return GapReason.SUSPENDED
    if abs(wall - boot) > SLACK:
        return GapReason.CLOCK_SET
    if mono > pace.every + SLACK:
        return GapReason.STALLED
    return None


def unset(before: Instant, now: Instant, *, pace: Pace) -> Instant | None:
    """Now, as the wall clock would tell it had it not been set; None: it was not, or all stalled.

    What was seen up to the moment when it was set belongs to the time as it ran before.
    """
    passed = now.mono - before.mono
    if passed > pace.every + SLACK or torn(before, now, pace=pace) is not GapReason.CLOCK_SET:
        return None
    return replace(now, wall=before.wall + passed)


def relabel(interval: Interval, subject: Subject, way: Way) -> Interval:
    """Give the open stretch the subject that was found out late."""
    if interval.stretch is None:
        return interval
    stretch = replace(interval.stretch, subject=subject, way=way)
    return replace(interval, stretch=stretch, page=0)


def settle(interval: Interval) -> Interval:
    """Let nothing be taken back that was said up to the last look."""
    return replace(interval, floor=interval.last.wall)


def _begin(sample: Sample, *, pace: Pace) -> Step:
    now = sample.at.wall
    if sample.obstacle is not None:
        return Step(Interval(sample.at, floor=now, gap=Gap(now, now, sample.obstacle)))
    presence = Presence.ACTIVE if _is_there(sample, pace=pace) else Presence.IDLE
    opened = _open(sample, now, presence)
    return Step(Interval(sample.at, floor=now, stretch=opened, page=sample.page))


def _leap(interval: Interval, sample: Sample, jump: GapReason, *, pace: Pace) -> Step:
    """Nothing bridges the leap: what was open ends at the last look."""
    begun = _begin(sample, pace=pace)
    start = interval.unseen or (interval.gap.start if interval.gap else None)
    gaps = []
    if start is not None and interval.last.wall > start:
        reason = interval.gap.reason if interval.gap else GapReason.BLIND
        gaps.append(Gap(start, interval.last.wall, reason))
    if sample.at.wall > interval.last.wall:
        gaps.append(Gap(interval.last.wall, sample.at.wall, jump))
    kept = _ended(interval, interval.unseen).stretches if interval.unseen else ()
    return replace(begun, stretches=kept, gaps=tuple(gaps), jump=jump)


def _blocked(interval: Interval, sample: Sample, reason: GapReason, *, pace: Pace) -> Step:
    """Nothing was seen; a blind moment shorter than a tick is only a change of windows."""
    now = sample.at.wall
    if interval.gap is not None and interval.gap.reason is reason:
        gap = replace(interval.gap, end=now)
        return Step(replace(interval, last=sample.at, gap=gap), gaps=(gap,))
    since = interval.unseen or now
    brief = reason is GapReason.BLIND and not sample.is_sure and now - since < pace.every
    if brief and interval.stretch:
        return Step(replace(interval, last=sample.at, unseen=since))
    closed = _ended(interval, since)
    begun = Interval(sample.at, floor=now, gap=Gap(since, now, reason))
    return replace(closed, interval=begun)


def _ended(interval: Interval, end: datetime) -> Step:
    stretches: tuple[Stretch, ...] = ()
    gaps: tuple[Gap, ...] = ()
    if interval.stretch is not None and end > interval.stretch.start:
        stretches = (replace(interval.stretch, end=end),)
    if interval.gap is not None and end > interval.gap.start:
        gaps = (replace(interval.gap, end=end),)
    return Step(interval, stretches, gaps)


def _seen(interval: Interval, stretch: Stretch, sample: Sample, *, pace: Pace) -> Step:
    there = _is_there(sample, pace=pace)
    if stretch.presence is Presence.ACTIVE and not there:
        return _left(interval, stretch, sample)
    if stretch.presence is Presence.IDLE and there:
        return _came_back(interval, stretch, sample)
    now = sample.at.wall
    kept = replace(stretch, end=now)
    same = _is_same(stretch, sample) and interval.page == sample.page
    if same and not _is_long(kept):
        return Step(replace(interval, last=sample.at, stretch=kept, unseen=None), (kept,))
    opened = _open(sample, now, stretch.presence)
    interval = Interval(sample.at, floor=interval.floor, stretch=opened, page=sample.page)
    return Step(interval, (kept,) if kept.end > kept.start else ())


def _left(interval: Interval, stretch: Stretch, sample: Sample) -> Step:
    """Nobody has been there since the last input: take back what was said since then."""
    now = sample.at.wall
    since = max(interval.floor, now - (sample.idle or timedelta()))
    idle = replace(_open(sample, since, Presence.IDLE), end=now)
    kept = (replace(stretch, end=since), idle) if since > stretch.end else (idle,)
    return Step(Interval(sample.at, floor=since, stretch=idle, page=sample.page), kept, cut=since)


def _came_back(interval: Interval, stretch: Stretch, sample: Sample) -> Step:
    now = sample.at.wall
    since = max(interval.last.wall, now - (sample.idle or timedelta()))
    idle = replace(stretch, end=since)
    active = replace(_open(sample, since, Presence.ACTIVE), end=now)
    kept = tuple(one for one in (idle, active) if one.end > one.start)
    return Step(Interval(sample.at, floor=since, stretch=active, page=sample.page), kept)


def _is_there(sample: Sample, *, pace: Pace) -> bool:
    return sample.idle is None or sample.idle < pace.idle_after


def _is_long(stretch: Stretch) -> bool:
    return stretch.length >= LONGEST


def _is_same(stretch: Stretch, sample: Sample) -> bool:
    return (
        stretch.subject == sample.subject
        and stretch.way is sample.way
        and stretch.marks == sample.marks
    )


def _open(sample: Sample, start: datetime, presence: Presence) -> Stretch:
    marks = sample.marks if presence is Presence.ACTIVE else 0
    return Stretch(start, start, sample.subject, presence, sample.way, Track.ATTENDED, marks)


def run(
    open_now: tuple[Stretch, ...], programs: frozenset[str], *, last: datetime | None, now: datetime
) -> tuple[Stretch, ...]:
    """Fold what works unattended: the stretches to keep, those still open among them.

    ``last`` is the look before this one, None when the time since then was torn.
    """
    if last is None:
        open_now = ()
    going = {
        one.subject.program: replace(one, start=one.end if _is_long(one) else one.start, end=now)
        for one in open_now
        if one.subject.program in programs
    }
    for name in programs - going.keys():
        subject = Subject(program=name)
        going[name] = Stretch(now, now, subject, way=Way.PROCESS, track=Track.UNATTENDED)
    return tuple(going.values())
