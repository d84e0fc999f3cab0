"""The law of people: whose day it is, by how much, and who is meant by a name."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import names, reach
from monitor.core.days import Calendar
from monitor.core.people import (
    TALK,
    Birthday,
    Contact,
    How,
    Person,
    Standing,
    interval,
    lengths,
    standings,
)
from monitor.core.types import Zone
from tests.judging import BERLIN, NOON, at

_Read = TypeVar("_Read")
DAY = timedelta(days=1)
EASTER = date(2026, 4, 5)


def person(name: str = "Anna", days: int = 7, *, added: datetime = NOON - 30 * DAY) -> Person:
    return Person(name, days * DAY, added)


def talk(when: datetime, name: str = "Anna") -> Contact:
    return Contact(name, when, How.CALL)


def standing(one: Person, *talks: Contact, now: datetime = NOON) -> Standing:
    (found,) = standings([one], talks, now, BERLIN)
    return found


def slip(read: Callable[[str], _Read], text: str) -> str:
    with pytest.raises(ValueError, match=r".") as told:
        read(text)
    return str(told.value)


def test_without_a_talk_it_counts_from_the_day_of_naming() -> None:
    found = standing(person(added=NOON - 3 * DAY))

    assert (found.last, found.silent, found.over, found.is_due) == (None, 3, -4, False)
    assert found.due == date(2026, 11, 27)


def test_who_talks_each_sunday_evening_is_due_on_sunday_all_day() -> None:
    evening = talk(at("2026-11-15T18:00+01:00"))

    saturday = standing(person(), evening, now=at("2026-11-21T23:59+01:00"))
    sunday = standing(person(), evening, now=at("2026-11-22T04:00+01:00"))

    assert (saturday.over, saturday.is_due) == (-1, False)
    assert (sunday.over, sunday.is_due, sunday.due) == (0, True, date(2026, 11, 22))


def test_the_latest_talk_counts_whatever_order_they_are_noted_in() -> None:
    late, early = talk(NOON - 2 * DAY), talk(NOON - 9 * DAY)

    assert standing(person(), late, early).last == late
    assert standing(person(), early, late).silent == 2


def test_the_most_overdue_is_first_and_of_equals_the_one_with_the_shorter_interval() -> None:
    people = [
        person("Yearly", 20),
        person("Never due", 60),
        person("Bea", 7),
        person("Weekly", 6),
        person("Abe", 7),
    ]
    talks = [talk(NOON - 16 * DAY, "Weekly"), talk(NOON - 17 * DAY, "Abe")]
    talks += [talk(NOON - 17 * DAY, "Bea")]

    found = standings(people, talks, NOON, BERLIN)

    assert [(one.person.name, one.over) for one in found] == [
        ("Weekly", 10),
        ("Abe", 10),
        ("Bea", 10),
        ("Yearly", 10),
        ("Never due", -30),
    ]


def test_a_talk_ahead_of_the_clock_is_no_silence_below_zero() -> None:
    assert standing(person(), talk(NOON + 2 * DAY)).silent == 0


def test_a_journey_west_leaves_no_day_that_has_begun() -> None:
    westward = Calendar((
        Zone(at("2026-01-01T00:00Z"), "Asia/Tokyo"),
        Zone(at("2026-11-23T19:30Z"), "America/Los_Angeles"),
    ))  # fmt: skip
    before, after = at("2026-11-23T19:29Z"), at("2026-11-23T19:31Z")

    (first,) = standings([person()], [], before, westward)
    (then,) = standings([person()], [], after, westward)

    assert first.today == then.today == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("birthday", "today", "expected"),
    [
        (Birthday(4, 5), EASTER, date(2026, 4, 5)),
        (Birthday(4, 4), EASTER, date(2027, 4, 4)),
        (Birthday(2, 29), EASTER, date(2027, 2, 28)),
        (Birthday(2, 29), date(2027, 3, 1), date(2028, 2, 29)),
        (Birthday(2, 29), date(2028, 2, 28), date(2028, 2, 29)),
        (Birthday(12, 31), date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_birthday_comes_every_year(birthday: Birthday, today: date, expected: date) -> None:
    assert birthday.after(today) == expected


def test_how_old_somebody_turns_is_told_where_the_year_is() -> None:
    known, unknown = Birthday(11, 23, 1990), Birthday(11, 23)

    born = [standing(Person("A", DAY, NOON, birthday=one)) for one in (known, unknown)]

    assert [one.turns for one in born] == [36, None]
    assert all(one.has_birthday for one in born)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990-04-12", Birthday(4, 12, 1990)),
        ("19900412", Birthday(4, 12, 1990)),
        ("1990-04-12T00:00:00Z", Birthday(4, 12, 1990)),
        ("19900412T120000", Birthday(4, 12, 1990)),
        ("--04-12", Birthday(4, 12)),
        ("--0412", Birthday(4, 12)),
        ("04-12", Birthday(4, 12)),
        ("1604-02-29", Birthday(2, 29)),
        ("0000-04-12", Birthday(4, 12)),
        (" 2024-02-29 ", Birthday(2, 29, 2024)),
    ],
)
def test_a_birthday_is_read_as_calendars_write_it(text: str, expected: Birthday) -> None:
    assert Birthday.of(text) == expected
    assert Birthday.of(str(expected)) == expected


@pytest.mark.parametrize("text", ["", "1990", "1990-04", "---12", "12.4.1990", "2023-02-29",
                                  "--13-01", "1990-00-10", "circa 1800", "٠٤-١٢"])  # fmt: skip
def test_what_is_no_birthday_is_told_as_a_slip(text: str) -> None:
    assert slip(Birthday.of, text).startswith(f'"{text}" is no ')


@pytest.mark.parametrize(
    ("text", "days"),
    [("1w", 7), ("2 weeks", 14), ("10d", 10), ("1w 3d", 10), ("1 month", 30), ("weekly", 7),
     ("Monthly", 30), ("every 2w", 14), ("1y", 365), ("48h", 2), ("daily", 1)],
)  # fmt: skip
def test_how_often_is_said_as_people_say_it(text: str, days: int) -> None:
    assert interval(text) == days * DAY


@pytest.mark.parametrize(
    "text", ["", "0", "1", "0w", "5h", "36h", "3y", "often", "1w 1x", "w", "-1w"]
)
def test_what_is_no_interval_is_told_as_a_slip_with_what_may_be_one(text: str) -> None:
    said = slip(interval, text)

    assert "1d to 2y in whole days" in said
    assert 'as in "10d", "2w" or "monthly".' in said


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("ANNA schmidt", ["Anna Schmidt"]),
        ("ann", ["Anna Schmidt", "Anne-Marie Zoë"]),
        ("anna", ["Anna Schmidt"]),
        ("zoe", ["Zoë"]),
        ("zo", ["Zoë"]),
        ("marie", ["Anne-Marie Zoë"]),
        ("schm", ["Anna Schmidt"]),
        ("strauss", ["Strauß"]),
        ("Дми", ["Дмитрий"]),
        ("  anna   schmidt ", ["Anna Schmidt"]),
        ("ahmet", []),
        ("", []),
    ],
)
def test_who_is_meant_needs_no_more_letters_than_tell_them_apart(
    words: str, meant: list[str]
) -> None:
    known = ["Anna Schmidt", "Anne-Marie Zoë", "Zoë", "Strauß", "Дмитрий"]

    assert list(names.matching(known, words)) == meant


@pytest.mark.parametrize("text", ["", "   ", "a\nb", "a\tb", "\x1b[31m", "a\u202eb", "\u200d",
                                  "\ud800", "a\x00", "x" * 121, "--", "a\u2028b"])  # fmt: skip
def test_what_is_no_name_is_told_as_a_slip(text: str) -> None:
    assert slip(names.clean, text).startswith("A name ")


@pytest.mark.parametrize(
    "text",
    [
        "Anna",
        "李小龍",
        "Zoë",
        "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
        "👩\u200d🚀",
        "राम",
        "O'Brien, Seán",
        "x" * 120,
    ],
)
def test_any_line_of_letters_is_a_name(text: str) -> None:
    assert names.clean(f" {text} ") == text


@given(st.text())
def test_a_name_that_was_tidied_is_one_or_none(text: str) -> None:
    found = names.tidy(text)

    assert not found or names.clean(found) == found
    assert names.tidy(found) == found


@given(st.text(min_size=1))
def test_two_spellings_of_a_name_are_the_same_and_meant_by_each_other(text: str) -> None:
    name = names.tidy(text)
    if not name:
        return

    assert names.fold(name) == names.fold(names.fold(name))
    assert names.matching([name], name) == (name,)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+49 (0) 170 1234567", "+49 170 1234567"),
        ("tel:+1-555-0199;ext=7", "+1-555-0199"),
        ("(030) 99 88", "(030) 99 88"),
        ("+33.1.23", "+33.1.23"),
        ("0171/55 ext. 12", "0171/55"),
    ],
)
def test_a_number_is_kept_as_it_is_dialled_from_anywhere(text: str, number: str) -> None:
    assert reach.phone(text) == number


@pytest.mark.parametrize("text", ["", "1", "anna", "+49 CALL ME", "tel:", "12;rm -rf", "1\n2x"])
def test_what_is_no_number_is_told_as_a_slip(text: str) -> None:
    assert "is no telephone number" in slip(reach.phone, text)


@pytest.mark.parametrize(
    "text", ["", "anna", "a@b@c", "a b@c.org", "a@c.org?attach=/etc/passwd", "a%0a@c.org"]
)
def test_what_is_no_address_is_told_as_a_slip(text: str) -> None:
    assert reach.email("mailto:Anna+x@example.org") == "Anna+x@example.org"
    assert "is no e-mail address" in slip(reach.email, text)


def test_a_noted_talk_counts_a_quarter_of_an_hour_and_a_message_half_of_that() -> None:
    talks = [
        Contact("Anna", NOON, How.CALL),
        Contact("Anna", NOON, How.MESSAGE),
        Contact("Ben", NOON - timedelta(days=1), How.VISIT),
    ]

    counted = lengths(talks, BERLIN)

    assert list(counted.values()) == [TALK * 1.5, TALK]
