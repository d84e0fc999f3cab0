"""The colours of groups, from the terminal's own sixteen: readable on light and dark."""

from monitor.service.reporting.shape import Group

_COLOURS = {
    Group.AI: "cyan",
    Group.PEOPLE: "green",
    Group.EDITOR: "blue",
    Group.BROWSER: "yellow",
    Group.OTHER: "bright_black",
}


def colour(group: Group) -> str:
    """The colour of a group."""
    return _COLOURS[group]
