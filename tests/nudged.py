"""Homes with nudges in them: given, shown, answered, held back; and the talks that followed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.paths import Home
from monitor.core.effect import Effect
from monitor.core.notices import (
    Answer,
    Delivery,
    Figure,
    Finding,
    Nudge,
    Outcome,
    Response,
)
from monitor.core.nudging.words import End, Ended, Waiting
from monitor.service.answering import take
from monitor.store import connect, effects, held_back, nudges
from monitor.store.moments import to_ms

SHOWN = Delivery("desktop", Outcome.SHOWN, "the server showed it")
FAILED = Delivery("desktop", Outcome.FAILED, "there is no session bus")
LOGGED = Delivery("log", Outcome.UNKNOWN, "written to the log")


def a_nudge(  # noqa: PLR0913 - what a nudge is made of
    code: str,
    at: datetime,
    *,
    rule: str = "break",
    occasion: str = "spell:1",
    figures: Sequence[Figure] = (),
    person: str = "",
    also: tuple[tuple[str, str], ...] = (),
) -> Nudge:
    """A nudge as the judge makes one."""
    words = ("Time for a break?", "50 minutes without a break so far.")
    expires = at + timedelta(minutes=20)
    return Nudge(code, at, expires, rule, occasion, *words, tuple(figures), person, also)


def give(
    home: Home,
    nudge: Nudge,
    *,
    ways: Sequence[Delivery] = (SHOWN,),
    answer: Answer | None = None,
    effect: Effect | None = None,
) -> Nudge:
    """Keep a nudge, how it was shown, and what came of it."""
    connection = connect.for_writing(home.ledger)
    nudges.record(connection, home.ledger, nudge)
    nudges.record_deliveries(connection, home.ledger, nudge, ways, nudge.at)
    if effect is not None:
        number = connection.execute("select max(id) from nudge").fetchone()[0]
        effects.record(connection, home.ledger, {number: effect})
    connection.close()
    if answer is not None:
        later = nudge.at + timedelta(minutes=1)
        take(home.ledger, Response(nudge.code, later, answer, via="desktop"))
    return nudge


def ended(
    at: datetime,
    how: End,
    *,
    rule: str = "break",
    occasion: str = "spell:1",
    reasons: Sequence[str] = (),
) -> Ended:
    """What waited ten minutes and came to no nudge."""
    figures = (Figure("amount", 3600.0, "s"), Figure("limit", 3000.0, "s"))
    began = at - timedelta(minutes=10)
    finding = Finding(rule, occasion, figures)
    until = began + timedelta(minutes=20)
    return Ended(Waiting(finding, began, until, reasons=frozenset(reasons)), at, how)


def hold_back(home: Home, *those: Ended, effect: Effect | None = None) -> None:
    """Keep what came to no nudge, and with ``effect`` what the person did then."""
    connection = connect.for_writing(home.ledger)
    held_back.record(connection, home.ledger, those)
    if effect is not None:
        numbers = connection.execute("select id from held_back where left_ai is null").fetchall()
        found = {number: effect for (number,) in numbers}
        held_back.settle(connection, home.ledger, found)
    connection.close()


def talk(home: Home, at: datetime, told: str = "said") -> None:
    """Keep a talk."""
    connection = connect.for_writing(home.ledger)
    connection.execute(
        "insert into contact (person, at, how, told, noted, nudge)"
        " values (null, ?, 'call', ?, ?, null)",
        (to_ms(at), told, to_ms(at)),
    )
    connection.close()
