"""A report as JSON and as CSV; docs/reports.md tells each key."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from cli import output
from monitor.core.baseline import Baseline
from monitor.core.types import Subject
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import By, Group, HourUse, Report, Row, Usual

_SECONDS = (
    "active", "ai", "people", "ai_editor", "unrecognised_browser", "unattended_ai", "ai_low",
    "ai_high",
)  # fmt: skip
_GROUPS = {
    Group.PEOPLE: "people",
    Group.EDITOR: "ai_editor",
    Group.BROWSER: "unrecognised_browser",
    Group.OTHER: "other",
}
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
        "usual": found.usual and _usual(found.usual),
        "without": found.without and {
            "tags": list(found.without.tags),
            "unborne": list(found.without.unborne),
            "seconds": output.seconds(found.without.length),
        },
        "corrected": output.seconds(found.corrected),
        "talks": [
            {"person": one.person or None, "how": one.how.value, "count": one.count}
            for one in found.talks
        ],
        "by": found.by and {"of": found.by.value, "rows": _rows(found)},
        "previous": found.previous and _core(found.previous),
        "watching": found.watching,
        "not_watching_since": output.moment(found.not_watching_since),
        "began": _day(found.began),
        "first": _day(found.first),
        "asked_since": _day(found.asked),
    }  # fmt: skip


def table(found: Report) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The header and the rows of the breakdown, else of what was in front."""
    if found.by:
        rows = _rows(found)
        talks = ("talks",) if found.by is By.PERSON else ()
        header = (found.by.value, "seconds", "ai_seconds", *talks)
        return header, [list(row.values()) for row in rows]
    columns = ("app", "program", "host", "tool", "kind", "seconds")
    return columns, [[one[name] for name in columns] for one in _subjects(found)]


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
        **{name: output.seconds(one.lengths[group]) for group, name in _GROUPS.items()},
        "front": {
            **_names(one.front.subject),
            "tool": one.front.verdict.tool or None,
            "kind": one.front.verdict.kind.value,
            "seconds": output.seconds(one.front.attended),
        },
    }


def _usual(found: Usual) -> dict[str, object]:
    return {
        "standing": found.standing and found.standing.name.lower(),
        "mean": _length(found.mean),
        "of_days": found.of_days,
        "ai": _length(found.ai),
        "low": _length(found.low),
        "high": _length(found.high),
        "days": found.days,
        "weekdays": found.weekdays and _baseline(found.weekdays),
        "weekends": found.weekends and _baseline(found.weekends),
    }


def _baseline(found: Baseline) -> dict[str, object]:
    return {
        "ai": output.seconds(found.middle),
        "low": output.seconds(found.low),
        "high": output.seconds(found.high),
        "days": found.days,
    }


def _length(value: timedelta | None) -> float | None:
    return None if value is None else output.seconds(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _rows(found: Report) -> list[dict[str, object]]:
    return [_row(found.by, row) for row in found.rows]


def _row(by: By | None, row: Row) -> dict[str, object]:
    return {
        "name": int(row.name) if by is By.HOUR else row.name or None,
        "seconds": output.seconds(row.active),
        "ai_seconds": output.seconds(row.ai),
        **({"talks": row.talks} if by is By.PERSON else {}),
    }
