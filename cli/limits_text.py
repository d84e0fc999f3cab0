"""Limits in lines of text."""

import sys
from collections.abc import Iterator
from shutil import get_terminal_size
from textwrap import wrap

from cli.left_out import unborne
from cli.output import length, safe, word
from config.profiles import Difference
from config.schema import Limit, Per, Profile, Weekday
from monitor.service.limits import Attempt, Known, Listed

_WIDEST = 79
_PER = {
    Per.DAY: "a day",
    Per.SESSION: "a session",
    Per.SPELL: "without a break",
    Per.WEEK: "a week",
}
_SO_FAR = {
    Per.DAY: "today",
    Per.SESSION: "in this session",
    Per.SPELL: "since the last break",
    Per.WEEK: "this week",
}
_NOT_ALL = "Not all would have been said: quiet hours, caps and calls hold some of it back."
_MOST_TOLD = 10  # occasions; the rest is counted


def limits(found: Listed) -> Iterator[str]:
    """Every limit with what it counts so far."""
    yield f"The profile is {found.profile.value}; `humanward limits profile` tells of the others."
    width = max((len(safe(one.limit.name)) for one in found.limits), default=0)
    indent = " " * (width + 2)
    for one in found.limits:
        start = f"{safe(one.limit.name):<{width}}  "
        yield from wrap(
            start + safe(_state(one)),
            _width(),
            subsequent_indent=indent,
            drop_whitespace=True,
            break_on_hyphens=False,
        )
    for line in unborne(found.unborne):
        yield from wrap(line, _width(), break_on_hyphens=False)


def words(limit: Limit) -> str:
    """A limit in words: AI tools: at most 2h a day, on sat, sun."""
    much = f"at most {limit.at_most} {_PER[limit.per]}" if limit.at_most else "none"
    told = [f"{_what(limit)}: {much}"]
    if len(limit.days) < len(Weekday):
        told.append(f"on {', '.join(limit.days)}")
    if limit.hours:
        told.append(f"in {', '.join(map(str, limit.hours))}")
    if limit.without:
        told.append(f"without {', '.join(limit.without)}")
    if limit.again:
        told.append(f"again after each {limit.again} more")
    return ", ".join(told)


def attempt(found: Attempt) -> Iterator[str]:
    """What would have come of a limit."""
    yield from wrap(f"{safe(words(found.limit))}.", _width())
    if not found.watched:
        yield "Nothing was watched in the last 14 days, so nothing can be said of it."
        return
    days, times = len(found.days), len(found.reached)
    watched = len(found.watched)
    of = f"the {watched} days" if watched > 1 else "the one day"
    often = {1: "once", 2: "twice"}.get(times, f"{times} times")
    summary = f"it would have been reached {often}, on {days} of {of} watched."
    if not times:
        summary = f"it would never have been reached, on none of {of} watched."
    yield from wrap(f"In the last 14 days {summary}", _width())
    for one in found.reached[-_MOST_TOLD:]:
        yield f"  {found.calendar.local(one.at):%a %d %b %H:%M}"
    if times > _MOST_TOLD:
        yield f"These are the last {_MOST_TOLD} of them."
    if found.gone is not None:
        gone = found.calendar.local(found.gone)
        told = f"Nothing is told of the time before {gone:%a %d %b}: only its sums are kept."
        yield from wrap(told, _width())
    if times:
        yield from wrap(_NOT_ALL, _width())


def differences(found: tuple[Difference, ...], profile: Profile) -> Iterator[str]:
    """What each profile sets, the one in force marked."""
    heads = [f"{one.value}{' *' if one is profile else ''}" for one in Profile]
    rows = [("", *heads)]
    rows += [(one.key, *(value.strip('"') or "-" for value in one.values)) for one in found]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    yield "* is in force. What you set yourself holds under any of them."


def _state(one: Known) -> str:
    told = words(one.limit)
    if not one.limit.on:
        return f"off ({told})"
    if one.so_far:
        told += f"; {length(one.so_far)} {_SO_FAR[one.limit.per]}"
    marks = "" if one.is_built_in and not one.is_changed else "yours"
    return f"{told} ({marks})" if marks else told


def _what(limit: Limit) -> str:
    what = limit.what
    match what.scope:
        case "screen":
            return "the screen"
        case "ai":
            return "AI tools"
        case "kind":
            return f"{word(what.name)} tools"
        case "tag":
            return f'what has the tag "{what.name}"'
    return what.name


def _width() -> int:
    """What fits a narrow terminal; lines longer than this are hard to read anywhere."""
    return min(_WIDEST, get_terminal_size().columns) if sys.stdout.isatty() else _WIDEST
