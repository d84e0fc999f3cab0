"""How a setting is declared: its meaning and bounds stand on its type."""

from msgspec import Struct


class About(Struct, frozen=True):
    """What a setting means and its bounds: of a value, or of how many entries or letters."""

    sentence: str
    least: str | int | None = None
    most: str | int | None = None


def about(sentence: str, *, least: str | int | None = None, most: str | int | None = None) -> About:
    """Say what a setting means, as a note on its type."""
    return About(sentence, least, most)


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of the settings file."""
