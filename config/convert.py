"""Make settings of what a file says, key by key, so that all that is wrong is told at once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec

from config.keys import Key, Section, nearest, sections
from config.lines import Place
from config.profiles import built_in, settings_under
from config.say import guess, shown
from config.schema import DEFAULTS, Limit, Profile, Settings

RULES = ("contact", "birthday", "follow-up", "returning", "ask-first", "evening", "letter")
"""The rules beside the limits; no limit may share a name with one."""
_QUOTES = ("'", '"')
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at a place in the file."""

    place: Place
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file: where it stands and what its keys are called."""

    section: Section
    place: Place
    label: str
    values: dict[str, Any]


def settings_of(data: dict[str, Any]) -> tuple[Settings, list[Fault]]:
    """Make settings, and list what is wrong; what is wrong is left at its default.

    What the file does not say is as the profile has it that the file names.
    """
    faults: list[Fault] = []
    found: dict[str, Any] = {}
    base = settings_under(_profile(data))
    for name, value in data.items():
        section = sections().get(name)
        if section is None:
            faults.append(Fault((name,), name, f"There is no such setting.{nearest(name)}"))
        elif section.is_list:
            found[name] = _limits(section, value, base, faults)
        elif isinstance(value, dict):
            read = _read(_Table(section, (name,), name, value), faults)
            found[name] = msgspec.structs.replace(getattr(base, name), **read)
        else:
            wanted = f"{section.header} stands on a line of its own, its keys below it."
            faults.append(Fault((name,), name, wanted))
    return msgspec.structs.replace(base, **found), faults


def typed(key: Key, text: str) -> object:
    """Make of typed words what stands in a file; what fits nothing stays text and is refused.

    A ValueError tells what is no text, and what was opened and not closed.
    """
    text = text.strip()
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError(f"{shown(text)} is no valid text (UTF-8).")
    if key.is_list:
        if text.startswith("[") is not text.endswith("]"):
            example = 'as in desktop,log or ["desktop", "log"]'
            raise ValueError(
                f"{shown(text)} has one bracket without the other; write it {example}."
            )
        inside = text[1:-1] if text.startswith("[") else text
        return [_unquoted(part) for part in map(str.strip, inside.split(",")) if part]
    if key.kind is bool and text.lower() in _TRUE + _FALSE:
        return text.lower() in _TRUE
    if key.kind is int:
        with suppress(ValueError):
            return int(text)
    return text


def _unquoted(text: str) -> str:
    if text[0] not in _QUOTES and text[-1] not in _QUOTES:
        return text
    if len(text) == 1 or text[0] != text[-1]:
        raise ValueError(f"{shown(text)} has one quote without the other.")
    return text[1:-1].strip()


def value_of(key: Key, value: object) -> Any:
    """Make a key's value of what the file says; a ValueError tells all that is wrong with it."""
    if not key.is_list:
        made = _one(key, value)
    elif isinstance(value, list):
        made = tuple(_each(key, value))
    else:
        raise ValueError(_wrong_type(key, value))
    _hold_to_bounds(key, made)
    return made


def _read(table: _Table, faults: list[Fault]) -> dict[str, Any]:
    found = {}
    for name, value in table.values.items():
        place, label = (*table.place, name), f"{table.label}.{name}"
        key = table.section.keys.get(name)
        if key is None:
            near = guess(name, table.section.keys) or nearest(name)
            faults.append(Fault(place, label, f"There is no such setting.{near}"))
            continue
        try:
            found[name] = value_of(key, value)
        except ValueError as error:
            faults.append(Fault(place, label, str(error)))
    return found


def _profile(data: dict[str, Any]) -> Profile:
    """The profile that a file names; what is wrong with it is told with its table."""
    nudge = data.get("nudge")
    if isinstance(nudge, dict):
        with suppress(ValueError):
            return Profile(nudge.get("profile", DEFAULTS.nudge.profile))
    return DEFAULTS.nudge.profile


def _limits(
    section: Section, value: object, base: Settings, faults: list[Fault]
) -> tuple[Limit, ...]:
    """Put the person's own limits among the built-in ones.

    One with the name of a built-in replaces of it what it says; every other one is added.
    """
    limits = {limit.name: limit for limit in base.limit}
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        wanted = f"Write {section.header} in two brackets: it may stand any number of times."
        faults.append(Fault((section.name,), section.name, wanted))
        return base.limit
    names: set[str] = set()
    for number, values in enumerate(value):
        name = values.get("name")
        is_new = isinstance(name, str) and name != "" and name not in names
        label = f"{section.name}.{name}" if is_new else f"{section.name}[{number + 1}]"
        table = _Table(section, (section.name, number), label, values)
        _hold_name(table, name, names, faults)
        limit = _limit(table, built_in(name, base.nudge.profile), faults)
        if limit is not None:
            limits[limit.name] = limit
    return tuple(limits.values())


def _hold_name(table: _Table, name: object, names: set[str], faults: list[Fault]) -> None:
    if not isinstance(name, str):
        return
    text = ""
    if name in names:
        text = f"Another limit has the name {shown(name)}; each needs its own."
    elif name in RULES:
        text = f"{shown(name)} is the name of another rule; a limit needs its own."
    if text:
        faults.append(Fault((*table.place, "name"), f"{table.label}.name", text))
    names.add(name)


def _limit(table: _Table, known: Limit | None, faults: list[Fault]) -> Limit | None:
    found = _read(table, faults)
    if known is not None:
        return msgspec.structs.replace(known, **found)
    section, values, label = table.section, table.values, table.label
    for key_name, key in section.keys.items():
        if key.is_needed and key_name not in values:
            text = f"It is missing; it takes {key.words}."
            faults.append(Fault(table.place, f"{label}.{key_name}", text))
    is_whole = all(name in found for name, key in section.keys.items() if key.is_needed)
    return Limit(**found) if is_whole else None


def _each(key: Key, values: list[object]) -> Iterator[Any]:
    wrong, seen = [], set()
    for value in values:
        try:
            made = _one(key, value)
        except ValueError as error:
            wrong.append(str(error))
            continue
        if made in seen:
            wrong.append(f"{shown(value)} stands in it twice.")
        seen.add(made)
        yield made
    if wrong:
        raise ValueError(" ".join(dict.fromkeys(wrong)))


def _one(key: Key, value: object) -> Any:
    read: Callable[[str], object] | None = getattr(key.kind, "of", None)
    if read is not None and isinstance(value, str):
        return read(value)
    try:
        made = msgspec.convert(value, key.kind)
    except msgspec.ValidationError as error:
        near = ""
        if isinstance(value, str) and not issubclass(key.kind, (bool, int)):
            near = guess(value, key.kind)
        raise ValueError(_wrong_type(key, value) + near) from error
    if key.kind is str and (made != made.strip() or not made.isprintable()):
        raise ValueError(f"{shown(made)} must be one line, with no space before or after it.")
    return made


def _wrong_type(key: Key, value: object) -> str:
    return f"It takes {key.words}; {shown(value)} is none of that."


def _hold_to_bounds(key: Key, made: Any) -> None:
    size = len(made) if key.unit else made
    if key.least is not None and size < key.least:
        raise ValueError(f"{shown(made)} is too little; it takes {key.bounds}.")
    if key.most is not None and size > key.most:
        raise ValueError(f"{shown(made)} is too much; it takes {key.bounds}.")
