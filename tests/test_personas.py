"""The index of the five made-up people, lived through the real pipeline, and of random lives.

What random lives must hold besides stands in test_index_laws.py: the bounds of the index, a life
without AI, the order of lives told by their facts alone, growth on shuffled days.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from config.schema import DEFAULTS, Index, Length
from monitor.core import index as law
from monitor.core.facts import DayFacts
from monitor.core.parts import Name
from monitor.service import index
from monitor.service.demo.make import Made, make
from monitor.service.demo.personas import PERSONAS
from tests.fakes import FakeClock
from tests.proof import counts
from tests.test_index_laws import lives
from tests.weeks import index_of

EVENINGS = tuple(
    datetime(2026, 11, 22, 20, tzinfo=UTC) + timedelta(days=days) for days in (0, 3, -44, 101)
)
Lived = dict[str, tuple[Made, law.Index]]


@pytest.fixture(scope="module", params=EVENINGS[: counts(1, 4)], ids=lambda one: f"{one:%m-%d}")
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A month of each, told the evening after, with their index."""
    folder: Path = tmp_path_factory.mktemp("lived")
    clock = FakeClock(request.param)
    made = {one.name: make(one, folder / one.name, clock, 30) for one in PERSONAS}
    return {
        name: (one, index.tell(one.home, index.last_day(one.home, clock)).index)
        for name, one in made.items()
    }


def value(lived: Lived, person: str, name: Name) -> float:
    return next(one.value for one in lived[person][1].parts if one.name is name)


def test_each_persons_index_lies_between_0_and_100_and_inside_its_range(lived: Lived) -> None:
    for _, told in lived.values():
        assert told.score is not None
        assert told.range is not None
        assert 0 <= told.range.low <= told.score <= told.range.high <= 100
        assert len(told.parts) == len(Name)


def test_the_order_of_the_five_is_the_one_that_any_reader_expects(lived: Lived) -> None:
    """No AI at all; a question or two; much, but by day and among people; most of the working day
    and the evening, and more of late; hours a night, alone and at one go."""
    scores = {name: told.score or 0 for name, (_, told) in lived.items()}
    order = ["none", "light", "programmer", "heavy", "companion"]

    assert sorted(scores, key=scores.__getitem__) == order
    assert scores["none"] == 0 < scores["light"] < 15
    for lower, higher in pairwise(order[1:]):
        assert scores[higher] - scores[lower] >= 3


def test_who_uses_no_ai_has_an_index_of_nothing_whatever_was_not_seen(lived: Lived) -> None:
    told = lived["none"][1]

    assert {one.value for one in told.parts} == {0}
    assert {(one.low, one.high) for one in told.ranges} == {(0, 0)}


def test_each_is_told_by_the_parts_that_make_them_who_they_are(lived: Lived) -> None:
    assert value(lived, "companion", Name.NIGHT) == 1
    assert value(lived, "companion", Name.LONG) > value(lived, "heavy", Name.LONG)
    assert value(lived, "heavy", Name.GROWTH) > 0
    assert value(lived, "programmer", Name.NIGHT) == 0
    assert value(lived, "programmer", Name.PEOPLE) < value(lived, "heavy", Name.PEOPLE)
    assert value(lived, "light", Name.TIME) < 0.4


@settings(max_examples=counts(100, 500), deadline=None)
@given(lives(), st.sampled_from(Name), st.tuples(st.floats(0.3, 3), st.floats(0.3, 3)))
def test_the_index_never_falls_when_one_part_rises(
    life: list[DayFacts], name: Name, shares: tuple[float, float]
) -> None:
    strict, mild = (_full_at(name, share) for share in sorted(shares, reverse=True))
    low, high = index_of(life, strict), index_of(life, mild)
    assume(low.score is not None and name in {one.name for one in low.parts})
    values = [{one.name: one.value for one in told.parts} for told in (low, high)]

    assert values[0][name] <= values[1][name]
    assert (low.score or 0) <= (high.score or 0) + 1e-9
    if values[0][name] < values[1][name]:
        assert (low.score or 0) < (high.score or 0)
    assert {**values[0], name: 0} == {**values[1], name: 0}


@settings(max_examples=counts(100, 500), deadline=None)
@given(lives())
def test_the_index_is_the_weighted_mean_of_its_parts(life: list[DayFacts]) -> None:
    told = index_of(life)
    assume(told.score is not None)
    weights = sum(one.rule.weight for one in told.parts)

    assert told.score == pytest.approx(
        100 * sum(one.rule.weight * one.value for one in told.parts) / weights
    )


def _full_at(name: Name, share: float) -> Index:
    """Settings by which a part has all its points so much later, or sooner, than by default."""
    start, full = (getattr(DEFAULTS.index, f"{name}_{end}") for end in ("from", "full"))
    if isinstance(full, Length):
        return _with(name, Length(seconds=round((start + (full - start) * share).total_seconds())))
    return _with(name, max(start + 1, round(start + (full - start) * share)))


def _with(name: Name, full: Length | int) -> Index:
    return msgspec.structs.replace(DEFAULTS.index, **{f"{name}_full": full})
