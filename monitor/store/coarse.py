"""Tell the facts of a day anew from its sums alone: what needs order stays as it was seen."""

from collections.abc import Iterable
from typing import Any

import msgspec

from monitor.core.correct import Seen
from monitor.core.tags import bears
from monitor.core.types import Kind, Mark, Presence, Track

_BEGINS = ',"active":'  # before it stands what the day was measured by

HourPart = tuple[int, int, Seen]
"""A local hour, milliseconds in it, and what they were."""


def retold(text: str, parts: Iterable[HourPart]) -> str:
    """Change in a day's kept facts what its uses tell."""
    measured, _, rest = text.partition(_BEGINS)
    told: dict[str, Any] = msgspec.json.decode(f"{{{_BEGINS[1:]}{rest}")
    counted = [
        part
        for part in parts
        if part[2][0].presence is Presence.ACTIVE and part[2][0].track is Track.ATTENDED
    ]
    _tell(told, counted)
    if "apart" in told:
        tags = tuple(msgspec.json.decode(measured + "}")["measured"]["left_out"])
        within = [part for part in counted if not bears(part[2][1], tags)]
        told["apart"]["left_out"] = _seconds(counted) - _seconds(within)
        _tell(told["apart"], within)
    return f"{measured},{msgspec.json.encode(told).decode()[1:]}"


def _tell(told: dict[str, Any], parts: list[HourPart]) -> None:
    kinds: dict[str, float] = {}
    hours = {hour: [0.0, 0.0, watched] for hour, _, _, watched in told.get("hours", ())}
    for hour, ms, (_, verdict) in parts:
        name, kind = verdict.kind.value, verdict.kind
        kinds[name] = kinds.get(name, 0.0) + ms / 1000
        cell = hours.setdefault(hour, [0.0, 0.0, 0.0])
        cell[0] += ms / 1000
        cell[1] += ms / 1000 if kind.is_ai else 0.0
    ai = [part for part in parts if part[2][1].kind.is_ai]
    others = [part for part in parts if not part[2][1].kind.is_ai]
    told["kinds"] = dict(sorted(kinds.items()))
    told["hours"] = [(hour, *cell) for hour, cell in sorted(hours.items())]
    told["active"], told["ai"] = _seconds(parts), _seconds(ai)
    told["unrecognised"] = kinds.get(Kind.BROWSER.value, 0.0)
    told["weak"] = _seconds(part for part in ai if part[2][1].weak)
    told["calls"] = _seconds(part for part in others if _is_call(part[2]))
    told["messages"] = _seconds(
        (hour, ms, seen)
        for hour, ms, seen in others
        if seen[1].kind is Kind.MESSAGE and not _is_call(seen)
    )
    _bound(told)


def _bound(told: dict[str, Any]) -> None:
    """No part is longer than the whole that is left; spells and breaks know no tags."""
    present = told["active"] + told.get("left_out", 0.0)
    for part, whole in (
        ("longest_spell", present), ("longest_session", told["ai"]), ("night", told["ai"]),
    ):  # fmt: skip
        told[part] = min(told.get(part, 0.0), whole)
    if not told["ai"]:
        told |= {"bouts": 0, "sessions": 0, "returns": 0}
    if not present:
        told["breaks"] = 0


def _is_call(seen: Seen) -> bool:
    return seen[1].kind is Kind.CALL or bool(seen[0].marks & Mark.CALL)


def _seconds(parts: Iterable[HourPart]) -> float:
    return sum(ms for _, ms, _ in parts) / 1000
