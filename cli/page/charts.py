"""What the page's charts are drawn from: labels and minutes, nothing else."""

from collections.abc import Sequence
from datetime import timedelta

from cli.drawing.blocks import hour_order
from cli.drawing.words import GROUPS, WORTH_TELLING, kind_words
from cli.output import safe
from monitor.service.reporting.shape import Group, Report

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_TOP = 10
_LINES = 6
_STEPS = (1, 5, 10, 15, 30, 60, 120, 180, 300, 600, 1200, 3000, 6000, 12_000, 60_000)
_COLOURS = {
    Group.AI: "ai",
    Group.PEOPLE: "people",
    Group.EDITOR: "editor",
    Group.BROWSER: "browser",
    Group.OTHER: "other",
}
Spec = dict[str, object]


def charts(found: Report) -> dict[str, Spec]:
    """Each chart by the place that it is drawn in."""
    told = {
        "chart-hours": _hours(found) if found.is_day and found.hours else None,
        "chart-days": None if found.is_day else _days(found),
        "chart-tools": _tools(found),
        "chart-kinds": _kinds(found),
    }
    return {place: spec for place, spec in told.items() if spec}


def _minutes(lengths: Sequence[timedelta]) -> list[float]:
    return [round(length / _MINUTE, 1) for length in lengths]


def _hours(found: Report) -> Spec:
    cells = {one.hour: one.lengths for one in found.hours or ()}
    order = hour_order(found.starts)
    nothing = (timedelta(),) * len(Group)
    sets = []
    for group, label in GROUPS.items():
        lengths = [cells.get(hour, nothing)[group] for hour in order]
        if max(lengths) >= WORTH_TELLING:
            colour = _COLOURS[group]
            sets.append({"label": label, "values": _minutes(lengths), "colour": colour})
    labels = [f"{hour:02}" for hour in order]
    most = max([_HOUR, *(one.active for one in found.hours or ())])
    return {"labels": labels, "sets": sets, "stacked": True, "most": most / _MINUTE,
            "step": _step(most)}  # fmt: skip


def usual_bars(found: Report) -> list[timedelta]:
    """What is usual for the person on each day; [] where that is not known of all of them."""
    such = [found.usual.on(one.day) if found.usual else None for one in found.bars]
    usual = [one.middle for one in such if one]
    return usual if len(usual) == len(such) else []


def _days(found: Report) -> Spec:
    form = "%b %Y" if found.by_month else "%a %d %b"
    sets: list[Spec] = [
        {"label": "AI", "values": _minutes([one.ai for one in found.bars]), "colour": "ai"},
    ]  # fmt: skip
    usual = usual_bars(found)
    if usual:
        values = _minutes(usual)
        sets.append({"label": "Usual for you", "values": values, "colour": "usual", "line": True})
    most = max([*usual, *(one.ai for one in found.bars)], default=timedelta())
    labels = [one.day.strftime(form) for one in found.bars]
    return {"labels": labels, "sets": sets, "step": _step(most)}


def _tools(found: Report) -> Spec | None:
    tools = [one for one in found.tools if one.kind.is_ai and one.length >= WORTH_TELLING][:_TOP]
    if not tools:
        return None
    sets: list[Spec] = [
        {"label": "For sure", "values": _minutes([one.low for one in tools]), "colour": "ai"},
    ]
    if any(one.high > one.low for one in tools):
        values = _minutes([one.high - one.low for one in tools])
        sets.append({"label": "Perhaps more", "values": values, "colour": "ai-soft"})
    labels = [safe(one.tool) for one in tools]
    step = _step(max(one.high for one in tools))
    return {"labels": labels, "sets": sets, "lies": True, "stacked": True, "step": step}


def _kinds(found: Report) -> Spec | None:
    kinds = [(kind, time) for kind, time in found.kinds if time >= WORTH_TELLING]
    if len(kinds) < 2:  # noqa: PLR2004 - of one there is nothing to compare
        return None
    return {
        "labels": [kind_words(kind) for kind, _ in kinds],
        "sets": [
            {"label": "Time", "values": _minutes([length for _, length in kinds]),
             "colour": [_COLOURS[Group.of(kind)] for kind, _ in kinds]},
        ],
        "lies": True,
        "step": _step(max(length for _, length in kinds)),
    }  # fmt: skip


def _step(most: timedelta) -> int:
    """Minutes between the lines of a scale, as clocks are read."""
    return next((one for one in _STEPS if most <= _LINES * one * _MINUTE), _STEPS[-1])
