"""Talks that were seen on this computer, from the sums of closed days and today's stretches."""

import sqlite3
from datetime import date, datetime, timedelta
from itertools import groupby

from monitor.core.days import Calendar
from monitor.core.people import today_of
from monitor.core.rules.sighted import Sighted, carry, is_call, step
from monitor.core.types import Kind, Track
from monitor.store import read

_DAY = timedelta(days=1)
_NOTHING = timedelta()


def sighted(
    connection: sqlite3.Connection,
    calendar: Calendar,
    known: dict[int, read.Judged],
    now: datetime,
    reach: timedelta,
) -> Sighted:
    """Tell the talks that were seen within a reach; of closed days their sums say enough."""
    first, today = calendar.day(now - reach), today_of(now, calendar)
    border = min(read.last_rolled(connection) or date.min, today - _DAY)
    found = Sighted()
    sums = read.day_sums(connection, first, border) if first <= border else ()
    for day, of_day in groupby(sorted(sums, key=lambda one: one.day), lambda one: one.day):
        calls = messages = _NOTHING
        for one in of_day:
            verdict = known[one.subject][1]
            if one.track is not Track.ATTENDED:
                continue
            if is_call(verdict, one.marks):
                calls += one.length
            elif verdict.kind is Kind.MESSAGE:
                messages += one.length
        found = carry(found, calls, messages, calendar.bounds(day)[1])
    since = calendar.bounds(max(first, border + _DAY))[0]
    for stretch, verdict in read.stretches(connection, since, now, known):
        found = step(found, stretch, verdict, calendar)
    return found
