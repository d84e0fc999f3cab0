"""humanward explain."""

import click

from cli import explaining, made_up, output, when
from cli.corrected import plain as plain_correction
from cli.params import Signed, format_option, home_of
from monitor.core.types import Gap, Mark, Presence, Stretch, Subject, Verdict
from monitor.service import explain
from monitor.service.clock import SystemClock
from monitor.service.explain import Explanation, HourUse, Seen


@click.command("explain", cls=Signed)
@click.argument("moment", nargs=-1, required=True)
@format_option()
@click.pass_context
def explain_command(ctx: click.Context, moment: tuple[str, ...], form: str) -> None:
    """Tell what was seen at a MOMENT, what it counted as, and why.

    A moment: 14:32, yesterday 23:10, 2026-11-22 09:00, 10m ago.
    """
    home, clock = home_of(ctx), SystemClock()
    calendar = explain.calendar(home)
    now = explain.present(clock)
    at = when.moment(" ".join(moment).strip(), calendar, now)
    found = explain.explain(home, at, now)
    if form == "json":
        output.as_json({**made_up.marked(home), **_plain(found)})
        return
    made_up.tell(home)
    for line in explaining.lines(found, calendar):
        click.echo(line)
    if found.when < at:
        click.echo("That is the newest that is kept; the seconds since are not written yet.")


def _plain(found: Explanation) -> dict[str, object]:
    kept = "stretch" if found.seen else "gap" if found.gap else "nothing"
    return {
        "when": output.moment(found.when),
        "local": found.local.isoformat(timespec="milliseconds"),
        "day": found.day.isoformat(),
        "kept": "sums" if found.hour is not None else kept,
        "began": output.moment(found.began),
        "seen": found.seen and _plain_seen(found.seen),
        "beside": [_plain_stretch(*one) for one in found.beside],
        "gap": found.gap and _plain_gap(found.gap),
        "gaps": [_plain_gap(gap) for gap in found.gaps],
        "corrections": [plain_correction(one) for one in found.corrections],
        "hour": None if found.hour is None else [_plain_use(use) for use in found.hour],
    }


def _plain_seen(seen: Seen) -> dict[str, object]:
    counted, verdict = seen.counted, seen.counted_as
    is_active = counted.presence is Presence.ACTIVE
    is_corrected = (counted.presence, verdict) != (seen.stretch.presence, seen.verdict)
    return {
        **_plain_stretch(seen.stretch, seen.verdict),
        "counted": {
            **_plain_stretch(counted, verdict),
            "active": is_active,
            "ai": is_active and verdict.kind.is_ai,
            "why": explaining.why_now(seen) if is_corrected else explaining.why(counted, verdict),
        },
    }


def _plain_stretch(stretch: Stretch, verdict: Verdict) -> dict[str, object]:
    return {
        "start": output.moment(stretch.start),
        "end": output.moment(stretch.end),
        **_plain_subject(stretch.subject, verdict),
        "because": verdict.because,
        "weak": verdict.weak,
        "presence": stretch.presence.name.lower(),
        "marks": _plain_marks(stretch.marks),
        "way": stretch.way.word,
        "track": stretch.track.name.lower(),
        "source": stretch.source,
    }


def _plain_subject(subject: Subject, verdict: Verdict) -> dict[str, object]:
    return {
        "app": subject.app,
        "program": subject.program,
        "host": subject.site,
        "tool": verdict.tool or None,
        "kind": verdict.kind.value,
    }


def _plain_use(use: HourUse) -> dict[str, object]:
    return {
        **_plain_subject(use.subject, use.verdict),
        "track": use.track.name.lower(),
        "marks": _plain_marks(use.marks),
        "seconds": output.seconds(use.length),
    }


def _plain_gap(gap: Gap) -> dict[str, object]:
    return {
        "start": output.moment(gap.start),
        "end": output.moment(gap.end),
        "reason": gap.reason.word,
    }


def _plain_marks(marks: int) -> list[str]:
    return [mark.name.lower() for mark in Mark if marks & mark and mark.name]
