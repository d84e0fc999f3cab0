"""humanward nudges, answer."""

import click
from click.core import ParameterSource

from cli import made_up, nudge_text, output
from cli.lazy import LazyGroup
from cli.paragraph import count
from cli.params import clock_words, format_option, home_of
from config.say import guess
from monitor.core.effect import Effect
from monitor.core.notices import Answer
from monitor.core.rules.contact import FOLLOW_UP
from monitor.service import nudges
from monitor.service.clock import SystemClock
from monitor.service.nudges import Answered, Listed
from monitor.store.held_back import HeldBack
from monitor.store.nudges import Told

_COMMANDS = {"effect": "cli.commands.effect", "rehearse": "cli.commands.rehearse"}


class _Commands(LazyGroup):
    """What else can be asked of nudges; a slip is met with what was meant."""

    places = _COMMANDS

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS:
            near = guess(args[0], _COMMANDS)
            raise click.UsageError(f"nudges has no command {args[0]!r}.{near}", ctx)
        return super().resolve_command(ctx, args)


@click.group("nudges", cls=_Commands, invoke_without_command=True)
@click.option("--days", type=click.IntRange(1, 36500), default=14, show_default=True,
              help="Look back so many days.")  # fmt: skip
@click.option("--all", "with_held", is_flag=True,
              help="Show what was held back too: how it ended, and why.")  # fmt: skip
@format_option("text", "json", "csv")
@click.pass_context
def nudges_command(ctx: click.Context, days: int, with_held: bool, form: str) -> None:  # noqa: FBT001 - click's form
    """List the nudges: how each was shown, what you answered, and what came of it.

    `humanward why CODE` explains one of them.
    """
    if ctx.invoked_subcommand is not None:
        typed = [name for name in ctx.params
                 if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]  # fmt: skip
        if typed:
            raise click.UsageError(f"Give its options after {ctx.invoked_subcommand}.")
        return
    home = home_of(ctx)
    found = nudges.listed(home, SystemClock(), days)
    if form == "json":
        held = {"held_back": [_plain_held(one) for one in found.held_back]} if with_held else {}
        told = {"nudges": [_plain(one) for one in found.told], **held}
        output.as_json({**made_up.marked(home), **told})
    elif form == "csv":
        _write_table(found, with_held=with_held)
    else:
        made_up.tell(home)
        _show(found, days, with_held=with_held)


@click.command("answer")
@click.argument("code")
@click.argument("answer", type=click.Choice([one.value for one in Answer]))
@click.pass_context
def answer_command(ctx: click.Context, code: str, answer: str) -> None:
    """Answer the nudge with this CODE, just as its buttons do. The last answer counts."""
    clock = SystemClock()
    found = nudges.answer(home_of(ctx), clock, code, Answer(answer))
    words = nudge_text.answers(found.rule)
    said = words[found.answer]
    if found.before is None:
        output.tell(f"Noted for {found.code}: {said}.")
    elif found.before is found.answer:
        output.tell(f"{found.code} was answered so already: {said}.")
    else:
        output.tell(f"Changed for {found.code}: {said}.")
        output.tell(f"Before, you had said: {words[found.before]}.")
    following = _next(found, clock)
    if following:
        output.tell(following)


def _next(found: Answered, clock: SystemClock) -> str:
    """What happens next; '' for nothing."""
    if found.answer is Answer.NO:
        if found.rule == FOLLOW_UP:
            return ""
        return f"`humanward why {found.code}` tells what brought it, and how to have less of it."
    if found.asks:
        return "Later you are asked once whether it came to a talk."
    if found.is_let_go:
        return "It was put off twice before, so it is let go now."
    if found.again is not None:
        again = clock_words(found.again, clock.read().wall)
        last = ", for the last time" if found.is_last else ""
        return f"It comes again at {again}{last}, if it is still so then."
    return ""


def _show(found: Listed, days: int, *, with_held: bool) -> None:
    now = SystemClock().read().wall
    told = [(one.nudge.at, nudge_text.nudge_lines(one, now)) for one in found.told]
    if with_held:
        told += [(one.ended, nudge_text.held_lines(one, now)) for one in found.held_back]
    for _, lines in sorted(told, key=lambda one: one[0]):
        for line in lines:
            click.echo(line)
    ago = "day" if days == 1 else f"{days} days"
    if not told:
        none = ", and none held back" if with_held else ""
        output.tell(f"No nudges in the last {ago}{none}.")
        output.tell("`humanward why` tells what may bring one, and what holds one back.")
        return
    held = f", {len(found.held_back)} held back" if with_held else ""
    output.tell(f"{count(len(found.told), 'nudge')} in the last {ago}{held}.")


def _write_table(found: Listed, *, with_held: bool) -> None:
    rows: list[tuple[object, ...]] = [
        tuple(_plain(one)[key] for key in ("code", "at", "rule", "title", "response"))
        for one in found.told
    ]
    header: tuple[str, ...] = ("code", "at", "rule", "title", "response")
    if with_held:
        header = (*header, "held_back")
        rows = [(*row, None) for row in rows]
        rows += [
            (None, output.moment(one.ended), one.rule, None, None, one.how.value)
            for one in found.held_back
        ]
        rows.sort(key=lambda row: str(row[1]))
    output.as_csv(header, rows)


def _plain(one: Told) -> dict[str, object]:
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
        "expires": output.moment(nudge.expires),
        "person": nudge.person or None,
        "also": [{"rule": rule, "occasion": occasion} for rule, occasion in nudge.also],
        "effect": one.effect and _plain_effect(one.effect),
    }


def _plain_effect(effect: Effect) -> dict[str, object]:
    return {
        "left_ai": effect.left_ai,
        "left_screen": effect.left_screen,
        "talked": effect.talked,
    }


def _plain_held(one: HeldBack) -> dict[str, object]:
    return {
        "rule": one.rule,
        "occasion": one.occasion,
        "since": output.moment(one.since),
        "ended": output.moment(one.ended),
        "how": one.how.value,
        "reasons": list(one.reasons),
        "figures": {figure.name: figure.value for figure in one.figures},
        "left_ai": one.effect.left_ai,
        "left_screen": one.effect.left_screen,
    }
