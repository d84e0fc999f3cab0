"""What is kept of a moment, in words."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from cli import output
from cli.corrected import words as correction_words
from cli.reasons import GAPS
from monitor.core.days import Calendar
from monitor.core.types import (
    ELSEWHERE,
    Gap,
    Kind,
    Mark,
    Presence,
    Stretch,
    Subject,
    Track,
    Verdict,
    Way,
)
from monitor.service.explain import Explanation, HourUse, Seen

_WAYS = {
    Way.WINDOW: "the window's own name",
    Way.APP_MODE: "the name of an app-mode window",
    Way.HISTORY: "the browser's history file",
    Way.EXTENSION: "the browser's extension",
    Way.TITLE: "the window's title, a weak sign",
    Way.TERMINAL: "the program in the terminal's foreground",
    Way.PROCESS: "the list of running programs",
    Way.IMPORT: "an import",
    Way.XWAYLAND: "its X window on a Wayland desktop",
}


def lines(found: Explanation, calendar: Calendar) -> Iterator[str]:
    """What is kept of a moment, line by line."""
    edges = partial(_edges, calendar=calendar, here=found.local.date())
    yield f"{found.local:%A %Y-%m-%d %H:%M:%S %Z}"
    if found.seen:
        yield from _seen_lines(found.seen, edges)
    elif found.gap:
        yield f"Nothing was seen: {GAPS[found.gap.reason]}, {edges(found.gap)}."
    elif found.hour is not None:
        yield from _hour_lines(found.hour, found.local.hour)
    else:
        yield _nothing(found, calendar)
    for one in found.corrections:
        yield f"Corrected by you (number {one.number}): {correction_words(one, calendar)}."
    for stretch, verdict in found.beside:
        told = _what(stretch.subject, verdict)
        yield f"At work by itself: {told}, {edges(stretch)}; never counted as your time."
    near = [gap for gap in found.gaps if gap != found.gap]
    if near:
        yield "Not seen within an hour of it:"
    for gap in near:
        yield f"  {edges(gap)}  {GAPS[gap.reason]}"


def _seen_lines(seen: Seen, edges: Callable[[Stretch | Gap], str]) -> Iterator[str]:
    stretch, verdict = seen.stretch, seen.verdict
    yield f"In front: {_front(stretch.subject)}, {edges(stretch)}."
    told = f"{verdict.tool} ({_kind(verdict)})" if verdict.tool else _kind(verdict)
    yield output.safe(f"Taken for {told}: {verdict.because}.")
    yield f"Seen by {_WAYS[stretch.way]}."
    if (seen.counted.presence, seen.counted_as) == (stretch.presence, verdict):
        yield why(stretch, verdict)
        return
    yield f"By what was seen: {why(stretch, verdict)}"
    yield output.safe(f"As you corrected it, {edges(seen.counted)}: {why_now(seen)}")


def _hour_lines(uses: tuple[HourUse, ...], hour: int) -> Iterator[str]:
    yield "It is too long ago for single moments: after privacy.raw_days only sums are kept."
    if not uses:
        yield f"No active time is kept of the hour from {hour:02}:00."
        return
    yield f"In the hour from {hour:02}:00, with your corrections:"
    for use in uses:
        apart = ", at work by itself" if use.track is Track.UNATTENDED else ""
        yield f"  {output.length(use.length):>7}  {_what(use.subject, use.verdict)}{apart}"


def _nothing(found: Explanation, calendar: Calendar) -> str:
    if found.began is None:
        return "Nothing was ever watched here. `humanward start` begins."
    if found.when < found.began:
        return (
            f"Nothing is kept of then: watching began {calendar.local(found.began):%Y-%m-%d %H:%M}."
        )
    return "Nothing is kept of this moment."


def why(stretch: Stretch, verdict: Verdict) -> str:
    """Whether it counts, and why."""
    if stretch.track is Track.UNATTENDED:
        return "It ran by itself, so it never counts as your time."
    if stretch.presence is Presence.IDLE:
        return "Nobody was there (no input for a while), so it does not count."
    return f"Somebody was there ({_sign(stretch.marks)}), so it counts as {_counts_as(verdict)}."


def why_now(seen: Seen) -> str:
    """The same with the person's corrections."""
    counted, verdict = seen.counted, seen.counted_as
    because = "" if verdict == seen.verdict else f" ({verdict.because})"
    if counted.presence is Presence.IDLE:
        away = "You were away" if seen.stretch.presence is Presence.ACTIVE else "Nobody was there"
        return f"{away}, so it does not count."
    there = "You were there" if seen.stretch.presence is Presence.IDLE else "Somebody was there"
    return f"{there}, so it counts as {_counts_as(verdict)}{because}."


def _sign(marks: int) -> str:
    if marks & Mark.CALL:
        return "in a call"
    if marks & Mark.PASSIVE:
        return "watching or listening, without input"
    if marks & Mark.UNCHANGED:
        return "input for hours, yet nothing changed in front: reports point it out"
    return "by input"


def _counts_as(verdict: Verdict) -> str:
    kind = verdict.kind
    if kind.is_ai:
        weak = ", but not in its lower figure: a title is a weak sign" if verdict.weak else ""
        return f"active time and as AI time{weak}"
    if kind.is_people:
        return "active time and as time with people"
    if kind is Kind.AI_IDE:
        return "active time; an editor with AI inside has a line of its own and is no AI time"
    if kind is Kind.BROWSER:
        return "active time; the page could not be told, so it may have been AI"
    return "active time, and as no AI time"


def _what(subject: Subject, verdict: Verdict) -> str:
    tool = f" ({verdict.tool}, {_kind(verdict)})" if verdict.tool else ""
    return output.safe(f"{_front(subject)}{tool}")


def _front(subject: Subject) -> str:
    site = "a site that is no tool we know" if subject.host == ELSEWHERE else subject.host
    parts = [part for part in (subject.app, subject.program, site) if part]
    return output.safe(" · ".join(parts)) or "the desktop"


def _kind(verdict: Verdict) -> str:
    if verdict.kind is Kind.BROWSER:
        return "a browser, page not known"
    return "nothing known" if verdict.kind is Kind.OTHER else output.word(verdict.kind.value)


def _edges(one: Stretch | Gap, *, calendar: Calendar, here: date) -> str:
    first, last = calendar.local(one.start), calendar.local(one.end)
    start, end = (
        f"{at:%H:%M:%S}" if at.date() == here else f"{at:%Y-%m-%d %H:%M:%S}" for at in (first, last)
    )
    return f"{start} to {end} ({output.length(one.length)})"
