"""The table [index]: what each part of the Reliance Index weighs, and between which bounds."""

from typing import Annotated

from config.about import About, Table, about
from config.length import Length

Percent = int


def _weight(what: str) -> About:
    return about(f"How much {what} weighs, against the other parts; 0 leaves it out.",
                 least=0, most=100)  # fmt: skip


def _daily(what: str, points: str) -> About:
    return about(f"{what}: {points}.", least="0s", most="24h")


def _counted(what: str, points: str, *, least: int = 0, most: int = 100) -> About:
    return about(f"{what}: {points}.", least=least, most=most)


_NONE, _ALL = "no points up to here", "all points from here on"
_TIME, _NIGHT, _LONG = "AI time a day", "AI time a night", "The longest AI session of a day"
_SHARE = "Percent of the active time that is AI time"
_RETURNING = "Returns to AI within 1 to 10 minutes, for each active hour"
_GROWTH = "AI time of the last 14 days in percent of the 28 days before"
_PEOPLE = "AI time in percent of AI time and time with people together"
_FIRST = "Percent of the searches for help that begin with AI"


class Index(Table, frozen=True, kw_only=True):
    """The table [index]."""

    leave_out: Annotated[
        tuple[str, ...], about('Tags that the index leaves out: ["work"] leaves out work.')
    ] = ()
    time_from: Annotated[Length, _daily(_TIME, _NONE)] = Length.of("15m")
    time_full: Annotated[Length, _daily(_TIME, _ALL)] = Length.of("2h")
    time_weight: Annotated[int, _weight("AI time")] = 20
    share_from: Annotated[Percent, _counted(_SHARE, _NONE)] = 5
    share_full: Annotated[Percent, _counted(_SHARE, _ALL)] = 40
    share_weight: Annotated[int, _weight("the share of AI")] = 15
    returning_from: Annotated[int, _counted(_RETURNING, _NONE)] = 1
    returning_full: Annotated[int, _counted(_RETURNING, _ALL)] = 6
    returning_weight: Annotated[int, _weight("coming back to AI")] = 15
    night_from: Annotated[Length, _daily(_NIGHT, _NONE)] = Length.of("5m")
    night_full: Annotated[Length, _daily(_NIGHT, _ALL)] = Length.of("30m")
    night_weight: Annotated[int, _weight("AI at night")] = 10
    growth_from: Annotated[Percent, _counted(_GROWTH, _NONE, least=100, most=1000)] = 125
    growth_full: Annotated[Percent, _counted(_GROWTH, _ALL, least=100, most=1000)] = 300
    growth_weight: Annotated[int, _weight("growth")] = 15
    people_from: Annotated[Percent, _counted(_PEOPLE, _NONE)] = 50
    people_full: Annotated[Percent, _counted(_PEOPLE, _ALL)] = 95
    people_weight: Annotated[int, _weight("AI against people")] = 10
    first_from: Annotated[Percent, _counted(_FIRST, _NONE)] = 30
    first_full: Annotated[Percent, _counted(_FIRST, _ALL)] = 80
    first_weight: Annotated[int, _weight("asking AI first")] = 5
    long_from: Annotated[Length, _daily(_LONG, _NONE)] = Length.of("30m")
    long_full: Annotated[Length, _daily(_LONG, _ALL)] = Length.of("2h")
    long_weight: Annotated[int, _weight("long AI sessions")] = 10
