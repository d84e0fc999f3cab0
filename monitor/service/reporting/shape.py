"""The words of a report: what it holds, whatever it is shown as."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

from monitor.core.baseline import Baseline, Standing
from monitor.core.types import GapReason, Kind, Subject, Verdict
from monitor.core.week import is_weekend
from monitor.service.reporting.spans import Stride

if TYPE_CHECKING:  # few note talks, and reports are quick
    from monitor.core.people import How

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
    PERSON = "person"


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
    """One row of a breakdown. ``name`` is '' for time with no name of that sort.

    ``talks`` counts what the person noted, in a breakdown by person alone.
    """

    name: str
    active: timedelta
    ai: timedelta
    talks: int = 0


@dataclass(frozen=True, slots=True)
class Talks:
    """Talks that the person noted, with one person in one way; ``person`` '' was not named."""

    person: str
    how: "How"
    count: int


@dataclass(frozen=True, slots=True)
class Usual:
    """The AI time of a span beside the person's own four weeks before it.

    ``days`` counts those of the 28 that tell enough. ``mean`` is the AI time a day of the
    ``of_days`` that are compared: a single day, else those that are over and had an hour or more
    at the screen. ``ai``, ``low`` and ``high`` are what is usual on such days, None while that is
    learned. ``standing`` is None where nothing can be said yet.
    """

    weekdays: Baseline | None
    weekends: Baseline | None
    days: int
    ai: timedelta | None
    low: timedelta | None
    high: timedelta | None
    mean: timedelta | None
    of_days: int
    standing: Standing | None

    def on(self, day: date) -> Baseline | None:
        """What is usual on a weekday or on a day of the weekend."""
        return self.weekends if is_weekend(day) else self.weekdays


@dataclass(frozen=True, slots=True)
class Without:
    """Tags that are left out, those of them that no tool bears, and how long what bears one was."""

    tags: tuple[str, ...]
    unborne: tuple[str, ...]
    length: timedelta = _NOTHING


@dataclass(frozen=True, slots=True)
class Report:
    """A span of days, both inclusive. ``coverage`` is None when nothing was watched.

    It is of all that was seen; every other length is ``without`` what bears a tag left out.

    ``stride`` is the name it was asked by. ``asked`` is the first day that was asked for where
    nothing is kept of it, ``first`` the first day of which anything is. ``passive``, ``in_calls``,
    ``unchanged`` (input for hours, nothing changed in front) are parts of the active time.
    ``corrected`` is what the person's corrections change. ``hours`` is None for a long span whose
    hours nobody asked for. ``passed`` counts the days of each weekday that have begun. ``usual``
    is None where a span is told by months. ``not_watching_since`` is set when a daemon watched
    before and none does now.
    """

    since: date
    until: date
    stride: Stride | None
    asked: date | None
    first: date | None
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
    corrected: timedelta
    without: Without | None
    coverage: float | None
    subjects: tuple[SubjectUse, ...]
    tools: tuple[ToolUse, ...]
    kinds: tuple[tuple[Kind, timedelta], ...]
    gaps: tuple[tuple[GapReason, timedelta], ...]
    talks: tuple[Talks, ...]
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
    is_ahead: bool
    watching: bool
    not_watching_since: datetime | None
    has_past: bool
    began: date | None

    @property
    def is_day(self) -> bool:
        """Whether the span is one day."""
        return self.since == self.until
