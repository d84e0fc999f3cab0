"""humanward status."""

from datetime import timedelta

import click

from cli import output
from cli.params import clock_words, format_option, home_of
from monitor.core.types import Presence
from monitor.service.clock import SystemClock
from monitor.service.status import Status, status


@click.command("status")
@format_option()
@click.pass_context
def status_command(ctx: click.Context, form: str) -> None:
    """Tell whether somebody watches, through what, and what is in front now."""
    clock = SystemClock()
    found = status(home_of(ctx), clock)
    if form == "json":
        output.as_json(_plain(found))
    else:
        for line in _lines(found, clock):
            click.echo(line)


def _plain(found: Status) -> dict[str, object]:
    subject = found.now
    return {
        "watching": found.watching,
        "pid": found.pid,
        "since": output.moment(found.since),
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
    }  # fmt: skip


def _lines(found: Status, clock: SystemClock) -> list[str]:
    now = clock.read().wall
    if not found.watching:
        since = f" since {clock_words(found.since, now)}" if found.since else ""
        lines = [f"Not watching{since}. `humanward start` begins."]
    else:
        started = f" since {clock_words(found.since, now)}" if found.since else ""
        lines = [f"Watching{started} through {found.sensor or 'nothing yet'} (pid {found.pid})."]
        lines += [f"  not through {one}" for one in found.refused]
        lines.append(f"In front: {_front(found)}")
    if found.today:
        active, ai = output.length(found.today.active), output.length(found.today.ai)
        lines.append(f"Today: {active} active, {ai} with AI tools")
    if found.paused_until:
        lines.append(f"Paused until {clock_words(found.paused_until, now)}.")
    if found.watching and found.next_nudge:
        is_now = found.next_nudge <= now + timedelta(minutes=1)
        when = "when a limit is reached" if is_now else clock_words(found.next_nudge, now)
        lines.append(f"Next possible nudge: {when}")
    lines += [f"  held back now: {reason}" for reason in found.held]
    if found.note:
        lines.append(found.note)
    return lines


def _front(found: Status) -> str:
    if found.obstacle is not None:
        return f"nothing can be told ({output.word(found.obstacle.word)})"
    if found.now is None:
        return "not known yet"
    subject = found.now
    parts = [part for part in (subject.app, subject.program, subject.site) if part]
    text = output.safe(" · ".join(parts)) or "the desktop"
    if found.tool:
        text += f" ({found.tool}, {output.word(found.kind)})"
    there = "nobody there" if found.presence is Presence.IDLE else "somebody there"
    return f"{text} · {there}" + (f" ({found.because})" if found.because else "")
