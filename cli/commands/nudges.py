"""humanward nudges, answer."""

from datetime import timedelta

import click

from cli import output
from cli.params import clock_words, format_option, home_of
from monitor.core.notices import Answer, Response
from monitor.errors import MonitorError
from monitor.service.clock import SystemClock
from monitor.store import nudges
from monitor.store.connect import reading

_ANSWERS = {Answer.DID: "did it", Answer.LATER: "later", Answer.NO: "not helpful"}


@click.command("nudges")
@click.option("--days", type=click.IntRange(1, 36500), default=14, show_default=True,
              help="Look back so many days.")  # fmt: skip
@format_option("text", "json", "csv")
@click.pass_context
def nudges_command(ctx: click.Context, days: int, form: str) -> None:
    """List the nudges, how each was shown, and what you answered."""
    home = home_of(ctx)
    now = SystemClock().read().wall
    found: tuple[nudges.Told, ...] = ()
    if home.ledger.exists():
        with reading(home.ledger) as connection:
            found = nudges.told(connection, now - timedelta(days=days), now + timedelta(days=1))
    if form == "json":
        output.as_json({"nudges": [_plain(one) for one in found]})
    elif form == "csv":
        rows = ([one["code"], one["at"], one["rule"], one["title"], one["response"]]
                for one in map(_plain, found))  # fmt: skip
        output.as_csv(("code", "at", "rule", "title", "response"), rows)
    elif not found:
        click.echo(
            f"No nudges in the last {days} days. `humanward config explain limit` tells when."
        )
    else:
        for one in found:
            _show(one, clock_words(one.nudge.at, now))


@click.command("answer")
@click.argument("code")
@click.argument("answer", type=click.Choice([one.value for one in Answer]))
@click.pass_context
def answer_command(ctx: click.Context, code: str, answer: str) -> None:
    """Answer the nudge with this CODE, just as its buttons do."""
    home = home_of(ctx)
    now = SystemClock().read().wall
    response = Response(code.lower(), now, Answer(answer), via="command")
    if not home.ledger.exists() or not nudges.answer(home.ledger, response):
        raise MonitorError(
            f"There is no nudge with the code {output.safe(code)!r}.",
            hint="`humanward nudges` lists them.",
        )
    click.echo(f"Noted for {code.lower()}: {_ANSWERS[Answer(answer)]}.")


def _plain(one: nudges.Told) -> dict[str, object]:
    nudge = one.nudge
    return {
        "code": nudge.code,
        "at": output.moment(nudge.at),
        "rule": nudge.rule,
        "title": nudge.title,
        "text": nudge.text,
        "figures": {figure.name: figure.value for figure in nudge.figures},
        "deliveries": [
            {"channel": way.channel, "outcome": way.outcome.value, "reason": way.reason}
            for way in one.deliveries
        ],
        "response": one.response.answer.value if one.response else None,
    }


def _show(one: nudges.Told, at: str) -> None:
    nudge = one.nudge
    click.echo(f"{at}  {nudge.code}  {nudge.title}  ({output.safe(nudge.rule)})")
    click.echo(f"    {nudge.text}")
    for way in one.deliveries:
        click.echo(f"    {way.channel}: {way.outcome.value}, {way.reason}")
    answered = f"you said: {_ANSWERS[one.response.answer]}" if one.response else "no answer"
    click.echo(f"    {answered}")
