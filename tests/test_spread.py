"""The small statistics say what scipy says; the daemon needs none of it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.spread import (
    block_draws,
    deviation,
    mean,
    median,
    p_of_more,
    quantile,
    weighted,
    without_each,
)

scipy_stats = pytest.importorskip("scipy.stats", reason="needs scipy, which the test group brings")
numpy = pytest.importorskip("numpy", reason="needs scipy, which the test group brings")

MINUTES = st.integers(0, 600).map(lambda tenths: tenths / 10)
SAMPLES = st.lists(MINUTES, min_size=1, max_size=60)


@given(SAMPLES, st.floats(0, 1))
def test_quantiles_are_those_of_numpy(values: list[float], share: float) -> None:
    assert quantile(values, share) == pytest.approx(numpy.quantile(values, share))


@given(SAMPLES)
def test_mean_median_and_deviation_are_those_of_scipy(values: list[float]) -> None:
    assert mean(values) == pytest.approx(numpy.mean(values))
    assert median(values) == pytest.approx(numpy.median(values))
    assert deviation(values) == pytest.approx(scipy_stats.median_abs_deviation(values))


@given(st.lists(MINUTES, min_size=7, max_size=14), st.lists(MINUTES, min_size=14, max_size=28))
def test_the_rank_test_is_that_of_scipy(later: list[float], earlier: list[float]) -> None:
    if len({*later, *earlier}) == 1:
        assert p_of_more(later, earlier) == 1
        return
    theirs = scipy_stats.mannwhitneyu(later, earlier, alternative="greater", method="asymptotic")

    assert p_of_more(later, earlier) == pytest.approx(theirs.pvalue)


def test_the_same_seed_draws_the_same_and_another_seed_something_else() -> None:
    first, again, other = (list(block_draws(22, 3, 50, seed)) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_every_place_is_drawn_about_as_often() -> None:
    drawn = Counter(start for (start,) in block_draws(22, 1, 22_000, 738_000))

    assert set(drawn) == set(range(22))
    assert scipy_stats.chisquare([*drawn.values()]).pvalue > 0.001


def test_a_block_bootstrap_of_a_mean_is_as_wide_as_scipy_says() -> None:
    noise = numpy.random.default_rng(3)
    values = noise.normal(60, 20, 400)
    ours = [
        numpy.mean([values[at] for at in starts])
        for starts in block_draws(len(values), len(values), 2_000, 1)
    ]
    theirs = scipy_stats.bootstrap((values,), numpy.mean, n_resamples=2_000, random_state=noise)

    assert numpy.std(ours) == pytest.approx(theirs.standard_error, rel=0.1)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 100)), min_size=1, max_size=8))
def test_the_weighted_mean_lies_between_the_means_without_each(
    pairs: list[tuple[float, int]],
) -> None:
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    whole = weighted(values, weights)

    assert whole == pytest.approx(numpy.average(values, weights=weights))
    others = without_each(values, weights)
    assert len(others) == (len(pairs) if len(pairs) > 1 else 0)
    assert whole is not None
    assert not others or min(others) - 1e-9 <= whole <= max(others) + 1e-9


def test_without_any_weight_there_is_no_mean() -> None:
    assert weighted([1.0], [0]) is None
    assert weighted([], []) is None
    assert without_each([0.5, 1.0], [1, 0]) == [0.5]
    assert mean([]) == 0
