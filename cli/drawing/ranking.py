"""Bars by length: AI tools with their range, kinds, what was in front, any breakdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.drawing.blocks import bar, is_narrow
from cli.drawing.colours import colour
from cli.drawing.words import WORTH_TELLING, doubt_words, kind_words, name, row_name, what
from cli.output import length, safe
from cli.paragraph import count
from monitor.service.reporting.shape import By, Group, Report, Row

_TOP = 10
_ALL = 1000  # a breakdown that was asked for is told in full, within reason
_NAME, _NOTE = 0.36, 0.2  # parts of the width
_LEAST, _MOST = 4, 60


@dataclass(frozen=True, slots=True)
class _Line:
    """A name, what it is, how long, that in words, and the doubt of it where there is room."""

    name: str
    note: str
    length: timedelta
    told: str
    group: Group
    doubt: str = ""


def draw_tools(console: Console, found: Report) -> None:
    """AI tools with the range of each."""
    lines = [
        _Line(safe(one.tool), kind_words(one.kind), one.length,
              length(one.length), Group.AI, doubt_words(one.low, one.high))
        for one in found.tools if one.kind.is_ai
    ]  # fmt: skip
    _draw(console, "AI tools", lines)


def draw_kinds(console: Console, found: Report) -> None:
    """Time by kind; nothing where there is but one."""
    lines = [_Line(kind_words(kind), "", time, length(time), Group.of(kind))
             for kind, time in found.kinds]  # fmt: skip
    if len(lines) > 1:
        _draw(console, "By kind", lines)


def draw_fronts(console: Console, found: Report) -> None:
    """What was in front, the longest first."""
    lines = [
        _Line(name(one), what(one), one.attended, length(one.attended), Group.of(one.verdict.kind))
        for one in found.subjects if one.attended
    ]  # fmt: skip
    _draw(console, "In front", lines)


def draw_rows(console: Console, found: Report, by: By) -> None:
    """A breakdown that was asked for."""
    lines = [
        _Line(row_name(by, row), _note(row), row.active,
              length(row.active) if row.active >= WORTH_TELLING else "",
              Group.AI if row.ai and row.ai * 2 >= row.active else _group(by))
        for row in found.rows
    ]  # fmt: skip
    _draw(console, f"By {by.value}", lines, top=_ALL)


def _note(row: Row) -> str:
    if row.talks:
        return f"{count(row.talks, 'talk')} noted"
    return f"AI {length(row.ai)}" if row.ai >= WORTH_TELLING else ""


def _group(by: By) -> Group:
    return Group.PEOPLE if by is By.PERSON else Group.OTHER


def _draw(console: Console, title: str, every: Sequence[_Line], *, top: int = _TOP) -> None:
    lines = [one for one in every if one.length >= WORTH_TELLING or (one.note and not one.told)]
    if not lines:
        return
    most = max(one.length for one in lines)
    is_wide = not is_narrow(console.width) or not any(one.length for one in lines)
    notes = is_wide and any(one.note for one in lines)
    widest = min(round(console.width * _NAME), max(len(one.name) for one in lines))
    noted = min(round(console.width * _NOTE), max(len(one.note) for one in lines))
    told = max(len(one.told) for one in lines)
    doubt = max(len(one.doubt) for one in lines) if is_wide else 0
    beside = widest + told + (noted + 6 if notes else 4)
    beside += doubt + 2 if doubt else 0
    width = max(_LEAST, min(_MOST, console.width - beside))
    table = Table.grid(padding=(0, 2))
    for one in lines[:top]:
        label = Text(one.name, overflow="ellipsis", no_wrap=True)
        label.truncate(widest, overflow="ellipsis")
        cells = [label]
        if notes:
            note = Text(one.note, style="dim", no_wrap=True)
            note.truncate(noted, overflow="ellipsis")
            cells.append(note)
        signs = bar(one.length, most, width).ljust(width)
        cells += [Text(signs, style=colour(one.group), no_wrap=True),
                  Text(one.told, justify="right", no_wrap=True)]  # fmt: skip
        if doubt:
            cells.append(Text(one.doubt, style="dim", no_wrap=True))
        table.add_row(*cells)
    console.print()
    console.print(title, style="bold")
    console.print(table)
    rest = sum((one.length for one in lines[top:]), timedelta())
    if rest:
        more = f"and {len(lines) - top} more, {length(rest)} together"
        console.print(Text(more, style="dim"))
