"""A report as JSON and as CSV; docs/reports.md tells each key."""

from collections.abc import Iterable, Sequence
from typing import Any

from cli import output
from monitor.core.types import Subject
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import By, HourUse, Report

_SECONDS = (
    "active", "ai", "people", "ai_editor", "unrecognised_browser", "unattended_ai", "ai_low",
    "ai_high",
)  # fmt: skip
_OF_IT = ("passive", "in_calls", "unchanged")


def plain(found: Report, told: Exchanges) -> dict[str, object]:
    """The whole report."""
    return {
        **_core(found),
        "of_it": {name: output.seconds(getattr(found, name)) for name in _OF_IT},
        "exchanges": {"total": told.total, "outside_watch": told.outside},
        "tools": [
            {"tool": one.tool, "kind": one.kind.value, "seconds": output.seconds(one.length),
             "low": output.seconds(one.low), "high": output.seconds(one.high)}
            for one in found.tools
        ],
        "kinds": [
            {"kind": kind.value, "seconds": output.seconds(length)} for kind, length in found.kinds
        ],
        "by_month": found.by_month,
        "days": [
            {"day": bar.day.isoformat(), "active": output.seconds(bar.active),
             "ai": output.seconds(bar.ai)}
            for bar in found.bars
        ],
        "hours": None if found.hours is None else [_hour(one) for one in found.hours],
        "usual": found.usual and {
            "ai": None if found.usual.ai is None else output.seconds(found.usual.ai),
            "days": found.usual.days,
        },
        "by": found.by and {"of": found.by.value, "rows": _rows(found)},
        "previous": found.previous and _core(found.previous),
        "watching": found.watching,
        "not_watching_since": output.moment(found.not_watching_since),
        "began": found.began.isoformat() if found.began else None,
    }  # fmt: skip


def table(found: Report) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The header and the rows of the breakdown, else of what was in front."""
    if found.by:
        rows = _rows(found)
        return (found.by.value, "seconds", "ai_seconds"), [list(row.values()) for row in rows]
    header = ("app", "program", "host", "tool", "kind", "seconds")
    return header, [[one[name] for name in header] for one in _subjects(found)]


def _core(found: Report) -> dict[str, object]:
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "seconds": {name: output.seconds(getattr(found, name)) for name in _SECONDS},
        "coverage": None if found.coverage is None else round(found.coverage, 4),
        "subjects": _subjects(found),
        "gaps": [
            {"reason": reason.word, "seconds": output.seconds(length)}
            for reason, length in found.gaps
        ],
    }


def _subjects(found: Report) -> list[dict[str, object]]:
    """What was in front, the longest first; what ran unattended alone is in the sums."""
    return [
        {
            **_names(one.subject),
            "tool": one.verdict.tool or None,
            "kind": one.verdict.kind.value,
            "seconds": output.seconds(one.attended),
        }
        for one in found.subjects
        if one.attended
    ]


def _names(subject: Subject) -> dict[str, object]:
    return {
        "app": subject.app,
        "program": subject.program or None,
        "host": subject.site or None,
    }


def _hour(one: HourUse) -> dict[str, object]:
    return {
        "weekday": one.weekday,
        "hour": one.hour,
        "active": output.seconds(one.active),
        "ai": output.seconds(one.ai),
        "front": {
            **_names(one.front.subject),
            "tool": one.front.verdict.tool or None,
            "kind": one.front.verdict.kind.value,
            "seconds": output.seconds(one.front.attended),
        },
    }


def _rows(found: Report) -> list[dict[str, object]]:
    is_hour = found.by is By.HOUR
    return [
        {
            "name": int(row.name) if is_hour else row.name or None,
            "seconds": output.seconds(row.active),
            "ai_seconds": output.seconds(row.ai),
        }
        for row in found.rows
    ]
