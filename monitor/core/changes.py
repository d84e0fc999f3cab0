"""What changed: one day or some days beside what is usual for the person on such days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from math import sqrt

from monitor.core.baseline import baseline
from monitor.core.facts import DayFacts
from monitor.core.types import Kind
from monitor.core.week import is_weekend

_WIDTH = 2  # deviations from the median tell most days of a person; of some days together fewer
_LEAST_WIDTH = timedelta(minutes=5)
_LEAST_SHARE = 0.1  # of the usual; less is no news, however even the days are
_NOTHING = timedelta()
_PLAIN = 3.0  # who lies so far beyond the usual is told by what it is about, not by how far


class About(Enum):
    """What is compared, what tells most first; two of one family say nearly the same."""

    AI = "ai"
    NIGHT = "night"
    SESSION = "session"
    PEOPLE = "people"
    SCREEN = "screen"
    SPELL = "spell"

    @property
    def family(self) -> str:
        """Of one family only one is told."""
        return _FAMILIES.get(self, self.value)

    def of(self, facts: DayFacts) -> timedelta:
        """The figure of one day."""
        return _FIGURES[self](facts)


_FAMILIES = {About.SESSION: "ai", About.SPELL: "screen"}
_FIGURES: Mapping[About, Callable[[DayFacts], timedelta]] = {
    About.AI: lambda one: one.ai,
    About.NIGHT: lambda one: one.night,
    About.SESSION: lambda one: one.longest_session,
    About.PEOPLE: lambda one: one.time_of(lambda kind: kind in {Kind.CALL, Kind.MESSAGE}),
    About.SCREEN: lambda one: one.present,
    About.SPELL: lambda one: one.longest_spell,
}
_ORDER = tuple(About)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure a day now, what is usual, and how many times its usual ups and downs lie between."""

    about: About
    now: timedelta
    usual: timedelta
    strength: float

    @property
    def is_more(self) -> bool:
        """Whether it is more than usual."""
        return self.now > self.usual

    @property
    def is_telling(self) -> bool:
        """Whether it lies beyond the usual ups and downs."""
        return self.strength > 1


def changes(
    days: Sequence[DayFacts], known: Mapping[date, DayFacts], first: date
) -> tuple[Change, ...] | None:
    """Compare days from ``first`` on with the 28 before it.

    None: of such days, or of some of them, it is not known yet what is usual.
    """
    found = [_change(about, days, known, first) for about in About]
    return tuple(one for one in found if one is not None) or None


def telling(found: Sequence[Change]) -> tuple[Change, ...]:
    """Those beyond the usual, the most telling first, one of each family."""
    ordered = sorted(
        (one for one in found if one.is_telling),
        key=lambda one: (-min(one.strength, _PLAIN), _ORDER.index(one.about)),
    )
    first = {one.about.family: one for one in reversed(ordered)}
    return tuple(one for one in ordered if first[one.about.family] is one)


def _change(
    about: About, days: Sequence[DayFacts], known: Mapping[date, DayFacts], first: date
) -> Change | None:
    usual = {
        weekend: baseline(known, first, about.of, weekend=weekend) for weekend in (False, True)
    }
    pairs = [(about.of(one), own) for one in days if (own := usual[is_weekend(one.day)])]
    if not pairs or len(pairs) < len(days):
        return None
    count = len(pairs)
    now = sum((length for length, _ in pairs), _NOTHING) / count
    middle = sum((own.middle for _, own in pairs), _NOTHING) / count
    spread = sum((own.spread for _, own in pairs), _NOTHING) / count
    width = max(_WIDTH * spread / sqrt(count), middle * _LEAST_SHARE, _LEAST_WIDTH)
    return Change(about, now, middle, abs(now - middle) / width)
