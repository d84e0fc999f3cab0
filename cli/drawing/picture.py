"""A whole report in the terminal: figures first, then pictures, then what was not seen."""

from datetime import date

from rich.console import Console
from rich.text import Text

from cli import left_out
from cli.drawing.days import draw_days
from cli.drawing.figures import draw_compared, draw_figures
from cli.drawing.heat import draw_heat
from cli.drawing.people import seen_people, talks
from cli.drawing.ranking import draw_fronts, draw_kinds, draw_rows, draw_tools
from cli.drawing.strip import draw_strip
from cli.drawing.words import (
    NEVER_SEEN,
    beginning,
    corrected,
    coverage,
    exchanges,
    gaps,
    heading,
    is_empty,
    little_yet,
    not_watching,
    nothing,
)
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import Report


def draw_report(
    console: Console, found: Report, told: Exchanges, today: date, *, not_watching_since: str
) -> None:
    """Draw it; the first line says when nobody watches."""
    _say(console, not_watching(found, not_watching_since), style="bold")
    _say(console, heading(found, today), style="bold")
    _say(console, beginning(found), style="dim")
    for line in (little_yet(found), *left_out.of_report(found)):
        _say(console, line, style="dim")
    if is_empty(found):
        for line in nothing(found):
            _say(console, line)
        _draw_people(console, found)
        draw_compared(console, found)
        for line in (corrected(found), gaps(found)):
            _say(console, line, style="dim")
        _draw_exchanges(console, told)
        return
    draw_figures(console, found)
    _draw_people(console, found)
    draw_compared(console, found)
    if found.by:
        draw_rows(console, found, found.by)
    else:
        _draw_all(console, found)
    _draw_exchanges(console, told)
    console.print()
    for line in (corrected(found), coverage(found), gaps(found), NEVER_SEEN):
        _say(console, line, style="dim")


def _draw_all(console: Console, found: Report) -> None:
    if found.is_day:
        draw_strip(console, found)
    else:
        draw_days(console, found)
        draw_heat(console, found)
    draw_tools(console, found)
    draw_kinds(console, found)
    draw_fronts(console, found)


def _draw_people(console: Console, found: Report) -> None:
    if found.talks:
        console.print()
        console.print("People", style="bold")
        for line in (talks(found), seen_people(found)):
            _say(console, line)


def _draw_exchanges(console: Console, told: Exchanges) -> None:
    text = exchanges(told)
    if text:
        console.print()
        _say(console, text)


def _say(console: Console, text: str, style: str = "") -> None:
    if text:
        console.print(Text(text, style=style))
