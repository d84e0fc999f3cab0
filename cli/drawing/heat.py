"""A week as a map: weekdays by hours, the denser the longer."""

from datetime import timedelta

from rich.console import Console
from rich.text import Text

from cli.drawing.blocks import hour_order, hour_scale, hour_width, label_width, shade, shades
from cli.drawing.colours import colour
from cli.drawing.words import WEEKDAYS
from cli.output import length
from monitor.service.reporting.shape import Group, Report


def draw_heat(console: Console, found: Report) -> None:
    """Draw when in the week AI was in front; without any, when somebody was at the screen."""
    if not found.hours:
        return
    is_ai = bool(found.ai)
    cells = {(one.weekday, one.hour): (one.ai if is_ai else one.active) / found.passed[one.weekday]
             for one in found.hours if found.passed[one.weekday]}  # fmt: skip
    most = max(cells.values(), default=timedelta())
    width = hour_width(console.width)
    console.print()
    title = "When in the week with AI" if is_ai else "When in the week at the screen"
    console.print(title, style="bold")
    console.print(Text(" " * label_width() + hour_scale(found.starts, width), style="dim"))
    for weekday, label in enumerate(WEEKDAYS):
        line = Text(label.ljust(label_width()))
        signs = (shade(cells.get((weekday, hour), timedelta()), most) * width
                 for hour in hour_order(found.starts))  # fmt: skip
        line.append("".join(signs).rstrip(), style=colour(Group.AI if is_ai else Group.OTHER))
        console.print(line)
    a_day = "" if max(found.passed) <= 1 else ", a day's mean"
    console.print(Text(f"{shades()[-1]} is {length(most)} in an hour{a_day}", style="dim"))
