"""humanward why."""

import click

from cli import limits_text, made_up, output, why_text
from cli.params import format_option, home_of
from config.schema import Limit
from monitor.core.evidence import Counted
from monitor.service import why
from monitor.service.clock import SystemClock
from monitor.service.why import Present, Standing, Why


@click.command("why")
@click.argument("code", required=False)
@format_option()
@click.pass_context
def why_command(ctx: click.Context, code: str | None, form: str) -> None:
    """Explain the nudge with this CODE: its rule, its evidence, and what would have stopped it.

    Without a code it tells what is due now, and what holds a nudge back.
    """
    home, clock = home_of(ctx), SystemClock()
    now = clock.read().wall
    if code is None:
        present = why.present(home, clock)
        if form == "json":
            output.as_json({**made_up.marked(home), **_plain_present(present)})
            return
        lines = why_text.present_lines(present, now)
    else:
        found = why.why(home, clock, code)
        if form == "json":
            output.as_json({**made_up.marked(home), **_plain(found)})
            return
        lines = why_text.lines(found, now)
    made_up.tell(home)
    for line in lines:
        click.echo(line)


def _plain(found: Why) -> dict[str, object]:
    told, nudge = found.told, found.told.nudge
    response, effect = told.response, told.effect
    return {
        "code": nudge.code,
        "at": output.moment(nudge.at),
        "rule": nudge.rule,
        "title": nudge.title,
        "text": nudge.text,
        "figures": [
            {"name": one.name, "value": one.value, "unit": one.unit} for one in nudge.figures
        ],
        "limit": found.limit and _plain_limit(found.limit),
        "person": nudge.person or None,
        "also": [{"rule": rule, "occasion": occasion} for rule, occasion in nudge.also],
        "since": output.moment(found.since),
        "evidence": None if found.is_gone else [_plain_counted(one) for one in found.counted],
        "talks": [
            {"at": output.moment(one.at), "how": one.how.value, "told": one.told.value}
            for one in found.talks
        ],
        "deliveries": [
            {"channel": way.channel, "outcome": way.outcome.value, "reason": way.reason}
            for way in told.deliveries
        ],
        "response": response and {
            "answer": response.answer.value, "at": output.moment(response.at), "via": response.via,
        },
        "followed_by": found.sign.value if found.sign else None,
        "effect": effect and {
            "left_ai": effect.left_ai, "left_screen": effect.left_screen, "talked": effect.talked,
        },
        "stops": [{"what": one.words, "command": one.command} for one in found.stops],
    }  # fmt: skip


def _plain_limit(limit: Limit) -> dict[str, object]:
    return {
        "says": limits_text.words(limit),
        "seconds": output.seconds(limit.at_most),
        "on": limit.on,
    }


def _plain_counted(one: Counted) -> dict[str, object]:
    return {
        "app": one.subject.app,
        "program": one.subject.program or None,
        "host": one.subject.site or None,
        "tool": one.verdict.tool or None,
        "kind": one.verdict.kind.value,
        "seconds": output.seconds(one.length),
    }


def _plain_present(found: Present) -> dict[str, object]:
    status = found.status
    return {
        "watching": status.watching,
        "on": found.is_on,
        "held": list(status.held),
        "next_nudge": output.moment(status.next_nudge),
        "paused_until": output.moment(status.paused_until),
        "due": list(found.due),
        "limits": [_plain_standing(one) for one in found.standings],
    }


def _plain_standing(one: Standing) -> dict[str, object]:
    return {
        "name": one.limit.name,
        "says": limits_text.words(one.limit),
        "seconds": output.seconds(one.tally.amount),
        "limit_seconds": output.seconds(one.limit.at_most),
        "reached": one.is_reached,
    }
