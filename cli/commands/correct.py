"""humanward correct."""

from datetime import timedelta

import click

from cli import made_up, output, when
from cli.corrected import plain, words
from cli.params import format_option, home_of
from config.paths import Home
from monitor.core.correct import Claim, Correction
from monitor.core.types import Kind
from monitor.service import correct, explain
from monitor.service.clock import SystemClock
from monitor.service.correct import Done

_FIGURES = {
    "active": "active time",
    "ai": "AI time",
    "unrecognised_browser": "browser time with no page known",
}
_SPAN = click.argument("span", nargs=-1, required=True)


@click.group("correct", invoke_without_command=True)
@click.option("--list", "wants_list", is_flag=True, help="Show your corrections; so does no word.")
@click.option("--undo", "number", type=click.IntRange(1, 10**15), metavar="N",
              help="Take this correction back.")  # fmt: skip
@format_option()
@click.pass_context
def correct_command(ctx: click.Context, wants_list: bool, number: int | None, form: str) -> None:  # noqa: FBT001 - click's form
    """Correct what was seen, from now on and for all figures: `correct away 14:00-15:00`.

    What was kept stays as it was; `correct --undo` takes a correction back. Where two of them
    overlap, the latest holds. A span: 14:00-15:00, yesterday 23:00-00:30, 2026-11-22, since 14:00.
    """
    if ctx.invoked_subcommand is not None:
        if wants_list or number is not None:
            raise click.UsageError("Give either a correction or --list or --undo.")
        if form != "text":
            raise click.UsageError(f"Give --format after {ctx.invoked_subcommand}.")
        return
    if wants_list and number is not None:
        raise click.UsageError("Give either --list or --undo.")
    home = home_of(ctx)
    if number is None:
        _list(home, form)
        return
    _tell(home, correct.undo(home, SystemClock(), number), form, undone=True)


@correct_command.command("away")
@_SPAN
@format_option()
@click.pass_context
def away_command(ctx: click.Context, span: tuple[str, ...], form: str) -> None:
    """I was away then: none of SPAN counts as active time."""
    _make(ctx, span, form, Claim.AWAY)


@correct_command.command("there")
@_SPAN
@format_option()
@click.pass_context
def there_command(ctx: click.Context, span: tuple[str, ...], form: str) -> None:
    """I was there then: what was in front in SPAN counts, though there was no input."""
    _make(ctx, span, form, Claim.THERE)


@correct_command.command("not-ai")
@_SPAN
@click.option("--tool", default="", help="Only what was taken for this tool.")
@click.option("--app", default="", help="Only what was seen in this program (firefox).")
@format_option()
@click.pass_context
def not_ai_command(
    ctx: click.Context, span: tuple[str, ...], tool: str, app: str, form: str
) -> None:
    """That was no AI: nothing in front in SPAN counts as AI, nor as maybe AI."""
    _make(ctx, span, form, Claim.NOT_AI, tool=tool, app=app)


@correct_command.command("ai")
@_SPAN
@click.option("--tool", required=True, help="The AI tool that it was.")
@click.option("--app", default="", help="Only what was seen in this program (firefox).")
@format_option()
@click.pass_context
def ai_command(ctx: click.Context, span: tuple[str, ...], tool: str, app: str, form: str) -> None:
    """That was an AI tool: what was in front in SPAN counts as time with it."""
    _make(ctx, span, form, Claim.AI, tool=tool, app=app)


def _make(  # noqa: PLR0913 - one claim, and what narrows it
    ctx: click.Context,
    words: tuple[str, ...],
    form: str,
    claim: Claim,
    *,
    tool: str = "",
    app: str = "",
) -> None:
    home, clock = home_of(ctx), SystemClock()
    now = explain.present(clock)
    start, end = when.span(" ".join(words), explain.calendar(home), now)
    kind = Kind.OTHER
    tags: tuple[str, ...] = ()
    if claim is Claim.AI:
        tool, kind, tags = correct.as_tool(home, tool)
    wanted = Correction(0, now, start, end, claim, tool, kind, tags, app)
    _tell(home, correct.make(home, clock, wanted), form, undone=False)


def _list(home: Home, form: str) -> None:
    found = correct.every(home)
    if form == "json":
        output.as_json({**made_up.marked(home), "corrections": [plain(one) for one in found]})
        return
    made_up.tell(home)
    if not found:
        click.echo("Nothing is corrected. `humanward correct --help` tells what can be.")
    calendar = explain.calendar(home)
    for one in found:
        click.echo(f"{one.number:>3}  {words(one, calendar)}")


def _tell(home: Home, done: Done, form: str, *, undone: bool) -> None:
    if form == "json":
        output.as_json({
            **made_up.marked(home),
            "undone": undone,
            "corrections": [plain(one) for one in done.corrections],
            "seconds": {
                name: {"before": output.seconds(getattr(done.before, name)),
                       "after": output.seconds(getattr(done.after, name))}
                for name in _FIGURES
            },
            "from_sums": [day.isoformat() for day in done.bygone],
            "left": output.seconds(done.left),
        })  # fmt: skip
        return
    made_up.tell(home)
    calendar = explain.calendar(home)
    for one in done.corrections:
        verb = "Taken back" if undone else "Noted"
        click.echo(f"{verb}, number {one.number}: {words(one, calendar)}.")
    for line in _effect(done):
        click.echo(line)
    if not undone:
        click.echo(f"`humanward correct --undo {done.corrections[0].number}` takes it back.")


def _effect(done: Done) -> list[str]:
    told = [
        _change(what, getattr(done.before, name), getattr(done.after, name))
        for name, what in _FIGURES.items()
        if getattr(done.before, name) != getattr(done.after, name)
    ]
    lines = [f"{', '.join(told)}." if told else "It changes no time that is kept."]
    if done.bygone:
        days = f"{done.bygone[0]}" + (f" to {done.bygone[-1]}" if done.bygone[1:] else "")
        lines.append(
            f"Of {days} only sums are kept (privacy.raw_days): sessions, spells, breaks and"
            " returns stay as they were seen, and idle time cannot be brought back."
        )
    if done.left:
        lines.append(
            f"Up to {output.length(done.left)} stays as it was: sums can be corrected by whole"
            " hours alone."
        )
    return lines


def _change(name: str, before: timedelta, after: timedelta) -> str:
    more = "more" if after > before else "less"
    return f"{output.length(abs(after - before))} {more} {name}"
