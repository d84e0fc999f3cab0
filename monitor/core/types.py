"""The words: one word for one thing.

A moment is an aware UTC datetime, a length a timedelta, a day a local date. Absent text is ''.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum

ELSEWHERE = "*"  # the host that stands for any site that was seen and is no tool we know


class Presence(IntEnum):
    """Whether somebody is there. The numbers are kept in the ledger."""

    ACTIVE = 1
    IDLE = 2


class Mark(IntEnum):
    """What else is known of an active stretch; kept as a sum of bits."""

    PASSIVE = 1  # watching or listening, without input
    CALL = 2
    UNCHANGED = 4  # input for hours with no change of window: a stuck key, or a mouse jiggler?


class Track(IntEnum):
    """Attended: in front, one at a time. Unattended: running by itself, several at once."""

    ATTENDED = 1
    UNATTENDED = 2


class Way(IntEnum):
    """How the subject became known."""

    WINDOW = 1
    APP_MODE = 2
    HISTORY = 3
    EXTENSION = 4
    TITLE = 5
    TERMINAL = 6
    PROCESS = 7
    IMPORT = 8
    XWAYLAND = 9

    @property
    def word(self) -> str:
        """The name in exports."""
        return self.name.lower()


class GapReason(IntEnum):
    """Why a time belongs to no stretch.

    OFF: no daemon ran. SWITCHED: another person's session was on the screen.
    """

    SUSPENDED = 1
    CLOCK_SET = 2
    STALLED = 3
    PAUSED = 4
    LOCKED = 5
    BLIND = 6
    OFF = 7
    SWITCHED = 8

    @property
    def word(self) -> str:
        """The name in exports."""
        return self.name.lower()


class Kind(Enum):
    """What a tool is for."""

    ASSISTANT = "assistant"
    COMPANION = "companion"
    WELLBEING = "wellbeing"
    CODING_AGENT = "coding_agent"
    AI_IDE = "ai_ide"
    AI_SEARCH = "ai_search"
    LOCAL_MODEL = "local_model"
    STUDY = "study"
    CREATIVE = "creative"
    WRITING = "writing"
    CALL = "call"
    MESSAGE = "message"
    SOCIAL = "social"
    REFERENCE = "reference"
    SEARCH = "search"
    BROWSER = "browser"
    OTHER = "other"

    @property
    def is_ai(self) -> bool:
        """Counted as AI time; an editor with AI inside is not, its share cannot be seen."""
        return self._value_ in _AI

    @property
    def is_people(self) -> bool:
        """Contact with people."""
        return self._value_ in _PEOPLE


_AI = frozenset({
    "assistant", "companion", "wellbeing", "coding_agent", "ai_search", "local_model", "study",
    "creative", "writing",
})  # fmt: skip
_PEOPLE = frozenset({"call", "message", "social"})


@dataclass(frozen=True, slots=True)
class Instant:
    """One reading of the three clocks.

    ``wall`` can be set, ``mono`` stops while the machine sleeps, ``boot`` does neither.
    """

    wall: datetime
    mono: timedelta
    boot: timedelta


@dataclass(frozen=True, slots=True)
class Subject:
    """What was in front: an app, a program inside a terminal, a host inside a browser.

    ``hint`` is the tool that a weak title spoke for. The host '*' stands for any site that was
    seen and is no tool we know: that it is nothing known is kept, which one it is is not.
    """

    app: str = ""
    program: str = ""
    host: str = ""
    hint: str = ""

    @property
    def site(self) -> str:
        """The host for people and exports, '' for a site that is not kept by name."""
        return "" if self.host == ELSEWHERE else self.host


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a subject was recognised as. Tool '' means: nothing in the catalogue matches."""

    tool: str
    kind: Kind
    because: str
    weak: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time with one subject in front. It has no title, so none is ever stored."""

    start: datetime
    end: datetime
    subject: Subject
    presence: Presence = Presence.ACTIVE
    way: Way = Way.WINDOW
    track: Track = Track.ATTENDED
    marks: int = 0
    source: int = 0

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Gap:
    """Time that belongs to no stretch, and why."""

    start: datetime
    end: datetime
    reason: GapReason

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Zone:
    """The IANA time zone in force from a moment on."""

    since: datetime
    name: str
