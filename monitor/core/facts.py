"""What a day held: how long with what, in which order, and how much of it was seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.core.days import Calendar
from monitor.core.types import Kind

if TYPE_CHECKING:  # who reads facts back measures nothing: it costs a command as much as SQLite
    from config.schema import Span

BOUT_GAP = timedelta(seconds=30)
SESSION_GAP = timedelta(minutes=5)
BREAK = timedelta(minutes=5)
RETURN_FROM = timedelta(minutes=1)
RETURN_TO = timedelta(minutes=10)
EPISODE_GAP = timedelta(minutes=2)
_NOTHING = timedelta()
_HELPING = frozenset({Kind.SEARCH, Kind.REFERENCE, Kind.MESSAGE, Kind.CALL})


@dataclass(frozen=True, slots=True)
class Measure:
    """What days are measured by: the calendar, the person's night, the tags that are left out."""

    calendar: Calendar
    night: "Span"
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HourFacts:
    """One local hour of a day; an hour that the clock repeats holds both.

    ``watched`` is time of which is known what was in front or that nobody was there.
    """

    hour: int
    active: timedelta
    ai: timedelta
    watched: timedelta


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One day in order.

    A bout joins AI gaps of up to 30 s, a session gaps of up to 5 min; its length is the AI time
    inside. A spell ends with 5 min away from the screen, and such a time away is a break unless
    it could not be seen. A return is a bout begun 1 to 10 min after AI was left. ``night`` is AI
    time in the person's night, ``weak`` AI time told by its title alone. An episode is a search
    for help after 2 min without one, counted by the kind of tool that it began with. ``seen`` is
    attended time with or without input, ``unseen`` blind or stalled, ``unwatched`` with no daemon
    or paused. ``left_out`` is active time with a tag that is left out: it is in no other figure
    but ``seen``, ``watched``, spells and breaks.
    """

    day: date
    active: timedelta = _NOTHING
    ai: timedelta = _NOTHING
    bouts: int = 0
    sessions: int = 0
    longest_session: timedelta = _NOTHING
    longest_spell: timedelta = _NOTHING
    returns: int = 0
    night: timedelta = _NOTHING
    seen: timedelta = _NOTHING
    unseen: timedelta = _NOTHING
    unwatched: timedelta = _NOTHING
    unrecognised: timedelta = _NOTHING
    left_out: timedelta = _NOTHING
    weak: timedelta = _NOTHING
    breaks: int = 0
    calls: timedelta = _NOTHING
    messages: timedelta = _NOTHING
    kinds: tuple[tuple[Kind, timedelta], ...] = ()
    episodes: tuple[tuple[Kind, int], ...] = ()
    hours: tuple[HourFacts, ...] = ()

    @property
    def present(self) -> timedelta:
        """All active time, with what is left out of the other figures."""
        return self.active + self.left_out

    def time_of(self, counts: Callable[[Kind], bool]) -> timedelta:
        """Active time of some kinds."""
        return sum((length for kind, length in self.kinds if counts(kind)), _NOTHING)

    def openings(self, counts: Callable[[Kind], bool] = lambda _: True) -> int:
        """How many searches for help began with some kinds; without a question: with any."""
        return sum(count for kind, count in self.episodes if counts(kind))


def gives_help(kind: Kind) -> bool:
    """Whether people turn to it for help: AI, search, reference, or a word with somebody."""
    return kind.is_ai or kind in _HELPING


def is_return(away: timedelta | None) -> bool:
    """Whether AI was come back to after so long away from it; None: it was not left before."""
    return away is not None and RETURN_FROM <= away <= RETURN_TO


def begins_episode(gap: timedelta | None) -> bool:
    """Whether a search for help begins after so long without one; None: there was none before."""
    return gap is None or gap >= EPISODE_GAP
