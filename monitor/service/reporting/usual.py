"""What is usual for the person, beside the days of a span."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from monitor.core.baseline import Baseline, Standing, baseline, learned, standing
from monitor.core.facts import DayFacts
from monitor.core.week import is_weekend
from monitor.service.reporting.shape import Bar, Usual

_NOTHING = timedelta()
_USED = timedelta(hours=1)  # a day with less at the screen is not set beside days with more


def usual(known: Mapping[date, DayFacts], first: date, bars: Sequence[Bar], today: date) -> Usual:
    """Set the AI time of days beside that of the four weeks before the first of them."""
    weekdays, weekends = (
        baseline(known, first, lambda one: one.ai, weekend=weekend) for weekend in (False, True)
    )
    days = len(learned(known, first))
    told = _compared(bars, today)
    beside = [weekends if is_weekend(bar.day) else weekdays for bar in told]
    mean = _mean([bar.ai for bar in told]) if told else None
    such = _mixed([one for one in beside if one]) if all(beside) else None
    is_known = bool(such) if told else bool(weekdays or weekends)
    return Usual(
        weekdays=weekdays,
        weekends=weekends,
        days=days,
        ai=such.middle if such else None,
        low=such.low if such else None,
        high=such.high if such else None,
        mean=mean,
        of_days=len(told),
        standing=_standing(mean, such, told, today) if is_known else Standing.LEARNING,
    )


def _compared(bars: Sequence[Bar], today: date) -> Sequence[Bar]:
    if len(bars) == 1:
        return bars
    return [bar for bar in bars if bar.day < today and bar.active >= _USED]


def _mixed(beside: Sequence[Baseline]) -> Baseline | None:
    """What is usual a day on days of both sorts."""
    if not beside:
        return None
    return Baseline(
        _mean([one.middle for one in beside]),
        _mean([one.spread for one in beside]),
        min(one.days for one in beside),
    )


def _standing(
    mean: timedelta | None, such: Baseline | None, told: Sequence[Bar], today: date
) -> Standing | None:
    """A day that is not over may have had more already; that it has less is not known."""
    if mean is None or such is None:
        return None
    found = standing(mean, such)
    is_over = told[-1].day < today
    return found if is_over or found is Standing.MORE else None


def _mean(lengths: Sequence[timedelta]) -> timedelta:
    return sum(lengths, _NOTHING) / len(lengths)
