"""Settle what came of each nudge, once enough time has passed to tell."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.days import Calendar
from monitor.core.effect import JUST, REACH, Effect, left_ai, left_screen, talked
from monitor.core.limits import Seen
from monitor.core.types import Gap
from monitor.store import connect, effects, held_back, read
from monitor.store.connect import Connection

_SETTLED_AFTER = timedelta(minutes=2)  # as the judge: pages told late, a flush that waited
_AT_ONCE = 20  # after a long time off the rest waits for the next minute
_TALKS_TOLD = timedelta(days=8)  # so late a talk may be noted and still count for its day
_LONGEST_DAY = timedelta(hours=50)  # with the longest journey west


def settle(connection: Connection, path: Path, now: datetime, *, idle_after: timedelta) -> int:
    """Settle what can be told by now; tell how many moments that were.

    With nothing to settle it asks the ledger three small questions and reads no stretch.
    """
    before = now - REACH - idle_after - _SETTLED_AFTER
    spoken = effects.unsettled(connection, before, _AT_ONCE)
    unspoken = held_back.unsettled(connection, before, _AT_ONCE)
    if spoken or unspoken:
        with connect.reading(path) as seen:
            known = read.subjects(seen)
            found = {number: _effect(seen, known, at) for number, at in spoken}
            beside = {number: _effect(seen, known, at) for number, at in unspoken}
        if found:
            effects.record(connection, path, found)
        if beside:
            held_back.settle(connection, path, beside)
    _follow_talks(connection, path, now)
    return len(spoken) + len(unspoken)


def _effect(seen: Connection, known: dict[int, read.Judged], at: datetime) -> Effect:
    """What was left; whether a talk followed is another matter, and may be noted days later."""
    since, until = at - JUST, at + REACH
    life: Sequence[Seen] = tuple(read.stretches(seen, since, until, known))
    gaps: Sequence[Gap] = tuple(read.gaps(seen, since, until))
    return Effect(left_ai(at, life, gaps), left_screen(at, life, gaps))


def _follow_talks(connection: Connection, path: Path, now: datetime) -> None:
    """Note the talks that were noted since, and take back those that were taken back."""
    since = now - _TALKS_TOLD
    told = effects.settled(connection, since)
    talks = effects.talks(connection, since, now) if told else ()
    if not talks and not any(one.talked for one in told):
        return
    calendar = read.calendar(connection)
    changed = [
        (one.number, is_so)
        for one in told
        for is_so in [_has_talked(one.at, talks, calendar, now)]
        if is_so is not one.talked
    ]
    if changed:
        effects.note_talks(connection, path, changed)


def _has_talked(at: datetime, talks: Sequence[datetime], calendar: Calendar, now: datetime) -> bool:
    near = [talk for talk in talks if at < talk < at + _LONGEST_DAY]
    return bool(near) and talked(at, near, calendar, now) is True
