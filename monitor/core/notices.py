"""The words of nudging: from a finding to what the person said to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a finding, in words and value: ("watched", 3720.0, "s")."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule whose figures say that it is time to speak.

    ``occasion`` names the one spell, session, day or week that it speaks of.
    """

    rule: str
    occasion: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Nudge:
    """The words for a finding. ``code`` is short enough to type."""

    code: str
    at: datetime
    expires: datetime
    rule: str
    occasion: str
    title: str
    text: str
    figures: tuple[Figure, ...]


class Outcome(Enum):
    """What became of a nudge on one channel. An accepted call alone is not 'shown'."""

    SHOWN = "shown"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one channel took a nudge, and its reason."""

    channel: str
    outcome: Outcome
    reason: str


class Answer(Enum):
    """What a person said to a nudge."""

    DID = "did"
    LATER = "later"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Response:
    """A person's answer, and by which way it came (a channel's name, or 'command')."""

    code: str
    at: datetime
    answer: Answer
    via: str
