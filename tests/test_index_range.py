"""The law of the index's days and range: which days count, and how far it may be off."""

from datetime import timedelta

import pytest

from monitor.core.parts import Name, ramp
from monitor.core.ranges import By
from tests.judging import minutes
from tests.weeks import FULL, TABLE, day, days_of, index_of


@pytest.mark.parametrize(("valid", "is_told"), [(3, False), (4, True)])
def test_the_index_takes_four_of_seven_days(valid: int, is_told: bool) -> None:  # noqa: FBT001 - a column
    told = index_of(days_of([60] * valid))

    assert (told.score is not None) is is_told
    assert bool(told.why_not) is not is_told
    assert len(told.window) == 7


@pytest.mark.parametrize("valid", [0, 1, 3])
def test_without_an_index_it_says_kindly_what_it_takes(valid: int) -> None:
    said = index_of(days_of([60] * valid)).why_not

    count = {0: "none of them tell", 1: "1 day tells", 3: "3 of them tell"}[valid]
    assert said.startswith(f"No index yet: it takes 4 of the 7 days, and {count} enough.")


def test_a_day_of_less_than_an_hour_or_half_unseen_does_not_count() -> None:
    life = days_of([60] * 42)
    life[1] = day(1, 30, 59.9)
    life[2] = day(2, 60, seen=0.49)
    del life[3]

    told = index_of(life)

    assert [one.why_not for one in reversed(told.window)] == [
        "", "less than 60 active minutes", "less than half of its usual hours seen",
        "not watched", "", "", "",
    ]  # fmt: skip
    assert len(told.days) == 4


def test_usual_hours_are_learned_for_weekdays_and_weekends_apart() -> None:
    life = days_of([60] * 42)
    week = [one for one in life if one.day.weekday() < 5]
    short = [day(number, 5, 70, hours=life[0].hours[:1]) for number in range(42)]
    ends = [one for one in short if one.day.weekday() >= 5]

    told = index_of([*week, *ends])

    usual = {one.day.weekday(): one.usual for one in told.window}
    assert usual == {number: timedelta(hours=8 if number < 5 else 1) for number in range(7)}


def test_what_was_not_seen_of_the_week_is_told() -> None:
    life = [day(number, 60, seen=0.75 if number < 7 else 1) for number in range(42)]

    assert index_of(life).not_seen == pytest.approx(0.25)


def test_hours_not_seen_may_hold_no_ai_or_as_much_as_the_fullest_hours() -> None:
    life = [day(number, 80, seen=0.5 if number == 0 else 1) for number in range(42)]

    told = index_of(life)
    unseen = next(one for one in told.ranges if one.by is By.UNSEEN)

    more = 10 * 4 / 7  # four unseen hours of ten AI minutes each, over seven days
    names = [one.name for one in told.parts]
    high = {one.name: one.value for one in told.parts}
    high[Name.TIME] = ramp(80 + more, 15, 120)
    high[Name.SHARE] = ramp(100 * (80 + more) / (480 + more), 5, 40)
    weights = sum(TABLE[name][2] for name in names)
    assert unseen.high == pytest.approx(
        100 * sum(high[name] * TABLE[name][2] for name in names) / weights
    )
    assert told.score is not None
    assert unseen.low < told.score


def test_time_in_browsers_with_no_page_known_widens_the_range_upwards() -> None:
    seen = index_of(days_of([60] * 42))
    unknown = index_of(days_of([60] * 42, unrecognised=minutes(120)))

    by = {one.by: one for one in unknown.ranges}
    assert by[By.UNSEEN].low == pytest.approx(seen.score)
    assert by[By.UNSEEN].high > (seen.score or 100)


def test_what_a_title_alone_told_widens_the_range_downwards() -> None:
    told = index_of(days_of([60] * 42, weak=minutes(60)))

    unseen = next(one for one in told.ranges if one.by is By.UNSEEN)
    assert unseen.low < (told.score or 0) == pytest.approx(unseen.high)


def test_the_range_is_the_widest_of_the_three() -> None:
    told = index_of(days_of([30, 90, 60] * 14, **FULL))

    assert told.range is not None
    widths = [one.high - one.low for one in told.ranges]
    assert told.range.high - told.range.low == max(widths)
    assert [one.by for one in told.ranges] == list(By)


def test_the_same_day_gives_the_same_range() -> None:
    life = days_of([5, 90, 60, 20] * 3)  # fewer than two weeks, so the blocks are drawn by chance

    assert index_of(life).ranges == index_of(list(reversed(life))).ranges


def test_one_is_told_that_the_program_still_learns_for_two_weeks() -> None:
    assert index_of(days_of([60] * 13)).is_learning
    assert not index_of(days_of([60] * 14)).is_learning
