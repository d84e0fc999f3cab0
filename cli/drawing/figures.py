"""The figures that lead a report, in the terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.drawing.beside import change, compared, notes
from cli.drawing.blocks import is_narrow
from cli.drawing.summary import counted, summary
from cli.drawing.usual import usual_words
from cli.drawing.words import amount
from monitor.service.reporting.shape import Report


def draw_figures(console: Console, found: Report) -> None:
    """AI first, with its range; then what it is a part of, and what stands beside it."""
    first, *rest = summary(found)
    rows = [(first.label, Text(first.told, style="bold cyan"), first.meaning)]
    if told_as := counted(found):
        rows.append(("", Text(), told_as))
    if found.is_day and (usual := usual_words(found)):
        rows.append(("", Text(), usual))
    rows += [("" if one.is_part else one.label, Text(one.told), one.meaning) for one in rest]
    grid = Table.grid(padding=(0, 2))
    for label, told, meaning in rows:
        told.no_wrap = True
        if is_narrow(console.width):
            grid.add_row(label, Text("\n").join(filter(None, (told, Text(meaning)))))
        else:
            grid.add_row(label, told, Text(meaning))
    console.print(grid)


def draw_compared(console: Console, found: Report) -> None:
    """Each figure beside that of the span before."""
    if found.previous is None:
        return
    before = found.previous
    table = Table.grid(padding=(0, 2))
    for label, now, then in compared(found):
        told = Text(f"before {amount(then)}", style="dim")
        if is_narrow(console.width):
            told = Text("\n").join((told, Text(change(now, then))))
            table.add_row(label, Text(amount(now), justify="right"), told)
        else:
            table.add_row(label, Text(amount(now), justify="right"), told, change(now, then))
    console.print()
    days = f"{before.since:%d %b %Y}"
    days += "" if before.is_day else f" to {before.until:%d %b %Y}"
    console.print(f"Beside {days}", style="bold")
    if table.row_count:
        console.print(table)
    for line in notes(found):
        console.print(Text(line, style="dim"))
