"""What is usual for the person: the 28 days before, weekdays and weekends apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from monitor.core.facts import DayFacts
from monitor.core.spread import deviation, median
from monitor.core.week import EARLIER, LEAST_LEARNED, UsualHours, check, is_weekend

_LEAST_ALIKE = 4  # days of the same sort
_WIDTH = 2  # deviations on each side of the median: so many tell most days of a person
_LEAST_WIDTH = timedelta(minutes=5)
_NOTHING = timedelta()


class Standing(Enum):
    """How a day lies to what is usual."""

    LEARNING = "still learning what is usual for you"
    LESS = "less than your last four weeks"
    USUAL = "as in your last four weeks"
    MORE = "more than your last four weeks"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is usual on such a day: median and spread (median distance from it), over so many."""

    middle: timedelta
    spread: timedelta
    days: int

    @property
    def low(self) -> timedelta:
        """Below it is less than usual."""
        return max(_NOTHING, self.middle - self._width)

    @property
    def high(self) -> timedelta:
        """Above it is more than usual."""
        return self.middle + self._width

    @property
    def _width(self) -> timedelta:
        return max(_WIDTH * self.spread, _LEAST_WIDTH)


def learned(known: Mapping[date, DayFacts], day: date) -> list[DayFacts]:
    """Those of the 28 days before a day that tell enough."""
    before = (day - timedelta(days=ahead) for ahead in range(1, EARLIER + 1))
    facts = [known[one] for one in before if one in known]
    usual = UsualHours.of(facts)
    return [one for one in facts if check(one.day, one, usual).is_valid]


def baseline(
    known: Mapping[date, DayFacts],
    day: date,
    figure: Callable[[DayFacts], timedelta],
    *,
    weekend: bool | None = None,
) -> Baseline | None:
    """Tell what is usual on such a day, by the 28 days before; None: that is not known yet.

    ``weekend`` asks for the one sort of day or the other, whichever the day itself is.
    """
    valid = learned(known, day)
    wanted = is_weekend(day) if weekend is None else weekend
    alike = [one for one in valid if is_weekend(one.day) is wanted]
    if len(valid) < LEAST_LEARNED or len(alike) < _LEAST_ALIKE:
        return None
    seconds = [figure(one).total_seconds() for one in alike]
    middle, spread = (timedelta(seconds=told(seconds)) for told in (median, deviation))
    return Baseline(middle, spread, len(alike))


def standing(length: timedelta, usual: Baseline | None) -> Standing:
    """Tell how a day's length lies to what is usual."""
    if usual is None:
        return Standing.LEARNING
    if length > usual.high:
        return Standing.MORE
    return Standing.LESS if length < usual.low else Standing.USUAL
