"""Make settings of what a file says, key by key, so that all that is wrong is told at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from config.keys import Key, Section, nearest, sections
from config.lines import Place
from config.say import guess, shown
from config.schema import BUILT_IN, Limit, Settings


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
    """Make settings, and list what is wrong; what is wrong is left at its default."""
    faults: list[Fault] = []
    found: dict[str, Any] = {}
    for name, value in data.items():
        section = sections().get(name)
        if section is None:
            faults.append(Fault((name,), name, f"There is no such setting.{nearest(name)}"))
        elif section.is_list:
            found[name] = _limits(section, value, faults)
        elif isinstance(value, dict):
            found[name] = section.struct(**_read(_Table(section, (name,), name, value), faults))
        else:
            wanted = f"{section.header} stands on a line of its own, its keys below it."
            faults.append(Fault((name,), name, wanted))
    return Settings(**found), faults


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


def _limits(section: Section, value: object, faults: list[Fault]) -> tuple[Limit, ...]:
    """Put the person's own limits among the built-in ones.

    One with the name of a built-in replaces of it what it says; every other one is added.
    """
    limits = {limit.name: limit for limit in BUILT_IN}
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        wanted = f"Write {section.header} in two brackets: it may stand any number of times."
        faults.append(Fault((section.name,), section.name, wanted))
        return BUILT_IN
    names: set[str] = set()
    for place, table in enumerate(value):
        limit = _limit(section, place, table, names, faults)
        if limit is not None:
            limits[limit.name] = limit
    return tuple(limits.values())


def _limit(
    section: Section, number: int, values: dict[str, Any], names: set[str], faults: list[Fault]
) -> Limit | None:
    name = values.get("name")
    is_new = isinstance(name, str) and name != "" and name not in names
    label = f"{section.name}.{name}" if is_new else f"{section.name}[{number + 1}]"
    table = _Table(section, (section.name, number), label, values)
    if isinstance(name, str):
        if name in names:
            text = f"Another limit has the name {shown(name)}; each needs its own."
            faults.append(Fault((*table.place, "name"), f"{label}.name", text))
        names.add(name)
    found = _read(table, faults)
    built_in = next((limit for limit in BUILT_IN if limit.name == name), None)
    if built_in is not None:
        return msgspec.structs.replace(built_in, **found)
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
