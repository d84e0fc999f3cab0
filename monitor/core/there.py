"""Who was there when: how it was at the desktop at any minute of a kept past."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from monitor.core.days import Calendar
from monitor.core.limits import AWAY
from monitor.core.nudging.words import Breakpoint, Moment
from monitor.core.runs import MINUTE_MS, Runs, Scene, moment, to_ms
from monitor.core.types import Mark, Presence

NEVER_MS = 1 << 62
_AWAY_MS = AWAY // timedelta(milliseconds=1)


class Span(NamedTuple):
    """Somebody was there; ``back_ms`` is since when, short absences aside."""

    start_ms: int
    end_ms: int
    back_ms: int
    call: bool


@dataclass(frozen=True, slots=True)
class There:
    """The spans with somebody at the screen, and when something else came to the front."""

    spans: Sequence[Span]
    turns_ms: Sequence[int]

    @staticmethod
    def of(runs: Runs) -> "There":
        """Take it from the active time."""
        spans: list[Span] = []
        back = end = -_AWAY_MS
        for stretch, _ in runs.seen(runs.labels(_label)):
            start = to_ms(stretch.start)
            back = start if start - end >= _AWAY_MS else back
            end = to_ms(stretch.end)
            spans.append(Span(start, end, back, bool(stretch.marks & Mark.CALL)))
        return There(spans, runs.turns_ms)

    def at(self, minute_ms: int, calendar: Calendar, first_seen: datetime | None) -> Moment:
        """Tell how it was at a minute; a turn within the minute before it is a breakpoint."""
        span = self._span(minute_ms)
        if span is None or span.end_ms <= minute_ms:
            return Moment(calendar, first_seen, active=False)
        turned = bisect_right(self.turns_ms, minute_ms)
        is_turn = turned > 0 and self.turns_ms[turned - 1] > minute_ms - MINUTE_MS
        return Moment(
            calendar,
            first_seen,
            active=True,
            call=span.call,
            back_since=moment(span.back_ms),
            between=Breakpoint.FOCUS if is_turn else None,
        )

    def anybody(self, start_ms: int, end_ms: int) -> bool:
        """Whether anybody was there at some moment of a span."""
        span = self._span(end_ms - 1)
        return span is not None and span.end_ms > start_ms

    def change_after(self, minute_ms: int) -> int:
        """The next moment at which somebody comes or leaves, or a call begins or ends."""
        span = self._span(minute_ms)
        if span is not None and span.end_ms > minute_ms:
            return span.end_ms
        place = bisect_right(self.spans, (minute_ms, NEVER_MS))
        return self.spans[place].start_ms if place < len(self.spans) else NEVER_MS

    def turn_after(self, minute_ms: int) -> int:
        """The next moment at which something else comes to the front."""
        place = bisect_right(self.turns_ms, minute_ms)
        return self.turns_ms[place] if place < len(self.turns_ms) else NEVER_MS

    def _span(self, minute_ms: int) -> Span | None:
        """The latest span that has begun."""
        place = bisect_right(self.spans, (minute_ms, NEVER_MS)) - 1
        return self.spans[place] if place >= 0 else None


def in_call(scene: Scene) -> bool:
    """Whether microphone or camera were in use."""
    return bool(scene.marks & Mark.CALL)


def _label(scene: Scene) -> bool | None:
    return in_call(scene) if scene.presence is Presence.ACTIVE else None
