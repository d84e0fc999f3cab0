"""What is said of tags that are left out."""

from collections.abc import Iterable, Iterator
from shlex import quote
from typing import TYPE_CHECKING

from cli.output import length, safe

if TYPE_CHECKING:  # limits and the index need none of it
    from monitor.service.reporting.shape import Report


def of_report(found: "Report") -> Iterator[str]:
    """What a report leaves out, where that was asked for."""
    if found.without is None:
        return
    tags = [tag for tag in found.without.tags if tag not in found.without.unborne]
    if tags:
        names = ", ".join(map(safe, tags))
        much = f"{length(found.without.length)} is left out"
        told = much if found.without.length else "none of it was seen in this time"
        yield f"Without {names}, as you asked: {told}."
    yield from unborne(found.without.unborne)


def unborne(tags: Iterable[str]) -> Iterator[str]:
    """Say of each tag that no tool bears that it leaves out nothing yet, and how to give it."""
    for tag in map(safe, tags):
        gives = f"`humanward tools add NAME --tag {quote(tag)}` gives it"
        yield f"No tool bears the tag {tag} yet; {gives}."
