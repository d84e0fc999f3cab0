"""How it is at the desktop, look by look: who came back when, and where one thing ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.limits import AWAY
from monitor.core.nudging.words import Breakpoint
from monitor.core.types import Subject

_PAUSE_FROM, _PAUSE_TO = timedelta(seconds=3), timedelta(seconds=8)
_FRESH = timedelta(minutes=2)  # an older look tells nothing of now
_BETWEEN = timedelta(seconds=10)  # so long after a breakpoint a nudge still comes at it


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one look tells of the moment.

    ``idle`` is the time since the last sign of somebody; None: it cannot be told.
    """

    at: datetime
    active: bool
    locked: bool = False
    fullscreen: bool = False
    call: bool = False
    subject: Subject | None = None
    idle: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The newest look, and what is remembered of those before it."""

    glimpse: Glimpse | None = None
    active_at: datetime | None = None
    back_since: datetime | None = None
    between: Breakpoint | None = None
    between_at: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether the newest look tells how it is now."""
        return self.glimpse is not None and abs(now - self.glimpse.at) < _FRESH

    def breakpoint(self, now: datetime) -> Breakpoint | None:
        """The breakpoint that is now, if it is one."""
        if self.between_at is None or abs(now - self.between_at) > _BETWEEN:
            return None
        return self.between


def follow(trace: Trace, glimpse: Glimpse) -> Trace:
    """Take the next look."""
    active_at, back_since = trace.active_at, trace.back_since
    if glimpse.active:
        if active_at is None or abs(glimpse.at - active_at) >= AWAY:
            back_since = glimpse.at
        active_at = glimpse.at
    elif active_at is not None and glimpse.idle is not None:
        active_at = min(active_at, glimpse.at - glimpse.idle)  # the ledger takes that time back too
    found = _between(trace.glimpse, glimpse)
    between = (trace.between, trace.between_at) if found is None else (found, glimpse.at)
    return Trace(glimpse, active_at, back_since, *between)


def _between(before: Glimpse | None, now: Glimpse) -> Breakpoint | None:
    if before is None or not now.active:
        return None
    if before.locked and not now.locked:
        return Breakpoint.UNLOCK
    if now.subject != before.subject:
        return Breakpoint.FOCUS
    if now.idle is not None and _PAUSE_FROM <= now.idle <= _PAUSE_TO:
        return Breakpoint.PAUSE
    return None
