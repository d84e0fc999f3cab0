"""A span of hours in a day, as people write it: 22:30-07:00. It may pass midnight."""

import re
from dataclasses import dataclass
from datetime import time
from typing import ClassVar, Self

from config.say import shown

_FORM = re.compile(r"([0-9]{1,2}):([0-5][0-9])\s*[-\u2013]\s*([0-9]{1,2}):([0-5][0-9])")
_MIDNIGHT = time(0)
_LAST_HOUR = 23


@dataclass(frozen=True, slots=True)
class Span:
    """From start up to, but not with, end; the same twice means the whole day."""

    WORDS: ClassVar[str] = 'a span of hours, such as "22:30-07:00"'
    PATTERN: ClassVar[str] = (
        r"^\s*([01]?[0-9]|2[0-3]):[0-5][0-9]\s*[-\u2013]\s*(([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)\s*$"
    )

    start: time
    end: time

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a span; a ValueError says in a sentence what is wrong with the text."""
        match = _FORM.fullmatch(text.strip())
        if not match:
            raise ValueError(f'{shown(text)} is no span of hours; write it as in "22:30-07:00".')
        hour, minute, end_hour, end_minute = (int(number) for number in match.groups())
        to_midnight = (end_hour, end_minute) == (_LAST_HOUR + 1, 0)
        if hour > _LAST_HOUR or (end_hour > _LAST_HOUR and not to_midnight):
            raise ValueError(f"{shown(text)} names an hour that no day has; use 00:00 to 24:00.")
        span = cls(time(hour, minute), _MIDNIGHT if to_midnight else time(end_hour, end_minute))
        if span.start == span.end and not to_midnight:
            raise ValueError(f'{shown(text)} has no length; the whole day is "00:00-24:00".')
        return span

    def contains(self, moment: time) -> bool:
        """Tell whether a local time of day lies in the span."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def __str__(self) -> str:
        end = "24:00" if self.end == _MIDNIGHT else f"{self.end:%H:%M}"
        return f"{self.start:%H:%M}-{end}"
