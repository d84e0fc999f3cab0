"""Time by tool, kind, app, hour and weekday, and talks by person."""

from collections.abc import Iterable
from datetime import timedelta

from monitor.core.estimate import Browsing
from monitor.core.types import Kind
from monitor.service.reporting.material import Material
from monitor.service.reporting.shape import (
    By,
    Group,
    HourUse,
    Row,
    SubjectUse,
    Talks,
    ToolUse,
)

_NOTHING = timedelta()
_DAY_HOURS = 24
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def tools(uses: Iterable[SubjectUse], browsing: Browsing) -> tuple[ToolUse, ...]:
    """Time with each tool that is known by name, the longest first."""
    found: dict[tuple[str, Kind], ToolUse] = {}
    for one in uses:
        key = (one.verdict.tool, one.verdict.kind)
        if one.verdict.tool and one.attended:
            so_far = found.get(key, ToolUse(*key, _NOTHING, _NOTHING, _NOTHING))
            found[key] = ToolUse(
                *key,
                so_far.length + one.attended,
                so_far.low + (_NOTHING if one.verdict.weak else one.attended),
                so_far.high + one.attended + _share(one, browsing),
            )
    return tuple(sorted(found.values(), key=lambda one: (-one.length, one.tool)))


def _share(one: SubjectUse, browsing: Browsing) -> timedelta:
    """An AI tool's part of what unrecognised browsing may hold, as it has of the recognised."""
    if not (one.verdict.kind.is_ai and one.subject.host and browsing.ai):
        return _NOTHING
    return browsing.likely_ai * (one.attended / browsing.ai)


def kinds(uses: Iterable[SubjectUse]) -> tuple[tuple[Kind, timedelta], ...]:
    """Time by kind, the longest first."""
    found: dict[Kind, timedelta] = {}
    for one in uses:
        if one.attended:
            found[one.verdict.kind] = found.get(one.verdict.kind, _NOTHING) + one.attended
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0].value)))


def hours(found: Material, starts: int) -> tuple[HourUse, ...]:
    """Each hour of each weekday with anything in it, in the order of a person's week."""
    cells: dict[tuple[int, int], dict[int, timedelta]] = {}
    for (weekday, hour, number), length in found.hours.items():
        cells.setdefault((weekday, hour), {})[number] = length
    ordered = sorted(cells, key=lambda key: (key[0], _place(key[1], starts)))
    return tuple(_hour(found, key, cells[key]) for key in ordered)


def _hour(found: Material, key: tuple[int, int], cell: dict[int, timedelta]) -> HourUse:
    lengths = [_NOTHING for _ in Group]
    for number, length in cell.items():
        lengths[Group.of(found.known[number][1].kind)] += length
    first = max(cell, key=lambda number: (cell[number], -number))
    front = SubjectUse(*found.known[first], cell[first], _NOTHING)
    return HourUse(*key, tuple(lengths), front)


def rows(
    by: By, uses: Iterable[SubjectUse], cells: Iterable[HourUse], starts: int
) -> tuple[Row, ...]:
    """One row a name: hours and weekdays in their order, all else the longest first."""
    if by is By.HOUR:
        clock = sorted(cells, key=lambda one: _place(one.hour, starts))
        return _summed((f"{one.hour:02}", one.active, one.ai) for one in clock)
    if by is By.WEEKDAY:
        return _summed((_WEEKDAYS[one.weekday], one.active, one.ai) for one in cells)
    found = _summed(
        (_name(by, one), one.attended, one.attended if one.verdict.kind.is_ai else _NOTHING)
        for one in uses
        if one.attended
    )
    return tuple(sorted(found, key=lambda row: (-row.active, row.name)))


def persons(talks: Iterable[Talks], seen: timedelta) -> tuple[Row, ...]:
    """One row a person with the talks noted; last what was seen, nobody knows with whom."""
    counts: dict[str, int] = {}
    for one in talks:
        counts[one.person] = counts.get(one.person, 0) + one.count
    unnamed = counts.pop("", 0)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))
    named = [Row(name, _NOTHING, _NOTHING, count) for name, count in ordered]
    rest = [Row("", seen, _NOTHING, unnamed)] if seen or unnamed else []
    return (*named, *rest)


def _place(hour: int, starts: int) -> int:
    """Where in a person's day an hour stands."""
    return (hour - starts) % _DAY_HOURS


def _name(by: By, one: SubjectUse) -> str:
    if by is By.TOOL:
        return one.verdict.tool
    return one.verdict.kind.value if by is By.KIND else one.subject.app


def _summed(parts: Iterable[tuple[str, timedelta, timedelta]]) -> tuple[Row, ...]:
    found: dict[str, Row] = {}
    for name, active, ai in parts:
        so_far = found.get(name, Row(name, _NOTHING, _NOTHING))
        found[name] = Row(name, so_far.active + active, so_far.ai + ai)
    return tuple(found.values())
