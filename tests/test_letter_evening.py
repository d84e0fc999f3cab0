"""When the evening speaks, what it then says of a real ledger, and `report week --letter`."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli.app import main
from config.paths import home as home_in
from config.schema import DEFAULTS, Evening
from monitor.core.days import Calendar
from monitor.core.notices import Finding
from monitor.core.people import Contact, How, Person
from monitor.core.rules.evening import LETTER, NOTE, findings
from monitor.core.types import Subject, Zone
from monitor.service.letter import compose, weekly
from monitor.store import connect, people
from tests.fakes import FakeClock
from tests.judging import BERLIN, at, minutes
from tests.ledgers import filled_home, use

BOTH = Evening(note=True, letter=True)
SUNDAY = date(2026, 11, 22)
NINE = at("2026-11-22T21:00+01:00")
CLAUDE, EDITOR = Subject("browser", host="claude.ai"), Subject("editor")


def told(
    now: str | datetime, chosen: Evening = BOTH, *, is_there: bool = True
) -> list[tuple[str, str]]:
    moment = at(now) if isinstance(now, str) else now
    found = findings(moment, BERLIN, chosen, is_there=is_there)
    return [(one.rule, one.occasion) for one in found]


@pytest.mark.parametrize(
    ("now", "occasions"),
    [
        ("2026-11-21T19:59:59+01:00", []),
        ("2026-11-21T20:00+01:00", [(NOTE, "day:2026-11-21")]),
        ("2026-11-22T01:30+01:00", [(NOTE, "day:2026-11-21")]),
        ("2026-11-22T04:00+01:00", []),
        ("2026-11-22T20:00+01:00", [(LETTER, "week:2026-11-16")]),
        ("2026-11-23T03:59+01:00", [(LETTER, "week:2026-11-16")]),
        ("2026-11-23T21:00+01:00", [(NOTE, "day:2026-11-23")]),
    ],
)
def test_each_evening_has_its_note_and_sunday_its_letter(
    now: str, occasions: list[tuple[str, str]]
) -> None:
    assert told(now) == occasions


def test_both_are_off_until_they_are_wanted() -> None:
    assert told(NINE, DEFAULTS.evening) == []
    assert told(NINE, Evening(note=True)) == [(NOTE, "day:2026-11-22")]
    assert told(NINE, Evening(letter=True)) == [(LETTER, "week:2026-11-16")]
    assert told("2026-11-21T21:00+01:00", Evening(letter=True)) == []


def test_the_hour_is_the_persons_own() -> None:
    assert told("2026-11-21T17:00+01:00", Evening(note=True, hour=17)) != []
    assert told("2026-11-21T22:59+01:00", Evening(note=True, hour=23)) == []


def test_nobody_at_the_screen_is_told_nothing() -> None:
    assert told(NINE, is_there=False) == []


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_on_the_days_that_clocks_are_set_evening_is_at_its_hour(day: str) -> None:
    offset = "+02:00" if day.startswith("2026-03") else "+01:00"

    assert told(f"{day}T19:59{offset}") == []
    assert told(f"{day}T20:00{offset}") != []


@given(st.integers(0, 60 * 24 * 400), st.integers(12, 23))
def test_at_any_minute_there_is_at_most_one_and_it_began_before_now(ahead: int, hour: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=ahead)
    found = findings(now, BERLIN, Evening(note=True, letter=True, hour=hour), is_there=True)

    assert len(found) <= 1
    for one in found:
        since = one.figure("since")
        assert since is not None
        begins, ends = BERLIN.bounds(BERLIN.day(now))
        assert begins.timestamp() <= since <= now.timestamp() < ends.timestamp()
        assert BERLIN.local(datetime.fromtimestamp(since, UTC)).hour == hour


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five weeks of eight hours a day; of late three of them with Claude, before that one."""
    start = datetime(2026, 10, 19, 8, tzinfo=UTC)
    stretches = []
    for number in range(35):
        morning = start + timedelta(days=number)
        ai = minutes(180 if number >= 28 else 60)
        half = timedelta(minutes=55)
        now, left = morning, ai
        while now < morning + timedelta(hours=8):
            length = min(half, left) or half
            stretches.append(use(now, now + length, CLAUDE if left else EDITOR))
            now, left = now + length, left - min(half, left)
    folder = tmp_path_factory.mktemp("lived")
    home = filled_home(folder, stretches, zones=[Zone(start - timedelta(days=9), "Europe/Berlin")])
    connection = connect.for_writing(home.ledger)
    week = timedelta(days=7)
    people.add(connection, home.ledger, Person("Anna", week, start))
    talk = Contact("Anna", NINE - timedelta(days=9), How.CALL)
    people.log(connection, home.ledger, talk, talk.at)
    connection.close()
    return folder


def test_a_finding_is_put_into_words_from_the_ledger(lived: Path) -> None:
    ledger = lived / "ledger.sqlite"
    words = {}
    for rule in (NOTE, LETTER):
        found = Finding(rule, "some", ())
        words[rule] = compose(ledger, DEFAULTS, found, NINE)

    anna = "No talk with Anna is noted for 9 days; how about a call?"
    assert words[NOTE].title == "Your day"
    assert words[NOTE].sentences == (
        "Today brought 3 h 00 min with AI tools; 1 h 00 min is usual for you.",
        "Nothing else goes beyond your last four weeks.",
        anna,
    )
    assert words[LETTER].title == "Your week"
    assert words[LETTER].sentences == (
        "The last seven days brought 3 h 00 min a day with AI tools; 1 h 00 min is usual.",
        "All else was much as in the four weeks before.",
        anna,
    )


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-22T19:59+01:00", date(2026, 11, 21)),
        ("2026-11-22T20:00+01:00", SUNDAY),
        ("2026-11-23T09:00+01:00", SUNDAY),
    ],
)
def test_a_letter_is_of_seven_whole_days_and_of_today_once_its_evening_is_there(
    lived: Path, now: str, last: date
) -> None:
    found = weekly(home_in(lived), FakeClock(at(now)))

    assert (found.since, found.until) == (last - timedelta(days=6), last)


def test_a_letter_of_an_earlier_week_knows_nothing_of_the_talks_after_it(lived: Path) -> None:
    found = weekly(home_in(lived), FakeClock(NINE), date(2026, 11, 1))

    assert found.until == date(2026, 11, 1)
    assert found.letter.sentences[2] == (
        "You have not noted a talk with Anna yet; how about a call?"
    )


def say(home: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["--home", str(home), "report", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_the_command_prints_the_days_the_sentences_and_what_they_are_told_of(lived: Path) -> None:
    lines = say(lived, "week", "--letter", "--until", "2026-11-22").splitlines()
    found = json.loads(say(lived, "--letter", "--until", "2026-11-22", "--format", "json"))

    assert lines[0] == "Monday 16 November 2026 to Sunday 22 November 2026"
    assert lines[2:5] == found["sentences"]
    assert lines[6] == found["beside"]
    assert lines[6].endswith("It is no diagnosis.")
    assert (found["version"], found["since"], found["until"]) == (1, "2026-11-16", "2026-11-22")
    assert found["figures"]["ai"] == {"value": 10800, "unit": "s"}


def test_a_newcomers_letter_says_what_it_takes(tmp_path: Path) -> None:
    text = say(tmp_path / "none", "week", "--letter")

    assert "Too little was seen in the last seven days" in text
    assert "A day tells enough with an hour at the screen." in text


@pytest.mark.parametrize(
    "words",
    ["day --letter", "--letter --by tool", "--letter --since yesterday", "--letter --format csv",
     "--letter --html -", "week --letter --compare previous"],
)  # fmt: skip
def test_what_a_letter_cannot_be_is_refused(lived: Path, words: str) -> None:
    assert "letter" in say(lived, *words.split(), code=2)


def test_a_calendar_without_a_zone_has_evenings_too() -> None:
    now = datetime(2026, 11, 21, 20, tzinfo=UTC)

    assert findings(now, Calendar(()), BOTH, is_there=True) != ()
