"""A report in sentences: no boxes, no bars, for a screen reader."""

from collections.abc import Iterator
from datetime import date, timedelta

from cli import left_out
from cli.drawing.beside import change, compared, notes
from cli.drawing.people import people, seen_people, talks
from cli.drawing.summary import counted
from cli.drawing.usual import usual_words
from cli.drawing.words import (
    GROUPS,
    NEVER_SEEN,
    WEEKDAYS,
    WORTH_TELLING,
    ai_words,
    amount,
    beginning,
    corrected,
    coverage,
    doubt_words,
    exchanges,
    gaps,
    heading,
    is_empty,
    kind_words,
    little_yet,
    name,
    not_watching,
    nothing,
    row_name,
    share,
    short_name,
)
from cli.output import length, safe
from cli.paragraph import count
from monitor.service.exchanges import Exchanges
from monitor.service.reporting.shape import Bar, By, Group, HourUse, Report, Row, ToolUse

_TOP = 10


def sentences(
    found: Report, told: Exchanges, today: date, *, not_watching_since: str
) -> Iterator[str]:
    """Tell it line by line, the main thing first."""
    yield from filter(
        None,
        (
            not_watching(found, not_watching_since),
            heading(found, today) + ".",
            beginning(found),
            little_yet(found),
            *left_out.of_report(found),
        ),
    )
    if is_empty(found):
        yield " ".join(nothing(found))
    else:
        yield from _figures(found)
    yield from filter(None, (talks(found), seen_people(found)))
    yield from _compared(found)
    if found.by:
        by = found.by
        yield from (_row(by, row) for row in found.rows if row.active >= WORTH_TELLING or row.talks)
    elif not is_empty(found):
        yield from _course(found)
        yield from _lists(found)
    last = (exchanges(told), corrected(found), coverage(found), gaps(found), NEVER_SEEN)
    yield from filter(None, last)


def _row(by: By, row: Row) -> str:
    told = [length(row.active)] if row.active >= WORTH_TELLING else []
    told += [f"of it AI {length(row.ai)}"] if row.ai >= WORTH_TELLING else []
    told += [f"{count(row.talks, 'talk')} noted"] if row.talks else []
    return f"{row_name(by, row)}: {', '.join(told)}."


def _figures(found: Report) -> Iterator[str]:
    part = share(found)
    yield f"AI: {ai_words(found)}{f', {part}' if part else ''}."
    yield from filter(None, (counted(found), usual_words(found)))
    lengths = (
        (
            "In a browser with the page not known, some of which may be AI",
            found.unrecognised_browser,
        ),
        ("In calls", found.in_calls),
        ("Watching or listening without input", found.passive),
        ("With input but no change in front for hours", found.unchanged),
        ("Editors with AI inside, not counted as AI", found.ai_editor),
        ("AI at work on its own", found.unattended_ai),
    )
    yield f"Active: {length(found.active)}."
    if found.people >= WORTH_TELLING:
        with_whom = people(found)
        yield f"People: {length(found.people)}{f' ({with_whom})' if with_whom else ''}."
    for text, time in lengths:
        if time >= WORTH_TELLING:
            yield f"{text}: {length(time)}."


def _compared(found: Report) -> Iterator[str]:
    if found.previous is None:
        return
    before = found.previous
    yield f"Beside {before.since} to {before.until}:"
    for label, now, then in compared(found):
        yield f"{label}: {amount(now)}, before {amount(then)}, {change(now, then)}."
    yield from notes(found)


def _course(found: Report) -> Iterator[str]:
    if found.is_day:
        yield from (_hour(one) for one in found.hours or () if max(one.lengths) >= WORTH_TELLING)
        return
    for one in found.bars:
        label = f"{one.day:%B %Y}" if found.by_month else f"{one.day:%A %d %B}"
        yield f"{label}: {_bar(one)}."
    yield from _busiest(found)


def _bar(one: Bar) -> str:
    if one.active < WORTH_TELLING:
        return "no use"
    if one.ai < WORTH_TELLING:
        return f"no AI in {length(one.active)}"
    return f"AI {length(one.ai)} of {length(one.active)}"


def _hour(one: HourUse) -> str:
    parts = [
        f"{GROUPS[group]} {length(one.lengths[group])}"
        for group in Group
        if one.lengths[group] >= WORTH_TELLING
    ]
    return f"{one.hour:02}:00: {', '.join(parts)}; mostly {short_name(one.front)}."


def _tool(one: ToolUse) -> str:
    doubt = doubt_words(one.low, one.high)
    return amount(one.length) + (f" ({doubt})" if doubt else "")


def _busiest(found: Report) -> Iterator[str]:
    """What the map of the week shows, in a sentence."""
    hours = [one for one in found.hours or () if one.ai >= WORTH_TELLING]
    if hours:
        most = max(hours, key=lambda one: one.ai / max(1, found.passed[one.weekday]))
        mean = most.ai / max(1, found.passed[most.weekday])
        when = f"{WEEKDAYS[most.weekday]} {most.hour:02}:00"
        yield f"Most AI time in an hour of the week: {when}, {length(mean)}."


def _lists(found: Report) -> Iterator[str]:
    tools = [one for one in found.tools if one.kind.is_ai and one.length >= WORTH_TELLING]
    if tools:
        told = (f"{safe(one.tool)} {_tool(one)}" for one in tools[:_TOP])
        yield f"AI tools: {', '.join(told)}."
    kinds = [(kind, time) for kind, time in found.kinds if time >= WORTH_TELLING]
    if kinds:
        told = (f"{kind_words(kind)} {length(time)}" for kind, time in kinds)
        yield f"By kind: {', '.join(told)}."
    fronts = [one for one in found.subjects if one.attended >= WORTH_TELLING]
    if fronts:
        told = (f"{name(one)} {length(one.attended)}" for one in fronts[:_TOP])
        rest = sum((one.attended for one in fronts[_TOP:]), timedelta())
        more = f", and {len(fronts) - _TOP} more, {length(rest)} together" if rest else ""
        yield f"In front: {', '.join(told)}{more}."
