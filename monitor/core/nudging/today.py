"""The day that a nudge counts for."""

from datetime import date, datetime, timedelta

from monitor.core.days import Calendar

_DAY = timedelta(days=1)


def today(calendar: Calendar, now: datetime) -> tuple[date, datetime, datetime]:
    """The day and its bounds; on a journey west a day that has begun is not left backwards."""
    day = calendar.day(now)
    begins, ends = calendar.bounds(day)
    while ends <= now:
        day += _DAY
        begins, ends = calendar.bounds(day)
    return day, begins, ends
