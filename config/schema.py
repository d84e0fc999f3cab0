"""The settings: each declared once, with its default, its bounds and what it means.

Loader, sample file, `config explain`, docs/settings.md and the JSON Schema follow from here.
"""

from typing import Annotated

from config.about import About, Table, about
from config.choices import Channel, Hosts, Language, Per, Profile, Weekday
from config.index import Index
from config.length import Length
from config.limit import BUILT_IN, Limit, What
from config.nudge import AskFirst, Contact, Evening, Nudge, Returning
from config.span import Span
from config.tools import KINDS

__all__ = [
    "BUILT_IN", "DEFAULTS", "KINDS", "About", "AskFirst", "Channel", "Contact", "Day", "Evening",
    "Hosts", "Index", "Language", "Length", "Limit", "Nudge", "Per", "Privacy", "Profile",
    "Returning", "Settings", "Span", "Watch", "Weekday", "What", "about",
]  # fmt: skip


class Watch(Table, frozen=True, kw_only=True):
    """The table [watch]."""

    every: Annotated[
        Length, about("How often to look when the desktop reports nothing.", least="1s", most="60s")
    ] = Length.of("5s")
    idle_after: Annotated[
        Length, about("Without input for this long, nobody is there.", least="30s", most="60m")
    ] = Length.of("3m")
    passive_limit: Annotated[
        Length,
        about(
            "Watching, listening or a call without input counts as being there for so long.",
            least="5m",
            most="12h",
        ),
    ] = Length.of("3h")
    flush: Annotated[
        Length, about("How often what was seen goes to the disk.", least="5s", most="60s")
    ] = Length.of("15s")


class Day(Table, frozen=True, kw_only=True):
    """The table [day]."""

    starts: Annotated[int, about("The hour at which your day begins.", least=0, most=12)] = 4
    night: Annotated[Span, about("The hours that are night for you.")] = Span.of("00:00-06:00")


class Privacy(Table, frozen=True, kw_only=True):
    """The table [privacy]."""

    hosts: Annotated[
        Hosts, about("Which web sites are kept by name: those the catalogue knows, all, or none.")
    ] = Hosts.KNOWN
    raw_days: Annotated[
        int, about("Days to keep each stretch; after that only sums are kept.", least=7, most=3650)
    ] = 90


class Settings(Table, frozen=True, kw_only=True):
    """Everything a person chose; what they did not choose has its default."""

    watch: Annotated[Watch, about("How the desktop is watched.")] = Watch()
    day: Annotated[
        Day,
        about("When your day begins and when it is night; reports follow while somebody watches."),
    ] = Day()
    nudge: Annotated[Nudge, about("When and how nudges are shown.")] = Nudge()
    privacy: Annotated[Privacy, about("What is kept, and for how long.")] = Privacy()
    index: Annotated[Index, about("What the Reliance Index is made of, part by part.")] = Index()
    contact: Annotated[Contact, about("When you are reminded of people.")] = Contact()
    returning: Annotated[Returning, about("When coming back to AI is worth a word.")] = Returning()
    ask_first: Annotated[AskFirst, about("When to ask whom else you could ask.")] = AskFirst()
    evening: Annotated[Evening, about("What the end of a day or a week may bring.")] = Evening()
    limit: Annotated[
        tuple[Limit, ...], about("How much is much for you: one table for each limit.")
    ] = BUILT_IN


DEFAULTS = Settings()
