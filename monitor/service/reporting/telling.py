"""Work out a report from what was read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.core.estimate import Browsing, ai_range, coverage
from monitor.core.types import GapReason, Kind, Mark, Track, Verdict
from monitor.service.reporting.breakdown import hours, kinds, rows, tools
from monitor.service.reporting.material import Material, Span, next_month
from monitor.service.reporting.shape import Bar, By, Report, SubjectUse, Usual

_NOTHING = timedelta()
_DAY = timedelta(days=1)
_WEEK = 7
_USED = timedelta(hours=1)  # a day with less at the screen says nothing of what is usual
_ENOUGH_DAYS = 14


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for every span of a home: the present, and how its days are cut."""

    today: date
    starts: int
    watching: bool
    left: datetime | None
    began: date | None


def tell(  # noqa: PLR0913 - one span, and three things to tell beside it
    found: Material,
    span: Span,
    setting: Setting,
    *,
    usual: Usual | None = None,
    by: By | None = None,
    previous: Report | None = None,
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
    return Report(
        since=span.since,
        until=span.until,
        active=active,
        ai=ai,
        ai_low=low,
        ai_high=high,
        people=_total(attended, lambda kind: kind.is_people),
        ai_editor=_total(attended, lambda kind: kind is Kind.AI_IDE),
        unrecognised_browser=browsing.unrecognised,
        unattended_ai=_total(unattended, lambda kind: kind.is_ai),
        passive=_marked(found, Mark.PASSIVE),
        in_calls=_marked(found, Mark.CALL),
        unchanged=_marked(found, Mark.UNCHANGED),
        coverage=coverage(active=active, unrecognised=browsing.unrecognised, unseen=unseen),
        subjects=uses,
        tools=tools(uses, browsing),
        kinds=kinds(uses),
        gaps=tuple(sorted((reason, length) for reason, length in found.gaps.items() if length)),
        bars=bars(found, span),
        by_month=span.is_long,
        starts=setting.starts,
        hours=cells if span.with_hours else None,
        passed=_passed(span, setting.today),
        usual=usual,
        by=by,
        rows=rows(by, uses, cells, setting.starts) if by else (),
        previous=previous,
        is_open=span.since <= setting.today <= span.until,
        watching=setting.watching,
        not_watching_since=setting.left,
        has_past=setting.watching or setting.left is not None,
        began=setting.began,
    )


def usual(found: Material, span: Span) -> Usual:
    """The median AI time of the days of a span that had enough in them."""
    lengths = sorted(bar.ai for bar in bars(found, span) if bar.active >= _USED)
    days = len(lengths)
    if days < _ENOUGH_DAYS:
        return Usual(None, days)
    return Usual((lengths[(days - 1) // 2] + lengths[days // 2]) / 2, days)


def bars(found: Material, span: Span) -> tuple[Bar, ...]:
    """Active and AI time of each day, or month of a long span."""
    unit = span.unit(span.since)
    told = []
    while unit <= span.until:
        told.append(Bar(unit, found.active.get(unit, _NOTHING), found.ai.get(unit, _NOTHING)))
        unit = next_month(unit) if span.is_long else unit + _DAY
    return tuple(told)


def _subjects(found: Material) -> tuple[SubjectUse, ...]:
    """Time by subject, the longest first."""
    attended: dict[int, timedelta] = {}
    unattended: dict[int, timedelta] = {}
    for (number, track, _), length in found.uses.items():
        lengths = attended if track is Track.ATTENDED else unattended
        lengths[number] = lengths.get(number, _NOTHING) + length
    uses = [
        SubjectUse(*found.known[number], attended.get(number, _NOTHING),
                   unattended.get(number, _NOTHING))
        for number in {**attended, **unattended}
    ]  # fmt: skip
    return tuple(sorted(uses, key=lambda one: (-one.attended, -one.unattended)))


def _total(uses: list[tuple[Verdict, timedelta]], counts: Callable[[Kind], bool]) -> timedelta:
    return sum((length for verdict, length in uses if counts(verdict.kind)), _NOTHING)


def _marked(found: Material, mark: Mark) -> timedelta:
    return sum((length for (_, _, marks), length in found.uses.items() if marks & mark), _NOTHING)


def _passed(span: Span, today: date) -> tuple[int, ...]:
    """How many days of each weekday have begun, Monday first."""
    days = max(0, (min(span.until, today) - span.since).days + 1)
    first = span.since.weekday()
    return tuple((days + _WEEK - 1 - (weekday - first) % _WEEK) // _WEEK for weekday in range(7))
