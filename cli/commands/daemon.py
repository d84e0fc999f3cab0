"""humanward run, start, stop."""

import sys

import click

from cli import output
from cli.paragraph import count
from cli.params import home_of, home_words
from monitor.service import lifecycle
from monitor.service.clock import SystemClock
from monitor.store.rescue import Rescue


@click.command("run")
@click.option("--quiet", is_flag=True, help="Show no status line; go on with bad settings.")
@click.pass_context
def run_command(ctx: click.Context, quiet: bool) -> None:  # noqa: FBT001 - click's form
    """Watch in the foreground, with a live status line. Ctrl-C ends it."""
    ready = lifecycle.make_ready(home_of(ctx), SystemClock(), strict=not quiet)
    _tell(ready.rescue)
    lifecycle.become_daemon(home_words(ctx), foreground=not quiet)


@click.command("start")
@click.pass_context
def start_command(ctx: click.Context) -> None:
    """Watch in the background, until `humanward stop` or the end of the session."""
    home = home_of(ctx)
    ready = lifecycle.make_ready(home, SystemClock())
    _tell(ready.rescue)
    pid = lifecycle.start(home, home_words(ctx))
    output.tell(f"Watching now (pid {pid}). `humanward status` tells more.")
    _offer_autostart(ctx)


@click.command("stop")
@click.pass_context
def stop_command(ctx: click.Context) -> None:
    """End the watching; everything seen is kept."""
    lifecycle.stop(home_of(ctx))
    click.echo("Stopped. Everything seen is kept.")


def _offer_autostart(ctx: click.Context) -> None:
    from monitor.service import autostart  # noqa: PLC0415 - only after a start

    if autostart.state(home_words(ctx)).is_on:
        return
    if how := autostart.by_hand():
        output.tell(f"After the next login it will not start by itself. {how}")
    elif sys.stdin.isatty() and sys.stdout.isatty():
        try:
            wanted = click.confirm("Shall it start by itself when you log in?", default=True)
        except click.Abort:
            click.echo("\nNot changed: `humanward autostart on` does it later. It watches now.")
            return
        if wanted:
            click.echo(autostart.switch_on(home_words(ctx)))
    else:
        output.tell("After the next login it will not start by itself: `humanward autostart on`.")


def _tell(rescue: Rescue | None) -> None:
    if rescue:
        output.tell(
            f"The ledger was damaged. It is set aside as {rescue.aside};"
            f" {count(rescue.rows, 'row')} of it were recovered.",
            err=True,
        )
