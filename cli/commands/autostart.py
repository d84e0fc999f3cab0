"""humanward autostart on, off, status."""

import sys

import click

from cli import output
from cli.params import home_words
from monitor.errors import MonitorError
from monitor.service import autostart


@click.group("autostart")
def autostart_command() -> None:
    """Start watching by itself when you log in."""
    if not sys.platform.startswith("linux"):
        raise MonitorError(
            "Autostart is set up by humanward on Linux alone so far.",
            hint=autostart.by_hand(),
        )


@autostart_command.command("on")
@click.pass_context
def on_command(ctx: click.Context) -> None:
    """Start with the session from the next login on."""
    output.tell(autostart.switch_on(home_words(ctx)))


@autostart_command.command("off")
@click.pass_context
def off_command(ctx: click.Context) -> None:
    """Start no more by itself."""
    output.tell(autostart.switch_off(home_words(ctx)))


@autostart_command.command("status")
@click.pass_context
def autostart_status_command(ctx: click.Context) -> None:
    """Tell whether it starts by itself."""
    found = autostart.state(home_words(ctx))
    if found.is_on:
        output.tell(f"On, by {found.way}: {found.path}")
    else:
        output.tell(f"Off. {autostart.by_hand()}".rstrip())
