"""humanward browser install, remove, status."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from cli import output
from cli.params import format_option, home_of
from monitor.service import browsers

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _browser_option(command: _Command) -> _Command:
    option = click.option(
        "--browser",
        "wanted",
        multiple=True,
        type=click.Choice(browsers.names()),
        help="This browser alone; may be given several times. Without it: each that is found.",
    )
    return option(command)


@click.group("browser")
def browser_command() -> None:
    """Let the small extension in your browsers tell which site is in front.

    It tells the host of the tab in front, to this computer alone: no title, no address, nothing
    of private windows or other tabs. Without it the browser's history file is read.
    """


@browser_command.command("install")
@_browser_option
@format_option()
@click.pass_context
def install_command(ctx: click.Context, wanted: tuple[str, ...], form: str) -> None:
    """Make browsers ready for the extension, and say the one step that is left to you."""
    _show(browsers.install(home_of(ctx), os.environ, wanted), form, none="")


@browser_command.command("remove")
@_browser_option
@format_option()
@click.pass_context
def remove_command(ctx: click.Context, wanted: tuple[str, ...], form: str) -> None:
    """Take away exactly what install wrote."""
    none = "There was nothing to take away."
    _show(browsers.remove(home_of(ctx), os.environ, wanted), form, none=none)


@browser_command.command("status")
@_browser_option
@format_option()
@click.pass_context
def browser_status_command(ctx: click.Context, wanted: tuple[str, ...], form: str) -> None:
    """Tell for each browser whether it is ready and whether its extension talks now."""
    found = browsers.state(home_of(ctx), os.environ, wanted)
    if form == "json":
        output.as_json({"browsers": [_plain(one) for one in found]})
        return
    for one in found:
        output.tell(output.safe(f"{one.label}: {one.text}."))
    if not found:
        output.tell("No browser was found that the extension could be made ready for.")


def _show(done: tuple[browsers.Done, ...], form: str, *, none: str) -> None:
    if form == "json":
        told = [
            {"browser": one.name, "files": list(map(str, one.files)), "text": one.text}
            for one in done
        ]
        output.as_json({"browsers": told})
    else:
        output.tell("\n\n".join(one.text for one in done) or none)


def _plain(found: browsers.State) -> dict[str, object]:
    return {
        "browser": found.name,
        "found": found.is_found,
        "manifest": found.manifest.value,
        "talking": found.talking,
        "boxes": list(map(str, found.boxes)),
        "text": found.text,
    }
