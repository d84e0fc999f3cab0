"""The small statistics: quantiles, a rank test, a block bootstrap, leaving one out."""

from collections.abc import Iterator, Sequence
from math import erfc, sqrt

_WORD = (1 << 64) - 1


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; of nothing it is 0."""
    return sum(values) / len(values) if values else 0.0


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies, between neighbours in a straight line."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return quantile(values, 0.5)


def deviation(values: Sequence[float]) -> float:
    """The median distance from the median."""
    middle = median(values)
    return median([abs(value - middle) for value in values])


def p_of_more(later: Sequence[float], earlier: Sequence[float]) -> float:
    """How often chance alone would rank the later values so high above the earlier ones.

    The one-sided rank-sum test of Mann and Whitney: normal approximation, corrected for ties and
    continuity.
    """
    count = len(later) + len(earlier)
    ranks, ties = _ranks([*later, *earlier])
    above = sum(ranks[: len(later)]) - len(later) * (len(later) + 1) / 2
    pairs = len(later) * len(earlier)
    variance = pairs / 12 * (count + 1 - ties / (count * (count - 1)))
    if variance <= 0:
        return 1.0
    return 0.5 * erfc((above - pairs / 2 - 0.5) / sqrt(2 * variance))


def block_draws(places: int, blocks: int, draws: int, seed: int) -> Iterator[tuple[int, ...]]:
    """Draw the first places of so many blocks, so many times; the same for the same seed."""
    noise = _noise(seed)
    for _ in range(draws):
        yield tuple([next(noise) % places for _ in range(blocks)])


def weighted(values: Sequence[float], weights: Sequence[float]) -> float | None:
    """The weighted mean; None when nothing has weight."""
    whole = sum(weights)
    if not whole:
        return None
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / whole


def without_each(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The weighted mean without each value in turn, where something is left."""
    told = []
    for out in range(len(values)):
        kept = [at for at in range(len(values)) if at != out]
        left = weighted([values[at] for at in kept], [weights[at] for at in kept])
        if left is not None:
            told.append(left)
    return told


def _ranks(values: Sequence[float]) -> tuple[list[float], int]:
    """The rank of each value, and the sum of t^3 - t over the ties; equals share their mean."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, ties, at = [0.0] * len(values), 0, 0
    while at < len(order):
        after = at + 1
        while after < len(order) and values[order[after]] == values[order[at]]:
            after += 1
        for place in order[at:after]:
            ranks[place] = (at + 1 + after) / 2
        alike = after - at
        ties += alike**3 - alike
        at = after
    return ranks, ties


def _noise(seed: int) -> Iterator[int]:
    """Numbers without a pattern (splitmix64): the core has no chance of its own."""
    state = seed & _WORD
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _WORD
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _WORD
        yield mixed ^ (mixed >> 31)
