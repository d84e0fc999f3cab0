"""Days, weeks, months and years on the calendar."""

from datetime import date, timedelta
from enum import Enum

_DAY = timedelta(days=1)


class Stride(Enum):
    """A span that has a name."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def first_day(stride: Stride, last: date) -> date:
    """The first day of the week, month or year that a day lies in."""
    if stride is Stride.WEEK:
        return last - timedelta(days=last.weekday())
    if stride is Stride.MONTH:
        return last.replace(day=1)
    return last.replace(month=1, day=1) if stride is Stride.YEAR else last


def last_whole(stride: Stride, today: date) -> tuple[date, date]:
    """The whole day, week, month or year before the one that a day lies in."""
    last = first_day(stride, today) - _DAY
    return first_day(stride, last), last


def before(stride: Stride | None, first: date, last: date) -> tuple[date, date]:
    """The whole day before, the same part of a week, month or year, or as many days before."""
    if stride is Stride.WEEK:
        week = timedelta(weeks=1)
        return first - week, last - week
    if stride is Stride.MONTH:
        end = first - _DAY
        is_whole = (last + _DAY).day == 1
        return end.replace(day=1), end if is_whole else end.replace(day=min(last.day, end.day))
    if stride is Stride.YEAR:
        return first.replace(year=first.year - 1), _year_before(last)
    length = last - first + _DAY
    return first - length, last - length


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
