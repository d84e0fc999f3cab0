"""Address books on the command line: who is in them, and whom the person wants of these."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import output, persons
from cli.paragraph import count
from config.paths import Home
from monitor.errors import MonitorError
from monitor.service import acquaint, vcards
from monitor.service.acquaint import Met
from monitor.service.clock import SystemClock
from monitor.service.vcard_lines import Trouble
from monitor.service.vcards import Card, Found

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
    _tell_left_out(found)
    if not found.cards:
        if form == "json":
            output.as_json(_plain(found, frozenset(), (), is_dry=True))
        raise _nobody(found)
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


def _tell_left_out(found: Found) -> None:
    """Tell line by line what cannot be taken in, and how much it is."""
    for one in found.troubles:
        _tell_line(one, "this card is left out")
    for one in found.left_out:
        _tell_line(one)
    sums = ((found.troubles, "card"), (found.left_out, "detail"))
    told = [count(len(ones), what) for ones, what in sums if ones]
    if told:
        output.tell(f"Left out in all: {' and '.join(told)}.", err=True)


def _tell_line(one: Trouble, more: str = "") -> None:
    told = f"{one.file}, line {one.line}: {one.reason}"
    more = f"; {more}" if more else ""
    output.tell(f"{persons.named(told)}{more}.", err=True)


def _nobody(found: Found) -> MonitorError:
    if found.troubles:
        return MonitorError("Nobody could be read.", hint="Export the address book once more.")
    return MonitorError("There is nobody in it: its cards are groups.")


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _draw(console: "Console", cards: Sequence[Card], known: frozenset[str]) -> None:
    width = len(str(len(cards)))
    rows = [
        (
            f"{number:>{width}}  {persons.named(card.name)}",
            output.safe(card.phone or card.email or card.link),
            persons.born(card.birthday),
            "named already" if card.name in known else "",
        )
        for number, card in enumerate(cards, 1)
    ]
    persons.draw_rows(console, rows)


def _sentence(one: Met, *, is_dry: bool) -> str:
    name = persons.named(one.name)
    if one.is_new:
        return f"{name} would be named." if is_dry else f"{name} is named."
    if not one.filled:
        return f"{name} was named already."
    verb = "would be filled in" if is_dry else "filled in"
    return f"{name} was named already; {verb}: {', '.join(one.filled)}."


def _plain(
    found: Found, known: frozenset[str], met: Iterable[Met], *, is_dry: bool
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
        "troubles": [_plain_line(one) for one in found.troubles],
        "left_out": [_plain_line(one) for one in found.left_out],
    }


def _plain_line(one: Trouble) -> dict[str, object]:
    return {"file": str(one.file), "line": one.line, "reason": one.reason}
