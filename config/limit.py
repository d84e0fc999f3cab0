"""The tables [[limit]]: what, when, how much is much."""

from typing import Annotated, ClassVar, Self

from config.about import Table, about
from config.choices import Per, Weekday
from config.length import Length
from config.say import guess, shown
from config.span import Span
from config.tools import KINDS

_WHOLES = ("screen", "ai")
_NAMED = ("kind", "tool", "tag")


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
    without: Annotated[
        tuple[str, ...], about('Tags that it leaves out: ["work"] counts all but work.')
    ] = ()
    again: Annotated[
        Length,
        about("Say it again after so much more of it; 0s: once is enough.", least="0s", most="7d"),
    ] = Length.of("0s")
    on: Annotated[bool, about("Whether it holds at all.")] = True


BUILT_IN = (
    Limit(name="break", what=What("screen"), at_most=Length.of("50m"), per=Per.SPELL),
    Limit(
        name="long-ai-session",
        what=What("ai"),
        at_most=Length.of("60m"),
        per=Per.SESSION,
        again=Length.of("2h"),
    ),
    Limit(name="ai-of-the-day", what=What("ai"), at_most=Length.of("2h")),
    Limit(name="screen-of-the-day", what=What("screen"), at_most=Length.of("9h")),
    Limit(
        name="ai-at-night",
        what=What("ai"),
        at_most=Length.of("15m"),
        hours=(Span.of("00:00-06:00"),),
    ),
    Limit(name="companion", what=What("kind:companion"), at_most=Length.of("45m")),
    Limit(name="wellbeing-bot", what=What("kind:wellbeing"), at_most=Length.of("45m")),
)
