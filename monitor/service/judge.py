"""Judge each minute: what the limits count now, whether to speak, and how it was taken."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from config.schema import Limit, Per, Settings
from monitor.core import limits, nudging, words
from monitor.core.days import Calendar
from monitor.core.notices import Delivery, Finding, Nudge
from monitor.core.nudging import Decision, Given, Moment
from monitor.core.types import (
    GapReason,
    Presence,
)
from monitor.ports import Clock
from monitor.store import connect, control, corrections, nudges, read
from monitor.store.control import Judgement

_SETTLED_AFTER = timedelta(minutes=2)  # beyond idle_after: pages told late, a flush that waited
_REMEMBERED = timedelta(days=14)
_FRESH = timedelta(minutes=2)  # an older sign of life tells nothing of now

Deliver = Callable[[Nudge], Sequence[Delivery]]


class Judge:
    """The scheduler's worker owns it, with a connection of its own.

    It keeps the limits' counts up to a settled moment and folds only the newest minutes anew.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        *,
        clock: Clock,
        settings: Callable[[], Settings],
        deliver: Deliver,
    ) -> None:
        self._connection = connection
        self._path = path
        self._clock = clock
        self._settings = settings
        self._deliver = deliver
        self._judged_by: Settings | None = None
        self._counts: tuple[limits.Count, ...] = ()
        self._settled: datetime | None = None
        self._calendar = Calendar(())
        self._wipe = ""

    def judge(self) -> Judgement:
        """Look at what is kept, speak if it is time to, and tell when that may be next."""
        now = self._clock.read().wall
        settings = self._settings()
        with connect.reading(self._path) as seen:
            calendar = read.calendar(seen)
            wipe = f"{control.last_wipe(seen)} {corrections.mark(seen)}"
            if calendar != self._calendar or wipe != self._wipe:
                self._calendar, self._wipe, self._judged_by = calendar, wipe, None
            counts = self._count(seen, now, settings)
            history = _history(seen, now)
            moment = self._moment(seen, now)
        found = limits.findings(counts, now, self._calendar)
        decision = nudging.choose(now, found, history, moment, settings.nudge)
        if decision.chosen is not None:
            self._speak(decision.chosen, decision, settings, now, moment)
            history = _history(self._connection, now)
        later = nudging.next_possible(now, history, moment, settings.nudge)
        return Judgement(now, later, "\n".join(_in_words(one) for one in decision.held))

    def _count(
        self, seen: sqlite3.Connection, now: datetime, settings: Settings
    ) -> tuple[limits.Count, ...]:
        """Fold what came since the settled moment; settle what cannot change any more."""
        if self._judged_by is not settings or self._settled is None or now < self._settled:
            self._begin_anew(now, settings)
        since = self._settled or now
        kept = tuple(read.stretches(seen, since, now, read.subjects(seen)))
        life = control.life(seen)
        written = min(now, life.beat) if life else now  # what waits for the disk is not settled
        border = written - settings.watch.idle_after - _SETTLED_AFTER
        if border > since:
            before, kept = limits.split(kept, border)
            self._counts = limits.fold(self._counts, before, self._calendar)
            self._settled = border
        return limits.fold(self._counts, kept, self._calendar)

    def _begin_anew(self, now: datetime, settings: Settings) -> None:
        self._judged_by = settings
        in_force = [limit for limit in settings.limit if limit.on]
        self._counts = tuple(limits.begin(limit) for limit in in_force)
        day = self._calendar.day(now)
        if any(limit.per is Per.WEEK for limit in in_force):
            day -= timedelta(days=day.weekday())
        self._settled = self._calendar.bounds(day)[0]

    def _moment(self, seen: sqlite3.Connection, now: datetime) -> Moment:
        life = control.life(seen)
        fresh = life is not None and abs(now - life.beat) < _FRESH
        return Moment(
            calendar=self._calendar,
            first_seen=read.began(seen),
            active=bool(fresh and life and life.presence is Presence.ACTIVE),
            locked=bool(fresh and life and life.obstacle is GapReason.LOCKED),
            fullscreen=bool(fresh and life and life.fullscreen),
            paused_until=control.paused_until(seen),
        )

    def _speak(
        self,
        finding: Finding,
        decision: Decision,
        settings: Settings,
        now: datetime,
        moment: Moment,
    ) -> None:
        code = words.new_code(nudges.codes(self._connection), int(now.timestamp()))
        nudge = words.compose(
            finding,
            _limit(settings, finding.rule),
            code,
            now,
            decision.expires or now,
            new=nudging.is_new(now, moment),
        )
        nudges.record(self._connection, self._path, nudge)
        deliveries = self._deliver(nudge)
        at = self._clock.read().wall
        nudges.record_deliveries(self._connection, self._path, nudge, deliveries, at)


def _history(connection: sqlite3.Connection, now: datetime) -> tuple[Given, ...]:
    told = nudges.told(connection, now - _REMEMBERED, now + timedelta(seconds=1))
    return tuple(
        Given(
            one.nudge.rule,
            one.nudge.occasion,
            one.nudge.at,
            one.response.answer if one.response else None,
            one.response.at if one.response else None,
        )
        for one in told
    )


def _limit(settings: Settings, name: str) -> Limit:
    return next(limit for limit in settings.limit if limit.name == name)


def _in_words(held: nudging.Held) -> str:
    return f"{held.rule}: {held.reason}" if held.rule else held.reason
