"""What a reader of logs hands out: moments, and nothing else of what was said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

Moments = Iterator[datetime | None]
"""One for each exchange: something was asked, and when; None where the log does not tell when."""


class Readable(Protocol):
    """A file of bytes: read piece by piece, or line by line."""

    def read(self, size: int = -1, /) -> bytes:
        """Give at most so many bytes, b'' at the end."""
        ...

    def __iter__(self) -> Iterator[bytes]:
        """Give line by line."""
        ...


@dataclass(frozen=True, slots=True)
class Form:
    """One form of log or export: its name for people, the tool it is of, how it is read."""

    source: str
    tool: str
    moments: Callable[[Readable], Moments]


def from_text(text: object) -> datetime | None:
    """Read a moment as logs write it: 2026-11-22T10:00:00.123Z; None for what is none."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # in UTC a moment may lie outside the calendar
        return None


def from_seconds(seconds: object) -> datetime | None:
    """Read a moment told in seconds since 1970; None for what is none."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
