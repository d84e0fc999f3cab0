"""The law of keeping people: nothing is lost that was said, nothing stays that was taken back."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.notices import Answer, Figure, Nudge, Response
from monitor.core.people import Birthday, Contact, How, Person, Told
from monitor.core.rules import contact
from monitor.core.types import Subject
from monitor.errors import MonitorError
from monitor.service import acquaint, people
from monitor.service.people import Words
from monitor.service.vcards import Card
from monitor.store import connect, followed, nudges, read, rollup
from monitor.store import people as store
from monitor.store.sighted import sighted
from tests.fakes import NOON, FakeClock
from tests.ledgers import filled_home, new_ledger, rows_of, use
from tests.rig import wait_for

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ANNA = Person("Anna", 7 * DAY, NOON, (How.VISIT, How.CALL), "+1 2", "a@b.c", "xmpp:a@b.c",
              Birthday(4, 12, 1990))  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new_ledger(tmp_path / "ledger.sqlite")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return filled_home(tmp_path / "home", ())


def add(path: Path, *persons: Person) -> None:
    with store.writing(path) as connection:
        for one in persons:
            assert store.add(connection, path, one)


def log(path: Path, *talks: Contact) -> None:
    with store.writing(path) as connection:
        for one in talks:
            store.log(connection, path, one, NOON)


def talks(path: Path) -> tuple[Contact, ...]:
    with connect.reading(path) as connection:
        return store.talks(connection)


def everybody(path: Path) -> tuple[Person, ...]:
    with connect.reading(path) as connection:
        return store.every(connection)


def keep_nudge(path: Path, person: str = "Anna", rule: str = contact.FOLLOW_UP) -> Nudge:
    figures = (
        Figure("took_up", (NOON - HOUR).timestamp(), "unix"),
        Figure("since", (NOON - 2 * HOUR).timestamp(), "unix"),
    )
    words = (f"A word with {person}?", f"You and {person}: Annabel, Anna, and Anna's.")
    nudge = Nudge("k3f", NOON, NOON, rule, "nudge:abc", *words, figures, person)
    with store.writing(path) as connection:
        nudges.record(connection, path, nudge)
    return nudge


def answered(path: Path, answer: Answer, at: datetime = NOON) -> bool:
    with store.writing(path) as connection, connect.transaction(connection, path):
        return followed.note(connection, Response("k3f", at, answer, "desktop"))


def test_somebody_is_kept_as_they_were_named(path: Path) -> None:
    bare = Person("李", DAY, NOON)
    add(path, ANNA, bare)

    assert everybody(path) == (ANNA, bare)


def test_a_number_stands_for_somebody_whatever_they_are_called(path: Path) -> None:
    add(path, ANNA, replace(ANNA, name="Ben"))
    before = [one.number for one in everybody(path)]
    with store.writing(path) as connection:
        store.change(connection, path, "Anna", lambda one: replace(one, name="Zoe"))

    assert [one.number for one in everybody(path)] == before
    assert len({0, *before}) == 3


@pytest.mark.parametrize("other", ["anna", "ANNA", "\uff21nna", "An\u200dna"])
def test_nobody_is_kept_twice_in_whatever_spelling(path: Path, other: str) -> None:
    add(path, ANNA)
    with store.writing(path) as connection:
        again = store.add(connection, path, replace(ANNA, name=other))

    assert not again
    assert everybody(path) == (ANNA,)


def test_two_unicode_spellings_are_one_name_though_sqlite_knows_ascii_alone(path: Path) -> None:
    add(path, replace(ANNA, name="Zoë"))
    with store.writing(path) as connection:
        assert not store.add(connection, path, replace(ANNA, name="ZOË"))


def test_a_rename_takes_talks_and_nudges_along_and_refuses_a_taken_name(path: Path) -> None:
    add(path, ANNA, replace(ANNA, name="Ben"))
    log(path, Contact("Anna", NOON, How.CALL))
    keep_nudge(path)
    with store.writing(path) as connection:
        taken = store.change(connection, path, "Anna", lambda one: replace(one, name="ben"))
        done = store.change(connection, path, "Anna", lambda one: replace(one, name="ANNA"))

    assert taken is None
    assert done == (ANNA, replace(ANNA, name="ANNA"))
    assert [one.person for one in talks(path)] == ["ANNA"]
    assert rows_of(path, "select person from nudge") == [("ANNA",)]


def test_who_is_gone_meanwhile_cannot_be_changed(path: Path) -> None:
    with store.writing(path) as connection, pytest.raises(MonitorError, match="kept no more"):
        store.change(connection, path, "Anna", lambda one: one)


@pytest.mark.parametrize(("with_talks", "left"), [(False, [""]), (True, [])])
def test_who_is_forgotten_is_in_no_byte_of_the_ledger(
    path: Path, left: list[str], *, with_talks: bool
) -> None:
    add(path, replace(ANNA, name="Rumpelstilz"))
    log(path, Contact("Rumpelstilz", NOON, How.CALL))
    keep_nudge(path, "Rumpelstilz")
    with store.writing(path) as connection:
        count = store.remove(connection, path, "Rumpelstilz", with_talks=with_talks)

    assert count == 1
    assert [one.person for one in talks(path)] == left
    wait_for(lambda: not _holds(path, b"Rumpelstilz"), "the name to be gone")


def test_a_forgotten_name_is_taken_out_of_nudges_as_a_whole_word(path: Path) -> None:
    add(path, ANNA)
    keep_nudge(path)
    with store.writing(path) as connection:
        store.remove(connection, path, "Anna", with_talks=False)

    assert rows_of(path, "select person, title, text from nudge") == [
        ("", "A word with somebody?", "You and somebody: Annabel, somebody, and somebody's.")
    ]


def test_everybody_can_be_forgotten_at_once(path: Path) -> None:
    add(path, ANNA, replace(ANNA, name="Ben"))
    log(path, Contact("Anna", NOON, How.CALL))
    with store.writing(path) as connection:
        store.remove_all(connection, path)

    assert (everybody(path), talks(path)) == ((), ())


def test_the_latest_talk_with_each_is_told_with_its_own_how(path: Path) -> None:
    add(path, ANNA, replace(ANNA, name="Ben"))
    newest = Contact("Anna", NOON, How.VISIT)
    others = (Contact("Anna", NOON - DAY, How.CALL), Contact("Ben", NOON - DAY, How.MESSAGE))
    log(path, newest, *others)
    with connect.reading(path) as connection:
        found = store.latest(connection)

    assert set(found) == {newest, others[1]}


def test_the_talk_noted_last_is_taken_back_first(path: Path) -> None:
    add(path, ANNA)
    late, early = Contact("Anna", NOON, How.CALL), Contact("Anna", NOON - DAY, How.VISIT)
    log(path, late, early)
    with store.writing(path) as connection:
        taken = [store.take_back(connection, path) for _ in range(3)]

    assert taken == [early, late, None]


def test_a_wipe_takes_the_talks_of_its_span_alone(path: Path) -> None:
    add(path, ANNA)
    log(path, *(Contact("Anna", NOON + days * DAY, How.CALL) for days in range(3)))
    with store.writing(path) as connection:
        span = [round((NOON + days * DAY).timestamp() * 1000) for days in (1, 2)]
        connection.execute("begin")
        count = store.wipe(connection, *span)
        connection.execute("commit")

    assert count == 1
    assert [one.at for one in talks(path)] == [NOON, NOON + 2 * DAY]


def test_a_yes_to_a_follow_up_notes_the_talk_when_it_was_taken_up(path: Path) -> None:
    add(path, ANNA)
    keep_nudge(path)

    assert answered(path, Answer.DID)
    assert answered(path, Answer.DID)
    assert talks(path) == (Contact("Anna", NOON - HOUR, How.VISIT, Told.ASKED),)


def test_another_answer_afterwards_takes_it_back(path: Path) -> None:
    add(path, ANNA)
    keep_nudge(path)
    answered(path, Answer.DID)

    assert not answered(path, Answer.NO)
    assert talks(path) == ()


def test_a_yes_adds_nothing_to_a_talk_that_was_noted_meanwhile(path: Path) -> None:
    add(path, ANNA)
    keep_nudge(path)
    log(path, Contact("Anna", NOON - HOUR, How.CALL))

    assert not answered(path, Answer.DID)
    assert len(talks(path)) == 1


@pytest.mark.parametrize(
    ("person", "rule"), [("Anna", contact.NAME), ("Ben", contact.FOLLOW_UP), ("", "break")]
)
def test_a_yes_to_anything_else_notes_no_talk(path: Path, person: str, rule: str) -> None:
    add(path, ANNA)
    keep_nudge(path, person, rule)

    assert not answered(path, Answer.DID)
    assert talks(path) == ()


def test_calls_are_seen_in_the_sums_of_closed_days_and_in_todays_stretches(tmp_path: Path) -> None:
    zoom, signal = Subject("zoom"), Subject("signal")
    life = [use(NOON - 2 * DAY, NOON - 2 * DAY + HOUR, zoom), use(NOON, NOON + HOUR, signal)]
    home = filled_home(tmp_path / "home", life)
    with store.writing(home.ledger) as connection:
        rollup.roll_up(connection, home.ledger, read.calendar(connection), NOON)
    now = NOON + 2 * HOUR
    with connect.reading(home.ledger) as connection:
        calendar, known = read.calendar(connection), read.subjects(connection)
        found = sighted(connection, calendar, known, now, 3 * DAY).contacts
        near = sighted(connection, calendar, known, now, DAY).contacts

    closed = calendar.bounds(calendar.day(NOON - 2 * DAY))[1]
    assert [(one.at, one.how) for one in found] == [
        (closed, How.CALL),
        (NOON + HOUR, How.MESSAGE),
    ]
    assert found[1:] == near


def test_what_is_said_of_somebody_is_read_and_what_is_empty_is_taken_away(home: Home) -> None:
    clock = FakeClock()
    people.add(home, clock, Words("Anna", "2w", None, "030 12", "a@b.c", None, "--04-12"))
    people.edit(home, clock, "an", Words(phone="", birthday="", how="message,visit", name="Ann"))

    (kept,) = people.kept(home).people
    assert kept == Person("Ann", 14 * DAY, NOON, (How.MESSAGE, How.VISIT), "", "a@b.c")


def test_how_one_talks_follows_from_what_is_known(home: Home) -> None:
    clock = FakeClock()
    for words in (Words("A", phone="030 12", email="a@b.c"), Words("B", email="a@b.c"), Words("C")):
        people.add(home, clock, words)

    assert [one.how for one in people.kept(home).people] == [
        (How.CALL,),
        (How.MESSAGE,),
        (How.CALL,),
    ]


def test_a_talk_to_come_is_not_noted(home: Home) -> None:
    clock = FakeClock()
    people.add(home, clock, Words("Anna"))

    with pytest.raises(MonitorError, match="still to come"):
        people.reached(home, clock, "Anna", None, NOON + HOUR)


def test_a_name_that_may_be_two_is_asked_back(home: Home) -> None:
    clock = FakeClock()
    for name in ("Anna", "Annika", "Ben"):
        people.add(home, clock, Words(name))

    with pytest.raises(MonitorError, match='"ann" may be Anna or Annika'):
        people.find(home, "ann")
    with pytest.raises(MonitorError, match="Did you mean Annika"):
        people.find(home, "anika")


@pytest.fixture
def cards() -> tuple[Card, ...]:
    return tuple(Card(name, phone="030 1") for name in ("Abe", "Bea", "Cleo 7", "Dora"))


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (("all",), ["Abe", "Bea", "Cleo 7", "Dora"]),
        (("1", " 3-4"), ["Abe", "Cleo 7", "Dora"]),
        (("dora", "be", "DORA"), ["Dora", "Bea"]),
        (("cleo",), ["Cleo 7"]),
        (("2",), ["Bea"]),
        (("", " "), []),
    ],
)
def test_people_are_chosen_by_number_name_or_all(
    cards: tuple[Card, ...], words: tuple[str, ...], chosen: list[str]
) -> None:
    assert [one.name for one in acquaint.choose(cards, words)] == chosen


@pytest.mark.parametrize("word", ["5", "7", "0", "3-2", "eve", "1-9"])
def test_who_is_not_on_the_list_is_a_slip(cards: tuple[Card, ...], word: str) -> None:
    with pytest.raises(MonitorError):
        acquaint.choose(cards, [word])


def test_taking_in_fills_in_what_is_not_known_and_changes_nothing_else(home: Home) -> None:
    clock = FakeClock()
    people.add(home, clock, Words("Anna", "2w", phone="030 1"))
    card = Card("ANNA", "030 2", "a@b.c", "", Birthday(4, 12))
    new = Card("Ben", email="b@b.c")
    would = acquaint.take_in(home, clock, (card, new), "1w", is_dry=True)
    before = people.kept(home).people
    met = acquaint.take_in(home, clock, (card, new), "1w")
    again = acquaint.take_in(home, clock, (card, new), "1w")

    assert would == met == (
        acquaint.Met("Anna", is_new=False, filled=("email", "birthday")),
        acquaint.Met("Ben", is_new=True),
    )  # fmt: skip
    assert [one.filled for one in again] == [(), ()]
    assert len(before) == 1
    anna, ben = people.kept(home).people
    assert anna == Person("Anna", 14 * DAY, NOON, (How.CALL,), "030 1", "a@b.c", "",
                          Birthday(4, 12))  # fmt: skip
    assert ben == Person("Ben", 7 * DAY, NOON, (How.MESSAGE,), email="b@b.c")


def _holds(path: Path, word: bytes) -> bool:
    return any(word in one.read_bytes() for one in path.parent.glob("ledger.sqlite*"))


def test_a_name_that_was_changed_or_told_in_a_letter_is_forgotten_too(path: Path) -> None:
    add(path, ANNA)
    keep_said(path, "aaa", "contact", "A word with Anna?", person="Anna")
    keep_said(path, "bbb", "letter", "Anna has waited longest.")
    with store.writing(path) as connection:
        store.change(connection, path, "Anna", lambda one: replace(one, name="Anya Smith"))
    changed = rows_of(path, "select title from nudge order by code")
    with store.writing(path) as connection:
        store.remove(connection, path, "Anya Smith", with_talks=True)

    assert changed == [("A word with Anya Smith?",), ("Anya Smith has waited longest.",)]
    assert rows_of(path, "select title from nudge order by code") == [
        ("A word with somebody?",),
        ("somebody has waited longest.",),
    ]


def keep_said(path: Path, code: str, rule: str, title: str, *, person: str = "") -> None:
    nudge = Nudge(code, NOON, NOON, rule, "day:1", title, title, (), person)
    connection = connect.for_writing(path)
    nudges.record(connection, path, nudge)
    connection.close()
