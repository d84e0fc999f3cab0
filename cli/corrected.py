"""A correction in words and in JSON."""

from cli import output
from monitor.core.correct import Claim, Correction
from monitor.core.days import Calendar


def words(one: Correction, calendar: Calendar) -> str:
    """A correction as the person would say it."""
    first, last = calendar.local(one.start), calendar.local(one.end)
    end = f"{last:%H:%M}" if last.date() == first.date() else f"{last:%Y-%m-%d %H:%M}"
    claims = {
        Claim.AWAY: "I was away",
        Claim.THERE: "I was there",
        Claim.NOT_AI: f"that was no AI{f' ({one.tool})' if one.tool else ''}",
        Claim.AI: f"that was {one.tool} ({output.word(one.kind.value)})",
    }
    where = f", in {one.app}" if one.app else ""
    return output.safe(f"{claims[one.claim]}{where}, {first:%Y-%m-%d %H:%M} to {end}")


def plain(one: Correction) -> dict[str, object]:
    """A correction in JSON."""
    return {
        "number": one.number,
        "made": output.moment(one.made),
        "start": output.moment(one.start),
        "end": output.moment(one.end),
        "claim": one.claim.value,
        "tool": one.tool or None,
        "kind": one.kind.value if one.claim is Claim.AI else None,
        "app": one.app or None,
    }
