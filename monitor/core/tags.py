"""Leave out what bears a tag: one law for index, reports and limits."""

from collections.abc import Collection

from monitor.core.types import Verdict


def bears(verdict: Verdict, tags: Collection[str]) -> bool:
    """Whether what was recognised bears one of these tags; capitals make no difference."""
    if not tags or not verdict.tags:
        return False
    folded = {tag.casefold() for tag in tags}
    return any(tag.casefold() in folded for tag in verdict.tags)
