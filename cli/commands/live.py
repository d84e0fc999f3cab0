"""humanward live."""

from io import StringIO
from typing import TYPE_CHECKING

import click

from cli import keys, output
from cli.params import home_of
from config.paths import Home
from monitor.errors import MonitorError
from monitor.service import report
from monitor.service.clock import SystemClock
from monitor.service.status import status

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_EVERY_S = 5.0
_HOW_IT_ENDS = "q ends. It looks again every 5 s."
_ENDS = ("q", "Q", "\x1b", "\x03")


@click.command("live")
@click.pass_context
def live_command(ctx: click.Context) -> None:
    """Watch today as it grows: what is in front, why, and the next possible nudge. q ends."""
    home, clock = home_of(ctx), SystemClock()
    if keys.are_there():
        _keep_showing(home, clock)
        return
    click.echo("There is no terminal to keep up to date; this is how it stands now.", err=True)
    output.draw(lambda console: _draw(console, home, clock))


def _keep_showing(home: Home, clock: SystemClock) -> None:
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.live import Live  # noqa: PLC0415 - as above

    console = Console(highlight=False, markup=False)
    screen = Live(console=console, screen=True, auto_refresh=False, vertical_overflow="crop")
    try:
        with keys.listening() as wait, screen:
            while True:
                screen.update(_picture(console.width, home, clock), refresh=True)
                if wait(_EVERY_S) in _ENDS:
                    return
    except KeyboardInterrupt:
        return


def _picture(width: int, home: Home, clock: SystemClock) -> "Text":
    """One screen full; what cannot be read now may be read at the next."""
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.text import Text  # noqa: PLC0415 - as above

    paper = StringIO()  # the live console would draw itself anew at each print
    console = Console(file=paper, width=width, force_terminal=True, highlight=False, markup=False)
    try:
        _draw(console, home, clock, ends=_HOW_IT_ENDS)
    except MonitorError as error:
        return Text(f"{error}\n{error.hint}\n\nIt is tried again; q ends.")
    return Text.from_ansi(paper.getvalue())


def _draw(console: "Console", home: Home, clock: SystemClock, *, ends: str = "") -> None:
    from cli.drawing.now import draw_now  # noqa: PLC0415 - rich, only for pictures

    today = report.today(home, clock)
    day = report.report(home, clock, today, today)
    draw_now(console, status(home, clock), day, clock.read().wall, ends=ends)
