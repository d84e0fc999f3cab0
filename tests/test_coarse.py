"""The law of bygone days without a tag: a correction moves no spell that it does not touch."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.core.correct import Claim, Correction
from monitor.core.days import Calendar
from monitor.core.facts import DayFacts, Measure
from monitor.core.types import Subject, Zone
from monitor.store import connect, facts, rollup
from tests.corrected import DAY, NIGHT, forget, make
from tests.fakes import NOON
from tests.ledgers import filled_home, use

HOUR = timedelta(hours=1)
LATER = NOON + 9 * DAY
MONDAY = date(2026, 11, 23)
CALENDAR = Calendar((Zone(NOON - 30 * DAY, "UTC"),))
LEFT_OUT = ("work",)
AT_WORK = (0, 1, 2, 3, 5, 6)  # hours from noon; the fifth nobody was there
AT_EASE = 8


def told(path: Path) -> DayFacts:
    """Monday without work."""
    with connect.reading(path) as connection:
        measure = Measure(CALENDAR, NIGHT, LEFT_OUT)
        (day,) = facts.days(connection, measure, MONDAY, MONDAY)
        return day


@pytest.mark.parametrize("corrected", [AT_EASE + 1, AT_EASE])
def test_time_with_a_tag_left_out_stays_in_spells_and_breaks(
    tmp_path: Path, corrected: int
) -> None:
    claude = Subject("browser", host="claude.ai")
    work = [use(NOON + n * HOUR, NOON + (n + 1) * HOUR, claude) for n in AT_WORK]
    ease = use(NOON + AT_EASE * HOUR, NOON + (AT_EASE + 1) * HOUR, Subject("editor"))
    home = filled_home(tmp_path / "home", [*work, ease], zones=CALENDAR.zones)
    connection = connect.for_writing(home.ledger)
    connection.execute("update verdict set tags = 'work' where tool = 'Claude'")
    rollup.roll_up(connection, home.ledger, CALENDAR, LATER, NIGHT, LEFT_OUT)
    connection.close()
    forget(home, LATER)
    before = told(home.ledger)

    start = NOON + corrected * HOUR
    make(home, Correction(0, LATER, start, start + HOUR, Claim.AWAY), LATER)
    after = told(home.ledger)

    assert (before.longest_spell, before.breaks, before.left_out) == (4 * HOUR, 2, 6 * HOUR)
    assert (after.longest_spell, after.breaks, after.left_out) == (4 * HOUR, 2, 6 * HOUR)
    assert after.active == (HOUR if corrected != AT_EASE else timedelta())
