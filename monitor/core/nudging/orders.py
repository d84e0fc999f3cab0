"""What the person ordered for an hour of their day: whether it is still to come, and from when."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from config.schema import Nudge as Policy
from config.schema import Weekday
from monitor.core import hours
from monitor.core.days import Calendar
from monitor.core.notices import Answer
from monitor.core.nudging import refusals
from monitor.core.nudging.today import today
from monitor.core.nudging.words import Given, Law, Order

LATER_AT_MOST = 2
"""So often one thing may be put off."""
_WEEKDAYS = tuple(Weekday)


def coming(
    now: datetime, given: Sequence[Given], calendar: Calendar, law: Law
) -> tuple[Order, datetime] | None:
    """Tell what is still to come today, and from when on it may; None: nothing.

    What the quiet hours or the wanted ones shut out for the rest of the day does not come.
    """
    if not law.orders:
        return None
    day, starts, ends = today(calendar, now)
    for order in law.orders:
        begins = begin(day, order.hour, calendar) if is_for(order, day) else None
        if begins is None or not _is_open(order.rule, given, starts, ends):
            continue
        first = _first_allowed(max(now, begins), ends, calendar, law.policy)
        if first is not None and not refusals.rest(order.rule, now, given, calendar):
            return order, first
    return None


def of_week(
    now: datetime, given: Sequence[Given], calendar: Calendar, law: Law
) -> tuple[Order, ...]:
    """Tell what is still to come from now to the end of the week, an order for each of its days."""
    found, at = [], now
    while True:
        if order := coming(at, given, calendar, law):
            found.append(order[0])
        day, _, ends = today(calendar, at)
        if _WEEKDAYS[day.weekday()] is Weekday.SUN:
            return tuple(found)
        at = ends


def first_from(
    now: datetime, until: datetime, given: Sequence[Given], calendar: Calendar, law: Law
) -> datetime | None:
    """Tell the first moment at which something ordered may come; None: none up to ``until``."""
    at = now
    while at <= until:
        if found := coming(at, given, calendar, law):
            return found[1]
        at = today(calendar, at)[2]
    return None


def is_for(order: Order, day: date) -> bool:
    """Whether it was ordered for this day of the week."""
    return _WEEKDAYS[day.weekday()] in order.days


@lru_cache(maxsize=32)
def begin(day: date, hour: int, calendar: Calendar) -> datetime | None:
    """The first moment of an hour of a day; None: a journey left it out."""
    pieces = calendar.pieces(*calendar.bounds(day))
    return next((piece.start for piece in pieces if piece.hour == hour), None)


def _is_open(rule: str, given: Sequence[Given], starts: datetime, ends: datetime) -> bool:
    """Whether it was not said yet, or put off and may come again."""
    told = [one for one in given if one.rule == rule and starts <= one.at < ends]
    if not told:
        return True
    return told[-1].answer is Answer.LATER and len(told) <= LATER_AT_MOST


def _first_allowed(
    begins: datetime, ends: datetime, calendar: Calendar, policy: Policy
) -> datetime | None:
    """The first moment of a span within the hours and days of nudges; None: there is none."""
    at: datetime | None = begins
    while at is not None and at < ends:
        if _WEEKDAYS[calendar.day(at).weekday()] not in policy.days:
            return None
        free = hours.leave(policy.quiet, calendar, at)
        if free is not None and policy.hours:
            free = hours.enter(policy.hours, calendar, free)
        if free == at:
            return at
        at = free
    return None
