"""Calls, messages and talks, in words."""

from cli.drawing.words import WORTH_TELLING
from cli.output import length, safe
from monitor.service.reporting.shape import Report


def talks(found: Report) -> str:
    """The talks that the person noted; '' without any."""
    total = sum(one.count for one in found.talks)
    if not total:
        return ""
    by_name: dict[str, int] = {}
    for one in found.talks:
        by_name[one.person] = by_name.get(one.person, 0) + one.count
    unnamed = by_name.pop("", 0)
    ordered = sorted(by_name.items(), key=lambda item: (-item[1], item[0].casefold()))
    told = [f"{safe(who)} {times}" for who, times in ordered]
    told += [f"nobody named {unnamed}"] if unnamed else []
    return f"Talks you noted: {total} ({', '.join(told)})."


def seen_people(found: Report) -> str:
    """That nobody knows with whom calls and messages were; '' where neither were nor talks."""
    if not found.talks or found.people < WORTH_TELLING:
        return ""
    return f"Seen: {people(found)}; with whom is not known."


def people(found: Report) -> str:
    """Contact with people, by tool."""
    told = [
        f"{safe(one.tool)} {length(one.length)}"
        for one in found.tools
        if one.kind.is_people and one.length >= WORTH_TELLING
    ]
    return ", ".join(told)
