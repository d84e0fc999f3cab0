"""Leave out what bears a tag: one law for index, reports and limits."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import TypeVar

from monitor.core.types import Verdict

_Use = TypeVar("_Use")


def is_left_out(verdict: Verdict, tags: Collection[str]) -> bool:
    """Whether what was recognised bears one of these tags; capitals make no difference."""
    if not tags or not verdict.tags:
        return False
    folded = {tag.casefold() for tag in tags}
    return any(tag.casefold() in folded for tag in verdict.tags)


def without(
    uses: Iterable[tuple[_Use, Verdict, timedelta]], tags: Collection[str]
) -> Iterator[tuple[_Use, Verdict, timedelta]]:
    """Leave out of sums, each told with its verdict and length, what bears one of these tags."""
    return (use for use in uses if not is_left_out(use[1], tags))
