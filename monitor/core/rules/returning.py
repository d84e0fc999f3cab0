"""Coming back to AI again and again: the rule, as a fold with one step for one stretch.

A return is what it is in the facts of a day. Each counts for an hour; while enough of them count,
they are many.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from config.schema import Returning
from monitor.core.facts import is_return
from monitor.core.notices import Figure, Finding
from monitor.core.nudging.words import Cap
from monitor.core.tags import bears
from monitor.core.types import Presence, Stretch, Track, Verdict

NAME = "returning"
CAP = Cap(a_day=2, a_week=6)
WITHIN = timedelta(hours=1)

# names of their own, since a year passes here: looking up an enum's member costs more than all else
_ACTIVE, _ATTENDED = Presence.ACTIVE, Track.ATTENDED


@dataclass(frozen=True, slots=True)
class Returns:
    """What the rule remembers: when AI was left, and the returns of the hour before the last one.

    They are many from ``since`` to ``until``; None: they never were. Many again within an hour is
    still the same.
    """

    left: datetime | None = None
    at: tuple[datetime, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def step(
    before: Returns,
    stretch: Stretch,
    verdict: Verdict,
    rule: Returning,
    left_out: tuple[str, ...] = (),
) -> Returns:
    """Take the next stretch in time; what has a tag that is left out is no AI here."""
    if not verdict.kind.is_ai or stretch.presence is not _ACTIVE or stretch.track is not _ATTENDED:
        return before
    if bears(verdict, left_out):
        return before
    away = None if before.left is None else stretch.start - before.left
    if not is_return(away):
        return Returns(stretch.end, before.at, before.since, before.until)
    return _come_back(before, stretch.start, stretch.end, rule.times)


def findings(returns: Returns, now: datetime, rule: Returning) -> tuple[Finding, ...]:
    """Find that there were many returns within the last hour."""
    since, until = returns.since, returns.until
    if not rule.on or since is None or until is None or now >= until:
        return ()
    count = sum(at > now - WITHIN for at in returns.at)
    figures = (
        Figure("returns", float(count), ""),
        Figure("many", float(rule.times), ""),
        Figure("within", WITHIN.total_seconds(), "s"),
        Figure("since", since.timestamp(), "unix"),
    )
    return (Finding(NAME, f"returns:{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", figures),)


def _come_back(before: Returns, start: datetime, end: datetime, times: int) -> Returns:
    returns = (*(at for at in before.at if at > start - WITHIN), start)
    if len(returns) < times:
        return Returns(end, returns, before.since, before.until)
    goes_on = before.until is not None and start - before.until <= WITHIN
    since = before.since if goes_on else start
    return Returns(end, returns, since, returns[-times] + WITHIN)
