"""The figures that lead a report, in the terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.drawing.summary import summary
from cli.drawing.words import change, compared, usual_words
from cli.output import length
from monitor.service.reporting.shape import Report


def draw_figures(console: Console, found: Report) -> None:
    """AI first, with its range; then what it is a part of, and what stands beside it."""
    first, *rest = summary(found)
    grid = Table.grid(padding=(0, 2))
    grid.add_row(first.label, Text(first.told, style="bold cyan", no_wrap=True), first.meaning)
    if found.is_day and found.usual:
        grid.add_row("", "", Text(usual_words(found)))
    for one in rest:
        label = "" if one.is_part else one.label
        grid.add_row(label, Text(one.told, no_wrap=True), Text(one.meaning))
    console.print(grid)


def draw_compared(console: Console, found: Report) -> None:
    """Each figure beside that of the span before."""
    if found.previous is None:
        return
    before = found.previous
    table = Table.grid(padding=(0, 2))
    for label, now, then in compared(found):
        table.add_row(
            label,
            Text(length(now), justify="right"),
            Text(f"before {length(then)}", style="dim"),
            change(now, then),
        )
    console.print()
    days = f"{before.since:%d %b %Y}"
    days += "" if before.is_day else f" to {before.until:%d %b %Y}"
    console.print(f"Beside {days}", style="bold")
    console.print(table if table.row_count else Text("Nothing was seen in either."))
    if found.is_open:
        console.print(Text("Today is not over yet.", style="dim"))
