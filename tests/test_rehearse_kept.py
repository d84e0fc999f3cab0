"""What is rehearsed of a ledger: all that is kept and as the person corrected it, nothing else."""

from pathlib import Path

import pytest

from config.paths import Home
from config.schema import DEFAULTS
from monitor.core.correct import Claim, Correction
from monitor.core.days import Calendar
from monitor.core.notices import Nudge
from monitor.core.people import Person
from monitor.core.types import Presence, Subject, Track
from monitor.service.rehearse import Note, rehearse
from monitor.store import amend, connect, nudges, people, rollup
from monitor.store.connect import transaction
from tests.fakes import FakeClock
from tests.ledgers import beat, filled_home, open_ledger, use
from tests.rehearsing import CLAUDE, DAY, EDITOR, HOUR, MINUTE, MONDAY, NINE, lived, told

_LATER = (NINE + 5 * DAY, NINE + 5 * DAY + MINUTE)


@pytest.fixture
def kept(tmp_path: Path) -> Home:
    return lived(tmp_path / "home")


def test_the_persons_corrections_count(kept: Home) -> None:
    (before,) = told(kept)
    tuesday = NINE + DAY
    away = Correction(0, NINE + 9 * DAY, NINE + 30 * MINUTE, NINE + 40 * MINUTE, Claim.AWAY)
    no_ai = Correction(0, NINE + 9 * DAY, tuesday, tuesday + 5 * HOUR, Claim.NOT_AI)
    for one in (away, no_ai):
        amend.make(kept.ledger, one, NINE + 9 * DAY, DEFAULTS.day.night)
    (after,) = told(kept)

    assert set(before) - set(after) == {("Mon 09:50", "break"), ("Tue 13:08", "long-ai-session")}
    assert set(after) - set(before) == {("Mon 10:30", "break")}


def test_idle_time_and_agents_that_work_alone_bring_no_nudge(tmp_path: Path) -> None:
    early = use(NINE - 10 * DAY, NINE - 10 * DAY + MINUTE, EDITOR)
    idle = use(NINE, NINE + 3 * HOUR, CLAUDE, presence=Presence.IDLE)
    agent = use(NINE, NINE + 3 * HOUR, Subject(program="claude"), track=Track.UNATTENDED)
    home = filled_home(tmp_path / "home", [early, idle, agent, use(*_LATER, EDITOR)])

    assert told(home) == [[]]


def test_what_is_seen_and_not_committed_yet_counts(kept: Home) -> None:
    last = NINE + 6 * DAY + 10 * HOUR
    with open_ledger(kept.ledger, now=last) as ledger:
        ledger.gathered.keep(use(last, last + MINUTE, EDITOR))
        ledger.flush(beat(last + MINUTE, EDITOR))
        ledger.gathered.keep(use(last, last + HOUR, EDITOR))
        ledger.flush(beat(last + HOUR, EDITOR))
        (said,) = told(kept)

    assert ("Sun 19:53", "break") in said


def test_it_begins_where_stretches_are_kept_and_says_so(kept: Home) -> None:
    connection = connect.for_writing(kept.ledger)
    rollup.roll_up(connection, kept.ledger, Calendar(()), NINE + 9 * DAY)
    with transaction(connection, kept.ledger):
        border = int((NINE + 2 * DAY).timestamp() * 1000)
        connection.execute("delete from stretch where start < ?", (border,))
    connection.close()

    found = rehearse(kept, FakeClock(), MONDAY, MONDAY + 6 * DAY)

    assert (found.asked, found.since) == (MONDAY, MONDAY + 2 * DAY)
    assert found.notes[0] is Note.GONE
    assert len(found.plays[0].a_day) == 5


def test_before_the_first_day_ever_watched_there_is_nothing_to_say(kept: Home) -> None:
    found = rehearse(kept, FakeClock(), MONDAY - 30 * DAY, MONDAY + 6 * DAY)

    assert found.since == MONDAY - 10 * DAY
    assert found.notes[0] is Note.NOT_BEGUN


def test_the_note_and_the_letter_can_be_tried(kept: Home) -> None:
    ordered = ("evening.note=true", "evening.letter=true", "evening.hour=13")
    as_it_is, tried = told(kept, *ordered)

    evenings = [(when, rule) for when, rule in tried if rule in {"evening", "letter"}]
    assert len(evenings) == 7
    assert evenings[0] == ("Mon 13:03", "evening")
    assert evenings[-1] == ("Sun 13:03", "letter")
    assert {rule for _, rule in as_it_is} == {"break", "long-ai-session"}


def test_where_really_other_nudges_came_it_says_so_and_where_the_same_it_does_not(
    kept: Home,
) -> None:
    found = rehearse(kept, FakeClock(), MONDAY, MONDAY + 6 * DAY)
    connection = connect.for_writing(kept.ledger)
    for number, one in enumerate(found.plays[0].said):
        nudge = Nudge(f"c{number}", one.at, one.at, one.rule, one.occasion, "title", "text", ())
        nudges.record(connection, kept.ledger, nudge)
    connection.close()
    same = rehearse(kept, FakeClock(), MONDAY, MONDAY + 6 * DAY)
    kept.settings.write_text('[nudge]\nspacing = "3h"\n')
    other = rehearse(kept, FakeClock(), MONDAY, MONDAY + 6 * DAY)

    assert (found.came, Note.OTHERWISE in found.notes) == (0, True)
    assert (same.came, Note.OTHERWISE in same.notes) == (21, False)
    assert (other.came, Note.OTHERWISE in other.notes) == (21, True)


def test_limits_of_a_week_count_from_monday_whatever_day_is_asked_first(kept: Home) -> None:
    friday = MONDAY + 4 * DAY
    week = ("limit.mine.what=ai", "limit.mine.at_most=5h", "limit.mine.per=week")
    _, whole = told(kept, *week)
    _, part = told(kept, *week, since=friday)

    assert [when for when, rule in whole if rule == "mine"] == ["Thu 12:33"]
    assert part == [one for one in whole if one[0][:3] in {"Fri", "Sat", "Sun"}]


def test_named_people_are_reminded_of_from_the_day_on_which_they_were_named(kept: Home) -> None:
    with people.writing(kept.ledger) as connection:
        people.add(connection, kept.ledger, Person("Anna", 2 * DAY, NINE))
    (said,) = told(kept)

    assert [when[:3] for when, rule in said if rule == "contact"] == ["Wed", "Thu", "Fri"]
