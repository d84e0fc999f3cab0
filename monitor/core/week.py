"""The days an index is told of: which tell enough, what is usual, how much was not seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.facts import DayFacts
from monitor.core.spread import quantile

WINDOW, LATELY, EARLIER = 7, 14, 28  # days: told of, growth's own, what they are compared with
LEAST_VALID = 4
LEAST_LEARNED = 14
INSEPARABLE = "its stretches are gone, so no tag can be left out"
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()
_LEAST_ACTIVE = timedelta(minutes=60)
_LEAST_SEEN = 0.5
_SOME = timedelta(minutes=5)  # so much activity makes an hour one that was used
_LEAST_USUAL = 4  # days of activity, before anything is called usual
_SATURDAY = 5
_HIGH = 0.9


@dataclass(frozen=True, slots=True)
class Checked:
    """One day of the window, and whether it tells enough; ``why_not`` says what is missing.

    ``usual`` is the time of the usual hours, ``missed`` how much of it was not seen. While no
    hours are usual yet they are the time that was there to see, and the blind part of it.
    """

    day: date
    facts: DayFacts | None
    usual: timedelta
    missed: timedelta
    why_not: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether the day counts."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class UsualHours:
    """The local hours in which the person mostly uses the computer; None: not known yet."""

    on_weekdays: frozenset[int] | None
    on_weekends: frozenset[int] | None

    @staticmethod
    def of(days: Sequence[DayFacts]) -> "UsualHours":
        """Learn them: active on at least half of the days with an hour of activity or more."""
        active = [one for one in days if one.present >= _LEAST_ACTIVE]
        every = _mostly(active)
        apart = [
            _mostly([one for one in active if is_weekend(one.day) is weekend]) or every
            for weekend in (False, True)
        ]
        return UsualHours(*apart)

    def on(self, day: date) -> frozenset[int] | None:
        """Those of a weekday or of a day of the weekend."""
        return self.on_weekends if is_weekend(day) else self.on_weekdays


@dataclass(frozen=True, slots=True)
class Span:
    """All that an index of one day looks at; facts stand in the order of days."""

    last: date
    window: tuple[Checked, ...]
    four_weeks: tuple[DayFacts, ...]
    lately: tuple[DayFacts, ...]
    earlier: tuple[DayFacts, ...]
    usual: UsualHours

    @property
    def learned(self) -> int:
        """How many days of the last six weeks tell enough."""
        return len(self.lately) + len(self.earlier)

    @property
    def valid(self) -> tuple[DayFacts, ...]:
        """The days of the window that tell enough."""
        return tuple(one.facts for one in self.window if one.facts and one.is_valid)

    @property
    def missed(self) -> timedelta:
        """The usual time of valid days that was not seen."""
        return sum((one.missed for one in self.window if one.is_valid), _NOTHING)

    @property
    def not_seen(self) -> float:
        """The share of the week's usual time that was not seen."""
        usual = sum((one.usual for one in self.window), _NOTHING)
        return sum((one.missed for one in self.window), _NOTHING) / usual if usual else 0.0

    @property
    def rate(self) -> float:
        """The person's own high AI minutes an hour: nine of ten used hours have fewer."""
        hours = [
            min(one.ai, _HOUR) / _MINUTE
            for facts in self.four_weeks
            for one in facts.hours
            if one.active >= _SOME
        ]
        return quantile(hours, _HIGH) if hours else 0.0


def span(known: Mapping[date, DayFacts], last: date, inseparable: Collection[date] = ()) -> Span:
    """Pick the days that an index of the seven up to ``last`` looks at.

    Of ``inseparable`` days nothing is known without the tags that are left out.
    """
    usual = UsualHours.of(_of(known, last - WINDOW * _DAY, EARLIER))
    days = _of(known, last, LATELY + EARLIER)
    valid = [one for one in days if check(one.day, one, usual).is_valid]
    window = (last - ahead * _DAY for ahead in range(WINDOW - 1, -1, -1))
    return Span(
        last=last,
        window=tuple(
            check(day, known.get(day), usual, is_inseparable=day in inseparable) for day in window
        ),
        four_weeks=tuple(one for one in valid if one.day > last - EARLIER * _DAY),
        lately=tuple(one for one in valid if one.day > last - LATELY * _DAY),
        earlier=tuple(one for one in valid if one.day <= last - LATELY * _DAY),
        usual=usual,
    )


def check(
    day: date, facts: DayFacts | None, usual: UsualHours, *, is_inseparable: bool = False
) -> Checked:
    """Tell whether a day tells enough: an hour of activity, half of its usual hours seen.

    An inseparable one was seen, and yet tells nothing.
    """
    if is_inseparable:
        return Checked(day, None, _NOTHING, _NOTHING, INSEPARABLE)
    hours = usual.on(day)
    whole = _HOUR * len(hours or ())
    if facts is None:
        return Checked(day, None, whole, whole, "not watched")
    if hours is None or not facts.hours:
        whole, missed = facts.seen + facts.unseen, facts.unseen
    else:
        watched = {one.hour: min(one.watched, _HOUR) for one in facts.hours}
        missed = whole - sum((watched.get(hour, _NOTHING) for hour in hours), _NOTHING)
    if facts.present < _LEAST_ACTIVE:
        return Checked(day, facts, whole, missed, "less than 60 active minutes")
    if whole and (whole - missed) / whole < _LEAST_SEEN:
        return Checked(day, facts, whole, missed, "less than half of its usual hours seen")
    return Checked(day, facts, whole, missed)


def is_weekend(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def _of(known: Mapping[date, DayFacts], last: date, count: int) -> list[DayFacts]:
    days = (last - ahead * _DAY for ahead in range(count - 1, -1, -1))
    return [known[day] for day in days if day in known]


def _mostly(days: Sequence[DayFacts]) -> frozenset[int] | None:
    if len(days) < _LEAST_USUAL:
        return None
    used: dict[int, int] = {}
    for facts in days:
        for one in facts.hours:
            if one.active >= _SOME:
                used[one.hour] = used.get(one.hour, 0) + 1
    return frozenset(hour for hour, count in used.items() if 2 * count >= len(days)) or None
