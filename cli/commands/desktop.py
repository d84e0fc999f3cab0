"""humanward desktop install, remove, status."""

import os
from typing import TYPE_CHECKING

import click

from cli import output
from cli.params import format_option

if TYPE_CHECKING:  # it needs jeepney, which other systems than Linux have not
    from monitor.service import desktop


@click.group("desktop")
def desktop_command() -> None:
    """Give the desktop what it needs so that the window in front can be seen."""


@desktop_command.command("install")
def install_command() -> None:
    """Install and switch on what is needed: on GNOME under Wayland a small extension."""
    from monitor.service import desktop  # noqa: PLC0415 - see above

    output.tell(desktop.install(os.environ))


@desktop_command.command("remove")
def remove_command() -> None:
    """Switch it off and take it away again."""
    from monitor.service import desktop  # noqa: PLC0415 - see above

    output.tell(desktop.remove(os.environ))


@desktop_command.command("status")
@format_option()
def desktop_status_command(form: str) -> None:
    """Tell whether something is needed here, and how it stands."""
    from monitor.service import desktop  # noqa: PLC0415 - see above

    found = desktop.state(os.environ)
    if form == "json":
        output.as_json(_plain(found))
    else:
        output.tell(output.safe(found.text))


def _plain(found: "desktop.State") -> dict[str, object]:
    return {
        "needed": found.standing is not None,
        "standing": found.standing.name.lower() if found.standing else None,
        "current": found.is_current if found.standing else None,
        "shell": found.shell or None,
        "folder": str(found.folder) if found.folder else None,
        "text": found.text,
    }
