"""What was seen and is not committed yet, in memory."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from monitor.core.types import Gap, GapReason, Stretch, Subject, Track, Way
from monitor.store.moments import to_ms

Key = tuple[int, int, Subject]


class Gathered:
    """Stretches and gaps by their keys, and what is to be changed of those committed before."""

    def __init__(self) -> None:
        self.committed: datetime | None = None
        self.cuts: list[tuple[datetime, datetime]] = []
        self.labels: list[tuple[Key, Subject, Way]] = []
        self._stretches: dict[Key, Stretch] = {}
        self._gaps: dict[tuple[datetime, GapReason], Gap] = {}

    @property
    def stretches(self) -> Iterator[Stretch]:
        """Every stretch."""
        return iter(self._stretches.values())

    @property
    def gaps(self) -> Iterator[Gap]:
        """Every gap."""
        return iter(self._gaps.values())

    def keep(self, stretch: Stretch) -> None:
        """Take in a stretch; one with the same start, track and subject is replaced."""
        if stretch.end > stretch.start:
            key = (to_ms(stretch.start), int(stretch.track), stretch.subject)
            self._stretches[key] = stretch

    def mark(self, gap: Gap) -> None:
        """Take in a gap; one with the same start and reason is replaced."""
        if gap.end > gap.start:
            self._gaps[gap.start, gap.reason] = gap

    def cut(self, since: datetime, until: datetime) -> None:
        """Take back the attended time between two moments, committed or not."""
        for key, stretch in list(self._stretches.items()):
            if stretch.track is Track.ATTENDED and stretch.end > since and stretch.start < until:
                del self._stretches[key]
                if stretch.start < since:
                    self._stretches[key] = replace(stretch, end=since)
        if self._is_committed(since):
            self.cuts.append((since, until))

    def relabel(self, start: datetime, before: Subject, subject: Subject, way: Way) -> None:
        """Give the attended stretch with this start the subject that was found out late."""
        key = (to_ms(start), int(Track.ATTENDED), before)
        gathered = self._stretches.pop(key, None)
        if gathered is not None:
            self.keep(replace(gathered, subject=subject, way=way))
        if self._is_committed(start):
            self.labels.append((key, subject, way))

    def changes_the_past(self) -> bool:
        """Whether something committed before is to be changed."""
        return bool(self.cuts or self.labels)

    def drop(self) -> None:
        """Forget all of it."""
        self.cuts.clear()
        self.labels.clear()
        self._stretches.clear()
        self._gaps.clear()

    def drop_span(self, at: int, since: int, until: int) -> None:
        """Forget what was seen before ``at`` in a span; all three in ms."""
        border = min(at, until)
        for key, one in list(self._stretches.items()):
            if key[0] < border and to_ms(one.end) > since:
                del self._stretches[key]
        for place, gap in list(self._gaps.items()):
            if to_ms(gap.start) < border and to_ms(gap.end) > since:
                del self._gaps[place]

    def _is_committed(self, moment: datetime) -> bool:
        return self.committed is None or moment <= self.committed
