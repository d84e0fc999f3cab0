"""The figures of some days that the parts of the index are made of, in minutes and counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.facts import DayFacts

_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()
_TEXT = 0.5  # a minute of messages counts half a minute of talk


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over days: minutes, but for returns, episodes (``asked``) and those opened with AI."""

    days: int = 0
    ai: float = 0.0
    active: float = 0.0
    returns: float = 0.0
    night: float = 0.0
    longest: float = 0.0
    calls: float = 0.0
    messages: float = 0.0
    talks: float = 0.0
    asked: float = 0.0
    asked_ai: float = 0.0

    @property
    def contact(self) -> float:
        """Minutes with people: calls and noted talks whole, messages half."""
        return self.calls + _TEXT * self.messages + self.talks

    @staticmethod
    def of(facts: DayFacts, talks: timedelta = _NOTHING) -> "Figures":
        """Those of one day, with the talks that were noted on it."""
        return Figures(
            1,
            facts.ai / _MINUTE,
            facts.active / _MINUTE,
            facts.returns,
            facts.night / _MINUTE,
            facts.longest_session / _MINUTE,
            facts.calls / _MINUTE,
            facts.messages / _MINUTE,
            talks / _MINUTE,
            facts.openings(),
            facts.openings(lambda kind: kind.is_ai),
        )

    @staticmethod
    def sum(days: Iterable["Figures"]) -> "Figures":
        """Those of some days together."""
        rows = [
            (one.days, one.ai, one.active, one.returns, one.night, one.longest, one.calls,
             one.messages, one.talks, one.asked, one.asked_ai)
            for one in days
        ]  # fmt: skip
        return Figures(*map(sum, zip(*rows, strict=True))) if rows else Figures()


def daily(days: Iterable[DayFacts], talks: Mapping[date, timedelta] | None) -> tuple[Figures, ...]:
    """The figures of each day."""
    noted = talks or {}
    return tuple(Figures.of(one, noted.get(one.day, _NOTHING)) for one in days)
