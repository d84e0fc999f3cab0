"""Spans of hours on the person's clock: whether a moment lies in one, and until when."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from config.schema import Span
from monitor.core.days import Calendar

_SEARCHED = timedelta(days=2)  # spans come back daily: who does not leave them by then never does


def inside(spans: Sequence[Span], calendar: Calendar, moment: datetime) -> bool:
    """Tell whether a moment lies in one of the spans, by the local time of day."""
    clock = calendar.local(moment).time()
    return any(span.contains(clock) for span in spans)


def edge(spans: Sequence[Span], calendar: Calendar, moment: datetime) -> datetime:
    """Tell a later moment up to which nothing changes: an edge of a span or of the local hour."""
    piece = next(calendar.pieces(moment, moment + timedelta(hours=1)))
    into = _since_midnight(calendar.local(moment).time())
    ahead = (_since_midnight(clock) - into for span in spans for clock in (span.start, span.end))
    near = min((wait for wait in ahead if wait > timedelta()), default=piece.length)
    return moment.astimezone(UTC) + min(near, piece.length)


def leave(spans: Sequence[Span], calendar: Calendar, moment: datetime) -> datetime | None:
    """Tell the first moment from this one on outside all the spans; None: they leave none."""
    at = moment
    while inside(spans, calendar, at):
        at = edge(spans, calendar, at)
        if at - moment > _SEARCHED:
            return None
    return at


def enter(spans: Sequence[Span], calendar: Calendar, moment: datetime) -> datetime | None:
    """Tell the first moment from this one on inside one of the spans; None: there is none."""
    at = moment
    while not inside(spans, calendar, at):
        at = edge(spans, calendar, at)
        if at - moment > _SEARCHED:
            return None
    return at


def _since_midnight(clock: time) -> timedelta:
    return timedelta(
        hours=clock.hour,
        minutes=clock.minute,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )
