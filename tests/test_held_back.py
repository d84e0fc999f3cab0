"""What came to no nudge is kept with all that held it, as long as it is of use."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.effect import Effect
from monitor.core.nudging.words import End, Given
from monitor.store import connect, held_back
from tests.fakes import NOON
from tests.ledgers import filled_home, rows_of
from tests.nudged import ended, hold_back

DAY = timedelta(days=1)
BUSY = ("you are in a call", "something fills the whole screen")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return filled_home(tmp_path / "home", [])


def told(home: Home, since: datetime, until: datetime) -> tuple[held_back.HeldBack, ...]:
    with connect.reading(home.ledger) as connection:
        return held_back.told(connection, since, until)


def unsettled(home: Home, before: datetime) -> list[datetime]:
    with connect.reading(home.ledger) as connection:
        return [at for _, at in held_back.unsettled(connection, before, 10)]


def test_what_ended_is_read_back_between_two_moments_with_its_reasons_and_figures(
    home: Home,
) -> None:
    hold_back(home, ended(NOON, End.EXPIRED, reasons=BUSY), ended(NOON + DAY, End.SILENT))

    (first,) = told(home, NOON, NOON + DAY)
    assert (first.rule, first.occasion, first.how) == ("break", "spell:1", End.EXPIRED)
    assert (first.since, first.ended) == (NOON - timedelta(minutes=10), NOON)
    assert first.reasons == tuple(sorted(BUSY))
    assert [one.value for one in first.figures] == [3600.0, 3000.0]
    assert first.effect == Effect()
    assert [one.how for one in told(home, NOON, NOON + 2 * DAY)] == [End.EXPIRED, End.SILENT]


def test_who_took_the_break_unasked_leaves_no_row(home: Home) -> None:
    hold_back(home, ended(NOON, End.MOOT))
    hold_back(home, ended(NOON, End.MOOT, reasons=BUSY))

    assert [one.reasons for one in told(home, NOON, NOON + DAY)] == [tuple(sorted(BUSY))]


def test_nothing_that_ended_writes_nothing(home: Home) -> None:
    before = home.ledger.stat().st_mtime_ns

    hold_back(home)

    assert home.ledger.stat().st_mtime_ns == before


def test_old_rows_go_but_what_was_left_out_by_chance_stays(home: Home) -> None:
    for how in End:
        hold_back(home, ended(NOON, how, reasons=BUSY))

    hold_back(home, ended(NOON + 401 * DAY, End.EXPIRED))

    assert rows_of(home.ledger, "select how from held_back order by id") == [
        ("silent",),
        ("expired",),
    ]


def test_the_history_knows_what_was_left_out_by_chance(home: Home) -> None:
    hold_back(home, ended(NOON, End.EXPIRED), ended(NOON + DAY, End.SILENT, occasion="spell:2"))

    with connect.reading(home.ledger) as connection:
        silent = held_back.silent(connection, NOON, NOON + 2 * DAY)

    assert silent == (Given("break", "spell:2", NOON + DAY, is_silent=True),)


def test_what_was_settled_is_not_asked_for_again_even_if_it_cannot_be_told(home: Home) -> None:
    hold_back(home, ended(NOON, End.SILENT), ended(NOON, End.MOOT, reasons=BUSY))
    before = unsettled(home, NOON + DAY)

    with connect.reading(home.ledger) as connection:
        rows = held_back.unsettled(connection, NOON + DAY, 10)
    connection = connect.for_writing(home.ledger)
    held_back.settle(connection, home.ledger, {rows[0][0]: Effect(left_screen=True)})
    connection.close()

    assert before == [NOON]
    assert unsettled(home, NOON + DAY) == []
    assert told(home, NOON, NOON + DAY)[0].effect == Effect(None, left_screen=True)


def test_what_is_too_fresh_or_too_long_ago_is_not_settled(home: Home) -> None:
    hold_back(home, ended(NOON, End.EXPIRED))

    assert unsettled(home, NOON - timedelta(seconds=1)) == []
    assert unsettled(home, NOON) == [NOON]
    assert unsettled(home, NOON + 31 * DAY) == []
