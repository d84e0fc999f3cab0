"""Now and today so far, on one screen."""

from datetime import datetime

from rich.console import Console
from rich.text import Text

from cli.drawing.figures import draw_figures
from cli.drawing.strip import draw_strip
from cli.drawing.words import is_empty, not_watching, nothing
from cli.output import safe, word
from cli.params import clock_words, next_nudge, seen_ago
from cli.reasons import unseen
from monitor.core.types import Presence
from monitor.service.reporting.shape import Report
from monitor.service.status import Status


def draw_now(
    console: Console, found: Status, day: Report, now: datetime, *, ends: str = ""
) -> None:
    """What is in front and why somebody counts as there, the next nudge, then today's strip.

    A low screen loses what is below, so how the view ``ends`` stands in the first line.
    """
    title = Text("humanward", style="bold")
    title.append(f"  {now.astimezone():%A %d %B, %H:%M}", style="dim")
    title.append(f"  {ends}" if ends else "", style="dim")
    console.print(title)
    if found.made_up:
        console.print(Text(found.made_up, style="bold"))
    for line in (*_state(found, day, now), *_ahead(found, now)):
        console.print(Text(line))
    if is_empty(day):
        console.print()
        for line in nothing(day):
            console.print(Text(line))
    else:
        draw_strip(console, day)
        console.print()
        draw_figures(console, day)


def _state(found: Status, day: Report, now: datetime) -> list[str]:
    if not found.watching:
        since = clock_words(found.since, now) if found.since else ""
        return [not_watching(day, since) or f"Not watching since {since}."]
    lines = [f"Watching through {found.sensor or 'nothing yet'}."]
    if found.obstacle is not None:
        return [*lines, f"Now: not known, {safe(unseen(found.obstacle, found.because))}."]
    lines.append(f"Now: {_front(found)}{seen_ago(found.seen, now)}")
    if found.presence is not None:
        there = "nobody is there" if found.presence is Presence.IDLE else "somebody is there"
        lines.append(f"Why: {there}{f', {safe(found.because)}' if found.because else ''}.")
    return lines


def _front(found: Status) -> str:
    if found.now is None:
        return "not known yet"
    subject = found.now
    parts = [part for part in (subject.app, subject.program, subject.site) if part]
    told = safe(" · ".join(parts)) or "the desktop"
    return told + (f" ({safe(found.tool)}, {word(found.kind)})" if found.tool else "")


def _ahead(found: Status, now: datetime) -> list[str]:
    lines = []
    if found.paused_until:
        lines.append(f"Paused until {clock_words(found.paused_until, now)}.")
    if found.watching and found.next_nudge:
        lines.append(f"Next possible nudge: {next_nudge(found.next_nudge, now)}.")
    lines += [f"Held back now: {safe(reason)}." for reason in found.held]
    return lines
