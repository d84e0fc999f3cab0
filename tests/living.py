"""A life to fold: looks at a desktop on a clock wound by hand, and what a ledger would keep."""

from datetime import datetime, timedelta

from monitor.core.fold import Interval, Pace, Step, step
from monitor.core.sighting import Sample
from monitor.core.types import Gap, GapReason, Presence, Stretch, Subject
from tests.fakes import NOON, FakeClock

PACE = Pace(every=timedelta(seconds=5), idle_after=timedelta(minutes=3))
EDITOR = Subject("editor")
MAIL = Subject("mail")


class Life:
    """Folds one sample after the other, and keeps what a ledger would keep."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.interval: Interval | None = None
        self.jumps: list[GapReason] = []
        self._stretches: dict[object, Stretch] = {}
        self._gaps: dict[object, Gap] = {}

    def see(self, subject: Subject = EDITOR, *, idle: float | None = 0, page: int = 0) -> Step:
        """Look, the last input so many seconds ago."""
        since = None if idle is None else timedelta(seconds=idle)
        return self._take(Sample(self.clock.read(), subject, idle=since, page=page))

    def miss(self, reason: GapReason = GapReason.BLIND) -> Step:
        """Look in vain."""
        return self._take(Sample(self.clock.read(), obstacle=reason))

    def pass_by(self, seconds: int, subject: Subject = EDITOR) -> None:
        """Look at the same thing again and again, with input all the time."""
        for _ in range(0, seconds, 5):
            self.clock.advance(5)
            self.see(subject)

    @property
    def stretches(self) -> list[tuple[float, float, str, Presence]]:
        """What is kept: start, end, app, presence."""
        return sorted(
            (seconds(one.start), seconds(one.end), one.subject.app, one.presence)
            for one in self._stretches.values()
        )

    @property
    def gaps(self) -> list[tuple[float, float, GapReason]]:
        """What is kept: start, end, reason."""
        return sorted((seconds(g.start), seconds(g.end), g.reason) for g in self._gaps.values())

    @property
    def parts(self) -> list[tuple[float, float]]:
        """Start and end of all that is kept."""
        kept = [(start, end) for start, end, *_ in self.stretches]
        return sorted(kept + [(start, end) for start, end, _ in self.gaps])

    def _take(self, sample: Sample) -> Step:
        taken = step(self.interval, sample, pace=PACE)
        self.interval = taken.interval
        if taken.jump:
            self.jumps.append(taken.jump)
        if taken.cut is not None:
            self._stretches = {
                key: Stretch(one.start, min(one.end, taken.cut), one.subject, one.presence)
                for key, one in self._stretches.items()
                if one.start < taken.cut
            }
        self._stretches |= {one.start: one for one in taken.stretches}
        self._gaps |= {(one.start, one.reason): one for one in taken.gaps}
        return taken


def seconds(at: datetime) -> float:
    """So many seconds after noon."""
    return (at - NOON).total_seconds()
