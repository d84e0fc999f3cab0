"""What limits and habits count now: settled up to a moment, the newest minutes folded anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.schema import Per, Settings
from monitor.core import limits
from monitor.core.days import Calendar
from monitor.core.limits import Seen
from monitor.core.notices import Finding
from monitor.core.rules import ask_first, returning
from monitor.store import control, read
from monitor.store.connect import Connection

_SETTLED_AFTER = timedelta(minutes=2)  # beyond idle_after: pages told late, a flush that waited


@dataclass(frozen=True, slots=True)
class Counts:
    """All that is remembered of the time so far by the rules that fold it."""

    settings: Settings
    calendar: Calendar
    limits: tuple[limits.Count, ...]
    returns: returning.Returns = field(default_factory=returning.Returns)
    asked: ask_first.Asked = field(default_factory=ask_first.Asked)

    def after(self, seen: Iterable[Seen]) -> "Counts":
        """Take stretches in the order of time."""
        settings, calendar = self.settings, self.calendar
        seen, left_out = tuple(seen), settings.index.leave_out
        returns, asked = self.returns, self.asked
        if settings.returning.on:
            for stretch, verdict in seen:
                returns = returning.step(returns, stretch, verdict, settings.returning, left_out)
        if settings.ask_first.on:
            for stretch, verdict in seen:
                asked = ask_first.step(asked, stretch, verdict, calendar, left_out)
        counted = limits.fold(self.limits, seen, calendar)
        return Counts(settings, calendar, counted, returns, asked)

    def findings(self, now: datetime) -> tuple[Finding, ...]:
        """What is due by it now."""
        return (
            *limits.findings(self.limits, now, self.calendar),
            *returning.findings(self.returns, now, self.settings.returning),
            *ask_first.findings(self.asked, now, self.settings.ask_first),
        )


class Counting:
    """The counts up to a settled moment. Other settings, or another past, begin them anew."""

    def __init__(self) -> None:
        self._counts: Counts | None = None
        self._settled: datetime | None = None
        self._calendar = Calendar(())

    def begin_anew(self, calendar: Calendar) -> None:
        """Forget what was counted: the past is another, or its days are cut otherwise."""
        self._calendar, self._counts = calendar, None

    def count(self, seen: Connection, now: datetime, settings: Settings) -> Counts:
        """Fold what came since the settled moment; settle what cannot change any more."""
        counts, since = self._counts, self._settled
        if counts is None or counts.settings is not settings or since is None or now < since:
            counts, since = self._begin(now, settings)
        kept = tuple(read.stretches(seen, since, now, read.subjects(seen)))
        life = control.life(seen)
        written = min(now, life.beat) if life else now  # what waits for the disk is not settled
        border = written - settings.watch.idle_after - _SETTLED_AFTER
        if border > since:
            before, kept = limits.split(kept, border)
            counts, since = counts.after(before), border
        self._counts, self._settled = counts, since
        return counts.after(kept)

    def _begin(self, now: datetime, settings: Settings) -> tuple[Counts, datetime]:
        in_force = [limit for limit in settings.limit if limit.on]
        counts = Counts(settings, self._calendar, tuple(limits.begin(limit) for limit in in_force))
        day = self._calendar.day(now) - timedelta(days=1)  # a spell may pass the start of the day
        if any(limit.per is Per.WEEK for limit in in_force):
            day = min(
                day, self._calendar.day(now) - timedelta(days=self._calendar.day(now).weekday())
            )
        return counts, self._calendar.bounds(day)[0]
