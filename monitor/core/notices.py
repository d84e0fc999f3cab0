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

    ``occasion`` names the one spell, session, day or week that it speaks of; ``person`` whom it
    is about, '' for nobody.
    """

    rule: str
    occasion: str
    figures: tuple[Figure, ...]
    person: str = ""

    def figure(self, name: str) -> float | None:
        """The value of a figure; None when there is none of that name."""
        return next((figure.value for figure in self.figures if figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Button:
    """One button of a nudge: what it answers, its words, and what it opens, '' for nothing."""

    answer: "Answer"
    words: str
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Nudge:
    """The words for a finding. ``code`` is short enough to type.

    ``also`` are the findings that waited with it and are said by it too, as rule and occasion.
    No ``buttons``: those that every nudge has. ``to_answer`` says in the language of the text how
    it is answered where no button is drawn; '' when it cannot be.
    """

    code: str
    at: datetime
    expires: datetime
    rule: str
    occasion: str
    title: str
    text: str
    figures: tuple[Figure, ...]
    person: str = ""
    also: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    to_answer: str = ""


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
