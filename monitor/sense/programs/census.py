"""What is told of every process of this user, pass after pass."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Member:
    """One process.

    ``start`` tells one bearer of a pid from the next. ``cpu_s`` counts the children that ended.
    ``tty`` is the device number of its terminal, 0 for none or not told.
    """

    pid: int
    parent: int
    start: float
    name: str
    cpu_s: float
    tty: int


class Census(Protocol):
    """Goes through the processes of this user."""

    def take(self, anew: Collection[int] = ()) -> dict[int, Member]:
        """Everybody that runs now, by pid; ``anew`` are those whose CPU must be of now.

        Of others that were met twice it may be some passes old, as the name they run by.
        """
        ...
