"""A calendar that remembers the bounds of days: a replay asks for each of them many times."""

from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.core.days import Calendar


@dataclass(frozen=True, slots=True)
class Almanac(Calendar):
    """The days of one calendar, each reckoned once."""

    known: dict[date, tuple[datetime, datetime]] = field(default_factory=dict, compare=False)

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """Tell the first moment of a day and the first moment after it."""
        found = self.known.get(day)
        if found is None:
            found = self.known[day] = Calendar.bounds(self, day)
        return found
