"""Take out of the settings file what is no setting; comments and all else in it stay."""

from copy import deepcopy
from pathlib import Path
from typing import Any

from config.errors import Problem, SettingsError
from config.keys import find, sections
from config.lines import Place, lines
from config.load import parse, text_of
from config.swap import swap_in

_HINT = "Change it in an editor, please; `humanward config check` looks it over."


def unknown(path: Path, key: str) -> bool:
    """Take out a key or table that no setting is called; False: there is none in the file.

    Whatever else is wrong with the file stays as it is.
    """
    text = text_of(path)
    if text is None or find(key) is not None or key in sections():
        return False
    data = parse(text, path=path)
    place = _place(data, key)
    if place is None:
        return False
    new = _without(text, place)
    if _full(parse(new, path=path)) != _full(_less(data, place)):
        problem = Problem(key, None, "It cannot be taken out from here.")
        raise SettingsError([problem], path=path, hint=_HINT)
    swap_in(path, new)
    return True


def _place(data: dict[str, Any], key: str) -> Place | None:
    """Where it stands; None: nowhere."""
    section, _, name = key.partition(".")
    inner = data.get(section)
    if key in data:
        return (key,)
    if isinstance(inner, dict) and name in inner:
        return (section, name)
    limit, _, name = name.rpartition(".")
    if section == "limit" and limit and isinstance(inner, list):
        for number, table in enumerate(inner):
            if isinstance(table, dict) and table.get("name") == limit and name in table:
                return (section, number, name)
    return None


def _without(text: str, place: Place) -> str:
    """Cut its lines out, and none of the comments after them."""
    found = lines(text)
    begins = sorted(found.values())
    kept = text.split("\n")
    for first in sorted({found[one] for one in found if one[: len(place)] == place}, reverse=True):
        last = next((line for line in begins if line > first), len(kept) + 1) - 1
        while last > first and (not kept[last - 1].strip() or kept[last - 1].startswith("#")):
            last -= 1
        del kept[first - 1 : last]
    return "\n".join(kept)


def _less(data: dict[str, Any], place: Place) -> dict[str, Any]:
    """The same data without what stands there."""
    left = deepcopy(data)
    inner: Any = left
    for step in place[:-1]:
        inner = inner[step]
    del inner[place[-1]]
    return left


def _full(data: dict[str, Any]) -> dict[str, Any]:
    """The tables that hold anything: one made by its dotted keys alone is gone with them."""
    return {name: value for name, value in data.items() if value not in ({}, [])}
