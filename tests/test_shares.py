"""Shares and what they tell: as scipy says, and never more than the moments allow."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.helping import Case, Side, contrast
from monitor.core.shares import Contrast, Share, Telling, share_of

scipy_stats = pytest.importorskip("scipy.stats", reason="needs scipy, which the test group brings")


@st.composite
def shares(draw: st.DrawFn, least: int = 1) -> Share:
    of = draw(st.integers(least, 500))
    return Share(draw(st.integers(0, of)), of)


@given(shares())
def test_the_interval_of_a_share_is_that_of_scipy(share: Share) -> None:
    theirs = scipy_stats.binomtest(share.count, share.of).proportion_ci(method="wilson")

    assert share.range == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_of_nothing_nothing_is_known() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).range == (0.0, 1.0)
    assert Contrast(Share(0, 0), Share(3, 9)).difference is None
    assert Contrast(Share(0, 0), Share(3, 9)).range == (-1.0, 1.0)


def test_the_interval_of_a_difference_is_that_of_the_published_example() -> None:
    told = Contrast(Share(56, 70), Share(48, 80))

    assert told.difference == pytest.approx(0.2)
    assert told.range == pytest.approx((0.0524, 0.3339), abs=5e-5)


@given(shares(), shares())
def test_a_difference_lies_in_its_interval_and_turns_with_its_sides(
    one: Share, other: Share
) -> None:
    told, turned = Contrast(one, other), Contrast(other, one)
    low, high = told.range

    assert told.difference is not None
    assert -1 - 1e-9 <= low <= told.difference + 1e-9
    assert told.difference - 1e-9 <= high <= 1 + 1e-9
    assert turned.range == pytest.approx((-high, -low))


@pytest.mark.parametrize(
    ("after", "beside", "tells"),
    [
        (Share(50, 50), Share(0, 9), Telling.TOO_FEW),
        (Share(9, 9), Share(0, 90), Telling.TOO_FEW),
        (Share(40, 49), Share(1, 10), Telling.TOO_FEW),
        (Share(40, 50), Share(1, 10), Telling.MORE),
        (Share(1, 50), Share(9, 10), Telling.LESS),
        (Share(25, 50), Share(5, 10), Telling.NO_DIFFERENCE),
    ],
)
def test_few_moments_tell_nothing_and_many_only_what_is_clear(
    after: Share, beside: Share, tells: Telling
) -> None:
    assert Contrast(after, beside).tells is tells


def test_where_nudges_change_nothing_few_lives_are_told_that_they_do() -> None:
    noise = Random(6)  # noqa: S311 - a made-up life

    def moments(of: int) -> Share:
        return Share(sum(noise.random() < 0.3 for _ in range(of)), of)

    told = [Contrast(moments(80), moments(20)).tells for _ in range(2_000)]

    assert told.count(Telling.MORE) < 0.04 * len(told)
    assert told.count(Telling.LESS) < 0.04 * len(told)


def test_what_cannot_be_told_is_in_no_share() -> None:
    assert share_of([True, None, False, True, None]) == Share(2, 3)


def test_an_occasion_counts_once_however_often_it_came_again() -> None:
    cases = [
        Case("break", "spell:1", Side.SPOKEN, followed=False),
        Case("break", "spell:1", Side.SPOKEN, followed=True),
        Case("break", "spell:2", Side.SPOKEN, followed=True),
        Case("other", "spell:1", Side.SPOKEN, followed=None),
        Case("break", "spell:3", Side.SILENT, followed=True),
        Case("break", "spell:4", Side.EXPIRED, followed=True),
    ]

    assert contrast(cases, Side.SILENT) == Contrast(Share(1, 2), Share(1, 1))
    assert contrast(cases, Side.EXPIRED).beside == Share(1, 1)
