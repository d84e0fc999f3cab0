"""humanward nudges effect."""

from datetime import date

import click

from cli import made_up, output
from cli.effect_text import lines
from cli.params import Day, day_of, format_option, home_of
from monitor.core.notices import Answer, Outcome
from monitor.core.shares import Share
from monitor.service import report
from monitor.service.clock import SystemClock
from monitor.service.helping import Helping, Taken, helping


@click.command("effect")
@click.option("--since", type=Day(), help="The first day.")
@click.option("--until", type=Day(), help="The last day.")
@format_option("text", "json", "csv")
@click.pass_context
def effect_command(
    ctx: click.Context, since: date | str | None, until: date | str | None, form: str
) -> None:
    """Tell what came of the nudges, beside moments when nothing was shown.

    Left out by chance (nudge.stay_silent), such moments tell whether nudges help you.
    """
    home, clock = home_of(ctx), SystemClock()
    today = report.today(home, clock)
    first = None if since is None else day_of(since, today)
    last = None if until is None else day_of(until, today)
    if first and last and first > last:
        raise click.UsageError(f"{first} is after {last}.")
    found = helping(home, clock, first, last)
    if form == "json":
        output.as_json({**made_up.marked(home), **_plain(found)})
    elif form == "csv":
        made_up.tell(home, err=True)
        rows = [_row(one) for one in (found.of_all, *found.rules)]
        output.as_csv(list(rows[0]), [list(row.values()) for row in rows])
    else:
        made_up.tell(home)
        for line in lines(found):
            click.echo(line)


def _plain(found: Helping) -> dict[str, object]:
    return {
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
        "beside": found.beside.value,
        "all": _plain_taken(found.of_all),
        "rules": [_plain_taken(one) for one in found.rules],
    }


def _plain_taken(one: Taken) -> dict[str, object]:
    low, high = one.contrast.range
    difference = one.contrast.difference
    return {
        "rule": one.rule or None,
        "given": one.given,
        "outcomes": {each.value: one.outcomes.get(each, 0) for each in Outcome},
        "answers": {
            **{each.value: one.answers.get(each, 0) for each in Answer},
            "none": one.answers.get(None, 0),
        },
        "sign": one.sign.value if one.sign else None,
        "untold": one.untold,
        "after": _plain_share(one.contrast.after),
        "beside": _plain_share(one.contrast.beside),
        "difference": None if difference is None else {
            "value": round(difference, 4), "low": round(low, 4), "high": round(high, 4),
        },
        "tells": one.contrast.tells.name.lower(),
    }  # fmt: skip


def _plain_share(share: Share) -> dict[str, object]:
    low, high = share.range
    return {
        "followed": share.count,
        "of": share.of,
        "share": None if share.value is None else round(share.value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def _row(one: Taken) -> dict[str, object]:
    after, beside = one.contrast.after, one.contrast.beside
    return {
        "rule": one.rule or "all",
        "given": one.given,
        **{each.value: one.outcomes.get(each, 0) for each in Outcome},
        **{each.value: one.answers.get(each, 0) for each in Answer},
        "no_answer": one.answers.get(None, 0),
        "followed": after.count,
        "of": after.of,
        "beside_followed": beside.count,
        "beside_of": beside.of,
        "tells": one.contrast.tells.name.lower(),
    }
