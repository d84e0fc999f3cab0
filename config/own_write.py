"""Change the person's own tools in their file; comments stay, and a bad result is never written."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from config.errors import Problem, SettingsError
from config.lines import lines
from config.load import text_of
from config.own_laws import WAYS, claim
from config.own_tools import Own, load, read
from config.swap import swap_in
from config.tools import Tool

_HINT = "The file is as it was."
_GLUED = re.compile(r"(?<=[\]\"])\n\[\[(?=(?:tool|ignore|rename)\]\]\n)")
_BY_HAND = "Change it in an editor, please."


def add(path: Path, tool: Tool, *, is_tag_alone: bool = False) -> Own:
    """Add a tool, or to the own tool of that name what it lacks; give what now holds.

    Neither it nor a host of it is ignored any longer, unless it is given a tag alone.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        known = _of_name(document, "tool", "name", tool.name)
        if known is None:
            known = tomlkit.table()
            known["name"] = tool.name
            _append(document, "tool", known, path)
        known["kind"] = tool.kind
        for way in (*WAYS, "tags"):
            kept = known.get(way, [])
            new = [one for one in getattr(tool, way) if one not in kept]
            if new:
                known[way] = [*kept, *new]

    return _change(path, change, heeded=None if is_tag_alone else tool)


def ignore(path: Path, *, tool: str = "", host: str = "") -> Own:
    """Count a tool, or a host with all below it, as no AI."""
    key, value = ("tool", tool) if tool else ("host", host)

    def change(document: tomlkit.TOMLDocument) -> None:
        if _of_name(document, "ignore", key, value) is None:
            table = tomlkit.table()
            table[key] = value
            _append(document, "ignore", table, path)

    return _change(path, change)


def rename(path: Path, tool: str, to: str) -> Own:
    """Call a tool of the catalogue otherwise."""

    def change(document: tomlkit.TOMLDocument) -> None:
        known = _of_name(document, "rename", "tool", tool)
        if known is None:
            known = tomlkit.table()
            known["tool"] = tool
            _append(document, "rename", known, path)
        known["to"] = to

    return _change(path, change)


def remove(path: Path, name: str) -> tuple[str, ...]:
    """Take out what stands of a tool or a host, and tell what it was; nothing when there is none.

    A rename is found by both names.
    """
    load(path)
    text = text_of(path) or ""
    document = _parsed(text, path)
    doomed = [
        (section, number, what if section != "tool" or _tells(table) else "its tags")
        for section, keys, what in (
            ("tool", ("name",), "the tool"),
            ("ignore", ("tool", "host"), "that it is ignored"),
            ("rename", ("tool", "to"), "its other name"),
        )
        for number, table in enumerate(document.get(section, ()))
        if any(str(table.get(key, "")).casefold() == name.casefold() for key in keys)
    ]
    if doomed:
        _write(path, _without(text, [one[:2] for one in doomed], path))
        return tuple(what for _, _, what in doomed)
    return _remove_host(path, document, name)


def _remove_host(path: Path, document: tomlkit.TOMLDocument, host: str) -> tuple[str, ...]:
    for table in document.get("tool", ()):
        for kept in table.get("hosts", ()):
            if claim("hosts", kept) == claim("hosts", host):
                table["hosts"].remove(kept)
                name = str(table["name"])
                if _tells(table) or table.get("tags"):
                    _write(path, document.as_string())
                else:
                    remove(path, name)
                return (f"the host of {name}",)
    return ()


def _tells(table: Mapping[str, object]) -> bool:
    return any(table.get(way) for way in WAYS)


def _without(text: str, doomed: Iterable[tuple[str, int]], path: Path) -> str:
    """Cut the lines of tables out of the text, and none of the comments after them."""
    places = lines(text)
    heads = sorted(line for place, line in places.items() if len(place) == 2 and place[-1] != "")  # noqa: PLR2004 - [[section]] and its number
    kept = text.split("\n")
    for place in sorted(doomed, key=lambda one: places.get(one, 0), reverse=True):
        first = places.get(place)
        if first is None:
            raise _refusal("It is written as one list.", path, _BY_HAND)
        last = next((line for line in heads if line > first), len(kept) + 1) - 1
        while last > first and (not kept[last - 1].strip() or kept[last - 1].startswith("#")):
            last -= 1
        first -= first > 1 and not kept[first - 2].strip()  # with the empty line before it
        del kept[first - 1 : last]
    return "\n".join(kept)


def _of_name(document: tomlkit.TOMLDocument, section: str, key: str, name: str) -> Table | None:
    return next(
        (
            table
            for table in document.get(section, ())
            if str(table.get(key, "")).casefold() == name.casefold()
        ),
        None,
    )


def _append(document: tomlkit.TOMLDocument, section: str, table: Table, path: Path) -> None:
    known = document.setdefault(section, tomlkit.aot())
    if not isinstance(known, AoT):
        raise _refusal("It is written as one list.", path, _BY_HAND)
    known.append(table)


def _change(
    path: Path, change: Callable[[tomlkit.TOMLDocument], None], heeded: Tool | None = None
) -> Own:
    load(path)  # says what was wrong before, with its own lines
    old = text_of(path) or ""
    old += "" if old.endswith("\n") or not old else "\n"
    document = _parsed(old, path)
    if heeded and (doomed := _ignoring(document, heeded)):
        old = _without(old, doomed, path)
        document = _parsed(old, path)
    change(document)
    return _write(path, _GLUED.sub("\n\n[[", document.as_string()))


def _ignoring(document: tomlkit.TOMLDocument, tool: Tool) -> list[tuple[str, int]]:
    """The tables that ignore a tool, or one of its hosts."""
    claims = {claim("hosts", host) for host in tool.hosts}
    return [
        ("ignore", number)
        for number, table in enumerate(document.get("ignore", ()))
        if claim("hosts", str(table.get("host", ""))) in claims
        or str(table.get("tool", "")).casefold() == tool.name.casefold()
    ]


def _parsed(text: str, path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise _refusal(f"It cannot be changed from here: {error}.", path, _BY_HAND) from error


def _write(path: Path, text: str) -> Own:
    try:
        own = read(text)
    except SettingsError as error:
        problems = [Problem(one.key, None, one.text) for one in error.problems]
        raise SettingsError(problems, path=path, hint=_HINT) from error
    swap_in(path, text)
    return own


def _refusal(text: str, path: Path, hint: str) -> SettingsError:
    return SettingsError([Problem("", None, text)], path=path, hint=hint)
