"""What commands take: a format, a day, a length of time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from config.paths import Home
from config.paths import home as find_home
from config.say import shown

_JUST_NOW = timedelta(seconds=5)
_FIRST, _LAST = date(1970, 1, 1), date(2999, 12, 31)
_Command = TypeVar("_Command", bound=Callable[..., Any])


class HomeFolder(click.ParamType[Path]):
    """A folder that is there, or that could be made."""

    name = "directory"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's form
        """Refuse what can be no folder, before anything is looked for in it."""
        if isinstance(value, Path):
            return value
        if not value:
            self.fail("an empty name is no folder.", param, ctx)
        folder = Path(value)
        above = next((one for one in (folder, *folder.parents) if one.exists()), folder)
        if above.exists() and not above.is_dir():
            self.fail(f"{shown(str(above))} is no folder.", param, ctx)
        return folder


def home_of(ctx: click.Context) -> Home:
    """The home that --home names, or where users expect it."""
    directory: Path | None = ctx.find_root().obj
    return find_home(directory)


def home_words(ctx: click.Context) -> tuple[str, ...]:
    """The words that name the same home to another process of ours."""
    directory: Path | None = ctx.find_root().obj
    return ("--home", str(directory)) if directory else ()


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """Let the person choose among views of the same value; text comes first."""
    names = formats or ("text", "json")
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to show it.",
    )


class Day(click.ParamType[date]):
    """A day: 2026-11-22, today or yesterday."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's form
        """Read a day; relative ones are told by name and counted from the person's today."""
        if isinstance(value, date) or value in {"today", "yesterday"}:
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(
                f"{value!r} is no day; write it as 2026-11-22, today or yesterday.", param, ctx
            )
        if not _FIRST <= day <= _LAST:
            self.fail(f"{value} lies outside {_FIRST} to {_LAST}.", param, ctx)
        return day


def day_of(value: date | str, today: date) -> date:
    """Tell the day that a Day parameter stands for."""
    if isinstance(value, date):
        return value
    return today - timedelta(days=1) if value == "yesterday" else today


class Wait(click.ParamType[timedelta]):
    """A length of time: 25m, 1h 30m."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's form
        """Read a length."""
        from config.length import Length  # noqa: PLC0415 - only where a length is given

        if isinstance(value, timedelta):
            return value
        try:
            return Length.of(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Signed(click.Command):
    """Takes -5m for a value, which can then be refused as one, and for no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep what looks like a negative number from the options by a space; values lose it."""
        told = [f" {word}" if word[:1] == "-" and word[1:2].isdecimal() else word for word in args]
        return super().parse_args(ctx, told)


def clock_words(moment: datetime, now: datetime) -> str:
    """Tell a moment on the person's clock: 14:05, or with its day when it is another one."""
    local, here = moment.astimezone(), now.astimezone()
    if local.date() == here.date():
        return f"{local:%H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"


def next_nudge(moment: datetime, now: datetime) -> str:
    """When the next nudge may come; one that may come now waits for a limit."""
    is_now = moment <= now + timedelta(minutes=1)
    return "when a limit is reached" if is_now else clock_words(moment, now)


def seen_ago(seen: datetime | None, now: datetime) -> str:
    """How long ago something was seen, behind what is told of it; '' for just now."""
    if seen is None or now - seen <= _JUST_NOW:
        return ""
    from cli.output import length  # noqa: PLC0415 - only for what is old

    return f" · seen {length(now - seen)} ago"
