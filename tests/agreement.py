"""How well a record agrees with the truth."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.truth import Stay


@dataclass(frozen=True, slots=True)
class Record:
    """One line of `data export`, as far as the truth can judge it."""

    start: datetime
    end: datetime
    app: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Miss:
    """A stay, and how much of it was given to something else or to nothing."""

    stay: Stay
    lost: timedelta


@dataclass(frozen=True, slots=True)
class Agreement:
    """Time with a window in front, and how much of it was given to that window."""

    total: timedelta
    right: timedelta
    misses: tuple[Miss, ...]

    @property
    def share(self) -> float:
        """The part that was given to the right window, 0-1."""
        return self.right / self.total


def read_export(jsonl: str) -> tuple[Record, ...]:
    """Read what `data export --format jsonl` printed."""
    lines = (json.loads(line) for line in jsonl.splitlines())
    return tuple(
        Record(
            datetime.fromisoformat(line["start"]),
            datetime.fromisoformat(line["end"]),
            line["app"],
            is_counted=line["presence"] == "active" and line["track"] == "attended",
        )
        for line in lines
    )


def agree(stays: Iterable[Stay], records: Iterable[Record]) -> Agreement:
    """Compare each stay with what was recorded meanwhile; the worst miss comes first."""
    counted = [record for record in records if record.is_counted]
    judged = [(stay, _right(stay, counted)) for stay in stays if stay.app]
    misses = (Miss(stay, stay.length - right) for stay, right in judged if right < stay.length)
    return Agreement(
        total=sum((stay.length for stay, _ in judged), timedelta()),
        right=sum((right for _, right in judged), timedelta()),
        misses=tuple(sorted(misses, key=lambda miss: miss.lost, reverse=True)),
    )


def _right(stay: Stay, records: Iterable[Record]) -> timedelta:
    shared = (
        min(stay.end, record.end) - max(stay.start, record.start)
        for record in records
        if record.app == stay.app
    )
    return sum((length for length in shared if length > timedelta()), timedelta())
