"""Change one setting in the file; comments and order stay, and a bad result is never written."""

import os
import tempfile
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item, Table

from config.convert import value_of
from config.errors import Problem, SettingsError
from config.keys import Key, find, nearest
from config.lines import lines
from config.load import load, parse, read, text_of
from config.say import guess, shown
from config.schema import BUILT_IN, Settings

_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_HINT = "The file is as it was."
_BY_HAND = "Change it in an editor, please; `humanward config check` looks it over."


def set_value(path: Path, key: str, text: str) -> Settings:
    """Set a key to what a person typed, and give the settings that now hold.

    A limit's key is limit.NAME.KEY. On SettingsError the file is as it was.
    """
    declared = _declared(key, path)
    value = _typed(declared, text)
    try:
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


def unset(path: Path, key: str) -> Settings:
    """Take a key out of the file, so that its default holds; limit.NAME takes a whole limit."""
    section, limit, name = _parts(key)
    if section == "limit" and name and not limit:
        limit, name = name, ""
    else:
        _declared(key, path)
    if text_of(path) is None:
        return load(path)

    def change(document: tomlkit.TOMLDocument, text: str) -> str:
        if limit and not name:
            return _without_limit(document, text, limit, path)
        table = _limit(document, limit) if limit else document.get(section)
        if table is not None:
            table.pop(name, None)
        return document.as_string()

    return _change(path, section, change)


def _parts(key: str) -> tuple[str, str, str]:
    """Take apart "watch.every" and "limit.NAME.at_most"; a limit's name may bear dots."""
    section, _, rest = key.partition(".")
    limit, _, name = rest.rpartition(".")
    return section, limit, name


def _declared(key: str, path: Path) -> Key:
    found = find(key)
    section, limit, name = _parts(key)
    if found is None:
        raise _refusal(key, f"There is no such setting.{nearest(key)}", path)
    if section == "limit" and not limit:
        raise _refusal(key, f"Say which limit, as in limit.{BUILT_IN[0].name}.{name}.", path)
    return found


def _typed(key: Key, text: str) -> object:
    """Make of typed words what stands in the file; what fits nothing stays text and is refused."""
    text = text.strip()
    if key.is_list:
        inside = text.removeprefix("[").removesuffix("]")
        return [part.strip(" \"'") for part in inside.split(",") if part.strip()]
    if key.kind is bool and text.lower() in _TRUE + _FALSE:
        return text.lower() in _TRUE
    if key.kind is int:
        with suppress(ValueError):
            return int(text)
    return text


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
    _keep(path, new)
    return settings


def _limit(document: tomlkit.TOMLDocument, name: str) -> MutableMapping[str, Any] | None:
    return next((table for table in document.get("limit", ()) if table.get("name") == name), None)


def _new_limit(document: tomlkit.TOMLDocument, name: str, path: Path) -> Table:
    """Add a table for a built-in limit; any other needs more than one key to begin with."""
    if name not in {limit.name for limit in BUILT_IN}:
        raise _no_limit(document, name, path)
    table = tomlkit.table()
    table["name"] = name
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
    names = [*(limit.name for limit in BUILT_IN)]
    names += [str(table.get("name")) for table in document.get("limit", ())]
    text = f"There is no limit {shown(name)}.{guess(name, names)}"
    hint = "To make a new one, add a table [[limit]] with name, what and at_most to the file."
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


def _keep(path: Path, text: str) -> None:
    """Write beside the file and swap: whatever goes wrong, one of the two is whole."""
    try:
        target = path.resolve()
        handle, name = tempfile.mkstemp(prefix=".settings-", dir=target.parent)  # with mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise _refusal("", f"It cannot be written: {error.strerror}.", path) from error


def _refusal(key: str, text: str, path: Path, hint: str = _HINT) -> SettingsError:
    return SettingsError([Problem(key, None, text)], path=path, hint=hint)
