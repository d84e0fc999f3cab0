"""From which day on anything is kept."""

import sqlite3
from datetime import date

from monitor.core.days import Calendar
from monitor.store.moments import from_ms

_MOMENTS = (
    "select min(start) from stretch",
    "select min(start) from gap",
    "select cast(value as integer) from meta where key = 'began'",
)


def first_day(connection: sqlite3.Connection, calendar: Calendar) -> date | None:
    """The first day that was watched or brought in from elsewhere; None: there is none."""
    kept = connection.execute("select min(day) from day_facts").fetchone()[0]
    days = [date.fromisoformat(kept)] if kept else []
    for query in _MOMENTS:
        found = connection.execute(query).fetchone()
        if found and found[0] is not None:
            days.append(calendar.day(from_ms(found[0])))
    return min(days, default=None)
