"""The words of a made-up person: what is in front of them, when they sit down, whom they know."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from monitor.core.people import How
from monitor.core.types import ELSEWHERE, Subject, Way

BROWSER = "firefox"
TERMINAL = "kitty"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to have in front: its part of a sitting, and for how many minutes at a time.

    ``grows``: lately its part is larger. ``is_call``: with the microphone in use. ``is_film``:
    watched in full screen, without input.
    """

    subject: Subject
    way: Way
    part: float
    least: float = 2
    most: float = 9
    grows: bool = False
    is_call: bool = False
    is_film: bool = False

    @classmethod
    def site(
        cls, host: str, part: float, least: float, most: float, *, grows: bool = False
    ) -> Self:
        """A page in the browser; of any that is no known tool the host is '*'."""
        return cls(Subject(BROWSER, host=host), Way.EXTENSION, part, least, most, grows)

    @classmethod
    def window(cls, app: str, part: float, least: float, most: float) -> Self:
        """A program's window."""
        return cls(Subject(app), Way.WINDOW, part, least, most)

    @classmethod
    def program(cls, name: str, part: float, least: float, most: float) -> Self:
        """A program inside a terminal."""
        return cls(Subject(TERMINAL, program=name), Way.TERMINAL, part, least, most)

    @classmethod
    def call(cls, app: str, part: float, least: float, most: float) -> Self:
        """A call."""
        return cls(Subject(app), Way.WINDOW, part, least, most, is_call=True)

    @classmethod
    def film(cls, part: float) -> Self:
        """A film."""
        return cls(Subject("vlc"), Way.WINDOW, part, 30, 50, is_film=True)


OTHER_SITES = Thing.site(ELSEWHERE, 0.12, 2, 8)
UNKNOWN_PAGE = Thing(Subject(BROWSER), Way.WINDOW, 0.03, 1, 4)
WEAK_TITLE = Thing(Subject(BROWSER, hint="ChatGPT"), Way.TITLE, 0.01, 1, 4)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A time at the computer: from about when, in minutes after midnight, for about how long.

    ``chance`` is how often it comes about.
    """

    begins: int
    minutes: int
    things: tuple[Thing, ...]
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Friend:
    """Someone they named: how often they want to be in touch, and how many days ago they were."""

    name: str
    every: timedelta
    talked: tuple[int, ...]
    how: How = How.CALL


@dataclass(frozen=True, slots=True)
class Persona:
    """A made-up person. They work for ``least`` to ``most`` minutes before they take a pause.

    ``growth`` is by how much what grows is more in the last days. ``agent`` is a program that works
    on while they are away; then the computer stays awake by day.
    """

    name: str
    about: str
    weekdays: tuple[Sitting, ...]
    weekends: tuple[Sitting, ...]
    least: float
    most: float
    friends: tuple[Friend, ...] = ()
    growth: float = 1.0
    agent: str = ""
