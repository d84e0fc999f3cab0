"""Help that was sought of AI first: the rule, as a fold with one step for one stretch.

A search for help is what it is in the facts of a day: it begins with the first source of help
after 2 min without any. What counts here is how many of today's began with AI.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from config.schema import AskFirst
from monitor.core.days import Calendar
from monitor.core.facts import begins_episode, gives_help
from monitor.core.notices import Figure, Finding
from monitor.core.nudging.words import Cap
from monitor.core.tags import bears
from monitor.core.types import Presence, Stretch, Track, Verdict

NAME = "ask-first"
CAP = Cap(a_day=1, a_week=3)
_DAY = timedelta(days=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rule remembers of a day: its bounds, and the searches that began with AI so far.

    ``helped`` is the latest moment with a source of help in front.
    """

    day: date = date.min
    begins: datetime = _LONG_AGO
    ends: datetime = _LONG_AGO
    first: int = 0
    helped: datetime | None = None


def step(
    before: Asked,
    stretch: Stretch,
    verdict: Verdict,
    calendar: Calendar,
    left_out: tuple[str, ...] = (),
) -> Asked:
    """Take the next stretch in time; one across the start of a day is cut there.

    A source of help keeps a search going though nobody is there or its tag is left out.
    """
    if stretch.track is not Track.ATTENDED or not gives_help(verdict.kind):
        return before
    counts = stretch.presence is Presence.ACTIVE and not bears(verdict, left_out)
    asked, start = before, stretch.start
    while True:
        if start >= asked.ends:
            asked = _begin(calendar, start)
        gap = None if asked.helped is None else start - asked.helped
        opens = counts and verdict.kind.is_ai and begins_episode(gap)
        end = min(stretch.end, asked.ends)
        asked = Asked(asked.day, asked.begins, asked.ends, asked.first + opens, end)
        if end == stretch.end:
            return asked
        start = end


def findings(asked: Asked, now: datetime, rule: AskFirst) -> tuple[Finding, ...]:
    """Find that AI came first in many of today's searches."""
    if not rule.on or now >= asked.ends or asked.first < rule.episodes:
        return ()
    figures = (
        Figure("episodes", float(asked.first), ""),
        Figure("many", float(rule.episodes), ""),
        Figure("since", asked.begins.timestamp(), "unix"),
    )
    return (Finding(NAME, f"day:{asked.day}", figures),)


def _begin(calendar: Calendar, at: datetime) -> Asked:
    """Begin a day; on a journey west one that has begun is not left backwards."""
    day = calendar.day(at)
    begins, ends = calendar.bounds(day)
    while ends <= at:
        day += _DAY
        begins, ends = calendar.bounds(day)
    return Asked(day, begins, ends)
