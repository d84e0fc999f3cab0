"""The tables about nudges: when and how they are shown, and the rules beside the limits."""

from typing import Annotated

from config.about import Table, about
from config.choices import Channel, Language, Profile, Weekday
from config.length import Length
from config.span import Span


class Nudge(Table, frozen=True, kw_only=True):
    """The table [nudge]."""

    on: Annotated[bool, about("Whether nudges are shown at all.")] = True
    profile: Annotated[
        Profile, about("How much is said: it holds where you set nothing of your own.")
    ] = Profile.BALANCED
    language: Annotated[Language, about("The language that nudges speak.")] = Language.AUTO
    channels: Annotated[
        tuple[Channel, ...],
        about("Ways of showing a nudge; the first that works is used.", least=1),
    ] = (Channel.DESKTOP, Channel.PLYER, Channel.LOG)
    quiet: Annotated[tuple[Span, ...], about("Hours without nudges; they may pass midnight.")] = ()
    hours: Annotated[
        tuple[Span, ...], about("Nudges in these hours alone, such as working hours; [] for all.")
    ] = ()
    days: Annotated[tuple[Weekday, ...], about("Nudges on these days alone.", least=1)] = tuple(
        Weekday
    )
    most_a_day: Annotated[int, about("At most so many nudges a day.", least=1, most=50)] = 8
    most_a_week: Annotated[int, about("At most so many nudges a week.", least=1, most=350)] = 40
    spacing: Annotated[
        Length,
        about(
            "The least time between two nudges; after each further one of a day it doubles.",
            least="1m",
            most="12h",
        ),
    ] = Length.of("30m")
    snooze: Annotated[
        Length, about("After the answer 'later', wait this long.", least="1m", most="12h")
    ] = Length.of("10m")
    expires: Annotated[
        Length, about("A nudge that finds no good moment waits no longer.", least="1m", most="12h")
    ] = Length.of("20m")
    patience: Annotated[
        Length,
        about("So long a nudge waits for a pause in what you do.", least="0s", most="1h"),
    ] = Length.of("3m")
    settle_in: Annotated[
        Length, about("So long after you come back nothing is said.", least="0s", most="1h")
    ] = Length.of("2m")
    stay_silent: Annotated[
        int,
        about(
            "Percent of the nudges that are left out by chance, to learn whether they help.",
            least=0,
            most=50,
        ),
    ] = 0
    sound: Annotated[bool, about("Whether a nudge may make a sound.")] = False
    speech: Annotated[bool, about("Whether a nudge is read aloud as well.")] = False


class Contact(Table, frozen=True, kw_only=True):
    """The table [contact]: the rule that reminds of people."""

    on: Annotated[
        bool, about("Whether you are reminded of people; it is silent until you name some.")
    ] = True
    after: Annotated[
        Length, about("So long without a talk that you noted is long.", least="12h", most="90d")
    ] = Length.of("3d")
    most_a_week: Annotated[
        int, about("At most so many reminders of people a week; one a day.", least=1, most=7)
    ] = 3
    follow_up: Annotated[bool, about("Whether to ask once, later, if it came to the talk.")] = True
    birthdays: Annotated[bool, about("Whether a birthday is a reason of its own.")] = True


class Returning(Table, frozen=True, kw_only=True):
    """The table [returning]: the rule about coming back to AI again and again."""

    on: Annotated[bool, about("Whether you are told when you come back to AI often.")] = True
    times: Annotated[
        int,
        about("So many returns within the hour, each 1 to 10 minutes after leaving, are many.",
              least=2, most=60),
    ] = 6  # fmt: skip


class AskFirst(Table, frozen=True, kw_only=True):
    """The table [ask_first]: the rule about whom else one could ask."""

    on: Annotated[
        bool, about('Whether to ask "whom else could you ask?" when help was sought of AI first.')
    ] = False
    episodes: Annotated[
        int, about("So many searches for help today that began with AI.", least=2, most=200)
    ] = 10


class Evening(Table, frozen=True, kw_only=True):
    """The table [evening]: what may be said at the end of a day and of a week."""

    note: Annotated[bool, about("Whether the day is told in three sentences.")] = False
    letter: Annotated[bool, about("Whether Sunday evening brings the letter of the week.")] = False
    hour: Annotated[int, about("The hour from which it may come.", least=12, most=23)] = 20
