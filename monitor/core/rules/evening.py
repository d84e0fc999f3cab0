"""The rule of the evening: from its hour on the note of the day, on Sunday the letter of the week.

Both are off until the person wants them. On the evening of the letter there is no note besides.
"""

from datetime import datetime, timedelta

from config.schema import Evening, Weekday
from monitor.core.days import Calendar
from monitor.core.notices import Figure, Finding
from monitor.core.nudging import orders
from monitor.core.nudging.words import Order

NOTE, LETTER = "evening", "letter"
_WEEKDAYS = tuple(Weekday)


def ordered(chosen: Evening) -> tuple[Order, ...]:
    """What the person ordered: at most one for each day of the week."""
    found = []
    if chosen.letter:
        found.append(Order(LETTER, "the letter of the week", chosen.hour, (Weekday.SUN,)))
    if chosen.note:
        days = _WEEKDAYS[:-1] if chosen.letter else _WEEKDAYS
        found.append(Order(NOTE, "the note of the evening", chosen.hour, days))
    return tuple(found)


def findings(
    now: datetime, calendar: Calendar, chosen: Evening, *, is_there: bool
) -> tuple[Finding, ...]:
    """Tell what the evening brings now; nothing while nobody is at the screen to read it."""
    if not is_there or not (chosen.note or chosen.letter):
        return ()
    day = calendar.day(now)
    since = begins(now, calendar, chosen.hour)
    if since is None or now < since:
        return ()
    figures = (Figure("since", since.timestamp(), "unix"),)
    rule = next((one.rule for one in ordered(chosen) if orders.is_for(one, day)), None)
    if rule == LETTER:
        monday = day - timedelta(days=day.weekday())
        return (Finding(LETTER, f"week:{monday}", figures),)
    return (Finding(NOTE, f"day:{day}", figures),) if rule else ()


def begins(now: datetime, calendar: Calendar, hour: int) -> datetime | None:
    """The moment at which the evening of this day begins; None: a journey left it out."""
    return orders.begin(calendar.day(now), hour, calendar)
