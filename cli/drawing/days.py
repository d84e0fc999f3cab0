"""AI time day by day, or month by month, with what is usual for the person."""

from datetime import timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.drawing.blocks import bar
from cli.drawing.colours import colour
from cli.drawing.words import usual_source, usual_words
from cli.output import length
from monitor.service.reporting.shape import Group, Report

_BESIDE = 40  # columns of label and figures
_LEAST, _MOST = 12, 80
_MARK = "┊"


def draw_days(console: Console, found: Report) -> None:
    """Draw a bar each; a mark stands where the person's usual day ends."""
    usual = found.usual.ai if found.usual else None
    most = max([one.ai for one in found.bars] + [usual or timedelta()])
    width = max(_LEAST, min(_MOST, console.width - _BESIDE))
    table = Table.grid(padding=(0, 2))
    for one in found.bars:
        label = f"{one.day:%b %Y}" if found.by_month else f"{one.day:%a %d %b}"
        table.add_row(
            Text(label, no_wrap=True),
            _line(one.ai, usual, most, width),
            Text(length(one.ai), justify="right", no_wrap=True),
            Text(f"of {length(one.active)}", style="dim", no_wrap=True),
        )
    console.print()
    console.print("AI time by " + ("month" if found.by_month else "day"), style="bold")
    console.print(table)
    if found.usual:
        console.print(Text(usual_words(found)))
        if usual:
            console.print(Text(f"{_MARK} {usual_source(found.usual)}", style="dim"))


def _line(ai: timedelta, usual: timedelta | None, most: timedelta, width: int) -> Text:
    signs = bar(ai, most, width).ljust(width)
    if not usual:
        return Text(signs, style=colour(Group.AI), no_wrap=True)
    place = min(width - 1, round(usual / most * width))
    line = Text(signs[:place], style=colour(Group.AI), no_wrap=True)
    line.append(_MARK, style="dim")
    return line.append(signs[place + 1 :], style=colour(Group.AI))
