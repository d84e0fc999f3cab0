"""The words of the state machine: what was said before, how it is now, what waits, what holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from config.schema import Nudge as Policy
from config.schema import Weekday
from monitor.core.days import Calendar
from monitor.core.notices import Answer, Finding

MERGED = 2
"""So many findings one nudge says besides its own, at most."""


@dataclass(frozen=True, slots=True)
class Given:
    """A finding that was spoken of, and what the person said to it.

    ``is_silent``: it was left out by chance, to learn whether speaking helps. ``is_part``: it was
    said within the nudge of another. ``is_lost``: it reached nobody, and was tried often enough.
    """

    rule: str
    occasion: str
    at: datetime
    answer: Answer | None = None
    answered: datetime | None = None
    is_silent: bool = False
    is_part: bool = False
    is_lost: bool = False

    @property
    def is_heard(self) -> bool:
        """Whether it may have been seen; what was not holds its own occasion and nothing else."""
        return not self.is_silent and not self.is_lost


class Breakpoint(Enum):
    """A moment between two things, when a word disturbs least."""

    FOCUS = "you turned to another window"
    UNLOCK = "you unlocked the screen"
    PAUSE = "you paused"


@dataclass(frozen=True, slots=True)
class Moment:
    """How it is at the desktop now. ``first_seen`` is when the ledger began.

    ``silence`` is what the desktop says of its do-not-disturb, in words, '' when it is off or
    nobody knows. ``back_since``: when the person last came back to the screen.
    """

    calendar: Calendar
    first_seen: datetime | None
    active: bool
    locked: bool = False
    fullscreen: bool = False
    call: bool = False
    silence: str = ""
    paused_until: datetime | None = None
    back_since: datetime | None = None
    between: Breakpoint | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Why there is no nudge: of one rule, or of any when ``rule`` is ''.

    ``until`` is when this reason ends; None: nobody knows.
    """

    rule: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finding that waits for its moment.

    ``free`` is since when nothing but the person's own doing holds it; ``reasons`` are all that
    held it. One that ``has_expired`` waits no more, and begins anew once nothing holds it.
    """

    finding: Finding
    since: datetime
    until: datetime
    free: datetime | None = None
    reasons: frozenset[str] = frozenset()
    has_expired: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What it speaks of."""
        return self.finding.rule, self.finding.occasion

    def following(self, finding: Finding) -> "Waiting":
        """The same with the newest figures."""
        return replace(self, finding=finding)


class End(Enum):
    """How the waiting of a finding ended without a nudge."""

    EXPIRED = "expired"
    MOOT = "moot"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Ended:
    """A finding that came to no nudge; the reasons are all that held it."""

    waiting: Waiting
    at: datetime
    how: End


@dataclass(frozen=True, slots=True)
class Cap:
    """How often one rule may speak."""

    a_day: int
    a_week: int


@dataclass(frozen=True, slots=True)
class Order:
    """What the person ordered for an hour of these days: a rule, and its name in words.

    It goes before all that waits, and a place of the day and of the week is kept for it.
    """

    rule: str
    name: str
    hour: int
    days: tuple[Weekday, ...]


class Standing(Enum):
    """How much holds a rule, the most first, beside the moments, which hold every rule alike.

    ``USUAL``: the caps, the places that are kept, and a rest that doubles. ``ORDERED`` for an
    hour: the caps and the plain rest. ``PROMPT``: the plain rest alone.
    """

    USUAL = 0
    ORDERED = 1
    PROMPT = 2


@dataclass(frozen=True, slots=True)
class Law:
    """What a decision goes by: the person's policy, the caps of single rules, what was ordered.

    ``leading`` are the rules whose buttons are needed: what waits with them is said within them,
    but no two of them in one nudge.
    ``prompt`` are those that a law wants at their time: no cap holds them, nor do they count in
    one.
    """

    policy: Policy
    caps: Mapping[str, Cap] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    leading: frozenset[str] = frozenset()
    prompt: frozenset[str] = frozenset()

    def standing(self, rule: str) -> Standing:
        """How much holds a rule."""
        if rule in self.prompt:
            return Standing.PROMPT
        is_ordered = any(order.rule == rule for order in self.orders)
        return Standing.ORDERED if is_ordered else Standing.USUAL


@dataclass(frozen=True, slots=True)
class Facts:
    """What is due now, and how it is."""

    findings: tuple[Finding, ...]
    moment: Moment


@dataclass(frozen=True, slots=True)
class History:
    """What was spoken of, in the order of time, and what waits; the forgotten counts no more."""

    given: tuple[Given, ...] = ()
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What to say now, if anything, and until when it may be said; what waits, ended, and why.

    ``also`` waited with the chosen one and is said with it; with what was ordered nothing is.
    """

    chosen: Finding | None = None
    expires: datetime | None = None
    also: tuple[Finding, ...] = ()
    held: tuple[Held, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    ended: tuple[Ended, ...] = ()
