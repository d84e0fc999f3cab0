"""One thing that the doctor looked at, and how it stands."""

from dataclasses import dataclass
from enum import Enum


class Health(Enum):
    """How a check ended. A sensor that is not for this desktop is merely off."""

    GOOD = "good"
    OFF = "off"
    UNSURE = "unsure"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``advice`` says what to do, '' for nothing."""

    part: str
    name: str
    health: Health
    text: str
    advice: str = ""
