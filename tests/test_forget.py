"""The law of forgetting: what a person wants gone is gone, and nothing else."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.days import Calendar
from monitor.core.notices import Nudge
from monitor.core.types import (
    Gap,
    GapReason,
    Subject,
)
from monitor.service import export
from monitor.service.report import report
from monitor.store import connect, nudges, rollup
from monitor.store.forget import Found
from tests.fakes import NOON, FakeClock, moment
from tests.ledgers import beat, filled_home, gaps_in, kept_in, open_ledger, rows_of, use

DAY = timedelta(days=1)
EDITOR = Subject("editor")
SECRET = Subject("browser", host="secret.example")
MONDAY = date(2026, 11, 23)  # the day of NOON


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Three days: the editor each noon, a secret on the second, all summed up."""
    hour = timedelta(hours=1)
    stretches = [use(NOON + n * DAY, NOON + n * DAY + hour, EDITOR) for n in range(3)]
    stretches.append(use(NOON + DAY + hour, NOON + DAY + 2 * hour, SECRET))
    gaps = [Gap(NOON + DAY + 3 * hour, NOON + DAY + 4 * hour, GapReason.LOCKED)]
    home = filled_home(tmp_path / "home", stretches, gaps)
    connection = connect.for_writing(home.ledger)
    rollup.roll_up(connection, home.ledger, Calendar(()), NOON + 5 * DAY)
    spoken = Nudge("AB", NOON + DAY, NOON + DAY, "break", "spell:1", "Up", "Stand up", ())
    nudges.record(connection, home.ledger, spoken)
    connection.close()
    return home


def test_a_wipe_tells_before_what_it_would_take(home: Home) -> None:
    assert export.count(home, MONDAY + DAY, MONDAY + DAY) == Found(2, 1, 1)


def test_a_wipe_takes_the_day_and_leaves_the_others(home: Home) -> None:
    export.wipe(home, FakeClock(), MONDAY + DAY, MONDAY + DAY)

    clock = FakeClock(NOON + 5 * DAY)
    told = report(home, clock, MONDAY, MONDAY + 2 * DAY)
    assert export.count(home, MONDAY + DAY, MONDAY + DAY) == Found(0, 0, 0)
    assert [bar.active for bar in told.bars] == [DAY / 24, timedelta(), DAY / 24]
    assert [one.subject for one in told.subjects] == [EDITOR]
    assert gaps_in(home.ledger) == []
    assert rows_of(home.ledger, "select sum(ms) from use_by_month") == [(2 * 3_600_000,)]


def test_of_a_wiped_day_nothing_stays_on_the_disk(home: Home) -> None:
    assert any(b"secret.example" in one.read_bytes() for one in home.ledger.parent.glob("ledger*"))

    export.wipe(home, FakeClock(), MONDAY + DAY, MONDAY + DAY)

    for one in home.ledger.parent.glob("ledger*"):
        assert b"secret.example" not in one.read_bytes()


def test_a_stretch_over_the_edge_of_a_wiped_day_keeps_the_part_outside(tmp_path: Path) -> None:
    edge = moment(16 * 3600)  # four in the morning, when the next day starts
    stretch = use(edge - DAY / 48, edge + DAY / 48, EDITOR)
    home = filled_home(tmp_path / "home", [stretch])

    export.wipe(home, FakeClock(), MONDAY + DAY, MONDAY + DAY)
    before_edge = kept_in(home.ledger)
    export.wipe(home, FakeClock(), MONDAY, MONDAY)

    assert before_edge == [use(stretch.start, edge, EDITOR)]
    assert kept_in(home.ledger) == []


def test_the_part_after_a_wiped_day_stays(tmp_path: Path) -> None:
    edge = moment(16 * 3600)
    stretch = use(edge - DAY / 48, edge + DAY / 48, EDITOR)
    home = filled_home(tmp_path / "home", [stretch])

    export.wipe(home, FakeClock(), MONDAY, MONDAY)

    assert kept_in(home.ledger) == [use(edge, stretch.end, EDITOR)]


def test_a_daemon_that_keeps_on_watching_names_its_subjects_rightly(tmp_path: Path) -> None:
    home = filled_home(tmp_path / "home", [])
    with open_ledger(home.ledger) as ledger:
        ledger.gathered.keep(use(moment(0), moment(10), SECRET))
        ledger.flush(beat(moment(10)))
        export.wipe(home, FakeClock(), MONDAY, MONDAY)
        ledger.gathered.keep(use(moment(20), moment(30), EDITOR))
        ledger.gathered.keep(use(moment(30), moment(40), SECRET))
        ledger.flush(beat(moment(40)))

    assert [one.subject for one in kept_in(home.ledger)] == [EDITOR, SECRET]


def test_what_was_wiped_does_not_return_when_sums_are_made_anew(home: Home) -> None:
    export.wipe(home, FakeClock(), MONDAY + DAY, MONDAY + DAY)

    connection = connect.for_writing(home.ledger)
    rollup.roll_up(connection, home.ledger, Calendar(()), NOON + 5 * DAY)
    connection.close()

    assert rows_of(home.ledger, "select day, sum(ms) from use_by_day group by day") == [
        (str(MONDAY), 3_600_000),
        (str(MONDAY + 2 * DAY), 3_600_000),
    ]


def test_without_a_ledger_there_is_nothing_to_forget(tmp_path: Path) -> None:
    home = filled_home(tmp_path / "home", [])
    home.ledger.unlink()

    assert export.count(home, MONDAY, MONDAY) == Found(0, 0, 0)
