"""The law of one's own baseline: four weeks before, weekdays and weekends apart."""

from datetime import date, timedelta

import pytest

from monitor.core.baseline import Baseline, Standing, baseline, standing
from monitor.core.facts import DayFacts
from tests.judging import minutes
from tests.weeks import LAST, day

SUNDAY, FRIDAY = LAST, LAST - timedelta(days=2)
HALF = timedelta(minutes=30)


def ai(one: DayFacts) -> timedelta:
    return one.ai


def known(*days: DayFacts) -> dict[date, DayFacts]:
    return {one.day: one for one in days}


def four_weeks(weekday: float = 60, weekend: float = 10) -> list[DayFacts]:
    """The 28 days before the Sunday, and the Sunday itself with far more."""
    days = [day(number) for number in range(29)]
    told = [weekend if one.day.weekday() >= 5 else weekday for one in days]
    return [day(0, 400), *(day(number, told[number]) for number in range(1, 29))]


def test_weekdays_and_weekends_have_each_their_own() -> None:
    days = known(*four_weeks())

    assert baseline(days, SUNDAY, ai) == Baseline(minutes(10), minutes(0), 8)
    assert baseline(days, FRIDAY, ai) == Baseline(minutes(60), minutes(0), 19)


def test_the_day_itself_and_days_longer_ago_are_in_no_baseline() -> None:
    days = [*four_weeks(), *(day(number, 500) for number in range(29, 60))]

    assert baseline(known(*days), SUNDAY, ai) == baseline(known(*four_weeks()), SUNDAY, ai)


@pytest.mark.parametrize(("days", "is_known"), [(13, False), (14, True)])
def test_for_two_weeks_the_program_learns(days: int, is_known: bool) -> None:  # noqa: FBT001 - a column
    told = baseline(known(*four_weeks()[: days + 1]), SUNDAY, ai)

    assert (told is not None) is is_known
    assert (standing(HALF, told) is Standing.LEARNING) is not is_known


def test_a_day_that_tells_too_little_teaches_nothing() -> None:
    days = [day(0), *(day(number, 10, 50) for number in range(1, 29))]

    assert baseline(known(*days), SUNDAY, ai) is None


def test_median_and_spread_are_told() -> None:
    minutes_of = {1: 10, 6: 20, 7: 30, 8: 40, 13: 50, 14: 60, 15: 70, 20: 300}
    days = [day(number, minutes_of.get(number, 5)) for number in range(1, 29)]
    weekends = [one for one in days if one.day.weekday() >= 5]

    told = baseline(known(*days), SUNDAY, ai)

    assert told is not None
    assert told.days == len(weekends) == 8


@pytest.mark.parametrize(
    ("spread", "length", "where"),
    [
        (10, 41, Standing.USUAL),
        (10, 80, Standing.USUAL),
        (10, 80.1, Standing.MORE),
        (10, 39.9, Standing.LESS),
        (0, 65, Standing.USUAL),
        (0, 65.1, Standing.MORE),
        (0, 54.9, Standing.LESS),
    ],
)
def test_more_is_beyond_two_spreads_and_at_least_five_minutes(
    spread: float, length: float, where: Standing
) -> None:
    usual = Baseline(minutes(60), minutes(spread), 20)

    assert standing(minutes(length), usual) is where


def test_nothing_is_ever_less_than_nothing() -> None:
    usual = Baseline(minutes(3), minutes(10), 20)

    assert usual.low == timedelta()
    assert standing(timedelta(), usual) is Standing.USUAL


def test_the_yardstick_is_the_person_alone() -> None:
    assert Standing.MORE.value == "more than your last four weeks"
