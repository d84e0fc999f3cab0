"""A length of time as people write it: 25m, 90s, 1h 30m."""

import re
from datetime import timedelta
from typing import ClassVar, Self

from config.say import shown

_MS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_NAMES = {
    "d": ("d", "day", "days"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "ms": ("ms",),
}
_UNIT_OF = {name: unit for unit, names in _NAMES.items() for name in names}
_NUMBER = r"([0-9]{1,12})(?:\.([0-9]{1,9}))?"
_BARE = re.compile(_NUMBER)
_PART = re.compile(_NUMBER + r"\s*([^\W\d_]+)\s*")
_WHOLE = re.compile(rf"(?:{_PART.pattern})+")
_EXAMPLE = 'as in "1h 30m"'


class Length(timedelta):
    """A length of time. It is read to the millisecond and written in its shortest form."""

    WORDS: ClassVar[str] = 'a length of time, such as "1h 30m"'
    PATTERN: ClassVar[str] = r"^\s*([0-9]+(\.[0-9]+)?\s*[A-Za-z]+\s*)+$"

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a length; a ValueError says in a sentence what is wrong with the text."""
        text = text.strip()
        if _BARE.fullmatch(text):
            raise ValueError(f'{text} needs a unit, such as "{text}s" or "{text}m".')
        if not _WHOLE.fullmatch(text):
            raise ValueError(f"{shown(text)} is no length of time; write it {_EXAMPLE}.")
        try:
            return cls(milliseconds=_count_ms(text))
        except OverflowError as error:
            raise ValueError(f"{shown(text)} is longer than anything here can be.") from error

    def __str__(self) -> str:
        left = self // timedelta(milliseconds=1)
        words = []
        for unit, size in _MS.items():
            count, left = divmod(left, size)
            if count:
                words.append(f"{count}{unit}")
        return " ".join(words) or "0s"


def _count_ms(text: str) -> int:
    total, above = 0, ""
    for whole, fraction, name in _PART.findall(text):
        unit = _UNIT_OF.get(name.lower())
        if unit is None:
            raise ValueError(f"{shown(name)} is no unit; use d, h, m, s or ms, {_EXAMPLE}.")
        if above and _MS[unit] >= _MS[above]:
            raise ValueError(f"{shown(text)}: larger units first, each once, {_EXAMPLE}.")
        count, finer = divmod(int(whole + fraction) * _MS[unit], 10 ** len(fraction))
        if finer:
            raise ValueError(f"{shown(text)} is finer than a millisecond.")
        total, above = total + count, unit
    return total
