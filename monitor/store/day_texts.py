"""Read the facts of days back from the text that they are kept as."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from monitor.core.facts import DayFacts, HourFacts
from monitor.core.types import Kind

_NOTHING = timedelta()
_PLAIN = ("day", "kinds", "episodes", "hours")
LENGTHS = tuple(
    one.name for one in fields(DayFacts) if one.name not in _PLAIN and one.default == _NOTHING
)
COUNTS = tuple(
    one.name for one in fields(DayFacts) if one.name not in _PLAIN and one.name not in LENGTHS
)


def kept(connection: sqlite3.Connection, first: date, last: date) -> Iterator[tuple[date, str]]:
    """The texts of days, both inclusive, in order."""
    rows = connection.execute(
        "select day, facts from day_facts where day between ? and ?",
        (first.isoformat(), last.isoformat()),
    )
    return ((date.fromisoformat(day), text) for day, text in rows)


def of_text(day: date, text: str, *, is_part: bool) -> DayFacts:
    """Read a day, or what is left of it without the tags that are left out.

    What an older shape did not tell is nothing.
    """
    told: dict[str, Any] = json.loads(text)
    if is_part:
        told = told["apart"]
    plain: dict[str, Any] = {name: _length(told[name]) for name in LENGTHS if name in told}
    plain |= {name: told[name] for name in COUNTS if name in told}
    return DayFacts(
        day=day,
        kinds=tuple((Kind(kind), _length(s)) for kind, s in told.get("kinds", {}).items()),
        episodes=tuple((Kind(kind), count) for kind, count in told.get("episodes", {}).items()),
        hours=tuple(
            HourFacts(hour, *(_length(s) for s in lengths))
            for hour, *lengths in told.get("hours", ())
        ),
        **plain,
    )


def _length(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)
