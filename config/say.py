"""Tell a value as a settings file writes it, and guess which word was meant."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_SHOWN = 60  # letters of a value inside a message


def plain(value: object) -> object:
    """Turn a setting's value into what TOML and JSON know: bool, int, text or a list."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, (bool, int, float)) else str(value)


def toml(value: object) -> str:
    """Write a value as TOML does."""
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(toml(item) for item in value)}]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def shown(value: object) -> str:
    """Tell a value inside a message: on one line, not too long, nothing unprintable."""
    text = "a table" if isinstance(value, dict) else toml(value)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}..."


def closest(word: str, choices: Iterable[str]) -> str:
    """The choice that was probably meant; '' when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only when a word is wrong

    return next(iter(get_close_matches(word.lower()[:_MOST_SHOWN], tuple(choices), n=1)), "")


def guess(word: str, choices: Iterable[str]) -> str:
    """Say which of the choices was probably meant; '' when none is near."""
    near = closest(word, choices)
    return f" Did you mean {near}?" if near else ""
