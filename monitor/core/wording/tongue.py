"""How texts are marked for translation, and how a language says them.

The texts stand in the code in English. `text` and `plural` mark them for those who collect them
into the catalogue, config/locale/humanward.pot; a Tongue says them in a language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Counted:
    """A text that counts: its form for one, its form for many, and the field that is counted."""

    one: str
    many: str
    by: str


Message = str | Counted


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: how it says a text, and the form that a count has in it."""

    say: Callable[[str], str]
    count: Callable[[str, str, int], str]

    def put(self, message: Message, fields: Mapping[str, object]) -> str:
        """Say a message with its fields filled in."""
        return self.pattern(message, fields).format(**fields)

    def pattern(self, message: Message, fields: Mapping[str, object]) -> str:
        """Say a message with its fields left open; a counted one by the field it counts."""
        if isinstance(message, str):
            return self.say(message)
        return self.count(message.one, message.many, int(str(fields[message.by])))


def text(source: str) -> str:
    """Mark a text for translation."""
    return source


def plural(one: str, many: str, by: str) -> Counted:
    """Mark a text that counts for translation."""
    return Counted(one, many, by)


_LONGEST_NAME = 40
_IN_MINUTES = 90  # so many are told in hours and minutes
ENGLISH = Tongue(say=str, count=lambda one, many, n: one if n == 1 else many)

_SECONDS = plural("{seconds} second", "{seconds} seconds", "seconds")
_MINUTES = plural("{minutes} minute", "{minutes} minutes", "minutes")
_HOURS = plural("{hours} hour", "{hours} hours", "hours")
_BOTH = text("{hours} h {minutes:02} min")


def short(name: str) -> str:
    """A name that people gave, short enough for a sentence; an ellipsis says what is cut."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def length(time: timedelta, tongue: Tongue = ENGLISH) -> str:
    """Say a length of time: 45 seconds, 1 minute, 62 minutes, 2 hours, 2 h 05 min.

    It is rounded to the nearest, as reports tell it.
    """
    seconds = round(time.total_seconds())
    minutes = round(seconds / 60)
    if seconds < 60:  # noqa: PLR2004 - a minute
        return tongue.put(_SECONDS, {"seconds": seconds})
    if not minutes % 60:
        return tongue.put(_HOURS, {"hours": minutes // 60})
    if minutes < _IN_MINUTES:
        return tongue.put(_MINUTES, {"minutes": minutes})
    return tongue.put(_BOTH, {"hours": minutes // 60, "minutes": minutes % 60})
