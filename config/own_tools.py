"""Read the person's own tools: what they add to the catalogue, ignore of it or call otherwise.

A missing file is nothing of their own; a bad one tells all that is wrong.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.errors import Problem, SettingsError
from config.lines import Place, line_of, lines
from config.load import parse, text_of
from config.own_laws import WAYS, claim, law, text_fault
from config.say import guess, shown
from config.tools import KINDS, Tool

SECTIONS: dict[str, dict[str, bool]] = {  # each key, and whether it takes a list
    "tool": {
        "name": False, "kind": False, "hosts": True, "apps": True, "programs": True,
        "titles": True, "tags": True,
    },
    "ignore": {"tool": False, "host": False},
    "rename": {"tool": False, "to": False},
}  # fmt: skip
_LONGEST_NAME = 60
_HINT = "`humanward tools add --help` tells what a tool takes. Until then nothing in it holds."


@dataclass(frozen=True, slots=True)
class Own:
    """What is the person's own. ``names`` pairs a tool's name with what they call it."""

    tools: tuple[Tool, ...] = ()
    ignored_tools: tuple[str, ...] = ()
    ignored_hosts: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """All that counts as no AI."""
        return (*self.ignored_hosts, *self.ignored_tools)


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file, its sound texts and lists, and where to tell what is wrong."""

    section: str
    place: Place
    label: str
    faults: list[tuple[Place, str, str]]
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def blame(self, key: str, text: str) -> None:
        """Note what is wrong with a key, or with '' about the whole table."""
        place = (*self.place, key) if key else self.place
        self.faults.append((place, f"{self.label}.{key}" if key else self.label, text))


def load(path: Path) -> Own:
    """Read the file in force; SettingsError tells every problem with its line."""
    text = text_of(path)
    return Own() if text is None else read(text, path=path)


def read(text: str, *, path: Path | None = None) -> Own:
    """Read a text; ``path`` is for the message alone."""
    faults: list[tuple[Place, str, str]] = []
    own = _own(parse(text, path=path), faults)
    if faults:
        found = lines(text)
        told = [Problem(key, line_of(place, found), what) for place, key, what in faults]
        told.sort(key=lambda problem: problem.line or 0)
        raise SettingsError(told, path=path, hint=_HINT)
    return own


def _own(data: dict[str, Any], faults: list[tuple[Place, str, str]]) -> Own:
    tables: dict[str, list[_Table]] = {section: [] for section in SECTIONS}
    for section, value in data.items():
        if section not in SECTIONS:
            text = f"There is no such table.{guess(section, SECTIONS)}"
            faults.append(((section, 0), section, text))
        else:
            tables[section] = list(_tables(section, value, faults))
    tools = [tool for table in tables["tool"] if (tool := _tool(table))]
    _refuse_double(tables["tool"], "name")
    _refuse_double(tables["rename"], "tool")
    _refuse_double(tables["ignore"], "tool")
    _refuse_double(tables["ignore"], "host")
    _refuse_double_claims(tables["tool"])
    ignored = [table for table in tables["ignore"] if _is_ignore(table)]
    renamed = [table for table in tables["rename"] if _is_whole(table, ("tool", "to"))]
    return Own(
        tuple(tools),
        tuple(one.texts["tool"] for one in ignored if "tool" in one.texts),
        tuple(one.texts["host"] for one in ignored if "host" in one.texts),
        tuple((one.texts["tool"], one.texts["to"]) for one in renamed),
    )


def _tables(section: str, value: object, faults: list[tuple[Place, str, str]]) -> Iterator[_Table]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        wanted = f"Write [[{section}]] in two brackets: it may stand any number of times."
        faults.append(((section, 0), section, wanted))
        return
    for number, values in enumerate(value):
        table = _Table(section, (section, number), f"{section}[{number + 1}]", faults)
        for key, one in values.items():
            _take(table, key, one)
        yield table


def _take(table: _Table, key: str, value: object) -> None:
    keys = SECTIONS[table.section]
    if key not in keys:
        table.blame(key, f"There is no such key.{guess(key, keys)}")
    elif not keys[key]:
        if fault := text_fault(value):
            table.blame(key, fault)
        else:
            table.texts[key] = str(value)
            _hold_text(table, key, str(value))
    elif not isinstance(value, list):
        table.blame(key, f'It takes a list, as in {key} = ["..."].')
    else:
        wrong = [fault for one in value if (fault := text_fault(one) or law(key, one))]
        for fault in wrong:
            table.blame(key, fault)
        table.lists[key] = () if wrong else tuple(dict.fromkeys(value))


def _hold_text(table: _Table, key: str, value: str) -> None:
    if key == "kind" and value not in KINDS:
        known = ", ".join(KINDS)
        table.blame(key, f"{shown(value)} is no kind.{guess(value, KINDS)} There are {known}.")
    elif key == "host" and (fault := law("hosts", value)):
        table.blame(key, fault)
    elif key in {"name", "to"} and len(value) > _LONGEST_NAME:
        table.blame(key, f"A name has at most {_LONGEST_NAME} letters.")


def _tool(table: _Table) -> Tool | None:
    is_whole = _is_whole(table, ("name", "kind"))
    blamed = _blamed(table)
    if not any(table.lists.get(key) or key in blamed for key in (*WAYS, "tags")):
        needed = (
            f"give at least one of {', '.join(WAYS)}; for a tool known by its name tags will do"
        )
        table.blame("", f"Nothing tells it: {needed}.")
    if not is_whole:
        return None
    values: dict[str, Any] = {**table.texts, **table.lists}
    return Tool(**values)


def _is_whole(table: _Table, needed: Iterable[str]) -> bool:
    missing = [key for key in needed if key not in table.texts]
    for key in missing:
        if key not in _blamed(table):
            table.blame("", f"{key} is missing.")
    return not missing


def _blamed(table: _Table) -> set[object]:
    """The keys of a table with which something is wrong."""
    return {place[-1] for place, _, _ in table.faults if place[:-1] == table.place}


def _is_ignore(table: _Table) -> bool:
    if len(table.texts) == 1:
        return True
    if not any(place[: len(table.place)] == table.place for place, _, _ in table.faults):
        table.blame("", "Give either tool or host.")
    return False


def _refuse_double(tables: list[_Table], key: str) -> None:
    seen: set[str] = set()
    for table in tables:
        value = table.texts.get(key)
        if value is not None and value.casefold() in seen:
            table.blame(key, f"{shown(value)} stands here twice; once is enough.")
        seen.add((value or "").casefold())


def _refuse_double_claims(tables: list[_Table]) -> None:
    owners: dict[tuple[str, str], _Table] = {}
    for table in tables:
        for way in WAYS:
            for value in table.lists.get(way, ()):
                first = owners.setdefault((way, claim(way, value)), table)
                if first is not table:
                    name = first.texts.get("name", first.label)
                    table.blame(way, f"{shown(value)} belongs to {name} already.")
