"""The law of the Reliance Index: its parts as the table has them, and when it is told at all."""

from datetime import timedelta
from math import log

import pytest
from msgspec.structs import replace

from config.schema import DEFAULTS, Length
from monitor.core.index import Index, Part
from monitor.core.parts import Name, points, ramp
from tests.judging import minutes
from tests.weeks import FULL, LAST, TABLE, day, days_of, index_of


def part(told: Index, name: Name) -> Part:
    return next(one for one in told.parts if one.name is name)


def values(told: Index) -> dict[Name, float]:
    return {one.name: one.value for one in told.parts}


def test_bounds_and_weights_are_those_of_the_table() -> None:
    told = index_of(days_of([60] * 42, **FULL))

    rules = {one.name: (one.rule.least, one.rule.full, one.rule.weight) for one in told.parts}
    assert rules == TABLE
    assert told.missing == ()
    assert told.changed == ()


def test_each_part_is_computed_as_the_table_says() -> None:
    told = index_of(days_of([60] * 42, **FULL))

    assert {one.name: one.x for one in told.parts} == {
        Name.TIME: 60,
        Name.SHARE: pytest.approx(12.5),
        Name.RETURNING: 3,
        Name.NIGHT: 10,
        Name.GROWTH: 100,
        Name.PEOPLE: pytest.approx(100 * 60 / (60 + 10 + 20 / 2 + 10)),
        Name.FIRST: 60,
        Name.LONG: 15,
    }
    assert values(told) == {
        Name.TIME: pytest.approx((60 - 15) / 105),
        Name.SHARE: pytest.approx(7.5 / 35),
        Name.RETURNING: pytest.approx(2 / 5),
        Name.NIGHT: pytest.approx(5 / 25),
        Name.GROWTH: 0,
        Name.PEOPLE: pytest.approx((100 * 60 / 90 - 50) / 45),
        Name.FIRST: pytest.approx(30 / 50),
        Name.LONG: 0,
    }


def test_the_index_is_the_weighted_mean_of_its_parts() -> None:
    told = index_of(days_of([60] * 42, **FULL))

    assert told.score == pytest.approx(
        100 * sum(values(told)[name] * weight for name, (*_, weight) in TABLE.items()) / 100
    )


def test_without_ai_the_index_is_nothing() -> None:
    told = index_of(days_of([0] * 42))

    assert told.score == 0
    assert [(one.low, one.high) for one in told.ranges] == [(0, 0)] * 3


@pytest.mark.parametrize(("x", "value"), [(0, 0), (15, 0), (67.5, 0.5), (120, 1), (500, 1)])
def test_a_ramp_rises_in_a_straight_line_between_its_bounds(x: float, value: float) -> None:
    assert ramp(x, 15, 120) == value


def test_bounds_that_meet_give_all_points_just_above() -> None:
    assert [ramp(x, 30, 30) for x in (29, 30, 30.1)] == [0, 0, 1]


def test_growth_is_taken_as_logarithms() -> None:
    told = index_of(days_of([70] * 14 + [25, 35] * 14))
    growth = part(told, Name.GROWTH)

    assert growth.x == pytest.approx(100 * 75 / 35)
    assert growth.value == pytest.approx((log(75 / 35) - log(1.25)) / (log(3) - log(1.25)))
    assert points(Name.GROWTH, 300, growth.rule) == 1


@pytest.mark.parametrize(
    ("lately", "earlier", "why"),
    [
        ([19] * 14, [10, 11] * 14, "less than ten minutes more"),
        ([200, 0] * 7, [40, 60] * 14, "no more than chance would rank"),
        ([20] * 14, [60] * 28, "less than before"),
    ],
)
def test_growth_stays_silent_within_the_persons_own_ups_and_downs(
    lately: list[float], earlier: list[float], why: str
) -> None:
    told = index_of(days_of([*lately, *earlier]))

    assert part(told, Name.GROWTH).value == 0, why
    assert "within your own ups and downs" in part(told, Name.GROWTH).says


@pytest.mark.parametrize(("earlier", "is_told"), [(13, False), (14, True)])
def test_growth_needs_two_weeks_of_the_four_before(earlier: int, is_told: bool) -> None:  # noqa: FBT001 - a column
    told = index_of(days_of([60] * (14 + earlier)))

    assert (Name.GROWTH in values(told)) is is_told
    if not is_told:
        (missing,) = (one for one in told.missing if one.name is Name.GROWTH)
        assert missing.because.endswith("there are 14 and 13")


def test_a_part_that_cannot_be_told_is_left_out_of_the_mean_and_named() -> None:
    told = index_of(days_of([60] * 42))

    assert {one.name: one.because for one in told.missing} == {
        Name.PEOPLE: "contact is not known: no call and no message was seen on this computer",
        Name.FIRST: "it takes 20 searches for help in the week; there were 0",
    }
    kept = {name: weight for name, (*_, weight) in TABLE.items() if name in values(told)}
    points_kept = sum(values(told)[name] * weight for name, weight in kept.items())
    assert told.score == pytest.approx(100 * points_kept / sum(kept.values()))


def test_noted_talks_count_whole_and_make_contact_known() -> None:
    talks = {LAST - timedelta(days=number): minutes(20) for number in range(7)}

    told = index_of(days_of([60] * 42), talks=talks)
    none_noted = index_of(days_of([60] * 42), talks={})

    assert part(told, Name.PEOPLE).x == pytest.approx(100 * 60 / (60 + 20 + 10))
    assert part(none_noted, Name.PEOPLE).x == pytest.approx(100 * 60 / 70)


def test_a_message_seen_weeks_ago_makes_contact_known() -> None:
    seen_once = days_of([60] * 42)
    seen_once[41] = day(41, 60, messages=minutes(1))

    assert Name.PEOPLE in values(index_of(seen_once))


def test_weights_and_bounds_are_the_persons_own_and_said_to_be() -> None:
    chosen = replace(DEFAULTS.index, time_weight=100, time_full=Length.of("60m"), night_weight=0)

    told = index_of(days_of([60] * 42, **FULL), chosen)

    assert told.changed == ("time_full", "time_weight", "night_weight")
    assert part(told, Name.TIME).value == 1
    assert told.missing[0].because == "it has no weight in your settings"


def test_without_any_weight_there_is_no_index() -> None:
    none = replace(DEFAULTS.index, **{f"{name}_weight": 0 for name in Name})

    told = index_of(days_of([60] * 42), none)

    assert told.score is None
    assert "weight" in told.why_not


def test_a_day_counts_by_all_its_time_though_most_of_it_is_left_out() -> None:
    told = index_of(days_of([5] * 42, active=20, left_out=minutes(400)))

    assert len(told.days) == 7
    assert part(told, Name.SHARE).x == 25
