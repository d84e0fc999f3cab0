"""The colours of groups, from the terminal's own: readable on light and dark.

Black, white and their bright kinds are none of them: some schemes make these the paper itself.
"""

from monitor.service.reporting.shape import Group

_COLOURS = {
    Group.AI: "cyan",
    Group.PEOPLE: "green",
    Group.EDITOR: "blue",
    Group.BROWSER: "yellow",
    Group.OTHER: "default",
}


def colour(group: Group) -> str:
    """The colour of a group."""
    return _COLOURS[group]
