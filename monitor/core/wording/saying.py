"""What a rule can say, and the buttons below it."""

from dataclasses import dataclass

from monitor.core.notices import Answer
from monitor.core.wording.tongue import Message, text

Choice = tuple[Answer, str]

DID, LATER, NO = text("Did it"), text("Later"), text("Not helpful")
USUAL: tuple[Choice, ...] = ((Answer.DID, DID), (Answer.LATER, LATER), (Answer.NO, NO))
"""The buttons that most nudges have; a server draws three at most."""


@dataclass(frozen=True, slots=True)
class Saying:
    """The wordings of one rule. They take turns, so that nothing is said twice in a row.

    ``short`` is one sentence for when it is said within the nudge of another; '' when it never is,
    for a question needs its own buttons. ``topic`` is the table of the settings that tunes it.
    """

    title: str
    texts: tuple[Message, ...]
    short: Message
    topic: str
    buttons: tuple[Choice, ...] = USUAL
