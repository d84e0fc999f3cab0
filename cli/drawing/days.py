"""AI time day by day, or month by month, with what is usual for the person."""

from datetime import timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.drawing.blocks import bar, is_narrow
from cli.drawing.colours import colour
from cli.drawing.usual import usual_source, usual_words
from cli.drawing.words import WORTH_TELLING, amount
from cli.output import length
from monitor.service.reporting.shape import Bar, Group, Report

_BESIDE, _BESIDE_BRIEF = 40, 25  # columns of label and figures
_LEAST, _MOST = 8, 80
_NOTHING = timedelta()
_MARK = "┊"


def draw_days(console: Console, found: Report) -> None:
    """Draw a bar each; a mark stands where what is usual on such a day ends."""
    most = max([one.ai for one in found.bars] + [_usual(found, one) for one in found.bars])
    is_short = is_narrow(console.width)
    beside = _BESIDE_BRIEF if is_short else _BESIDE
    width = max(_LEAST, min(_MOST, console.width - beside))
    table = Table.grid(padding=(0, 2))
    for one in found.bars:
        label = f"{one.day:%b %Y}" if found.by_month else f"{one.day:%a %d %b}"
        cells = [
            Text(label, no_wrap=True),
            _line(one.ai, _usual(found, one), most, width),
            Text(_told(one), justify="right", no_wrap=True),
        ]
        if not is_short:
            cells.append(Text(_of(one), style="dim", no_wrap=True))
        table.add_row(*cells)
    console.print()
    console.print("AI time by " + ("month" if found.by_month else "day"), style="bold")
    console.print(table)
    if words := usual_words(found):
        console.print(Text(words))
    if source := usual_source(found):
        console.print(Text(f"{_MARK} {source}", style="dim"))


def _usual(found: Report, one: Bar) -> timedelta:
    such = found.usual and found.usual.on(one.day)
    return such.middle if such else _NOTHING


def _told(one: Bar) -> str:
    return amount(one.ai) if one.active >= WORTH_TELLING else ""


def _of(one: Bar) -> str:
    return f"of {length(one.active)}" if one.active >= WORTH_TELLING else "no use"


def _line(ai: timedelta, usual: timedelta, most: timedelta, width: int) -> Text:
    signs = bar(ai, most, width).ljust(width)
    if not usual:
        return Text(signs, style=colour(Group.AI), no_wrap=True)
    place = min(width - 1, round(usual / most * width))
    line = Text(signs[:place], style=colour(Group.AI), no_wrap=True)
    line.append(_MARK, style="dim")
    return line.append(signs[place + 1 :], style=colour(Group.AI))
