"""Tell the settings from their one schema: sample file, explanations, docs, JSON Schema."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from textwrap import wrap
from typing import Any

from config.errors import Problem, SettingsError
from config.keys import Key, Section, find, nearest, sections
from config.length import Length
from config.profiles import ABSENT, built_in, differences
from config.say import plain, toml
from config.schema import BUILT_IN, DEFAULTS, Limit, Profile, Settings

_WIDTH = 88
_FIRST = "# The settings of humanward. A change holds without a restart."
_LIMITS = (
    "A table with the name of a built-in limit replaces of it what it says; any other is added. "
    "To switch one off, say on = false."
)
_PROFILES = (
    "A profile sets what you did not set yourself: `humanward limits profile firm` chooses one, "
    "and whatever else stands in your file still holds. Where nothing is told, the profile has no "
    "such limit."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One key explained. Default None: it must be given; bounds '': there are none."""

    key: str
    meaning: str
    takes: str
    default: str | None
    bounds: str


def explain(name: str | None = None) -> tuple[Entry, ...]:
    """Explain one key, the keys of one section, or all; SettingsError when there is none such."""
    known = sections()
    if name is None:
        return tuple(entry for section in known.values() for entry in _entries(section))
    if name in known:
        return tuple(_entries(known[name]))
    key = find(name)
    if key is None:
        problem = Problem(name, None, f"There is no such setting.{nearest(name)}")
        raise SettingsError([problem], hint="`humanward config explain` lists them all.")
    return (_entry(key),)


def held(settings: Settings, name: str) -> str:
    """What a key is in these settings, as a file writes it; '' for that of no limit of theirs."""
    section, _, rest = name.partition(".")
    limit, _, key = rest.rpartition(".")
    table = getattr(settings, section)
    if sections()[section].is_list:
        table = next((one for one in table if one.name == limit), None)
    return "" if table is None else toml(getattr(table, key))


def sample(settings: Settings = DEFAULTS) -> str:
    """Write a commented file that loads to these settings."""
    parts = [_FIRST]
    for section in sections().values():
        value = getattr(settings, section.name)
        parts.append(_comment(section.about.sentence))
        if section.is_list:
            parts[-1] += f"\n{_comment(_LIMITS)}\n#\n{_key_comments(section)}"
            profile = settings.nudge.profile
            parts.extend(_limit_lines(section, limit, profile) for limit in value)
        else:
            parts[-1] += f"\n{section.header}\n{_commented_lines(section, value)}"
    return "\n\n".join(parts) + "\n"


def markdown() -> str:
    """Write docs/settings.md."""
    parts = [
        "# Settings",
        "One TOML file; `humanward config check` tells where it is and looks it over. Every key "
        "may be left out. `humanward config explain KEY` says what is said here, "
        "`humanward config set KEY VALUE` changes one key, and a running daemon picks a change up "
        "without a restart. A file with a mistake changes nothing: the last good settings hold, "
        "and `humanward status` says so. `run` and `start` refuse such a file; what starts at "
        "login goes by the defaults.",
        'Lengths are written as `"25m"` or `"1h 30m"` (d, h, m, s, ms), hours as '
        '`"22:30-07:00"`; they may pass midnight.',
    ]
    for section in sections().values():
        parts += [f"## {section.header}", section.about.sentence]
        parts.append(_table(section))
        if section.is_list:
            held = "\n\n".join(_limit_lines(section, one, Profile.BALANCED) for one in BUILT_IN)
            parts += [_LIMITS, "The built-in limits:", f"```toml\n{held}\n```"]
    parts += ["## The profiles", _PROFILES, _profiles()]
    return "\n\n".join(parts) + "\n"


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 7) by which editors check and complete the file."""
    tables = {}
    for section in sections().values():
        table = {
            "description": section.about.sentence,
            "type": "object",
            "additionalProperties": False,
            "properties": {name: _schema_of(key) for name, key in section.keys.items()},
        }
        if section.is_list:
            table["required"] = ["name"]
            table = {"type": "array", "description": table.pop("description"), "items": table}
        tables[section.name] = table
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Settings of humanward",
        "type": "object",
        "additionalProperties": False,
        "properties": tables,
    }


def write_docs(folder: Path) -> None:
    """Write docs/settings.md and docs/settings.schema.json."""
    schema = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    (folder / "settings.md").write_text(markdown(), encoding="utf-8")
    (folder / "settings.schema.json").write_text(f"{schema}\n", encoding="utf-8")


def _entries(section: Section) -> Iterator[Entry]:
    return (_entry(key) for key in section.keys.values())


def _entry(key: Key) -> Entry:
    default = None if key.is_needed else toml(key.default)
    meaning = f"{key.about.sentence}{_under_profiles(key)}"
    return Entry(key.name, meaning, key.words, default, key.bounds)


def _under_profiles(key: Key) -> str:
    """What the profiles other than balanced, which is the defaults, set a key to."""
    values = next((one.values for one in differences() if one.key == key.name), ())
    told = [
        f"{profile.value}: {value}"
        for profile, value in zip(Profile, values, strict=False)
        if value != toml(key.default)
    ]
    return f" By profile it is another ({', '.join(told)})." if told else ""


def _profiles() -> str:
    rows = [f"| key | {' | '.join(Profile)} |", f"|---|{'---|' * len(Profile)}"]
    for one in differences():
        values = (f"`{value}`" if value != ABSENT else "" for value in one.values)
        rows.append(f"| `{one.key}` | {' | '.join(values)} |")
    return "\n".join(rows)


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in wrap(text, _WIDTH - 2))


def _limit_lines(section: Section, limit: Limit, profile: Profile) -> str:
    """Leave out what would hold anyhow: by default, or by the built-in limit of that name."""
    base = built_in(limit.name, profile) or limit
    lines = [section.header]
    for name, key in section.keys.items():
        value = getattr(limit, name)
        if not (value == key.default == getattr(base, name)):
            lines.append(f"{name} = {toml(value)}")
    return "\n".join(lines)


def _commented_lines(section: Section, value: object) -> str:
    parts = []
    for name, key in section.keys.items():
        more = "; ".join(
            filter(None, (key.words if issubclass(key.kind, Enum) else "", key.bounds))
        )
        parts.append(_comment(f"{key.about.sentence}{f' ({more})' if more else ''}"))
        parts.append(f"{name} = {toml(getattr(value, name))}")
    return "\n".join(parts)


def _key_comments(section: Section) -> str:
    told = (
        f"{name}: {key.about.sentence} Takes {key.words}." for name, key in section.keys.items()
    )
    return "\n".join(_comment(text) for text in told)


def _table(section: Section) -> str:
    rows = ["| key | meaning | takes | default |", "|---|---|---|---|"]
    for name, key in section.keys.items():
        entry = _entry(key)
        takes = ", ".join(filter(None, (key.words, key.bounds))).replace("|", "\\|")
        default = "must be given" if entry.default is None else f"`{entry.default}`"
        rows.append(f"| `{name}` | {key.about.sentence} | {takes} | {default} |")
    return "\n".join(rows)


def _schema_of(key: Key) -> dict[str, Any]:
    one = _schema_of_kind(key.kind)
    if key.is_list:
        one = {"type": "array", "items": one, "uniqueItems": True}
    for name, bound in (("min", key.least), ("max", key.most)):
        word = {int: "imum", str: "Length"}.get(key.kind, "Items" if key.is_list else "")
        if isinstance(bound, int) and word:
            one[name + word] = bound
    one["description"] = key.about.sentence
    if isinstance(key.least, Length):
        one["description"] += f" ({key.bounds})"
    if not key.is_needed:
        one["default"] = plain(key.default)
    return one


def _schema_of_kind(kind: Any) -> dict[str, Any]:
    if issubclass(kind, Enum):
        return {"enum": [plain(choice) for choice in kind]}
    names = {bool: "boolean", int: "integer", str: "string"}
    return {"type": names[kind]} if kind in names else {"type": "string", "pattern": kind.PATTERN}


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and the one folder
        sys.exit("Say where to: python -m config.render FOLDER")
    write_docs(Path(sys.argv[1]))
