"""humanward limits list, add, remove, try, profile."""

from collections.abc import Callable
from shlex import quote
from typing import Any, TypeVar

import click

from cli import limits_text, made_up, output
from cli.params import Signed, format_option, home_of
from config.schema import Limit, Profile, Weekday
from monitor.service import limits
from monitor.service.clock import SystemClock

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Setting(click.ParamType[Any]):
    """A value of one setting, held to the same laws as in the settings file."""

    def __init__(self, key: str) -> None:
        self._key = key
        self.name = key.rpartition(".")[2]

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's form
        """Read what was typed."""
        from config.convert import typed, value_of  # noqa: PLC0415 - only where a limit is given
        from config.keys import find  # noqa: PLC0415 - as above

        key = find(self._key)
        if key is None or not isinstance(value, str):
            return value
        try:
            return value_of(key, typed(key, value))
        except ValueError as error:
            self.fail(output.safe(str(error)), param, ctx)


def _limit_words(command: _Command) -> _Command:
    """The words that make a limit, for those who add one and those who try one."""
    for add in (
        click.option("--without", type=_Setting("limit.without"), metavar="TAG", multiple=True,
                     help="Leave out what bears this tag (work); give it again for more."),
        click.option("--again", type=_Setting("limit.again"), metavar="LENGTH",
                     help="Say it again after so much more of it (30m)."),
        click.option("--hours", type=_Setting("limit.hours"), metavar="FROM-TO",
                     help="Only in these hours (22:00-04:00); several with commas."),
        click.option("--days", type=_Setting("limit.days"), metavar="DAYS",
                     help="Only on these days (sat,sun)."),
        click.option("--per", type=_Setting("limit.per"), metavar="PER",
                     help="A day (so without it), session, spell (up to a break) or week."),
        click.argument("at_most", type=_Setting("limit.at_most")),
        click.argument("what", type=_Setting("limit.what")),
    ):  # fmt: skip
        command = add(command)
    return command


@click.group("limits", invoke_without_command=True)
@format_option()
@click.pass_context
def limits_command(ctx: click.Context, form: str) -> None:
    """See, add, remove and try limits: how much is much for you.

    Without a word it lists them.
    WHAT is screen, ai, kind:companion, tool:Character.AI or tag:work; AT_MOST is a length such as
    20m, or 0s for none at all. A tag is a word of yours: `tools add NAME --tag work` gives it.
    A running daemon picks changes up by itself.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx, form)
    elif form != "text":
        raise click.UsageError(f"Give --format after {ctx.invoked_subcommand}.")


@limits_command.command("list")
@format_option()
@click.pass_context
def list_command(ctx: click.Context, form: str) -> None:
    """List all limits, with what each one counts so far."""
    _list(ctx, form)


@limits_command.command("add", cls=Signed)
@_limit_words
@click.option("--name", type=_Setting("limit.name"), help="Its own name; without one it gets one.")
@format_option()
@click.pass_context
def add_command(ctx: click.Context, /, form: str, name: str | None, **given: Any) -> None:  # noqa: ANN401 - click's form
    """Add a limit, such as `limits add tool:Character.AI 20m`.

    No AI late at night: `limits add ai 0s --hours 22:00-04:00`. Agents at weekends:
    `limits add kind:coding_agent 2h --days sat,sun`. All but work: `limits add ai 1h --without
    work`.
    """
    made = limits.add(home_of(ctx), _limit(name, **given))
    if form == "json":
        output.as_json({"limit": _plain(made)})
        return
    name = output.safe(made.name)
    click.echo(f"Added {name}: {output.safe(limits_text.words(made))}.")
    click.echo(f"`humanward limits remove {quote(name)}` takes it out again.")


@limits_command.command("remove")
@click.argument("name")
@format_option()
@click.pass_context
def remove_command(ctx: click.Context, name: str, form: str) -> None:
    """Take out a limit, or switch a built-in one off.

    It tells how to undo it.
    """
    removed, is_built_in = limits.remove(home_of(ctx), name)
    undo = f"humanward config set {quote(f'limit.{removed.name}.on')} true"
    if not is_built_in:
        undo = f"humanward limits add {_typed(removed)}"
    undo = output.safe(undo)
    if form == "json":
        output.as_json({"limit": _plain(removed), "switched_off": is_built_in, "undo": undo})
        return
    state = "is built in; it is switched off now" if is_built_in else "is taken out"
    if is_built_in and not removed.on:
        state = "is built in, and was switched off already"
    click.echo(f"{output.safe(removed.name)} {state}.")
    click.echo(f"To undo it: {undo}")


@limits_command.command("try", cls=Signed)
@_limit_words
@format_option()
@click.pass_context
def try_command(ctx: click.Context, /, form: str, **given: Any) -> None:  # noqa: ANN401 - click's form
    """Tell how often a limit would have been reached.

    It looks at the last 14 days, and changes nothing.
    """
    found = limits.attempt(home_of(ctx), SystemClock(), _limit(None, **given))
    if form == "text":
        for line in limits_text.attempt(found):
            click.echo(line)
        return
    output.as_json({
        "limit": _plain(found.limit),
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "days_watched": [day.isoformat() for day in found.watched],
        "days_reached": [day.isoformat() for day in found.days],
        "reached": [output.moment(one.at) for one in found.reached],
        "kept_since": output.moment(found.gone),
    })  # fmt: skip


@limits_command.command("profile")
@click.argument("name", required=False, type=_Setting("nudge.profile"))
@format_option()
@click.pass_context
def profile_command(ctx: click.Context, name: Profile | None, form: str) -> None:
    """Show what each profile sets, or choose one.

    There are gentle, balanced, firm and law-180. What you set yourself holds under any of them.
    """
    home = home_of(ctx)
    if name is None:
        chosen, found = limits.profiles(home)
        if form == "json":
            told = [{"key": one.key, **dict(zip(Profile, one.values, strict=True))}
                    for one in found]  # fmt: skip
            output.as_json({"profile": chosen.value, "differences": told})
            return
        for line in limits_text.differences(found, chosen):
            click.echo(line)
        return
    before = limits.choose_profile(home, name)
    if form == "json":
        output.as_json({"profile": name.value, "before": before.value})
    elif before is name:
        click.echo(f"The profile is {name.value} already.")
    else:
        click.echo(f"The profile is {name.value} now; what you set yourself still holds.")
        click.echo(f"To undo it: humanward limits profile {before.value}")


def _list(ctx: click.Context, form: str) -> None:
    home = home_of(ctx)
    found = limits.listed(home, SystemClock())
    if form == "json":
        told = [
            {
                **_plain(one.limit),
                "built_in": one.is_built_in,
                "changed": one.is_changed,
                "so_far": None if one.so_far is None else output.seconds(one.so_far),
            }
            for one in found.limits
        ]
        output.as_json({
            **made_up.marked(home),
            "profile": found.profile.value,
            "limits": told,
            "unborne": list(found.unborne),
        })  # fmt: skip
        return
    made_up.tell(home)
    for line in limits_text.limits(found):
        click.echo(line)


def _limit(name: str | None, without: tuple[tuple[str, ...], ...], **given: Any) -> Limit:  # noqa: ANN401 - what click read
    """What was not given has the schema's default."""
    given["without"] = tuple(tag for tags in without for tag in tags)
    return Limit(name=name or "", **{key: one for key, one in given.items() if one is not None})


def _plain(limit: Limit) -> dict[str, object]:
    return {
        "name": limit.name,
        "what": str(limit.what),
        "at_most": output.seconds(limit.at_most),
        "per": limit.per.value,
        "days": [day.value for day in limit.days],
        "hours": [str(span) for span in limit.hours],
        "without": list(limit.without),
        "again": output.seconds(limit.again),
        "on": limit.on,
    }


def _typed(limit: Limit) -> str:
    """The words that make the same limit again."""
    told = [quote(limit.what), quote(str(limit.at_most)), "--name", quote(limit.name)]
    told += ["--per", limit.per.value]
    if len(limit.days) < len(Weekday):
        told += ["--days", ",".join(limit.days)]
    if limit.hours:
        told += ["--hours", ",".join(map(str, limit.hours))]
    for tag in limit.without:
        told += ["--without", quote(tag)]
    if limit.again:
        told += ["--again", quote(str(limit.again))]
    return " ".join(told)
