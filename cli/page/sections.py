"""The sections of the page, each chart with the table behind it."""

from collections.abc import Iterator
from datetime import timedelta

from cli.drawing.beside import change, compared, notes
from cli.drawing.blocks import hour_order
from cli.drawing.people import seen_people, talks
from cli.drawing.summary import counted, summary
from cli.drawing.usual import usual_source, usual_words
from cli.drawing.words import (
    GROUPS,
    WEEKDAYS,
    WORTH_TELLING,
    amount,
    corrected,
    coverage,
    exchanges,
    gap_rows,
    is_empty,
    kind_words,
    name,
    nothing,
    range_words,
    row_name,
    short_name,
    what,
)
from cli.output import length, safe
from cli.page.charts import usual_bars
from cli.page.markup import (
    NUMBER,
    Cell,
    Markup,
    chart,
    figures,
    folded,
    paragraph,
    section,
    table,
)
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import By, Group, HourUse, Report

Rows = list[tuple[str | Cell, ...]]

_TOP = 50
_BEHIND = "The figures behind this chart"
_HEAT = 4  # steps of colour


def sections(found: Report, told: Exchanges) -> Iterator[Markup]:
    """All of them, the main thing first."""
    if is_empty(found):
        yield section("Nothing to show yet", [paragraph(" ".join(nothing(found)), "plain")])
    else:
        yield section("In short", [figures(summary(found)), *_in_words(found)])
    yield section("People", [paragraph(one, "plain") for one in (talks(found), seen_people(found))])
    yield _beside(found)
    yield _breakdown(found)
    if not is_empty(found):
        yield _day(found) if found.is_day else _days(found)
        yield _week(found)
        yield from (_tools(found), _kinds(found), _fronts(found))
    told_first = [paragraph(one, "plain") for one in (corrected(found), coverage(found))]
    yield section("What was not counted", [*told_first, *_gaps(found)])
    yield section("Logs of the tools", [paragraph(exchanges(told), "plain")])


def _in_words(found: Report) -> Iterator[Markup]:
    yield paragraph(counted(found), "plain")
    yield paragraph(usual_words(found), "plain")
    yield paragraph(usual_source(found))


def _beside(found: Report) -> Markup:
    before = found.previous
    if before is None:
        return Markup()
    rows = [(label, Cell(amount(now), NUMBER), Cell(amount(then), NUMBER),
             Cell(change(now, then), NUMBER)) for label, now, then in compared(found)]  # fmt: skip
    days = f"Beside {before.since:%d %B %Y} to {before.until:%d %B %Y}."
    told = table(days, ("", "Now", "Before", "Change"), rows) if rows else paragraph(days, "plain")
    return section("Before and now", [told, *(paragraph(one, "plain") for one in notes(found))])


def _breakdown(found: Report) -> Markup:
    if not found.by:
        return Markup()
    by = found.by
    is_person = by is By.PERSON
    rows = [
        (row_name(by, row), _number(row.active),
         Cell(str(row.talks or ""), NUMBER) if is_person else _number(row.ai))
        for row in found.rows if row.active >= WORTH_TELLING or row.talks
    ]  # fmt: skip
    header = ("", "Seen", "Talks you noted") if is_person else ("", "Time", "AI")
    return section(f"By {by.value}", [table(f"Time by {by.value}", header, rows)] if rows else [])


def _day(found: Report) -> Markup:
    rows: Rows = [
        (f"{one.hour:02}:00", *(_number(one.lengths[group]) for group in Group),
         short_name(one.front))
        for one in found.hours or () if max(one.lengths) >= WORTH_TELLING
    ]  # fmt: skip
    header = ("Hour", *GROUPS.values(), "Mostly in front")
    label = f"Bars hour by hour: {_busiest(found)}. The table below tells each hour."
    inner = table("Minutes of each hour, and what was in front longest", header, rows)
    return section("Hour by hour", [chart("chart-hours", label), folded(_BEHIND, inner)])


def _busiest(found: Report) -> str:
    most = max(found.hours or (), key=lambda one: one.ai, default=None)
    if most is None or most.ai < WORTH_TELLING:
        return "no AI time"
    return f"most AI time at {most.hour:02}:00, {length(most.ai)}"


def _days(found: Report) -> Markup:
    unit = "month" if found.by_month else "day"
    form = "%B %Y" if found.by_month else "%A %d %B %Y"
    such = usual_bars(found)
    rows: Rows = [
        (f"{one.day:{form}}", _number(one.ai), *(_number(usual) for usual in usuals),
         _number(one.active))
        for one, *usuals in zip(found.bars, *([such] if such else []), strict=True)
    ]  # fmt: skip
    header = (unit.title(), "AI", *(["Usual for you"] if such else []), "At the screen")
    most = max(found.bars, key=lambda one: one.ai)
    label = (
        f"Bars of AI time by {unit}: the most is {amount(most.ai)}, {most.day:{form}}."
        " The table below tells each."
    )
    inner = table(f"AI time by {unit}", header, rows)
    return section(f"AI time by {unit}", [chart("chart-days", label), folded(_BEHIND, inner)])


def _week(found: Report) -> Markup:
    """Weekdays by hours: a table that is its own picture."""
    if found.is_day or not found.hours:
        return Markup()
    is_ai = bool(found.ai)
    cells = {(one.weekday, one.hour): _mean(found, one, is_ai=is_ai) for one in found.hours}
    most = max(cells.values(), default=timedelta())
    order = hour_order(found.starts)
    rows: Rows = [
        (label, *(_heat(cells.get((weekday, hour), timedelta()), most) for hour in order))
        for weekday, label in enumerate(WEEKDAYS)
    ]
    caption = f"Minutes {'with AI ' if is_ai else ''}in each hour of the week, a day's mean"
    header = ("", *(f"{hour:02}" for hour in order))
    return section("When in the week", [table(caption, header, rows, "heat")])


def _mean(found: Report, one: HourUse, *, is_ai: bool) -> timedelta:
    return (one.ai if is_ai else one.active) / max(1, found.passed[one.weekday])


def _heat(value: timedelta, most: timedelta) -> Cell:
    minutes = round(value / timedelta(minutes=1))
    step = max(1, round(value / most * _HEAT)) if minutes and most else 0
    return Cell(str(minutes) if minutes else "", f"h{step}")


def _tools(found: Report) -> Markup:
    tools = [one for one in found.tools if one.kind.is_ai and one.length >= WORTH_TELLING]
    if not tools:
        return Markup()
    rows = [(safe(one.tool), kind_words(one.kind), _number(one.length),
             Cell(range_words(one.length, one.low, one.high), NUMBER))
            for one in tools[:_TOP]]  # fmt: skip
    label = f"Bars of time with each AI tool: {safe(tools[0].tool)} has the most."
    inner = table("Time with AI tools, with its range", ("Tool", "Kind", "Time", "Range"), rows)
    return section("AI tools", [chart("chart-tools", label), folded(_BEHIND, inner)])


def _kinds(found: Report) -> Markup:
    rows = [(kind_words(kind), _number(time)) for kind, time in found.kinds
            if time >= WORTH_TELLING]  # fmt: skip
    inner = table("Time by kind", ("Kind", "Time"), rows)
    if len(rows) == 1:
        return section("By kind", [inner])
    label = "Bars of time by kind; the table below tells each."
    return section("By kind", [chart("chart-kinds", label), folded(_BEHIND, inner)] if rows else [])


def _fronts(found: Report) -> Markup:
    fronts = [one for one in found.subjects if one.attended >= WORTH_TELLING]
    rows = [(name(one), what(one), _number(one.attended)) for one in fronts[:_TOP]]
    rest = sum((one.attended for one in fronts[_TOP:]), timedelta())
    more = f"And {len(fronts) - _TOP} more, {length(rest)} together." if rest else ""
    parts = [table("What was in front, the longest first", ("In front", "For", "Time"), rows)]
    return section("In front", [*parts, paragraph(more)] if rows else [])


def _gaps(found: Report) -> Iterator[Markup]:
    rows = [(reason, _number(time)) for reason, time in gap_rows(found)]
    if rows:
        yield table("Time that counts as nothing", ("Why", "Time"), rows)


def _number(time: timedelta) -> Cell:
    return Cell(length(time) if time >= WORTH_TELLING else "", NUMBER)
