"""The rule of the evening: from its hour on the note of the day, on Sunday the letter of the week.

Both are off until the person wants them. On the evening of the letter there is no note besides.
"""

from datetime import datetime, timedelta

from config.schema import Evening
from monitor.core.days import Calendar
from monitor.core.notices import Figure, Finding

NOTE, LETTER = "evening", "letter"
_SUNDAY = 6


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
    if chosen.letter and day.weekday() == _SUNDAY:
        monday = day - timedelta(days=_SUNDAY)
        return (Finding(LETTER, f"week:{monday}", figures),)
    return (Finding(NOTE, f"day:{day}", figures),) if chosen.note else ()


def begins(now: datetime, calendar: Calendar, hour: int) -> datetime | None:
    """The moment at which the evening of this day begins; None: a journey left it out."""
    pieces = calendar.pieces(*calendar.bounds(calendar.day(now)))
    return next((piece.start for piece in pieces if piece.hour == hour), None)
