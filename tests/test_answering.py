"""The law of answers: none is lost, none comes before another, and its talk is kept with it."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.paths import Home
from config.schema import DEFAULTS
from monitor.core.notices import Answer, Figure, Response
from monitor.core.people import Person
from monitor.core.rules import contact
from monitor.errors import LedgerError
from monitor.service.answering import Pressed, take
from monitor.service.clock import SystemClock
from monitor.service.office import Office
from monitor.service.wake import Wake
from monitor.store import people
from monitor.store.moments import to_ms
from tests.fakes import NOON, FakeClock, moment
from tests.ledgers import filled_home, rows_of
from tests.nudged import a_nudge, give
from tests.rig import wait_for

ANSWERS = "select code, response.at, answer from response join nudge on nudge.id = nudge"
ANSWERS += " order by response.id"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which two breaks were spoken of."""
    home = filled_home(tmp_path / "home", ())
    for code in ("k3f", "m8p"):
        give(home, a_nudge(code, NOON))
    return home


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def pressed(home: Home, complaints: list[str]) -> Pressed:
    return Pressed(home.ledger, complaints.append)


def said(code: str, answer: Answer, at: datetime = NOON, via: str = "desktop") -> Response:
    return Response(code, at, answer, via)


def kept(home: Home) -> list[tuple[object, ...]]:
    return rows_of(home.ledger, ANSWERS)


@contextmanager
def held(home: Home) -> Iterator[None]:
    """The ledger, held by another program."""
    with closing(sqlite3.connect(home.ledger, isolation_level=None)) as other:
        other.execute("begin immediate")
        yield


@contextmanager
def away(home: Home) -> Iterator[None]:
    """The ledger, where nobody finds it."""
    elsewhere = home.ledger.with_name("elsewhere")
    home.ledger.rename(elsewhere)
    yield
    elsewhere.rename(home.ledger)


def test_an_answer_is_kept_with_the_talk_that_it_tells_of_or_not_at_all(home: Home) -> None:
    with people.writing(home.ledger) as connection:
        people.add(connection, home.ledger, Person("Anna", timedelta(days=7), NOON))
    figures = (Figure("took_up", NOON.timestamp(), "unix"), Figure("since", 0, "unix"))
    asked = a_nudge("f7n", NOON, rule=contact.FOLLOW_UP, figures=figures, person="Anna")
    give(home, asked)
    refuse = "create trigger full before insert on contact begin select raise(abort, 'full'); end"
    rows_of(home.ledger, refuse)
    with pytest.raises(LedgerError):
        take(home.ledger, said("f7n", Answer.DID))
    neither = kept(home)
    rows_of(home.ledger, "drop trigger full")

    assert take(home.ledger, said("f7n", Answer.DID))
    assert neither == []
    assert kept(home) == [("f7n", to_ms(NOON), "did")]
    assert len(rows_of(home.ledger, "select * from contact")) == 1


def test_what_is_pressed_while_the_ledger_is_held_is_kept_later_in_order_and_told_once(
    home: Home, pressed: Pressed, complaints: list[str]
) -> None:
    with held(home):
        pressed.take(said("k3f", Answer.DID, moment(0)))
        pressed.take(said("m8p", Answer.NO, moment(9)))
    before = kept(home)
    pressed.keep()
    pressed.keep()

    assert before == []
    assert kept(home) == [("k3f", to_ms(moment(0)), "did"), ("m8p", to_ms(moment(9)), "no")]
    assert len(complaints) == 1
    assert "An answer waits" in complaints[0]
    assert "in use by another program" in complaints[0]


def test_what_waited_comes_before_what_is_pressed_next_and_new_trouble_is_told_anew(
    home: Home, pressed: Pressed, complaints: list[str]
) -> None:
    for code in ("k3f", "m8p"):
        with away(home):
            pressed.take(said(code, Answer.LATER))
        pressed.take(said(code, Answer.DID, moment(5)))

    assert [(code, answer) for code, _, answer in kept(home)] == [
        ("k3f", "later"), ("k3f", "did"), ("m8p", "later"), ("m8p", "did"),
    ]  # fmt: skip
    assert len(complaints) == 2


def test_an_answer_that_waited_does_not_replace_one_that_was_given_after_it(
    home: Home, pressed: Pressed
) -> None:
    with away(home):
        pressed.take(said("k3f", Answer.NO))
    take(home.ledger, said("k3f", Answer.DID, moment(20), via="command"))
    pressed.keep()

    assert [answer for _, _, answer in kept(home)] == ["did"]


def test_after_the_clock_was_set_back_an_answer_counts_all_the_same(
    home: Home, pressed: Pressed
) -> None:
    pressed.take(said("k3f", Answer.LATER, moment(3600)))
    pressed.take(said("k3f", Answer.DID, moment(0)))

    assert [answer for _, _, answer in kept(home)] == ["later", "did"]


def test_an_answer_to_a_nudge_that_was_deleted_holds_up_no_other(
    home: Home, pressed: Pressed, complaints: list[str]
) -> None:
    with away(home):
        pressed.take(said("gone", Answer.DID))
        pressed.take(said("k3f", Answer.DID))
    pressed.end()

    assert [code for code, _, _ in kept(home)] == ["k3f"]
    assert len(complaints) == 1


def test_what_cannot_be_kept_at_the_end_is_told(
    home: Home, pressed: Pressed, complaints: list[str]
) -> None:
    with away(home):
        pressed.take(said("k3f", Answer.DID))
        pressed.end()

    assert complaints[1:] == ["Answers of buttons that could not be kept and are lost: 1."]


@pytest.mark.parametrize(("until_due", "stops"), [(-60, False), (3600, True)])
def test_the_next_round_keeps_what_waits_and_so_does_the_end(
    *, until_due: int, stops: bool, home: Home, wake: Wake
) -> None:
    office = Office(
        home.ledger,
        clock=FakeClock(SystemClock().read().wall + timedelta(seconds=until_due)),
        settings=lambda: DEFAULTS,
        wake=wake,
        log=logging.getLogger("test"),
    )
    with held(home):
        office._hear("k3f", Answer.DID)
    office.start()
    if stops:
        office.stop()
        assert kept(home)
    else:
        assert wait_for(lambda: kept(home), "answer that waited")
        office.stop()
