"""Lives to judge: time at the screen in Berlin, limits, and what they count of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from config.schema import Length, Limit, Nudge, Per, Span, What
from monitor.core.days import Calendar
from monitor.core.limits import Seen, Tally, begin, fold, tally
from monitor.core.notices import Answer, Figure, Finding
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import (
    Cap,
    Decision,
    Facts,
    Given,
    History,
    Law,
    Moment,
)
from monitor.core.types import (
    Kind,
    Stretch,
    Subject,
    Verdict,
    Zone,
)

BERLIN = Calendar((Zone(datetime(2020, 1, 1, tzinfo=UTC), "Europe/Berlin"),))
EDITOR = Verdict("", Kind.OTHER, "nothing matches")
CLAUDE = Verdict("Claude", Kind.ASSISTANT, "host", tags=("work",))
START = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday, ten o'clock in Berlin
LONG_AGO = datetime(2026, 1, 1, 12, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)  # a Monday, twelve o'clock in Berlin
POLICY = Nudge(
    quiet=(Span.of("22:30-07:00"),),
    most_a_day=8,
    spacing=Length.of("15m"),
    snooze=Length.of("10m"),
    expires=Length.of("20m"),
    patience=Length.of("0s"),
    settle_in=Length.of("0s"),
)
THERE = Moment(BERLIN, LONG_AGO, active=True)


def choose(
    now: datetime,
    findings: Sequence[Finding],
    given: Sequence[Given] = (),
    moment: Moment = THERE,
    policy: Nudge = POLICY,
    **caps: Cap,
) -> Decision:
    """Decide with nothing that waits from before."""
    facts = Facts(tuple(findings), moment)
    return settle(now, facts, History(tuple(given)), Law(policy, caps))


def minutes(count: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)


def at(text: str) -> datetime:
    """A moment told with its offset."""
    return datetime.fromisoformat(text).astimezone(UTC)


def limit(what: str = "screen", per: Per = Per.DAY, **more: object) -> Limit:
    """A limit of 50 minutes, unless told otherwise."""
    return replace(Limit(name="mine", what=What(what), at_most=Length.of("50m"), per=per), **more)


def seen(start: datetime, length: timedelta, verdict: Verdict = EDITOR) -> Seen:
    """Attended time with one thing."""
    return Stretch(start, start + length, Subject("some")), verdict


def counted(
    rule: Limit, life: Sequence[Seen], now: datetime | None = None, calendar: Calendar = BERLIN
) -> Tally:
    """What a limit counts of a life, at its end or at another moment."""
    (count,) = fold([begin(rule)], life, calendar)
    return tally(count, now or life[-1][0].end, calendar)


def due(
    rule: str = "break", occasion: str = "spell:1", *, amount: float = 60, limit: float = 50
) -> Finding:
    """A limit that is reached, its figures told in minutes."""
    figures = (Figure("amount", amount * 60, "s"), Figure("limit", limit * 60, "s"))
    return Finding(rule, occasion, figures)


def told(
    ago: timedelta, answer: Answer | None = None, *, occasion: str = "spell:1", rule: str = "break"
) -> Given:
    """A nudge given some time before noon."""
    return Given(rule, occasion, NOON - ago, answer, NOON - ago + minutes(1) if answer else None)
