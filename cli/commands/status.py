"""humanward status."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from cli import output
from cli.params import clock_words, format_option, home_of, next_nudge, seen_ago
from cli.reasons import unseen
from monitor.core.types import Presence
from monitor.service.clock import SystemClock
from monitor.service.status import Status, status


@click.command("status")
@format_option()
@click.pass_context
def status_command(ctx: click.Context, form: str) -> None:
    """Tell whether somebody watches, through what, and what is in front now."""
    home, clock = home_of(ctx), SystemClock()
    found = status(home, clock)
    if form == "json":
        marked = {"made_up": found.made_up} if found.made_up else {}
        output.as_json({**marked, **_plain(found)})
        return
    if found.made_up:
        output.tell(found.made_up)
    for line in _lines(found, clock, home.log):
        output.tell(line, hang=4)


def _plain(found: Status) -> dict[str, object]:
    subject = found.now
    return {
        "watching": found.watching,
        "pid": found.pid,
        "since": output.moment(found.since),
        "seen": output.moment(found.seen),
        "silent": found.silent,
        "disk_full": found.full,
        "sensor": found.sensor or None,
        "refused": list(found.refused),
        "now": subject and {
            "app": subject.app,
            "program": subject.program,
            "host": subject.site,
            "tool": found.tool or None,
            "kind": found.kind or None,
        },
        "presence": found.presence.name.lower() if found.presence else None,
        "because": found.because or None,
        "obstacle": found.obstacle.word if found.obstacle else None,
        "today": found.today and {
            "active": output.seconds(found.today.active),
            "ai": output.seconds(found.today.ai),
        },
        "paused_until": output.moment(found.paused_until),
        "next_nudge": output.moment(found.next_nudge),
        "held": list(found.held),
        "note": found.note or None,
        "undelivered": list(found.undelivered),
    }  # fmt: skip


def _lines(found: Status, clock: SystemClock, log: Path) -> Iterator[str]:
    now = clock.read().wall
    if not found.watching:
        since = f" since {clock_words(found.since, now)}" if found.since else ""
        yield f"Not watching{since}. `humanward start` begins."
    else:
        started = f" since {clock_words(found.since, now)}" if found.since else ""
        who = f" (pid {found.pid})" if found.pid else ""
        yield f"Watching{started} through {found.sensor or 'nothing yet'}{who}."
        yield from _silence(found, now, log)
        for one in found.refused:
            yield output.safe(f"  not through {one}")
        yield f"In front: {_front(found)}{seen_ago(found.seen, now)}"
    if found.today:
        active, ai = output.length(found.today.active), output.length(found.today.ai)
        yield f"Today: {active} active, {ai} with AI tools"
    yield from _ahead(found, now)
    for one in found.undelivered:
        yield output.safe(f"  the last nudge did not reach you by {one}")
    for line in found.note.splitlines():
        yield output.safe(line)


def _silence(found: Status, now: datetime, log: Path) -> Iterator[str]:
    """What keeps the daemon from writing; nothing where it writes."""
    if found.seen is None or not found.silent:
        return
    since = f"Nothing was written since {clock_words(found.seen, now)}"
    if found.full:
        yield f"{since}: the disk is full. What was seen is kept in memory until there is room."
    else:
        yield f"{since}. What was seen is kept in memory; the log tells more: {log}"


def _ahead(found: Status, now: datetime) -> Iterator[str]:
    if found.paused_until:
        yield f"Paused until {clock_words(found.paused_until, now)}."
    if found.watching and found.next_nudge:
        yield f"Next possible nudge: {next_nudge(found.next_nudge, now)}"
    for reason in found.held:
        yield output.safe(f"  held back now: {reason}")


def _front(found: Status) -> str:
    if found.obstacle is not None:
        return f"not known, {output.safe(unseen(found.obstacle, found.because))}"
    if found.now is None:
        return "not known yet"
    subject = found.now
    parts = [part for part in (subject.app, subject.program, subject.site) if part]
    text = output.safe(" · ".join(parts)) or "the desktop"
    if found.tool:
        text += output.safe(f" ({found.tool}, {output.word(found.kind)})")
    there = "nobody there" if found.presence is Presence.IDLE else "somebody there"
    return f"{text} · {there}" + (f" ({output.safe(found.because)})" if found.because else "")
