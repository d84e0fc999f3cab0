"""The settings: each declared once, with its default, its bounds and what it means.

Loader, sample file, `config explain`, docs/settings.md and the JSON Schema follow from here.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from config.about import About, Table, about
from config.index import Index
from config.length import Length
from config.say import guess, shown
from config.span import Span
from config.tools import KINDS

__all__ = [
    "BUILT_IN", "DEFAULTS", "KINDS", "About", "Channel", "Day", "Hosts", "Index", "Length", "Limit",
    "Nudge", "Per", "Privacy", "Settings", "Span", "Watch", "Weekday", "What", "about",
]  # fmt: skip

_WHOLES = ("screen", "ai")
_NAMED = ("kind", "tool", "tag")


class Per(StrEnum):
    """Over what the time of a limit is summed."""

    DAY = "day"
    SESSION = "session"
    SPELL = "spell"
    WEEK = "week"


class Weekday(StrEnum):
    """The days of the week, in the order of date.weekday()."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Channel(StrEnum):
    """A way of showing a nudge."""

    DESKTOP = "desktop"
    PLYER = "plyer"
    LOG = "log"


class Hosts(StrEnum):
    """Which host names of web sites are kept."""

    KNOWN = "known"
    ALL = "all"
    NONE = "none"


class What(str):
    """What a limit is about: "screen", "ai", "kind:KIND", "tool:NAME" or "tag:TAG"."""

    __slots__ = ()
    WORDS: ClassVar[str] = '"screen", "ai", "kind:KIND", "tool:NAME" or "tag:TAG"'
    PATTERN: ClassVar[str] = rf"^(screen|ai|kind:({'|'.join(KINDS)})|tool:.+|tag:.+)$"

    @classmethod
    def of(cls, text: str) -> Self:
        """Read it; a ValueError says in a sentence what is wrong with the text."""
        scope, colon, name = (part.strip() for part in text.partition(":"))
        scope = scope.lower()
        if scope in _WHOLES and not colon:
            return cls(scope)
        if scope not in _NAMED or not colon:
            near = guess(scope, [*_WHOLES, *_NAMED]) or guess(text, map("kind:{}".format, KINDS))
            raise ValueError(f"{shown(text)} is none of {cls.WORDS}.{near}")
        if scope == "kind" and name.lower() not in KINDS:
            known = ", ".join(KINDS)
            raise ValueError(f"{shown(name)} is no kind.{guess(name, KINDS)} There are {known}.")
        if not name or not name.isprintable():
            raise ValueError(f'{shown(text)} needs a name after the colon, as in "{scope}:NAME".')
        return cls(f"{scope}:{name.lower() if scope == 'kind' else name}")

    @property
    def scope(self) -> str:
        """The part before the colon: screen, ai, kind, tool or tag."""
        return self.partition(":")[0]

    @property
    def name(self) -> str:
        """The part after the colon: which kind, tool or tag; '' for screen and ai."""
        return self.partition(":")[2]


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


class Nudge(Table, frozen=True, kw_only=True):
    """The table [nudge]."""

    on: Annotated[bool, about("Whether nudges are shown at all.")] = True
    channels: Annotated[
        tuple[Channel, ...],
        about("Ways of showing a nudge; the first that works is used.", least=1),
    ] = (Channel.DESKTOP, Channel.PLYER, Channel.LOG)
    quiet: Annotated[tuple[Span, ...], about("Hours without nudges; they may pass midnight.")] = ()
    most_a_day: Annotated[int, about("At most so many nudges a day.", least=1, most=50)] = 8
    spacing: Annotated[
        Length, about("The least time between two nudges.", least="1m", most="12h")
    ] = Length.of("15m")
    snooze: Annotated[
        Length, about("After the answer 'later', wait this long.", least="1m", most="12h")
    ] = Length.of("10m")
    expires: Annotated[
        Length, about("A nudge that finds no good moment waits no longer.", least="1m", most="12h")
    ] = Length.of("20m")


class Privacy(Table, frozen=True, kw_only=True):
    """The table [privacy]."""

    hosts: Annotated[
        Hosts, about("Which web sites are kept by name: those the catalogue knows, all, or none.")
    ] = Hosts.KNOWN
    raw_days: Annotated[
        int, about("Days to keep each stretch; after that only sums are kept.", least=5, most=3650)
    ] = 90


class Limit(Table, frozen=True, kw_only=True):
    """One table [[limit]]: what, when, how much."""

    name: Annotated[str, about("Its own name; no two share one.", least=1, most=40)]
    what: Annotated[What, about("What it counts.")]
    at_most: Annotated[Length, about("More than this is worth a nudge.", least="0s", most="7d")]
    per: Annotated[
        Per, about("Over what it is summed: a day, a session, an unbroken spell, a week.")
    ] = Per.DAY
    days: Annotated[tuple[Weekday, ...], about("On which days it holds.", least=1)] = tuple(Weekday)
    hours: Annotated[tuple[Span, ...], about("In which hours it holds; [] for always.")] = ()
    on: Annotated[bool, about("Whether it holds at all.")] = True


BUILT_IN = (
    Limit(name="break", what=What("screen"), at_most=Length.of("50m"), per=Per.SPELL),
    Limit(name="long-ai-session", what=What("ai"), at_most=Length.of("60m"), per=Per.SESSION),
    Limit(name="ai-of-the-day", what=What("ai"), at_most=Length.of("2h"), per=Per.DAY),
)


class Settings(Table, frozen=True, kw_only=True):
    """Everything a person chose; what they did not choose has its default."""

    watch: Annotated[Watch, about("How the desktop is watched.")] = Watch()
    day: Annotated[Day, about("When your day begins and when it is night.")] = Day()
    nudge: Annotated[Nudge, about("When and how nudges are shown.")] = Nudge()
    privacy: Annotated[Privacy, about("What is kept, and for how long.")] = Privacy()
    index: Annotated[Index, about("What the Reliance Index is made of, part by part.")] = Index()
    limit: Annotated[
        tuple[Limit, ...], about("How much is much for you: one table for each limit.")
    ] = BUILT_IN


DEFAULTS = Settings()
