"""humanward doctor."""

import click

from cli import output
from cli.params import format_option, home_of, home_words
from monitor.service.clock import SystemClock
from monitor.service.doctor import Check, Health, examine, platform_words

_SIGNS = {Health.GOOD: "ok", Health.OFF: "--", Health.UNSURE: "??", Health.BAD: "!!"}
_COLOURS = {Health.GOOD: "green", Health.OFF: None, Health.UNSURE: "yellow", Health.BAD: "red"}


@click.command("doctor")
@click.option("--nudge/--no-nudge", default=True, show_default=True,
              help="Send one test notification through each channel.")  # fmt: skip
@format_option()
@click.pass_context
def doctor_command(ctx: click.Context, nudge: bool, form: str) -> None:  # noqa: FBT001 - click's form
    """Look once through every sensor and channel, and say what works and what to do."""
    found = examine(home_of(ctx), SystemClock(), home_words(ctx), nudge=nudge)
    if form == "json":
        output.as_json({"platform": platform_words(), "checks": [_plain(one) for one in found]})
        return
    click.echo(f"humanward on {platform_words()}")
    for one in found:
        sign = click.style(_SIGNS[one.health], fg=_COLOURS[one.health])
        click.echo(f"{sign}  {one.part:<9} {one.name:<10} {output.safe(one.text)}".rstrip())
        if one.advice:
            click.echo(f"      {one.advice}")
    click.echo("ok: works   --: not for this desktop   ??: cannot be told   !!: needs you")


def _plain(one: Check) -> dict[str, object]:
    return {
        "part": one.part,
        "name": one.name,
        "health": one.health.value,
        "text": one.text,
        "advice": one.advice or None,
    }
