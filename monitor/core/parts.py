"""The eight parts of the Reliance Index: what each is computed from, and its points."""

from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import Any

from config.schema import DEFAULTS, Index, Length
from monitor.core.figures import Figures
from monitor.core.spread import mean, p_of_more

LEAST_ASKED = 20
LEAST_LATELY, LEAST_EARLIER = 7, 14  # valid days, before growth is spoken of
GROWTH_BY = 10.0  # minutes a day more, at the least
GROWTH_P = 0.01  # at .05 it spoke on up to 5 % of the shuffled days of people who use much AI
_SOFTENED = 5.0  # minutes added to both sides, so that next to nothing cannot grow much
_FEW = 10.0  # minutes a day: with less than that, AI against people says little


class Name(StrEnum):
    """The parts in the order in which they are told."""

    TIME = "time"
    SHARE = "share"
    RETURNING = "returning"
    NIGHT = "night"
    GROWTH = "growth"
    PEOPLE = "people"
    FIRST = "first"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Rule:
    """From where a part has points, where it has all of them, and what it weighs."""

    least: float
    full: float
    weight: int

    @staticmethod
    def of(chosen: Index, name: Name) -> "Rule":
        """The person's own or the default; lengths in minutes."""
        least, full = (_number(getattr(chosen, f"{name}_{end}")) for end in ("from", "full"))
        return Rule(least, full, getattr(chosen, f"{name}_weight"))


@dataclass(frozen=True, slots=True)
class Growth:
    """AI minutes a day lately and earlier; ``p`` is how often chance alone does as much."""

    lately: tuple[float, ...]
    earlier: tuple[float, ...]
    p: float

    @staticmethod
    def of(lately: tuple[float, ...], earlier: tuple[float, ...]) -> "Growth | None":
        """Compare them; None where there are too few days to."""
        if len(lately) < LEAST_LATELY or len(earlier) < LEAST_EARLIER:
            return None
        return Growth(lately, earlier, p_of_more(lately, earlier))

    @property
    def more(self) -> float:
        """Minutes a day more than before."""
        return mean(self.lately) - mean(self.earlier)

    @property
    def ratio(self) -> float:
        """Lately in percent of before, both softened."""
        return 100 * (mean(self.lately) + _SOFTENED) / (mean(self.earlier) + _SOFTENED)

    @property
    def speaks(self) -> bool:
        """Whether it is more than the person's own ups and downs; else it has no points."""
        return self.more >= GROWTH_BY and self.p < GROWTH_P


def measure(name: Name, of: Figures, growth: Growth | None, *, knows_contact: bool) -> float | None:
    """Tell what a part is computed from: minutes, percent or a count; None: it cannot be told."""
    if name is Name.GROWTH:
        return None if growth is None else growth.ratio if growth.speaks else 100.0
    if name is Name.PEOPLE:
        return _against_people(of) if knows_contact and of.days else None
    if name is Name.FIRST:
        return 100 * of.asked_ai / of.asked if of.asked >= LEAST_ASKED else None
    if name is Name.SHARE:
        return 100 * of.ai / of.active if of.active else None
    if name is Name.RETURNING:
        return 60 * of.returns / of.active if of.active else None
    sums = {Name.TIME: of.ai, Name.NIGHT: of.night, Name.LONG: of.longest}
    return sums[name] / of.days if of.days else None


def points(name: Name, x: float, rule: Rule) -> float:
    """Tell a part's value, 0 to 1; growth is taken as logarithms."""
    if name is Name.GROWTH:
        return ramp(log(x / 100), log(rule.least / 100), log(rule.full / 100))
    return ramp(x, rule.least, rule.full)


def ramp(x: float, least: float, full: float) -> float:
    """0 up to ``least``, 1 from ``full`` on, a straight line between."""
    if full <= least:
        return float(x > least)
    return min(1.0, max(0.0, (x - least) / (full - least)))


def changed(chosen: Index) -> tuple[str, ...]:
    """The settings of weights and bounds that are not the defaults."""
    names = [f"{name}_{end}" for name in Name for end in ("from", "full", "weight")]
    return tuple(name for name in names if getattr(chosen, name) != getattr(DEFAULTS.index, name))


def _against_people(of: Figures) -> float:
    ai, people = of.ai / of.days, of.contact / of.days
    return 100 * ai / (ai + people + _FEW)


def _number(bound: Any) -> float:  # noqa: ANN401 - a length or a number, as the setting has it
    return bound.total_seconds() / 60 if isinstance(bound, Length) else float(bound)
