"""Settings as they would be with some changes, for a trial: nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.convert import settings_of, typed, value_of
from config.errors import Problem, SettingsError
from config.keys import find, nearest, sections
from config.load import load, parse, text_of
from config.profiles import built_in
from config.say import guess, shown
from config.schema import BUILT_IN, Settings

_HINT = "Nothing was tried. `humanward config explain KEY` tells what a key means and takes."
_FORM = "Write it as KEY=VALUE, as in nudge.profile=firm or limit.break.at_most=30m."


@dataclass(frozen=True, slots=True)
class _Change:
    """One change taken apart: the table, the limit's own name or '', the key in it."""

    key: str
    section: str
    limit: str
    name: str
    value: object


def tried(path: Path, changes: Iterable[str]) -> Settings:
    """Give the settings of a file with changes, each KEY=VALUE; of a limit, limit.NAME.KEY.

    SettingsError tells all that is wrong with them.
    """
    before = load(path)
    problems: list[Problem] = []
    taken = [change for text in changes if (change := _take(text, problems))]
    problems += _twice(taken)
    problems += _of_no_limit(taken, before)
    data = parse(text_of(path) or "", path=path)
    for change in taken:
        _table(data, change)[change.name] = change.value
    if not problems:
        settings, faults = settings_of(data)
        problems += [Problem(fault.key, None, fault.text) for fault in faults]
        if not problems:
            return settings
    raise SettingsError(problems, hint=_HINT)


def _take(text: str, problems: list[Problem]) -> _Change | None:
    """Read one change; what is wrong with it is added to the problems."""
    key, equals, value = text.partition("=")
    key = key.strip()
    if not key or not equals:
        problems.append(Problem("", None, f"{shown(text)} is no change. {_FORM}"))
        return None
    section, _, rest = key.partition(".")
    limit, _, name = rest.rpartition(".")
    try:
        made = _made(key, value, has_limit=bool(limit))
    except ValueError as error:
        problems.append(Problem(key, None, str(error)))
        return None
    return _Change(key, section, limit, name, made)


def _made(key: str, value: str, *, has_limit: bool) -> object:
    """Make what would stand in the file of what was typed."""
    declared = find(key)
    if declared is None:
        raise ValueError(f"There is no such setting.{nearest(key)}")
    section = sections()[key.partition(".")[0]]
    if section.is_list and not has_limit:
        first, name = BUILT_IN[0].name, key.rpartition(".")[2]
        raise ValueError(f"Say which one, as in {section.name}.{first}.{name}.")
    made = typed(declared, value)
    value_of(declared, made)
    return made


def _twice(taken: list[_Change]) -> list[Problem]:
    keys = [change.key for change in taken]
    return [Problem(key, None, "It is given twice.")
            for key in dict.fromkeys(keys) if keys.count(key) > 1]  # fmt: skip


def _of_no_limit(taken: list[_Change], before: Settings) -> list[Problem]:
    """Changes of a limit that is not there and is not made by them either."""
    known = [limit.name for limit in before.limit]
    problems = []
    for name in dict.fromkeys(one.limit for one in taken if one.limit):
        told = {one.name for one in taken if one.limit == name}
        if name in known or built_in(name, before.nudge.profile) or {"what", "at_most"} <= told:
            continue
        text = f"There is no limit {shown(name)}.{guess(name, known)}"
        problems.append(Problem(f"limit.{name}", None, f"{text} A new one needs what and at_most."))
    return problems


def _table(data: dict[str, Any], change: _Change) -> dict[str, Any]:
    """The table that a change belongs to; one that the file has not is added."""
    if not change.limit:
        table: dict[str, Any] = data.setdefault(change.section, {})
        return table
    limits: list[dict[str, Any]] = data.setdefault(change.section, [])
    for limit in limits:
        if limit.get("name") == change.limit:
            return limit
    limits.append({"name": change.limit})
    return limits[-1]
