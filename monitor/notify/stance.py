"""What one desktop says of its do-not-disturb."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stance:
    """Whether it holds nudges back, and its words; None: it does not say, and the reason why."""

    desktop: str
    holds: bool | None
    reason: str
