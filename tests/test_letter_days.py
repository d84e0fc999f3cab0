"""The law of the days that a letter speaks of: since when no talk is noted, and as of which day."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.people import Contact, How, Person
from monitor.core.types import Subject, Zone
from monitor.service.letter import weekly
from monitor.store import connect, people
from tests.fakes import FakeClock
from tests.judging import at, minutes
from tests.ledgers import filled_home, use

DAY = timedelta(days=1)
BEGAN = at("2026-10-19T09:00+02:00")
FRIDAY_NIGHT = at("2026-11-14T02:00+01:00")  # still the person's Friday, the 13th


def home_with(folder: Path, *talks: datetime) -> Home:
    stretches = [
        use(BEGAN + n * DAY, BEGAN + n * DAY + minutes(90), Subject("editor")) for n in range(36)
    ]
    home = filled_home(folder, stretches, zones=[Zone(BEGAN - DAY, "Europe/Berlin")])
    connection = connect.for_writing(home.ledger)
    people.add(connection, home.ledger, Person("Anna", 7 * DAY, BEGAN))
    for talk in talks:
        people.log(connection, home.ledger, Contact("Anna", talk, How.CALL), talk)
    connection.close()
    return home


@pytest.mark.parametrize(
    ("now", "until", "days"),
    [
        ("2026-11-22T21:00+01:00", None, 9),
        ("2026-11-23T03:59+01:00", None, 9),  # the night is still the person's Sunday
        ("2026-11-23T04:00+01:00", None, 10),
        ("2026-11-23T09:00+01:00", date(2026, 11, 22), 10),
        ("2026-12-20T09:00+01:00", date(2026, 11, 22), 9),
    ],
)
def test_days_without_a_talk_are_the_persons_own_and_as_of_now_or_of_an_earlier_letters_last(
    tmp_path: Path, now: str, until: date | None, days: int
) -> None:
    home = home_with(tmp_path, FRIDAY_NIGHT)
    found = weekly(home, FakeClock(at(now)), until)

    assert found.until == date(2026, 11, 22)
    assert found.letter.sentences[2] == (
        f"No talk with Anna is noted for {days} days; how about a call?"
    )


def test_who_was_called_this_morning_is_not_proposed_by_the_letter_of_the_week_before(
    tmp_path: Path,
) -> None:
    home = home_with(tmp_path, FRIDAY_NIGHT, at("2026-11-23T08:30+01:00"))
    found = weekly(home, FakeClock(at("2026-11-23T09:00+01:00")))

    assert found.until == date(2026, 11, 22)
    assert found.letter.sentences[2] == (
        "Nobody on your list is due; a call out of the blue may please somebody."
    )
