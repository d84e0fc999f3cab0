"""humanward doctor."""

import click

from cli import output
from cli.params import format_option, home_of, home_words
from monitor.service.clock import SystemClock
from monitor.service.doctor import Check, Health, examine, platform_words

_SIGNS = {Health.GOOD: "ok", Health.OFF: "--", Health.UNSURE: "??", Health.BAD: "!!"}
_HANG = 23  # where the text of a check begins
_COLOURS = {Health.GOOD: "green", Health.OFF: None, Health.UNSURE: "yellow", Health.BAD: "red"}


@click.command("doctor")
@click.option("--nudge/--no-nudge", default=True, show_default=True,
              help="Send one test notification through each channel.")  # fmt: skip
@format_option()
@click.pass_context
def doctor_command(ctx: click.Context, nudge: bool, form: str) -> int:  # noqa: FBT001 - click's form
    """Look once through every sensor and channel, and say what works and what to do.

    It ends with 1 when something needs you.
    """
    checks = examine(home_of(ctx), SystemClock(), home_words(ctx), nudge=nudge)
    if form == "json":
        found = list(checks)
        output.as_json({"platform": platform_words(), "checks": [_plain(one) for one in found]})
    else:
        click.echo(f"humanward on {platform_words()}")
        found = [_show(one) for one in checks]
        output.tell("ok: works   --: not here   ??: cannot be told   !!: needs you")
    return int(any(one.health is Health.BAD for one in found))


def _show(one: Check) -> Check:
    """Write down a check as soon as it is done: some take their time."""
    name = one.part if one.part == one.name else f"{one.part} {one.name}"
    sign = _SIGNS[one.health]
    first, *more = output.fitted(output.safe(f"{sign}  {name:<18} {one.text}"), hang=_HANG)
    click.echo(click.style(sign, fg=_COLOURS[one.health]) + first.removeprefix(sign).rstrip())
    for line in more:
        click.echo(line)
    if one.advice:
        for part in one.advice.splitlines():
            output.tell(output.safe(f"      {part}"), hang=6)
    return one


def _plain(one: Check) -> dict[str, object]:
    return {
        "part": one.part,
        "name": one.name,
        "health": one.health.value,
        "text": one.text,
        "advice": one.advice or None,
    }
