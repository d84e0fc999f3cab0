"""humanward demo."""

import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shlex import quote

import click

from cli import output
from cli.params import clock_words, home_of
from config.paths import home as own_home
from monitor.core.notices import Nudge
from monitor.notify.words import BUTTONS
from monitor.service import made_up, report
from monitor.service.clock import SystemClock
from monitor.service.demo.make import Made, make
from monitor.service.demo.personas import HEAVY, PERSONAS
from monitor.service.demo.room import page_that_stays, room
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import Report

_WEEK = timedelta(days=6)
_BREAK = "break"
_NAMES = [one.name for one in PERSONAS]
_ONWARD = ("report --since {since}", "report week --letter", "index --explain", "nudges")


@click.command("demo")
@click.argument("persona", type=click.Choice(_NAMES), default=HEAVY.name, required=False)
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True,
              help="So many days of life, up to now.")  # fmt: skip
@click.option("--keep", type=click.Path(path_type=Path),
              help="Keep the made-up home in this new folder, to look around in.")  # fmt: skip
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.option("--list", "listed", is_flag=True, help="Tell who the made-up people are.")
@click.pass_context
def demo_command(  # noqa: PLR0913, PLR0917 - click's form
    ctx: click.Context,
    persona: str,
    days: int,
    keep: Path | None,
    opened: bool,  # noqa: FBT001 - a switch
    listed: bool,  # noqa: FBT001 - a switch
) -> None:
    """Show a month of a made-up person: the report, the page, and a nudge.

    PERSONA is one of those that --list tells; without one it is a heavy user of assistants. It
    takes some seconds and never comes near your own data.
    """
    if listed:
        for one in PERSONAS:
            output.tell(f"{one.name:<11} {one.about}", hang=12)
        return
    clock = SystemClock()
    with room(keep, (home_of(ctx), own_home())) as folder:
        made = _live(persona, folder, clock, days)
        place = nullcontext(folder / "report.html") if keep else page_that_stays()
        with place as page:
            _show(made, clock, page)
    if keep:
        click.echo("\nLook around in it:")
        for words in _ONWARD:
            told = words.format(since=made.since)
            click.echo(f"  humanward --home {quote(str(folder))} {told}")
    else:
        output.tell(
            "\nThe made-up home is gone again; the page stays until you delete it or show another"
            " demo. --keep DIR leaves the home too, to look around in."
        )
    if opened:
        from cli.page import file  # noqa: PLC0415 - only for a page

        file.show(page)


def _live(persona: str, folder: Path, clock: SystemClock, days: int) -> Made:
    chosen = next(one for one in PERSONAS if one.name == persona)
    with click.progressbar(
        length=days,
        label=f"Living {days} days",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        return make(chosen, folder, clock, days, bar.update)


def _show(made: Made, clock: SystemClock, page: Path) -> None:
    """The report of the last seven days, the page of it, and one nudge."""
    from cli.drawing.picture import draw_report  # noqa: PLC0415 - rich, only for pictures

    notice = made_up.words(made.home)
    output.tell(f"{notice}\n{made.persona.about}\n")
    since = max(made.since, made.until - _WEEK)
    found = report.report(made.home, clock, since, made.until)
    found = replace(found, watching=True)  # that no daemon runs is no news of a made-up home
    output.draw(
        lambda console: draw_report(console, found, Exchanges(), made.until, not_watching_since="")
    )
    _write_page(found, made, notice, clock, page)
    output.tell(f"\nThe same as a page for the browser: {page}\n")
    for line in _nudge(made, clock):
        output.tell(line, hang=len(line) - len(line.lstrip()))


def _write_page(found: Report, made: Made, notice: str, clock: SystemClock, page: Path) -> None:
    from cli.page import file  # noqa: PLC0415 - only for a page

    content = file.page(
        found,
        Exchanges(),
        made.until,
        not_watching_since="",
        made=clock.read().wall.astimezone(),
        made_up=notice,
    )
    file.keep(content, page)


def _nudge(made: Made, clock: SystemClock) -> list[str]:
    """The last nudge that is about a person, or else about more than a break."""
    if not made.nudges:
        return ["No nudge came in the last three days of this life: none was due."]
    nudge = max(made.nudges, key=lambda one: (bool(one.person), one.rule != _BREAK, one.at))
    when = clock_words(nudge.at, clock.read().wall)
    return [f"A nudge, as it would have come at {when}:", "", *_as_shown(nudge)]


def _as_shown(nudge: Nudge) -> list[str]:
    buttons = [one.words for one in nudge.buttons] or BUTTONS.values()
    return [
        f"    {output.safe(nudge.title)}",
        f"    {output.safe(nudge.text)}",
        "    " + "  ".join(f"[ {output.safe(words)} ]" for words in buttons),
    ]
