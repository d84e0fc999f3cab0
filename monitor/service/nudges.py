"""What the commands about nudges ask: the list, one by its code, and an answer to it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from config.errors import SettingsError
from config.load import load
from config.paths import Home
from config.say import guess, shown
from config.schema import Settings
from monitor.core.days import Calendar
from monitor.core.effect import talked
from monitor.core.notices import Answer, Nudge, Response
from monitor.core.rules import contact
from monitor.errors import MonitorError
from monitor.ports import Clock
from monitor.service.answering import take
from monitor.store import held_back, nudges, read
from monitor.store.connect import reading
from monitor.store.held_back import HeldBack
from monitor.store.nudges import Told

_LATER_AT_MOST = 2  # what was put off so often is let go, as nudging has it
_NEAR = 200  # among so many of the newest codes a slip is looked for


@dataclass(frozen=True, slots=True)
class Listed:
    """The nudges of a time, and what came to none."""

    told: tuple[Told, ...] = ()
    held_back: tuple[HeldBack, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was noted. ``before`` is the one that it replaces.

    ``again`` is from when the nudge may come again, ``is_last`` for the last time; one that
    ``is_let_go`` does not. ``asks``: later it is asked once whether it came to a talk.
    """

    code: str
    rule: str
    answer: Answer
    before: Answer | None
    again: datetime | None = None
    is_last: bool = False
    is_let_go: bool = False
    asks: bool = False


def listed(home: Home, clock: Clock, days: int) -> Listed:
    """List the nudges of the last so many days, each in order of time."""
    if not home.ledger.exists():
        return Listed()
    now = clock.read().wall
    since, until = now - timedelta(days=days), now + timedelta(days=1)
    with reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        found = nudges.told(connection, since, until)
        return Listed(
            tuple(as_of(one, calendar, now) for one in found),
            held_back.told(connection, since, until),
        )


def as_of(one: Told, calendar: Calendar, now: datetime) -> Told:
    """What is known of a nudge now: while its day lasts, a talk may still come."""
    if one.effect is None or one.effect.talked:
        return one
    return replace(one, effect=replace(one.effect, talked=talked(one.nudge.at, (), calendar, now)))


def named(home: Home, code: str) -> Told:
    """The nudge with this code; a MonitorError when there is none."""
    if not home.ledger.exists():
        raise _unknown(code, ())
    with reading(home.ledger) as connection:
        found = nudges.named(connection, code.lower())
        if found is None:
            raise _unknown(code, nudges.newest_codes(connection, _NEAR))
    return found


def answer(home: Home, clock: Clock, code: str, said: Answer) -> Answered:
    """Note an answer, as a button does, and tell what comes of it."""
    before = named(home, code)
    nudge = before.nudge
    now = clock.read().wall
    if not take(home.ledger, Response(nudge.code, now, said, via="command")):
        raise _unknown(code, ())  # it was wiped in between
    earlier = before.response.answer if before.response else None
    noted = Answered(nudge.code, nudge.rule, said, earlier)
    if said is Answer.DID:
        return replace(noted, asks=_asks(home, nudge))
    if said is Answer.NO:
        return noted
    with reading(home.ledger) as connection:
        told = nudges.of_same(connection, nudge)
    codes = [one.nudge.code for one in told if one.response or not one.is_lost]  # as judged
    if not codes or codes[-1] != nudge.code:
        return noted  # a newer nudge spoke of the same, and its answer counts
    if len(codes) > _LATER_AT_MOST:
        return replace(noted, is_let_go=True)
    return replace(noted, again=_again(home, now), is_last=len(codes) == _LATER_AT_MOST)


def _asks(home: Home, nudge: Nudge) -> bool:
    """Whether the person is asked later if it came to a talk."""
    settings = _settings(home)
    is_of_people = nudge.rule in {contact.NAME, contact.BIRTHDAY} and bool(nudge.person)
    return is_of_people and settings is not None and settings.contact.follow_up


def _again(home: Home, now: datetime) -> datetime | None:
    """When what was put off may come again; None: the settings cannot be read now."""
    settings = _settings(home)
    return None if settings is None else now + settings.nudge.snooze


def _settings(home: Home) -> Settings | None:
    """The settings; None: they cannot be read now, and the daemon goes by the last good ones."""
    try:
        return load(home.settings)
    except SettingsError:
        return None


def _unknown(code: str, codes: tuple[str, ...]) -> MonitorError:
    return MonitorError(
        f"There is no nudge with the code {shown(code)}.{guess(code, codes)}",
        hint="`humanward nudges --days 365` lists those of a year.",
    )
