"""humanward pause, resume."""

from datetime import timedelta

import click

from cli.params import Wait, clock_words, home_of
from config.paths import Home
from monitor.errors import MonitorError
from monitor.service.clock import SystemClock
from monitor.store import control, lock

_BOUNDS = "a pause is longer than nothing and at most 7d."


class _Pause(click.Command):
    """Takes -5m for a length, not for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if any(word[:1] == "-" and word[1:2].isdecimal() for word in args):
            raise click.BadParameter(_BOUNDS, ctx)
        return super().parse_args(ctx, args)


@click.command("pause", cls=_Pause)
@click.argument("length", type=Wait(), default="1h")
@click.pass_context
def pause_command(ctx: click.Context, length: timedelta) -> None:
    """Watch nothing for a while (LENGTH like 25m or 2h; 1h by itself). It always ends."""
    if not timedelta() < length <= control.LONGEST_PAUSE:
        raise click.BadParameter(_BOUNDS)
    home = _with_ledger(home_of(ctx))
    now = SystemClock().read().wall
    until = now + length
    control.pause(home.ledger, until)
    click.echo(f"Paused until {clock_words(until, now)}. `humanward resume` ends it sooner.")


@click.command("resume")
@click.pass_context
def resume_command(ctx: click.Context) -> None:
    """End a pause now."""
    home = _with_ledger(home_of(ctx))
    control.pause(home.ledger, None)
    if lock.is_held(home.lock):
        click.echo("Watching goes on.")
    else:
        click.echo("No pause any more. Nobody watches: `humanward start` begins.")


def _with_ledger(home: Home) -> Home:
    if not home.ledger.exists():
        raise MonitorError("Nothing was ever watched here.", hint="`humanward start` begins.")
    return home
