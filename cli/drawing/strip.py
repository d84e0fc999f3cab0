"""A day as a strip: hour by hour, one line a group, as high as the minutes in it."""

from datetime import timedelta

from rich.console import Console
from rich.text import Text

from cli.drawing.blocks import (
    hour_order,
    hour_scale,
    hour_signs,
    hour_width,
    label_width,
    step,
)
from cli.drawing.colours import colour
from cli.drawing.words import GROUPS, fronts
from monitor.service.reporting.shape import Report

_HOUR = timedelta(hours=1)
_WORTH_A_LINE = timedelta(minutes=1)


def draw_strip(console: Console, found: Report) -> None:
    """Draw the hours of one day, and below what was in front."""
    if not found.hours:
        return
    width = hour_width(console.width)
    by_hour = {one.hour: one.lengths for one in found.hours}
    console.print()
    console.print("Hour by hour", style="bold")
    console.print(Text(" " * label_width() + hour_scale(found.starts, width), style="dim"))
    for group, label in GROUPS.items():
        lengths = [by_hour[hour][group] if hour in by_hour else timedelta()
                   for hour in hour_order(found.starts)]  # fmt: skip
        if sum(lengths, timedelta()) < _WORTH_A_LINE:
            continue
        signs = "".join(hour_signs(step(one, _HOUR), width) for one in lengths)
        line = Text(label.ljust(label_width()))
        line.append(signs.rstrip(), style=colour(group))
        console.print(line)
    console.print(Text("In front: " + ", ".join(fronts(found.hours)), style="dim"))
