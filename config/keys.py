"""Walk the schema: every section and key with its type, meaning, bounds and default."""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from config.length import Length
from config.say import closest, toml
from config.schema import About, Settings

_MOST_NAMED = 3  # more would be a list, and no guess
_PLAIN_WORDS = {bool: "true or false", int: "a whole number", str: "text"}


@dataclass(frozen=True, slots=True)
class Key:
    """One setting. ``kind`` is the type of a value, or of each entry when it takes many."""

    name: str
    kind: Any
    is_list: bool
    about: About
    default: object

    @property
    def is_needed(self) -> bool:
        """It has no default."""
        return self.default is NODEFAULT

    @property
    def words(self) -> str:
        """What it takes, in words."""
        if issubclass(self.kind, Enum):
            one = f"one of {', '.join(toml(choice) for choice in self.kind)}"
        else:
            one = _PLAIN_WORDS.get(self.kind) or self.kind.WORDS
        return f"a list, each entry {one}" if self.is_list else one

    @property
    def least(self) -> Any:
        """The lower bound, in its own type; None: there is none."""
        return self._bound(self.about.least)

    @property
    def most(self) -> Any:
        """The upper bound, in its own type; None: there is none."""
        return self._bound(self.about.most)

    @property
    def unit(self) -> str:
        """What the bounds count, when it is not the value itself."""
        if self.is_list:
            return " entry" if self.least == 1 else " entries"
        return " letters" if self.kind is str else ""

    @property
    def bounds(self) -> str:
        """The bounds in words; '' when there are none."""
        if self.least is not None and self.most is not None:
            return f"{self.least} to {self.most}{self.unit}"
        return "" if self.least is None else f"at least {self.least}{self.unit}"

    @staticmethod
    def _bound(bound: str | int | None) -> Any:
        return Length.of(bound) if isinstance(bound, str) else bound


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file; when it is a list, a table that may stand any number of times."""

    name: str
    struct: type[Struct]
    is_list: bool
    about: About
    keys: dict[str, Key]

    @property
    def header(self) -> str:
        """How its first line stands in the file."""
        return f"[[{self.name}]]" if self.is_list else f"[{self.name}]"


@cache
def sections() -> dict[str, Section]:
    """Give all sections by name, in the order of the schema."""
    found = {}
    for field in fields(Settings):
        struct, is_list, meaning = _annotation(field.type)
        keys = {}
        for inner in fields(struct):
            kind, many, note = _annotation(inner.type)
            name = f"{field.name}.{inner.name}"
            keys[inner.name] = Key(name, kind, many, note, inner.default)
        found[field.name] = Section(field.name, struct, is_list, meaning, keys)
    return found


def find(name: str) -> Key | None:
    """Find a key by its full name; "limit.NAME.at_most" is the key "limit.at_most"."""
    section = sections().get(name.partition(".")[0])
    if section is None:
        return None
    rest = name.removeprefix(f"{section.name}.")
    return section.keys.get(rest.rpartition(".")[2] if section.is_list else rest)


def nearest(name: str) -> str:
    """Say which key or section was probably meant, whether or not its section was named."""
    parts = reversed(sections().values())  # of keys with the same end the first is meant
    by_end = {key: whole.name for part in parts for key, whole in part.keys.items()}
    end = by_end.get(name.rpartition(".")[2])
    if end:
        return f" Did you mean {end}?"
    full = [key.name for part in sections().values() for key in part.keys.values()]
    word = name.rpartition(".")[2].lower()
    bearing = [key for key in full if word in key.rpartition(".")[2].split("_")]
    if 0 < len(bearing) <= _MOST_NAMED:
        return f" Did you mean {' or '.join(bearing)}?"
    near = closest(name, [*full, *sections()]) or by_end.get(closest(name, by_end))
    return f" Did you mean {near}?" if near else ""


def _annotation(kind: Any) -> tuple[Any, bool, About]:
    inner, note = get_args(kind)
    is_list = get_origin(inner) is tuple
    return (get_args(inner)[0] if is_list else inner), is_list, note
