"""Takes looks in as the daemon does: attend, fold, gather, flush; at the end of a life, judge."""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from config.schema import DEFAULTS
from monitor.core import fold
from monitor.core.attendance import Attendance, Bounds, Signs, attend
from monitor.core.notices import Delivery, Nudge, Outcome
from monitor.core.nudging.trace import Glimpse, Trace, follow
from monitor.core.recognise import Matcher
from monitor.core.sighting import Sample
from monitor.core.types import GapReason, Instant, Presence, Stretch
from monitor.service.demo.looks import Look
from monitor.service.judge import Judge, World
from monitor.store import connect
from monitor.store.ledger import Ledger
from monitor.store.rows import Beat

EVERY = timedelta(seconds=15)  # the made-up desktop tells each change, so few looks tell it all
SENSOR = "made up"
_FLUSH = timedelta(minutes=20)
_JUDGE = timedelta(minutes=1)
_PACE = fold.Pace(every=EVERY, idle_after=DEFAULTS.watch.idle_after)
_BOUNDS = Bounds(DEFAULTS.watch.idle_after, DEFAULTS.watch.passive_limit)


class _Clock:
    """Stands at the look that is taken in."""

    def __init__(self, at: Instant) -> None:
        self.at = at

    def read(self) -> Instant:
        """Tell its moment."""
        return self.at


class Recorder(AbstractContextManager["Recorder"]):
    """Keeps a life in a ledger. From ``judged_from`` on it judges each minute, by the defaults.

    ``nudges`` are those that came; they are kept too, and shown to nobody.
    """

    def __init__(
        self, path: Path, matcher: Matcher, begins: Instant, judged_from: datetime
    ) -> None:
        self._path = path
        self._clock = _Clock(begins)
        self._judged_from = judged_from
        self._signs = Signs()
        self._trace = Trace()
        self._interval: fold.Interval | None = None
        self._running: tuple[Stretch, ...] = ()
        self._flush_at = self._judge_at = begins.wall
        self.nudges: list[Nudge] = []
        with ExitStack() as opened:
            self._ledger = opened.enter_context(Ledger(path, matcher.judge, matcher.version))
            self._ledger.begin(pid=os.getpid(), now=begins.wall, sensor=SENSOR)
            connection = connect.for_writing(path)
            opened.callback(connection.close)
            world = World(
                trace=lambda: self._trace, silence=str, deliver=self._deliver, complain=_ignore
            )
            self._judge = Judge(
                connection, path, clock=self._clock, settings=lambda: DEFAULTS, world=world
            )
            opened.callback(self._judge.close)
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def take(self, look: Look) -> None:
        """Take one look in."""
        self._clock.at = look.at
        now = look.at.wall
        self._signs, told = attend(
            self._signs, look.reading, look.around, now=look.at.mono, bounds=_BOUNDS
        )
        before = None if self._interval is None else self._interval.last.wall
        step = fold.step(self._interval, _sample(look, told), pace=_PACE)
        gathered = self._ledger.gathered
        if step.cut is not None:
            gathered.cut(step.cut, now)
        for stretch in step.stretches:
            gathered.keep(stretch)
        for gap in step.gaps:
            gathered.mark(gap)
        self._interval = step.interval
        self._keep_running(look, None if step.jump else before)
        self._trace = follow(self._trace, self._glimpse(look, told))
        self._flush_and_judge(now)

    def end(self) -> None:
        """Keep all of it, as a daemon does that ends."""
        self._ledger.commit(self._beat())
        self._ledger.end(self._clock.at.wall)

    def _keep_running(self, look: Look, before: datetime | None) -> None:
        stretch = self._interval.stretch if self._interval else None
        is_there = stretch is not None and stretch.presence is Presence.ACTIVE
        attended = {stretch.subject.program} if stretch and is_there else set()
        programs = frozenset(look.reading.running) - attended
        if programs or self._running:
            self._running = fold.run(self._running, programs, last=before, now=look.at.wall)
            for one in self._running:
                self._ledger.gathered.keep(one)

    def _flush_and_judge(self, now: datetime) -> None:
        """Days long past are kept in large portions; the last ones as they would be."""
        if now < self._judged_from:
            if now >= self._flush_at:
                self._ledger.flush(self._beat())
                self._flush_at = now + _FLUSH
            return
        at_breakpoint = self._judge.is_waiting and self._trace.between_at == now
        if now >= self._judge_at or at_breakpoint:
            self._ledger.flush(self._beat())
            self._judge.judge()
            self._judge_at = now + _JUDGE

    def _deliver(self, nudge: Nudge) -> Sequence[Delivery]:
        self.nudges.append(nudge)
        return (Delivery("demo", Outcome.UNKNOWN, "made up like the life around it"),)

    def _glimpse(self, look: Look, told: Attendance) -> Glimpse:
        stretch = self._interval.stretch if self._interval else None
        return Glimpse(
            at=look.at.wall,
            active=stretch is not None and stretch.presence is Presence.ACTIVE,
            locked=told.obstacle is GapReason.LOCKED,
            fullscreen=bool(look.reading.fullscreen),
            call=look.around.call,
            subject=stretch.subject if stretch else None,
            idle=told.idle,
        )

    def _beat(self) -> Beat:
        stretch = self._interval.stretch if self._interval else None
        gap = self._interval.gap if self._interval else None
        return Beat(
            at=self._clock.at.wall,
            sensor=SENSOR,
            refused="",
            subject=stretch.subject if stretch else None,
            presence=stretch.presence if stretch else None,
            obstacle=gap.reason if gap else None,
            because="",
            fullscreen=False,
            note="",
        )


def _sample(look: Look, told: Attendance) -> Sample:
    sample = Sample(look.at, look.subject, look.way, told.idle, told.marks)
    if told.obstacle is None:
        return sample
    return replace(sample, subject=Sample(look.at).subject, obstacle=told.obstacle)


def _ignore(_: str) -> None:
    """What troubles a judge is of the person's own home; here it is nobody's."""
