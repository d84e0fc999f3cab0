"""Shares of moments: how sure they are, and what two of them beside each other can tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import sqrt

_Z = 1.959963984540054  # nineteen times of twenty
LEAST_MOMENTS = 60
LEAST_EACH = 10


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and between which shares the true one lies, by Wilson's score."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def range(self) -> tuple[float, float]:
        """The interval that holds the true share nineteen times of twenty."""
        if not self.of:
            return 0.0, 1.0
        share, square = self.count / self.of, _Z * _Z
        middle = share + square / (2 * self.of)
        half = _Z * sqrt(share * (1 - share) / self.of + square / (4 * self.of**2))
        whole = 1 + square / self.of
        low = (middle - half) / whole if self.count else 0.0
        high = (middle + half) / whole if self.count < self.of else 1.0
        return low, high


class Telling(Enum):
    """What two shares tell."""

    TOO_FEW = "not known yet"
    MORE = "more often"
    LESS = "less often"
    NO_DIFFERENCE = "no difference can be told"


@dataclass(frozen=True, slots=True)
class Contrast:
    """A share after a nudge, beside the share of moments where nothing was shown."""

    after: Share
    beside: Share

    @property
    def difference(self) -> float | None:
        """By how much more often it is after a nudge; None: one side is empty."""
        after, beside = self.after.value, self.beside.value
        return None if after is None or beside is None else after - beside

    @property
    def range(self) -> tuple[float, float]:
        """The interval of the difference, made of the two intervals as Newcombe does."""
        after, beside, difference = self.after.value, self.beside.value, self.difference
        if after is None or beside is None or difference is None:
            return -1.0, 1.0
        (low, high), (other_low, other_high) = self.after.range, self.beside.range
        return (
            difference - sqrt((after - low) ** 2 + (other_high - beside) ** 2),
            difference + sqrt((high - after) ** 2 + (beside - other_low) ** 2),
        )

    @property
    def tells(self) -> Telling:
        """What it tells; of few moments nothing."""
        sides = (self.after.of, self.beside.of)
        if sum(sides) < LEAST_MOMENTS or min(sides) < LEAST_EACH:
            return Telling.TOO_FEW
        low, high = self.range
        if low > 0:
            return Telling.MORE
        return Telling.LESS if high < 0 else Telling.NO_DIFFERENCE


def share_of(told: Iterable[bool | None]) -> Share:
    """The share of yes among what can be told."""
    known = [one for one in told if one is not None]
    return Share(sum(known), len(known))
