"""Change one setting in the file; comments and order stay, and a bad result is never written."""

from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item, Table

from config.convert import typed, value_of
from config.errors import Problem, SettingsError
from config.keys import Key, find, nearest, sections
from config.lines import lines
from config.load import load, parse, read, text_of
from config.profiles import LAW_180
from config.say import guess, plain, shown, toml
from config.schema import BUILT_IN, Limit, Settings
from config.swap import swap_in

_BUILT_IN = frozenset(limit.name for limit in (*BUILT_IN, LAW_180))
_HINT = "The file is as it was."
_BY_HAND = "Change it in an editor, please; `humanward config check` looks it over."


def set_value(path: Path, key: str, text: str) -> Settings:
    """Set a key to what a person typed, and give the settings that now hold.

    A limit's key is limit.NAME.KEY. On SettingsError the file is as it was.
    """
    declared = _declared(key, path)
    try:
        value = typed(declared, text)
        value_of(declared, value)
    except ValueError as error:
        raise _refusal(key, str(error), path) from error
    section, limit, name = _parts(key)

    def change(document: tomlkit.TOMLDocument, _: str) -> str:
        if limit:
            table = _limit(document, limit) or _new_limit(document, limit, path)
        else:
            table = document.setdefault(section, tomlkit.table())
        _put(table, name, value)
        return document.as_string()

    return _change(path, section, change)


def as_stored(key: str, text: str) -> str:
    """What stands in the file for typed words that were set."""
    declared = find(key)
    return toml(typed(declared, text)) if declared else text


def unset(path: Path, key: str) -> Settings:
    """Take a key out of the file, so that its default holds; limit.NAME takes a whole limit."""
    section, limit, name = _parts(key)
    if section == "limit" and name and not limit:
        limit, name = name, ""
    else:
        _declared(key, path)
    if text_of(path) is None:
        if limit and limit not in _BUILT_IN:
            raise _no_limit(tomlkit.document(), limit, path)
        return load(path)

    def change(document: tomlkit.TOMLDocument, text: str) -> str:
        if limit and not name:
            return _without_limit(document, text, limit, path)
        table = _limit(document, limit) if limit else document.get(section)
        if table is None and limit and limit not in _BUILT_IN:
            raise _no_limit(document, limit, path)
        if table is not None:
            table.pop(name, None)
        return document.as_string()

    return _change(path, section, change)


def add_limit(path: Path, limit: Limit) -> Settings:
    """Add a table for a new limit, with what is not so by default."""

    def change(document: tomlkit.TOMLDocument, _: str) -> str:
        table = tomlkit.table()
        for name, key in sections()["limit"].keys.items():
            value = getattr(limit, name)
            if value != key.default:
                table[name] = plain(value)
        _append(document, table, path)
        return document.as_string()

    return _change(path, "limit", change)


def remove_limit(path: Path, name: str) -> Settings:
    """Take a whole limit out of the file, whatever signs its name has."""

    def change(document: tomlkit.TOMLDocument, text: str) -> str:
        return _without_limit(document, text, name, path)

    return _change(path, "limit", change)


def _parts(key: str) -> tuple[str, str, str]:
    """Take apart "watch.every" and "limit.NAME.at_most"; a limit's name may bear dots."""
    section, _, rest = key.partition(".")
    limit, _, name = rest.rpartition(".")
    return section, limit, name


def _declared(key: str, path: Path) -> Key:
    found = find(key)
    section, limit, name = _parts(key)
    if found is None and key in sections():
        inside = sections()[key].keys
        first = (
            f"limit.{BUILT_IN[0].name}.at_most" if key == "limit" else f"{key}.{next(iter(inside))}"
        )
        raise _refusal(key, f"It is a whole table. Name one key of it, as in {first}.", path)
    if found is None:
        raise _refusal(key, f"There is no such setting.{nearest(key)}", path)
    if section == "limit" and not limit:
        raise _refusal(key, f"Say which limit, as in limit.{BUILT_IN[0].name}.{name}.", path)
    return found


def _change(
    path: Path, section: str, change: Callable[[tomlkit.TOMLDocument, str], str]
) -> Settings:
    old = text_of(path) or ""
    old += "" if old.endswith("\n") or not old else "\n"
    table = parse(old, path=path).get(section, {})
    if not isinstance(table, list if section == "limit" and table else dict):
        read(old, path=path)  # says what is wrong with it
    try:
        new = change(tomlkit.parse(old), old)
    except TOMLKitError as error:
        raise _refusal("", f"It cannot be changed from here: {error}.", path, _BY_HAND) from error
    try:
        settings = read(new, path=path)
    except SettingsError as error:
        read(old, path=path)  # what was wrong before is told with its own lines
        problems = [Problem(one.key, None, one.text) for one in error.problems]
        raise SettingsError(problems, path=path, hint=_HINT) from error
    swap_in(path, new)
    return settings


def _limit(document: tomlkit.TOMLDocument, name: str) -> MutableMapping[str, Any] | None:
    return next((table for table in document.get("limit", ()) if table.get("name") == name), None)


def _new_limit(document: tomlkit.TOMLDocument, name: str, path: Path) -> Table:
    """Add a table for a built-in limit; any other needs more than one key to begin with."""
    if name not in _BUILT_IN:
        raise _no_limit(document, name, path)
    table = tomlkit.table()
    table["name"] = name
    return _append(document, table, path)


def _append(document: tomlkit.TOMLDocument, table: Table, path: Path) -> Table:
    """Add a limit's table below the last one, above what speaks of the next section."""
    limits = document.setdefault("limit", tomlkit.aot())
    if not isinstance(limits, AoT):
        raise _refusal("limit", "The limits stand in one list.", path, _BY_HAND)
    if limits:
        body = _body(limits[-1])
        tail = _cut_tail(body)
        body.append((None, tomlkit.nl()))
        limits.append(table)
        _body(limits[-1]).extend(tail)
    else:
        limits.append(table)
    return limits[-1]


def _without_limit(document: tomlkit.TOMLDocument, text: str, name: str, path: Path) -> str:
    """Cut the lines of one limit out of the text, and none of the comments after it."""
    limits = document.get("limit", ())
    number = next((n for n, table in enumerate(limits) if table.get("name") == name), None)
    if number is None and name in _BUILT_IN:
        return text
    if number is None:
        raise _no_limit(document, name, path)
    if not isinstance(limits, AoT):
        raise _refusal("limit", "The limits stand in one list.", path, _BY_HAND)
    _cut_tail(_body(limits[number]))
    first = lines(text)["limit", number] - 1
    kept = text.split("\n")
    del kept[first : first + 1 + limits[number].as_string().count("\n")]
    return "\n".join(kept)


def _no_limit(document: tomlkit.TOMLDocument, name: str, path: Path) -> SettingsError:
    names = sorted(_BUILT_IN)
    names += [str(table.get("name")) for table in document.get("limit", ())]
    text = f"There is no limit {shown(name)}.{guess(name, names)}"
    hint = "`humanward limits add WHAT AT_MOST` makes a new one."
    return _refusal(f"limit.{name}", text, path, hint)


def _put(table: MutableMapping[str, Any], name: str, value: object) -> None:
    """Set a key; a new one goes right below the last, above what speaks of the next table."""
    tail = _cut_tail(_body(table)) if name not in table else []
    table[name] = value
    _body(table).extend(tail)


def _body(table: object) -> list[Any]:
    return table.value.body if isinstance(table, Table) else []


def _cut_tail(body: list[tuple[Any, Item]]) -> list[tuple[Any, Item]]:
    size = len(body)
    while size and body[size - 1][0] is None:
        size -= 1
    tail = body[size:]
    del body[size:]
    return tail


def _refusal(key: str, text: str, path: Path, hint: str = _HINT) -> SettingsError:
    return SettingsError([Problem(key, None, text)], path=path, hint=hint)
