"""The installed `why` without a code: what is due now, what holds it, and when it may come."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.people import Person
from monitor.core.types import Subject
from monitor.store import connect, lock, people
from monitor.store.rows import Judgement
from tests.ledgers import beat, filled_home, open_ledger, use
from tests.rig import Desktop
from tests.truth import now
from tests.watched import Watched

PEN = Subject("pen")


@pytest.fixture
def place(home: Path) -> Home:
    """Ten minutes with the pen up to now."""
    return filled_home(home, [use(now() - timedelta(minutes=10), now(), PEN)])


@pytest.fixture
def watched(desktop: Desktop, place: Home) -> Watched:
    return Watched(desktop, place.ledger.parent)


def test_without_a_code_it_tells_where_each_limit_stands_and_what_holds_a_nudge(
    watched: Watched,
) -> None:
    watched.choose('[[limit]]\nname = "any"\nwhat = "screen"\nat_most = "1s"\nper = "week"\n')
    told = watched.told("why").splitlines()
    plain = watched.json("why")

    assert told[0] == "Not watching, so no nudge can come. `humanward start` begins."
    assert told[1] == "Reached now:"
    assert re.fullmatch(r"  any: .+ of 1 s", told[2])
    assert "  companion: 0 s of 45 min" in told[told.index("Not reached:") :]
    assert plain["limits"][0]["reached"] is True
    assert (plain["watching"], plain["on"], plain["held"]) == (False, True, [])


def test_a_word_about_somebody_that_is_due_is_told_too(watched: Watched, place: Home) -> None:
    connection = connect.for_writing(place.ledger)
    anna = Person("Anna", timedelta(days=7), now() - timedelta(days=30))
    people.add(connection, place.ledger, anna)
    connection.close()
    told = watched.told("why")

    assert "  contact: it is long since you noted a talk with somebody whom you named" in told
    assert watched.json("why")["due"] == ["contact"]


def test_when_nudges_are_switched_off_that_is_the_reason(watched: Watched) -> None:
    watched.choose("[nudge]\non = false\n")

    assert watched.told("why").startswith("Nudges are switched off.")


@pytest.mark.parametrize(
    ("held", "ahead", "told"),
    [
        (
            ("break: you put it off (once) and it comes again", "you are in a call"),
            timedelta(hours=3),
            ["Held back now:", "  break: you put it off (once) and it comes again",
             "  you are in a call", "The next nudge may come from "],
        ),
        (
            (),
            timedelta(),
            ["Nothing is held back now.",
             "The next nudge may come as soon as a limit is reached and the moment suits."],
        ),
        ((), None, ["Nothing is held back now.", "When the next nudge may come is not known."]),
    ],
)  # fmt: skip
def test_while_somebody_watches_it_tells_what_is_held_back_and_until_when(
    watched: Watched, place: Home, held: tuple[str, ...], ahead: timedelta | None, told: list[str]
) -> None:
    at = now()
    judged = Judgement(at, None if ahead is None else at + ahead, "\n".join(held))
    watcher = lock.acquire(place.lock)
    with open_ledger(place.ledger, now=at) as ledger:
        ledger.flush(replace(beat(at, PEN), judgement=judged))
        lines = watched.told("why").splitlines()[-len(told) :]
        plain = watched.json("why")
    watcher.release()

    assert all(line.startswith(start) for line, start in zip(lines, told, strict=True))
    assert (plain["watching"], tuple(plain["held"])) == (True, held)
    assert (plain["next_nudge"] is None) is (ahead is None)
