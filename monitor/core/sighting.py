"""What is seen at one moment, before anything is kept of it."""

from dataclasses import dataclass, field
from datetime import timedelta

from monitor.core.types import GapReason, Instant, Subject, Way

_NOTHING = Subject()


@dataclass(frozen=True, slots=True)
class Reading:
    """A raw look at the desktop. None means: could not see.

    ``app`` is the desktop's own name of the program in front, '' when nothing is in front.
    ``instance`` is a second name that some desktops give (the first half of WM_CLASS).
    ``title`` is used at once and never kept. ``running`` are programs at work unattended.
    ``idle`` is the time since the last input. ``steady``, where a program that keeps the screen on
    looks like input, is for how long no pause was told; None: each is told. ``xwayland`` says that
    only windows of X programs can be seen on this Wayland desktop. ``elsewhere``: the window's
    program runs on another machine.
    """

    app: str | None = None
    instance: str = ""
    title: str = field(default="", repr=False)
    pid: int | None = None
    program: str = ""
    idle: timedelta | None = None
    steady: timedelta | None = None
    locked: bool | None = None
    fullscreen: bool | None = None
    private: bool | None = None
    running: tuple[str, ...] = ()
    xwayland: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Player:
    """A media player that plays: the names it may bear as an app, casefolded, and its process."""

    names: frozenset[str]
    pid: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What the machine says, besides the window in front, about whether somebody is there.

    ``switched``: another person's session is on the screen. ``asleep``: the machine is about to
    sleep. ``inhibited``: a program asks that the screen stay on. ``call``: microphone or camera
    are in use.
    """

    locked: bool = False
    switched: bool = False
    asleep: bool = False
    playing: tuple[Player, ...] = ()
    inhibited: bool = False
    call: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A Reading at a moment, with program and host resolved; the title has ended.

    ``obstacle`` tells why nothing could be seen; then the subject means nothing. ``page`` is a
    number that changes with the page in a browser: what is found out late about one page must
    not be said of the next. ``is_sure``: the obstacle is no mere moment between two windows.
    """

    at: Instant
    subject: Subject = _NOTHING
    way: Way = Way.WINDOW
    idle: timedelta | None = None
    marks: int = 0
    obstacle: GapReason | None = None
    page: int = 0
    is_sure: bool = False
