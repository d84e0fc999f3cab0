"""The law of letters while it is not known of all days what is usual."""

from collections.abc import Iterable

import pytest

from monitor.core.facts import DayFacts
from monitor.core.letter import Company, Past, letter, note
from tests.judging import minutes
from tests.weeks import LAST, day

FEW = "Too few days of the weekend are known to say what is usual for you."
WEEKDAYS_BROUGHT = "Your weekdays brought"
MORE = "a day with AI tools; 1 h 00 min is usual."
LESS = "a day with AI tools, where 1 h 00 min is usual."
WEEKDAYS = [number for number in range(7, 35) if number % 7 > 1]  # the last day is a Sunday
WEEKENDS = [number for number in range(7, 35) if number % 7 < 2]


def past(days: Iterable[DayFacts], numbers: Iterable[int]) -> Past:
    """These days, after others with an hour of AI."""
    return Past({one.day: one for one in (*days, *(day(n, 60) for n in numbers))}, LAST)


def week(on_weekdays: float, on_weekends: float) -> list[DayFacts]:
    return [day(number, on_weekends if number < 2 else on_weekdays) for number in range(7)]


@pytest.mark.parametrize(
    ("on_weekdays", "on_weekends", "mean", "seconds", "second"),
    [
        (60, 300, "2 h 09 min", 7714, FEW),
        (240, 60, "3 h 09 min", 11314, f"{WEEKDAYS_BROUGHT} 4 h 00 min {MORE}"),
        (20, 60, "31 min", 1886, f"{WEEKDAYS_BROUGHT} 20 min {LESS}"),
    ],
)
def test_a_week_is_compared_whole_or_by_its_weekdays(
    on_weekdays: float, on_weekends: float, mean: str, seconds: int, second: str
) -> None:
    told = letter(past(week(on_weekdays, on_weekends), (*WEEKDAYS, *WEEKENDS[:3])), Company())

    assert told.sentences[:2] == (
        f"The last seven days brought {mean} a day with AI tools in 8 h 00 min at the screen.",
        second,
    )
    assert {one.name: one.value for one in told.figures}["ai"] == seconds


def test_from_the_fourth_day_of_a_weekend_on_weekends_are_compared() -> None:
    told = letter(past(week(60, 60), (*WEEKDAYS, *WEEKENDS[:4])), Company())

    assert told.sentences[1] == "That is much as in the four weeks before."


@pytest.mark.parametrize("known", [0, 1, 3])
def test_the_note_of_a_weekend_counts_no_days_that_are_not_what_is_missing(known: int) -> None:
    told = note(past([day(0, 60)], (*WEEKDAYS, *WEEKENDS[:known])), Company())

    assert told.sentences[1] == FEW


def test_a_week_of_weekdays_alone_is_compared_with_weekdays() -> None:
    days = [day(number, 150, longest_session=minutes(15)) for number in range(2, 7)]
    told = letter(past(days, WEEKDAYS), Company())

    assert told.sentences[0] == (
        "The last seven days brought 2 h 30 min a day with AI tools; 1 h 00 min is usual."
    )
