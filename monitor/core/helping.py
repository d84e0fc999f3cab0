"""Whether nudges help: what was done after them, beside moments when nothing was shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from monitor.core.shares import Contrast, share_of


class Side(Enum):
    """What a moment brought."""

    SPOKEN = "spoken"
    SILENT = "silent"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Case:
    """A moment when a rule had something to say; ``followed`` None: it cannot be told."""

    rule: str
    occasion: str
    side: Side
    followed: bool | None


def contrast(cases: Iterable[Case], beside: Side) -> Contrast:
    """Set what was spoken beside what was not; of each occasion its first moment counts.

    What is put off comes again, and three words on one occasion are no three trials.
    """
    first: dict[tuple[str, str, Side], Case] = {}
    for case in cases:
        first.setdefault((case.rule, case.occasion, case.side), case)
    sides = {
        side: share_of(case.followed for case in first.values() if case.side is side)
        for side in (Side.SPOKEN, beside)
    }
    return Contrast(sides[Side.SPOKEN], sides[beside])
