"""Laws of the index over random lives: its bounds, its range, its order, and what chance does."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.schema import DEFAULTS, Index, Length
from monitor.core.facts import DayFacts
from monitor.core.parts import Growth, Name, ramp
from monitor.core.types import Kind
from tests.judging import minutes
from tests.proof import counts
from tests.weeks import day, days_of, index_of

SHARES = st.floats(0, 1)
LIVES = ("light", "middling", "heavy", "very heavy", "in bursts", "on workdays")


@st.composite
def lives(draw: st.DrawFn) -> list[DayFacts]:
    """Up to six weeks, each day with whatever it may hold; some days are missing."""
    days = []
    for number in range(42):
        if draw(st.integers(0, 9)) == 0:
            continue
        active = draw(st.integers(30, 600))
        ai = active * draw(SHARES)
        days.append(
            day(
                number,
                ai,
                active,
                seen=draw(st.sampled_from((0.4, 0.8, 1.0))),
                longest_session=minutes(ai * draw(SHARES)),
                night=minutes(ai * draw(st.sampled_from((0.0, 0.0, 0.2)))),
                weak=minutes(ai * draw(st.sampled_from((0.0, 0.5, 1.0)))),
                returns=draw(st.integers(0, 40)),
                calls=minutes(draw(st.sampled_from((0, 0, 30)))),
                messages=minutes(draw(st.sampled_from((0, 5)))),
                unrecognised=minutes((active - ai) * draw(SHARES)),
                episodes=((Kind.ASSISTANT, draw(st.integers(0, 8))), (Kind.SEARCH, 3)),
            )
        )
    return days


@settings(max_examples=counts(100, 500), deadline=None)
@given(lives())
def test_the_index_of_any_life_lies_between_0_and_100_and_inside_its_ranges(
    life: list[DayFacts],
) -> None:
    told = index_of(life)

    assert (told.score is None) is (len(told.days) < 4)
    assert len(told.parts) + len(told.missing) == (0 if told.score is None else len(Name))
    for one in told.parts:
        assert 0 <= one.value <= 1
    for reach in told.ranges:
        assert told.score is not None
        assert 0 <= reach.low <= told.score <= reach.high <= 100


@settings(max_examples=counts(50, 500), deadline=None)
@given(lives())
def test_the_index_of_a_life_is_always_the_same(life: list[DayFacts]) -> None:
    assert index_of(life) == index_of(life)


@settings(max_examples=counts(50, 500), deadline=None)
@given(lives())
def test_a_life_without_ai_has_an_index_of_nothing(life: list[DayFacts]) -> None:
    nothing = timedelta()
    dry = [
        replace(
            one, ai=nothing, longest_session=nothing, night=nothing, weak=nothing, returns=0,
            episodes=((Kind.SEARCH, 9),), hours=tuple(replace(h, ai=nothing) for h in one.hours),
        )
        for one in life
    ]  # fmt: skip
    told = index_of(dry)

    assert told.score in {None, 0}
    assert {(one.low, one.high) for one in told.ranges} <= {(0, 0)}


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0, 1e3), st.floats(0, 1e3))
def test_a_ramp_never_falls_and_stays_between_0_and_1(
    x: float, more: float, least: float, full: float
) -> None:
    low, high = sorted((x, more))

    assert 0 <= ramp(low, least, full) <= ramp(high, least, full) <= 1


@pytest.mark.parametrize("name", list(Name))
def test_the_index_rises_with_each_part(name: Name) -> None:
    life = days_of(
        [100] * 14 + [40] * 28, returns=30, night=minutes(20), calls=minutes(30),
        longest_session=minutes(70), episodes=((Kind.ASSISTANT, 3), (Kind.SEARCH, 2)),
    )  # fmt: skip
    strict, mild = (_bounded(name, share) for share in (2.0, 0.5))

    low, high = index_of(life, strict), index_of(life, mild)

    assert low.score is not None
    assert high.score is not None
    assert low.score < high.score
    rest = [{one.name: one.value for one in told.parts if one.name != name} for told in (low, high)]
    assert rest[0] == rest[1]


def _bounded(name: Name, share: float) -> Index:
    """Settings in which a part takes more, or less, to have all its points."""
    key = f"{name}_full"
    default: Length | int = getattr(DEFAULTS.index, key)
    if isinstance(default, Length):
        return msgspec.structs.replace(
            DEFAULTS.index, **{key: Length(seconds=default.total_seconds() * share)}
        )
    full = int(125 + 175 * share) if name is Name.GROWTH else int(default * share)
    return msgspec.structs.replace(DEFAULTS.index, **{key: full})


def test_the_order_of_five_people_is_the_one_that_a_reader_expects() -> None:
    people = {
        "no AI at all": days_of([0] * 42, calls=minutes(30)),
        "light": days_of([10, 0, 5] * 14, calls=minutes(30)),
        "an hour a day": days_of([60] * 42, calls=minutes(30), returns=8),
        "heavy": days_of([180] * 42, returns=24, messages=minutes(10)),
        "companion at night": days_of(
            [200] * 42, active=320, returns=24, night=minutes(90), messages=minutes(2),
            longest_session=minutes(110),
        ),
    }  # fmt: skip
    scores = [index_of(life).score for life in people.values()]

    assert None not in scores
    assert scores == sorted(scores, key=lambda score: score or 0)
    assert len({round(score or 0) for score in scores}) >= 4


@pytest.mark.parametrize("kind", LIVES)
def test_growth_speaks_on_fewer_than_one_in_fifty_shuffled_days(kind: str) -> None:
    chance = Random(kind)  # noqa: S311 - a life, no secret
    asked = counts(2_000, 20_000)
    spoken = 0
    for _ in range(asked):
        life = [_minutes(kind, number, chance) for number in range(42)]
        chance.shuffle(life)
        growth = Growth.of(tuple(life[:14]), tuple(life[14:]))
        assert growth is not None
        spoken += growth.speaks

    assert spoken / asked < 0.02


@pytest.mark.parametrize("kind", LIVES)
def test_growth_speaks_when_a_life_has_turned_to_ai(kind: str) -> None:
    chance = Random(kind)  # noqa: S311 - a life, no secret
    before = [_minutes(kind, number, chance) for number in range(28)]
    after = [120 + 2 * _minutes(kind, number, chance) for number in range(14)]

    told = index_of(days_of([*after, *before], active=1440))

    assert next(one.value for one in told.parts if one.name is Name.GROWTH) > 0


def _minutes(kind: str, number: int, chance: Random) -> float:
    """AI minutes of one day of a life."""
    if kind == "light":
        return chance.lognormvariate(1.2, 1.4) if chance.random() < 0.6 else 0
    if kind == "middling":
        return chance.lognormvariate(3.2, 0.9)
    if kind == "heavy":
        return max(0, chance.gauss(90, 40))
    if kind == "very heavy":
        return min(600, chance.lognormvariate(4.8, 0.6))
    if kind == "in bursts":
        return 0 if chance.random() < 0.7 else chance.uniform(60, 240)
    return max(0, chance.gauss(120, 30) if number % 7 < 5 else chance.gauss(10, 5))
