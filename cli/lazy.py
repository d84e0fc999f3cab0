"""A group of commands, each loaded when it is used: a quick one must not wait for a heavy one."""

import importlib
from collections.abc import Mapping

import click


class LazyGroup(click.Group):
    """Knows its commands by the module that holds them; a command of NAME is NAME_command there."""

    places: Mapping[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's form
        """Name them, in their order."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Load the one that is used; None when there is none of that name."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        found = getattr(importlib.import_module(place), f"{cmd_name}_command")
        return found if isinstance(found, click.Command) else None
