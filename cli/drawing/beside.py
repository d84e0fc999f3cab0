"""A span beside the one before it, in words."""

from collections.abc import Iterator
from datetime import timedelta

from cli.drawing.words import WORTH_TELLING
from cli.output import as_told, length
from monitor.service.reporting.shape import Report

Row = tuple[str, timedelta, timedelta]


def compared(found: Report) -> list[Row]:
    """Each figure now and in the span before; [] where none was asked for or nothing is kept."""
    before, first = found.previous, found.first
    if before is None or (first is not None and before.until < first):
        return []
    rows = [
        ("AI", found.ai, before.ai),
        ("Active", found.active, before.active),
        ("People", found.people, before.people),
        ("Unattended AI", found.unattended_ai, before.unattended_ai),
    ]
    return [row for row in rows if max(row[1:]) >= WORTH_TELLING]


def change(now: timedelta, before: timedelta) -> str:
    """The difference of the two as they are told, in words."""
    if length(now) == length(before):
        return "the same"
    apart = abs(as_told(now) - as_told(before))
    return f"{length(apart)} {'more' if now > before else 'less'}"


def notes(found: Report) -> Iterator[str]:
    """What to know of these figures, or why there are none; nothing where none was asked for."""
    before, first = found.previous, found.first
    if before is None:
        return
    if first is not None and before.since < first:
        yield f"Nothing is kept from before {first:%d %B %Y}."
    elif not compared(found):
        yield "Nothing was seen in either."
    if found.is_open:
        yield "Today is not over yet."
