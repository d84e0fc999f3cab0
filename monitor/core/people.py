"""The people whom the person named, the talks with them, and who is due."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

from config.schema import Length
from monitor.core.days import Calendar

SOON = timedelta(days=14)  # so long before it a birthday is told
LONGEST = timedelta(days=731)
TALK = timedelta(minutes=15)
"""What a noted talk counts beside the minutes of calls: nobody notes how long it was."""
_DAY = timedelta(days=1)
_NO_INTERVAL = (
    '"{}" cannot be how often: it takes 1d to 2y in whole days, as in "10d", "2w" or "monthly".'
)
_DAYS_IN = {"w": 7, "week": 7, "month": 30, "y": 365, "year": 365}
_RHYTHMS = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30, "yearly": 365}
_WEEKS = re.compile(
    r"(?P<count>\d{1,12})\s*(?P<unit>w|week|month|y|year)s?\b\s*(?P<rest>.*)", re.ASCII
)
_NO_YEAR = 1604  # what Apple's address book writes for a birthday without a year
_LEAP = 2000  # a year that has every day
_BIRTHDAY = re.compile(
    r"(?:(?P<year>\d{4})-?|-{1,2})?(?P<month>\d\d)-?(?P<day>\d\d)(?:[T ].*)?", re.ASCII
)


class How(Enum):
    """How people talk."""

    CALL = "call"
    VISIT = "visit"
    MESSAGE = "message"


class Told(Enum):
    """How a talk became known: the person said so, said so when asked, or it was seen."""

    SAID = "said"
    ASKED = "asked"
    SEEN = "seen"


def interval(text: str) -> timedelta:
    """Read how often: 10d, 1w, 2 weeks, monthly; a ValueError tells in a sentence what is wrong.

    A month is 30 days and a year 365.
    """
    words = text.strip().lower().removeprefix("every ")
    if words in _RHYTHMS:
        return timedelta(days=_RHYTHMS[words])
    found = _WEEKS.fullmatch(words)
    if found and int(found["count"]) > LONGEST.days:
        raise ValueError(_NO_INTERVAL.format(text))
    days = int(found["count"]) * _DAYS_IN[found["unit"]] * _DAY if found else timedelta()
    rest = found["rest"] if found else words
    try:
        every: timedelta = days + Length.of(rest) if rest or not found else days
    except ValueError:
        raise ValueError(_NO_INTERVAL.format(text)) from None
    if every % _DAY or not _DAY <= every <= LONGEST:
        raise ValueError(_NO_INTERVAL.format(text))
    return every


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year; ``year`` is 0 where it is not told."""

    month: int
    day: int
    year: int = 0

    @classmethod
    def of(cls, text: str) -> "Birthday":
        """Read 1990-04-12, --04-12 or 0412; a ValueError tells in a sentence what is wrong."""
        found = _BIRTHDAY.fullmatch(text.strip())
        if found is None:
            raise ValueError(f'"{text}" is no birthday; write it as 1990-04-12 or --04-12.')
        year = int(found["year"] or 0)
        year = 0 if year == _NO_YEAR else year
        month, day = int(found["month"]), int(found["day"])
        try:
            date(year or _LEAP, month, day)
        except ValueError:
            raise ValueError(f'"{text}" is no day of the calendar.') from None
        return cls(month, day, year)

    def __str__(self) -> str:
        return f"{f'{self.year:04}' if self.year else '-'}-{self.month:02}-{self.day:02}"

    def after(self, today: date) -> date:
        """Tell when it is next, today included; who was born on a 29 February has the 28th too."""
        this_year = self._in(today.year)
        return this_year if this_year >= today else self._in(today.year + 1)

    def _in(self, year: int) -> date:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the person named, and how often they want to be in touch, in whole days.

    ``how`` is what they like, the best first. ``link`` opens a chat or a room of theirs. ``number``
    stands for them where no name may be kept; 0: they are not kept yet.
    """

    name: str
    every: timedelta
    added: datetime
    how: tuple[How, ...] = (How.CALL,)
    phone: str = ""
    email: str = ""
    link: str = ""
    birthday: Birthday | None = None
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """One talk; ``person`` is '' when it was seen and nobody knows with whom."""

    person: str
    at: datetime
    how: How
    told: Told = Told.SAID


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a person today.

    ``silent`` are the days since the last noted talk, or since they were named. ``over`` are the
    days beyond the day on which a talk was due; below zero it is still to come. ``birthday`` is
    when it is next.
    """

    person: Person
    last: Contact | None
    silent: int
    over: int
    birthday: date | None
    today: date

    @property
    def is_due(self) -> bool:
        """It is the day for a talk, or that day is over."""
        return self.over >= 0

    @property
    def due(self) -> date:
        """The day on which a talk is due."""
        return self.today - self.over * _DAY

    @property
    def has_birthday(self) -> bool:
        """It is today."""
        return self.birthday == self.today

    @property
    def turns(self) -> int | None:
        """How old they will be on their next birthday; None: nobody told the year."""
        if self.birthday is None or self.person.birthday is None or not self.person.birthday.year:
            return None
        return self.birthday.year - self.person.birthday.year


def standings(
    people: Iterable[Person], contacts: Iterable[Contact], now: datetime, calendar: Calendar
) -> tuple[Standing, ...]:
    """Tell how it stands with each, the most overdue first.

    It is counted in the person's days: who talks each Sunday evening is due on Sunday, all day.
    Of those as much overdue it is first the one whose own interval is the shorter, then by name.
    """
    last = latest(contacts)
    today = today_of(now, calendar)
    found = [_standing(one, last.get(one.name), today, calendar) for one in people]
    return tuple(sorted(found, key=lambda one: (-one.over, one.person.every, one.person.name)))


def latest(contacts: Iterable[Contact]) -> dict[str, Contact]:
    """The latest talk with each; under '' the latest with somebody who is not known."""
    found: dict[str, Contact] = {}
    for one in contacts:
        before = found.get(one.person)
        if before is None or one.at > before.at:
            found[one.person] = one
    return found


def today_of(now: datetime, calendar: Calendar) -> date:
    """The person's day; on a journey west a day that has begun is not left backwards."""
    day = calendar.day(now)
    while calendar.bounds(day)[1] <= now:
        day += _DAY
    return day


def _standing(person: Person, last: Contact | None, today: date, calendar: Calendar) -> Standing:
    since = calendar.day(last.at if last else person.added)
    silent = max((today - since).days, 0)
    birthday = person.birthday.after(today) if person.birthday else None
    return Standing(person, last, silent, silent - person.every.days, birthday, today)


def lengths(talks: Iterable[Contact], calendar: Calendar) -> dict[date, timedelta]:
    """Tell what the noted talks of each day count; a message counts half, as it does when seen."""
    found: dict[date, timedelta] = {}
    for talk in talks:
        day = calendar.day(talk.at)
        worth = TALK / 2 if talk.how is How.MESSAGE else TALK
        found[day] = found.get(day, timedelta()) + worth
    return found
