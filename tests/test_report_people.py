"""What a report says of people and of the person's own corrections."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cli.drawing.picture import draw_report
from cli.drawing.sentences import sentences
from cli.page.file import page
from config.paths import Home
from monitor.core.correct import Claim, Correction
from monitor.core.days import Calendar
from monitor.core.people import Contact, How, Person, Told
from monitor.core.types import Subject
from monitor.service.exchanges import Exchanges
from monitor.service.report import Report, report
from monitor.service.reporting.shape import By, Talks
from monitor.store import connect, people
from tests.corrected import forget, make, roll, undo
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import filled_home, use
from tests.odd_nights import said

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
LATER = NOON + 5 * DAY
CLAUDE, ZOOM, SIGNAL = Subject("browser", host="claude.ai"), Subject("zoom"), Subject("signal")


def met(folder: Path, *talks: tuple[str, float, How]) -> Home:
    """A day with a call and messages, and talks so many hours after noon."""
    home = filled_home(folder, [
        use(NOON, NOON + minutes(30), ZOOM),
        use(NOON + minutes(30), NOON + minutes(42), SIGNAL),
        use(NOON + minutes(42), NOON + minutes(62), CLAUDE),
    ])  # fmt: skip
    connection = connect.for_writing(home.ledger)
    for name in dict.fromkeys(name for name, _, _ in talks):
        people.add(connection, home.ledger, Person(name, 7 * DAY, NOON - DAY))
    for name, hours, how in talks:
        people.log(connection, home.ledger, Contact(name, NOON + hours * minutes(60), how), NOON)
    connection.close()
    return home


def told(home: Home, by: By | None = None, days: int = 1) -> Report:
    return report(home, FakeClock(LATER), MONDAY, MONDAY + (days - 1) * DAY, by=by)


def drawn(found: Report) -> str:
    paper = StringIO()
    console = Console(file=paper, width=100, highlight=False, markup=False)
    draw_report(console, found, Exchanges(), MONDAY + DAY, not_watching_since="")
    return paper.getvalue()


def plainly(found: Report) -> str:
    return "\n".join(sentences(found, Exchanges(), MONDAY + DAY, not_watching_since=""))


def test_talks_of_the_span_are_counted_by_person_and_way(tmp_path: Path) -> None:
    home = met(tmp_path, ("Anna", 1, How.CALL), ("Anna", 2, How.CALL), ("Anna", 3, How.VISIT),
               ("Ben", 4, How.MESSAGE), ("Ben", 24, How.CALL), ("Ben", -9, How.CALL))  # fmt: skip

    assert told(home).talks == (
        Talks("Anna", How.CALL, 2), Talks("Anna", How.VISIT, 1), Talks("Ben", How.MESSAGE, 1),
    )  # fmt: skip
    assert sum(one.count for one in told(home, days=2).talks) == 5


def test_what_was_merely_seen_is_no_talk_that_was_noted(tmp_path: Path) -> None:
    home = met(tmp_path, ("Anna", 1, How.CALL))
    connection = connect.for_writing(home.ledger)
    seen = Contact("Anna", NOON + minutes(5), How.CALL, Told.SEEN)
    people.log(connection, home.ledger, seen, NOON)
    connection.close()

    assert told(home).talks == (Talks("Anna", How.CALL, 1),)


def test_by_person_counts_talks_and_keeps_what_was_seen_without_a_name(tmp_path: Path) -> None:
    home = met(tmp_path, ("Ben", 1, How.CALL), ("Anna", 2, How.CALL), ("Anna", 3, How.VISIT))
    found = told(home, By.PERSON)

    assert [(row.name, row.active, row.talks) for row in found.rows] == [
        ("Anna", minutes(0), 2), ("Ben", minutes(0), 1), ("", minutes(42), 0),
    ]  # fmt: skip
    for text in (drawn(found), plainly(found)):
        for words in ("Anna", "2 talks noted", "1 talk noted", "with whom is not known", "42 min"):
            assert words in text


def test_the_command_tells_people_in_every_form(tmp_path: Path) -> None:
    met(tmp_path, ("Anna", 1, How.CALL))
    span = ("report", "--since", str(MONDAY), "--until", str(MONDAY), "--by", "person")
    found = json.loads(said(tmp_path, *span, "--format", "json"))
    rows = list(csv.reader(StringIO(said(tmp_path, *span, "--format", "csv"))))
    made = said(tmp_path, *span, "--html", "-")

    assert found["talks"] == [{"person": "Anna", "how": "call", "count": 1}]
    assert found["by"]["rows"] == [
        {"name": "Anna", "seconds": 0.0, "ai_seconds": 0.0, "talks": 1},
        {"name": None, "seconds": 2520.0, "ai_seconds": 0.0, "talks": 0},
    ]
    assert rows == [["person", "seconds", "ai_seconds", "talks"], ["Anna", "0.0", "0.0", "1"],
                    ["", "2520.0", "0.0", "0"]]  # fmt: skip
    assert "Talks you noted: 1 (Anna 1)." in made


def test_a_hostile_name_reaches_neither_terminal_nor_page(tmp_path: Path) -> None:
    name = "\x1b]0;x\x07<img src=x onerror=alert(1)>"
    found = told(met(tmp_path, (name, 1, How.CALL)), By.PERSON)
    made = page(found, Exchanges(), MONDAY, not_watching_since="", made=NOON)

    for text in (drawn(found), plainly(found), made):
        assert not set("\x1b\x07") & set(text)
    assert "<img" not in made


def test_without_talks_nobody_is_told_of_any(tmp_path: Path) -> None:
    found = told(met(tmp_path))

    for text in (drawn(found), plainly(found)):
        assert "Talks" not in text
        assert "Zoom 30 min, Signal 12 min" in text


@pytest.mark.parametrize("state", ["open", "rolled", "forgotten", "forgotten before"])
def test_the_time_that_was_corrected_is_told_however_it_is_kept(tmp_path: Path, state: str) -> None:
    home, calendar = met(tmp_path), Calendar(())
    if state != "open":
        roll(home, calendar, LATER)
    if state == "forgotten before":
        forget(home, LATER)
    start = NOON if state == "forgotten before" else NOON + minutes(10)
    end = NOON + minutes(60)
    number = make(home, Correction(0, NOON, start, end, Claim.AWAY), LATER)
    if state == "forgotten":
        forget(home, LATER)
    found = told(home)
    undo(home, number, LATER)

    assert (found.corrected, found.active) == (end - start, minutes(62) - (end - start))
    assert told(home).corrected == minutes(0)


def test_a_correction_counts_once_and_only_where_it_changes_something(tmp_path: Path) -> None:
    home = met(tmp_path)
    for start, end, claim in ((0, 45, Claim.NOT_AI), (40, 50, Claim.NOT_AI), (0, 10, Claim.AWAY),
                              (0, 5, Claim.THERE), (300, 400, Claim.AWAY)):  # fmt: skip
        span = NOON + minutes(start), NOON + minutes(end)
        make(home, Correction(0, NOON, *span, claim), LATER)
    found = told(home)

    assert found.corrected == minutes(5 + 8)
    for text in (drawn(found), plainly(found)):
        assert "13 min corrected by you; `humanward correct --list` shows how." in text


def test_without_corrections_nothing_is_said_of_them(tmp_path: Path) -> None:
    found = told(met(tmp_path))

    assert found.corrected == minutes(0)
    assert "corrected" not in drawn(found) + plainly(found)
