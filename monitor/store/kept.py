"""Read the kept sums of closed days, summed up further by SQLite: years cost what weeks do."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.types import Track

_BY_DAY = "use_by_day where day between ? and ?"
_BY_MONTH = "use_by_month where month between ? and ?"
_AI = "sum(case when subject in (select value from json_each(?)) then ms else 0 end)"


@dataclass(frozen=True, slots=True)
class Kept:
    """Days, both inclusive; of whole months the sums by month are read."""

    since: date
    until: date
    whole_months: bool = False

    @property
    def _bounds(self) -> tuple[str, str]:
        first, last = self.since.isoformat(), self.until.isoformat()
        return (first[:7], last[:7]) if self.whole_months else (first, last)

    def uses(self, connection: sqlite3.Connection) -> Iterator[tuple[int, Track, int, timedelta]]:
        """Active time by subject, track and marks."""
        table = _BY_MONTH if self.whole_months else _BY_DAY
        rows = connection.execute(
            f"select subject, track, marks, sum(ms) from {table} group by 1, 2, 3",  # noqa: S608 - our own names
            self._bounds,
        )
        return ((number, Track(track), marks, _length(ms)) for number, track, marks, ms in rows)

    def bars(
        self, connection: sqlite3.Connection, ai: list[int], *, by_month: bool
    ) -> Iterator[tuple[date, timedelta, timedelta]]:
        """Attended time and the part with these subjects, by day or by month."""
        table = _BY_MONTH if self.whole_months else _BY_DAY
        month = "month" if self.whole_months else "substr(day, 1, 7)"
        unit = f"{month} || '-01'" if by_month else "day"
        rows = connection.execute(
            f"select {unit}, sum(ms), {_AI} from {table} and track = 1 group by 1",  # noqa: S608 - our own names
            (json.dumps(ai), *self._bounds),
        )
        return ((date.fromisoformat(day), _length(ms), _length(part)) for day, ms, part in rows)

    def hours(self, connection: sqlite3.Connection) -> Iterator[tuple[int, int, int, timedelta]]:
        """Attended time by weekday (Monday is 0), hour and subject."""
        rows = connection.execute(
            "select (strftime('%w', day) + 6) % 7, hour, subject, sum(ms) from use_by_hour"
            " where day between ? and ? and track = 1 group by 1, 2, 3",
            (self.since.isoformat(), self.until.isoformat()),
        )
        return ((weekday, hour, number, _length(ms)) for weekday, hour, number, ms in rows)


def _length(ms: int) -> timedelta:
    return timedelta(milliseconds=ms)
