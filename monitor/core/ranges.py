"""How low and how high an index may lie, by three ways of looking at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from monitor.core.figures import Figures, daily
from monitor.core.parts import Growth, Name, Rule, measure, points
from monitor.core.spread import block_draws, quantile, weighted, without_each
from monitor.core.week import WINDOW, Span

_DRAWS = 200
_TAIL = 0.05  # so much is left out at each end of the drawn weeks
_BLOCKS_FROM = 14  # with fewer days than two weeks the blocks are shorter than a week
_MINUTE = timedelta(minutes=1)


class By(Enum):
    """What a range comes from."""

    DAYS = "days"
    UNSEEN = "unseen"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Range:
    """How low and how high the index may lie, by one way of looking at it."""

    by: By
    low: float
    high: float
    because: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What turns figures into a score: the same for the week itself and for what it may be."""

    rules: Mapping[Name, Rule]
    growth: Growth | None
    knows_contact: bool

    def measure(self, name: Name, of: Figures) -> float | None:
        """The figure that a part takes."""
        return measure(name, of, self.growth, knows_contact=self.knows_contact)

    def score(self, of: Figures) -> float | None:
        """The score of some figures."""
        values, weights = [], []
        for name, rule in self.rules.items():
            x = self.measure(name, of)
            if x is not None:
                values.append(points(name, x, rule))
                weights.append(rule.weight)
        told = weighted(values, weights)
        return None if told is None else 100 * told


def by_days(
    scale: Scale, span: Span, talks: Mapping[date, timedelta] | None, score: float
) -> Range:
    """Draw weeks from the last 28 days, and see how far they lie from the whole of them."""
    days = daily(span.four_weeks, talks)
    whole = scale.score(Figures.sum(days)) or 0.0
    block = WINDOW if len(days) >= _BLOCKS_FROM else max(1, len(days) // 4)
    wanted = min(WINDOW, len(days))
    places, blocks = len(days) - block + 1, -(-wanted // block)
    scores: dict[tuple[int, ...], float] = {}
    drawn = []
    for starts in block_draws(places, blocks, _DRAWS, span.last.toordinal()):
        if starts not in scores:
            week = [one for start in starts for one in days[start : start + block]][:wanted]
            scores[starts] = (scale.score(Figures.sum(week)) or 0.0) - whole
        drawn.append(scores[starts])
    below, above = min(0.0, quantile(drawn, _TAIL)), max(0.0, quantile(drawn, 1 - _TAIL))
    because = (
        f"weeks drawn from your last {len(days)} valid days lie {below:+.1f} to {above:+.1f} from"
        f" all of these together ({whole:.1f})"
    )
    return Range(By.DAYS, max(0.0, score + below), min(100.0, score + above), because)


def by_unseen(scale: Scale, span: Span, week: Figures, score: float) -> Range:
    """Suppose that nothing unseen was AI, nor what a title alone told; or that much of it was."""
    missed = span.missed / _MINUTE
    unknown = sum(one.unrecognised / _MINUTE for one in span.valid)
    weak = sum(one.weak / _MINUTE for one in span.valid)
    rate = span.rate / 60
    low = replace(week, ai=week.ai - weak, active=week.active + missed)
    high = replace(week, ai=week.ai + rate * (missed + unknown), active=week.active + rate * missed)
    because = (
        f"{missed / 60:.1f} usual hours not seen, {unknown / 60:.1f} in browsers with the page not"
        f" known, {weak / 60:.1f} told by a title alone: without AI, or with"
        f" {span.rate:.0f} min of it an hour, as in your fullest hours"
    )
    ends = (scale.score(low), scale.score(high))
    lowest, highest = (score if end is None else end for end in ends)
    return Range(By.UNSEEN, min(score, lowest), max(score, highest), because)


def by_parts(values: Sequence[float], weights: Sequence[float], score: float) -> Range:
    """Leave out each part in turn."""
    others = without_each(values, weights)
    scores = [score, *(100 * value for value in others)]
    because = "each part left out in turn"
    return Range(By.PARTS, min(scores), max(scores), because)
