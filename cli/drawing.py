"""Draw a report in the terminal: figures first, then bars, then what was not seen."""

from collections.abc import Iterable
from datetime import date, timedelta

from rich.bar import Bar
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.output import length, safe, word
from monitor.core.types import ELSEWHERE, GapReason, Kind
from monitor.service.report import Report, SubjectUse

_TOP = 10
_WORTH_TELLING = timedelta(seconds=1)
_BAR_WIDTH = 30
_COLOURS = {"ai": "cyan", "people": "green", "other": "bright_black"}
_GAPS = {
    GapReason.OFF: "humanward was not running",
    GapReason.PAUSED: "paused by you",
    GapReason.LOCKED: "locked",
    GapReason.SWITCHED: "another person's session was on the screen",
    GapReason.SUSPENDED: "asleep",
    GapReason.CLOCK_SET: "the clock was set",
    GapReason.STALLED: "the computer was too busy to look",
    GapReason.BLIND: "nothing could be seen",
}
_NEVER_SEEN = (
    "Never seen: your phone, other computers, a window beside the one in front, what runs at the"
    " other end of ssh."
)


def draw_report(console: Console, found: Report, today: date, *, not_watching_since: str) -> None:
    """Draw it; the first line says when nobody watches."""
    if not found.watching:
        since = f" since {not_watching_since}" if not_watching_since else ""
        console.print(f"Not watching{since}. `humanward start` begins.", style="bold")
    console.print(_heading(found, today), style="bold")
    if not found.active and not found.unattended_ai:
        _draw_nothing(console, found)
        return
    _draw_figures(console, found)
    if found.until > found.since:
        _draw_bars(console, found)
    _draw_subjects(console, found.subjects)
    _draw_unseen(console, found)


def ai_words(found: Report) -> str:
    """AI time with its range: 1 h 10 - 1 h 50; one figure where both ends read the same."""
    low, high = length(found.ai_low), length(found.ai_high)
    return low if low == high else f"{low} - {high}"


def _heading(found: Report, today: date) -> str:
    if found.since == found.until:
        day = f"{found.since:%A %d %B %Y}"
        return f"Today, {day}" if found.since == today else day
    return f"{found.since:%d %B %Y} to {found.until:%d %B %Y}"


def _draw_nothing(console: Console, found: Report) -> None:
    if found.watching:
        console.print("Nothing was seen in this time yet.")
        console.print("Use the computer as you do; the first figures come within half a minute.")
    elif not found.has_past:
        console.print(
            "Nothing was ever watched here. Once it is, this shows how long with AI tools,"
        )
        console.print("which ones, and what could not be seen. Nothing leaves this computer.")
    else:
        console.print("Nothing was seen in this time.")
    _draw_gaps(console, found)


def _draw_figures(console: Console, found: Report) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_row("AI", Text(ai_words(found), style="bold cyan"), _share(found))
    if found.unrecognised_browser:
        text = "in a browser, page not known; some of it may be AI"
        grid.add_row("", length(found.unrecognised_browser), text)
    grid.add_row("Active", length(found.active), "somebody was there")
    if found.in_calls >= _WORTH_TELLING:
        grid.add_row("", length(found.in_calls), "of it in calls: microphone or camera in use")
    if found.passive >= _WORTH_TELLING:
        grid.add_row("", length(found.passive), "of it watching or listening, without input")
    if found.unchanged >= _WORTH_TELLING:
        text = "of it with input, but no change in front for hours: a stuck key, a mouse jiggler?"
        grid.add_row("", length(found.unchanged), text)
    if found.people:
        grid.add_row("People", length(found.people), "calls, messages, networks")
    if found.ai_editor:
        grid.add_row("Editors", length(found.ai_editor), "with AI inside; not counted as AI")
    if found.unattended_ai:
        grid.add_row("Unattended", length(found.unattended_ai), "AI at work on its own")
    console.print(grid)


def _share(found: Report) -> str:
    if not found.active:
        return ""
    return f"{found.ai / found.active:.0%} of the active time"


def _draw_bars(console: Console, found: Report) -> None:
    most = max((bar.active for bar in found.bars), default=timedelta()) or timedelta(seconds=1)
    table = Table.grid(padding=(0, 2))
    for bar in found.bars:
        label = f"{bar.day:%b %Y}" if found.by_month else f"{bar.day:%a %d %b}"
        table.add_row(
            label,
            Bar(most.total_seconds(), 0, bar.ai.total_seconds(), width=_BAR_WIDTH, color="cyan"),
            Text(length(bar.ai), justify="right"),
            Text(f"of {length(bar.active)}", style="dim"),
        )
    console.print()
    console.print("AI time by " + ("month" if found.by_month else "day"), style="bold")
    console.print(table)


def _draw_subjects(console: Console, subjects: Iterable[SubjectUse]) -> None:
    attended = [one for one in subjects if one.attended]
    if not attended:
        return
    most = attended[0].attended.total_seconds()
    table = Table.grid(padding=(0, 2))
    for one in attended[:_TOP]:
        table.add_row(
            Text(_name(one), overflow="ellipsis", no_wrap=True),
            Text(_what(one), style="dim", no_wrap=True),
            Bar(most, 0, one.attended.total_seconds(), width=_BAR_WIDTH, color=_colour(one)),
            Text(length(one.attended), justify="right"),
        )
    console.print()
    console.print("In front", style="bold")
    console.print(table)
    rest = sum((one.attended for one in attended[_TOP:]), timedelta())
    if rest:
        console.print(f"and {len(attended) - _TOP} more, {length(rest)} together", style="dim")


def _name(one: SubjectUse) -> str:
    subject = one.subject
    inner = subject.site or subject.program
    if one.verdict.tool:
        place = inner or subject.app
        same = place.casefold() == one.verdict.tool.casefold()
        return safe(one.verdict.tool if same else f"{one.verdict.tool} · {place}")
    return safe(" · ".join(part for part in (subject.app, inner) if part)) or "the desktop"


def _what(one: SubjectUse) -> str:
    if one.verdict.kind is Kind.BROWSER:
        return "page not known"
    if one.subject.host == ELSEWHERE:
        return "other sites"
    weak = ", by its title" if one.verdict.weak else ""
    return "" if one.verdict.kind is Kind.OTHER else word(one.verdict.kind.value) + weak


def _colour(one: SubjectUse) -> str:
    if one.verdict.kind.is_ai:
        return _COLOURS["ai"]
    return _COLOURS["people" if one.verdict.kind.is_people else "other"]


def _draw_unseen(console: Console, found: Report) -> None:
    console.print()
    if found.coverage is not None:
        console.print(f"{found.coverage:.0%} of the time was seen and told apart.", style="dim")
    _draw_gaps(console, found)
    console.print(_NEVER_SEEN, style="dim")


def _draw_gaps(console: Console, found: Report) -> None:
    told = [
        f"{_GAPS[reason]} {length(time)}" for reason, time in found.gaps if time >= _WORTH_TELLING
    ]
    if told:
        console.print("Not counted: " + ", ".join(told) + ".", style="dim")
