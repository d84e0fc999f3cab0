"""Work out a report from what was read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.core.estimate import Browsing, ai_range, coverage
from monitor.core.types import GapReason, Kind, Mark, Track, Verdict
from monitor.service.reporting.breakdown import hours, kinds, persons, rows, tools
from monitor.service.reporting.material import Material, Span, next_month
from monitor.service.reporting.shape import (
    Bar,
    By,
    HourUse,
    Report,
    Row,
    SubjectUse,
    Talks,
    Usual,
    Without,
)
from monitor.service.reporting.spans import Stride

_NOTHING = timedelta()
_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for every span of a home: the present, and how its days are cut.

    ``first`` is the first day of which anything is kept, ``began`` that on which a daemon began.
    """

    today: date
    starts: int
    watching: bool
    left: datetime | None
    began: date | None
    first: date | None = None
    without: Without | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the sums of a span."""

    stride: Stride | None = None
    asked: date | None = None
    by: By | None = None
    talks: tuple[Talks, ...] = ()
    corrected: timedelta = _NOTHING
    previous: Report | None = None


def tell(
    found: Material,
    span: Span,
    setting: Setting,
    aside: Aside,
    usual: Callable[[Sequence[Bar]], Usual] | None = None,
) -> Report:
    """Sum up a span."""
    uses = _subjects(found)
    attended = [(one.verdict, one.attended) for one in uses]
    unattended = [(one.verdict, one.unattended) for one in uses]
    browsing = Browsing.of((one.subject, one.verdict, one.attended) for one in uses)
    low, ai, high = ai_range(attended, browsing)
    active = sum((length for _, length in attended), _NOTHING)
    unseen = found.gaps[GapReason.BLIND] + found.gaps[GapReason.STALLED]
    cells = hours(found, setting.starts)
    told = bars(found, span, setting.today)
    left_out = _left_out(found)
    people = _total(attended, lambda kind: kind.is_people)
    return Report(
        since=span.since,
        until=span.until,
        stride=aside.stride,
        asked=aside.asked,
        first=setting.first,
        active=active,
        ai=ai,
        ai_low=low,
        ai_high=high,
        people=people,
        ai_editor=_total(attended, lambda kind: kind is Kind.AI_IDE),
        unrecognised_browser=browsing.unrecognised,
        unattended_ai=_total(unattended, lambda kind: kind.is_ai),
        passive=_marked(found, Mark.PASSIVE),
        in_calls=_marked(found, Mark.CALL),
        unchanged=_marked(found, Mark.UNCHANGED),
        corrected=aside.corrected,
        without=setting.without and replace(setting.without, length=left_out),
        coverage=coverage(
            active=active + left_out, unrecognised=browsing.unrecognised, unseen=unseen
        ),
        subjects=uses,
        tools=tools(uses, browsing),
        kinds=kinds(uses),
        gaps=tuple(sorted((reason, length) for reason, length in found.gaps.items() if length)),
        talks=aside.talks,
        bars=told,
        by_month=span.is_long,
        starts=setting.starts,
        hours=cells if span.with_hours else None,
        passed=_passed(span, setting.today),
        usual=usual(told) if usual else None,
        by=aside.by,
        rows=_rows(aside, uses, cells, setting.starts, people),
        previous=aside.previous,
        is_open=span.since <= setting.today <= span.until,
        is_ahead=span.since > setting.today,
        watching=setting.watching,
        not_watching_since=setting.left,
        has_past=setting.watching or setting.left is not None,
        began=setting.began,
    )


def bars(found: Material, span: Span, today: date) -> tuple[Bar, ...]:
    """Active and AI time of each day, or month of a long span; days to come are left out."""
    unit = span.unit(span.since)
    last = min(span.until, today)
    told = []
    while unit <= last:
        told.append(Bar(unit, found.active.get(unit, _NOTHING), found.ai.get(unit, _NOTHING)))
        unit = next_month(unit) if span.is_long else unit + _DAY
    return tuple(told)


def _rows(
    aside: Aside,
    uses: Sequence[SubjectUse],
    cells: Sequence[HourUse],
    starts: int,
    people: timedelta,
) -> tuple[Row, ...]:
    if aside.by is None:
        return ()
    if aside.by is By.PERSON:
        return persons(aside.talks, people)
    return rows(aside.by, uses, cells, starts)


def _subjects(found: Material) -> tuple[SubjectUse, ...]:
    """Time by subject, the longest first."""
    attended: dict[int, timedelta] = {}
    unattended: dict[int, timedelta] = {}
    for (number, track, _), length in found.uses.items():
        if number in found.skipped:
            continue
        lengths = attended if track is Track.ATTENDED else unattended
        lengths[number] = lengths.get(number, _NOTHING) + length
    uses = [
        SubjectUse(*found.known[number], attended.get(number, _NOTHING),
                   unattended.get(number, _NOTHING))
        for number in {**attended, **unattended}
    ]  # fmt: skip
    return tuple(sorted(uses, key=lambda one: (-one.attended, -one.unattended)))


def _left_out(found: Material) -> timedelta:
    """The attended time that is not told because of its tags."""
    lengths = (
        length
        for (number, track, _), length in found.uses.items()
        if number in found.skipped and track is Track.ATTENDED
    )
    return sum(lengths, _NOTHING)


def _total(uses: list[tuple[Verdict, timedelta]], counts: Callable[[Kind], bool]) -> timedelta:
    return sum((length for verdict, length in uses if counts(verdict.kind)), _NOTHING)


def _marked(found: Material, mark: Mark) -> timedelta:
    lengths = (
        length
        for (number, _, marks), length in found.uses.items()
        if marks & mark and number not in found.skipped
    )
    return sum(lengths, _NOTHING)


def _passed(span: Span, today: date) -> tuple[int, ...]:
    """How many days of each weekday have begun, Monday first."""
    days = max(0, (min(span.until, today) - span.since).days + 1)
    first = span.since.weekday()
    return tuple((days + _WEEK - 1 - (weekday - first) % _WEEK) // _WEEK for weekday in range(7))
