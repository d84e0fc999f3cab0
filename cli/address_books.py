"""Address books on the command line: who is in them, and whom the person wants of these."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import output, persons
from config.paths import Home
from monitor.service import acquaint, vcards
from monitor.service.acquaint import Met
from monitor.service.clock import SystemClock
from monitor.service.vcards import Card

if TYPE_CHECKING:
    from rich.console import Console

_MANY = 20  # who takes in more at once probably wanted their friends, not their plumber
_QUESTION = 'Whom do you want to be reminded of? Names or numbers (1, 4-6), "all", or nobody'
_NOTHING_DONE = "Nobody was taken in: `--name NAME` takes one in, `--all` everybody."


def bring(  # noqa: PLR0913 - what the command was told
    home: Home,
    files: Iterable[Path],
    wanted: Sequence[str],
    *,
    every: str,
    is_dry: bool,
    is_sure: bool,
    form: str,
) -> None:
    """Show who is in the files, ask where nothing was said, and take in whom the person wants."""
    found = vcards.read(files)
    for trouble in found.troubles:
        where = output.safe(f"{trouble.file}, line {trouble.line}")
        click.echo(f"{where}: {trouble.reason}. This card is left out.", err=True)
    known = acquaint.known(home, found.cards)
    is_asking = form == "text" and not wanted and not is_dry and _can_ask()
    if form == "text" and not wanted:
        output.draw(lambda console: _draw(console, found.cards, known))
    if is_asking:
        wanted = click.prompt(_QUESTION, default="", show_default=False, err=True).split(",")
    chosen = acquaint.choose(found.cards, wanted)
    new = [card for card in chosen if card.name not in known]
    if len(new) > _MANY and not (is_sure or is_dry):
        click.confirm(f"Be reminded of {len(new)} more people?", abort=True, err=True)
    met = acquaint.take_in(home, SystemClock(), chosen, every, is_dry=is_dry or not chosen)
    if form == "json":
        output.as_json(_plain(found, known, met, is_dry=is_dry or not chosen))
        return
    for one in met:
        click.echo(_sentence(one, is_dry=is_dry))
    if not met:
        click.echo("Nobody was taken in." if is_asking else _NOTHING_DONE, err=True)


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _draw(console: "Console", cards: Sequence[Card], known: frozenset[str]) -> None:
    from rich.table import Table  # noqa: PLC0415 - rich is loaded by those who draw
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    for number, card in enumerate(cards, 1):
        cells = (
            str(number),
            persons.named(card.name),
            output.safe(card.phone or card.email or card.link),
            persons.born(card.birthday),
            "named already" if card.name in known else "",
        )
        table.add_row(*map(Text, cells))
    console.print(table)


def _sentence(one: Met, *, is_dry: bool) -> str:
    name = persons.named(one.name)
    if one.is_new:
        return f"{name} would be named." if is_dry else f"{name} is named."
    if not one.filled:
        return f"{name} was named already."
    verb = "would be filled in" if is_dry else "filled in"
    return f"{name} was named already; {verb}: {', '.join(one.filled)}."


def _plain(
    found: vcards.Found, known: frozenset[str], met: Iterable[Met], *, is_dry: bool
) -> dict[str, object]:
    return {
        "dry_run": is_dry,
        "cards": [
            {
                "name": card.name,
                "phone": card.phone or None,
                "email": card.email or None,
                "link": card.link or None,
                "birthday": str(card.birthday) if card.birthday else None,
                "named": card.name in known,
            }
            for card in found.cards
        ],
        "taken_in": [
            {"name": one.name, "new": one.is_new, "filled": list(one.filled)} for one in met
        ],
        "troubles": [
            {"file": str(one.file), "line": one.line, "reason": one.reason}
            for one in found.troubles
        ],
    }
