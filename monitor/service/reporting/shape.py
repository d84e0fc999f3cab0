"""The words of a report: what it holds, whatever it is shown as."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum

from monitor.core.types import GapReason, Kind, Subject, Verdict

_NOTHING = timedelta()


class Group(IntEnum):
    """What pictures tell apart; the numbers are places in ``HourUse.lengths``."""

    AI = 0
    PEOPLE = 1
    EDITOR = 2
    BROWSER = 3
    OTHER = 4

    @staticmethod
    def of(kind: Kind) -> "Group":
        """The group that a kind belongs to."""
        if kind.is_ai:
            return Group.AI
        if kind.is_people:
            return Group.PEOPLE
        if kind is Kind.AI_IDE:
            return Group.EDITOR
        return Group.BROWSER if kind is Kind.BROWSER else Group.OTHER


class By(Enum):
    """What the rows of a breakdown stand for."""

    TOOL = "tool"
    KIND = "kind"
    APP = "app"
    HOUR = "hour"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class SubjectUse:
    """Attended and unattended time of one subject."""

    subject: Subject
    verdict: Verdict
    attended: timedelta
    unattended: timedelta


@dataclass(frozen=True, slots=True)
class ToolUse:
    """Attended time with one tool. ``low`` leaves weak titles out.

    ``high`` of an AI tool adds its share of what unrecognised browsing may hold.
    """

    tool: str
    kind: Kind
    length: timedelta
    low: timedelta
    high: timedelta


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the span, or of a long one the month that begins then: active and AI time."""

    day: date
    active: timedelta
    ai: timedelta


@dataclass(frozen=True, slots=True)
class HourUse:
    """Attended time in one local hour of one weekday (Monday is 0), by Group.

    ``front`` is what was in front longest.
    """

    weekday: int
    hour: int
    lengths: tuple[timedelta, ...]
    front: SubjectUse

    @property
    def active(self) -> timedelta:
        """All of it."""
        return sum(self.lengths, _NOTHING)

    @property
    def ai(self) -> timedelta:
        """The part with AI tools."""
        return self.lengths[Group.AI]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a breakdown. ``name`` is '' for time with no name of that sort."""

    name: str
    active: timedelta
    ai: timedelta


@dataclass(frozen=True, slots=True)
class Usual:
    """The median AI time of a day in the 28 before the span.

    ``days`` says how many of them had an hour or more at the screen; of fewer than 14 such days
    nothing is usual yet, and ``ai`` is None.
    """

    ai: timedelta | None
    days: int


@dataclass(frozen=True, slots=True)
class Report:
    """A span of days, both inclusive. ``coverage`` is None when nothing was watched.

    ``passive``, ``in_calls`` and ``unchanged`` (input for hours, nothing changed in front) are
    parts of the active time. ``hours`` is None for a long span whose hours nobody asked for.
    ``passed`` counts the days of each weekday that have begun. ``usual`` is None where a span is
    told by months. ``not_watching_since`` is set when a daemon watched before and none does now.
    """

    since: date
    until: date
    active: timedelta
    ai: timedelta
    ai_low: timedelta
    ai_high: timedelta
    people: timedelta
    ai_editor: timedelta
    unrecognised_browser: timedelta
    unattended_ai: timedelta
    passive: timedelta
    in_calls: timedelta
    unchanged: timedelta
    coverage: float | None
    subjects: tuple[SubjectUse, ...]
    tools: tuple[ToolUse, ...]
    kinds: tuple[tuple[Kind, timedelta], ...]
    gaps: tuple[tuple[GapReason, timedelta], ...]
    bars: tuple[Bar, ...]
    by_month: bool
    starts: int
    hours: tuple[HourUse, ...] | None
    passed: tuple[int, ...]
    usual: Usual | None
    by: By | None
    rows: tuple[Row, ...]
    previous: "Report | None"
    is_open: bool
    watching: bool
    not_watching_since: datetime | None
    has_past: bool
    began: date | None

    @property
    def is_day(self) -> bool:
        """Whether the span is one day."""
        return self.since == self.until
