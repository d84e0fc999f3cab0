"""humanward nudges rehearse."""

from collections.abc import Iterator
from datetime import date, timedelta

import click

from cli import made_up, output, rehearse_text
from cli.params import Day, day_of, format_option, home_of
from monitor.service import rehearse, report
from monitor.service.clock import SystemClock
from monitor.service.rehearse import Play, Rehearsed

_USUAL = timedelta(days=27)
_DAY = timedelta(days=1)
_NAMES = ("as_it_is", "tried")
_HANG = 49  # below the rules of a day


@click.command("rehearse")
@click.option("--since", type=Day(), help="The first day; without it 28 days.")
@click.option("--until", type=Day(), help="The last day; without it yesterday.")
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE",
              help="Try another setting beside today's; as often as you like.")  # fmt: skip
@format_option("text", "json", "csv")
@click.pass_context
def rehearse_command(
    ctx: click.Context,
    since: date | str | None,
    until: date | str | None,
    changes: tuple[str, ...],
    form: str,
) -> None:
    """Show which nudges there would have been on kept days. Nothing is changed by it.

    nudges rehearse --set nudge.profile=firm --set limit.break.at_most=30m
    """
    home, clock = home_of(ctx), SystemClock()
    today = report.today(home, clock)
    last = day_of(until or "yesterday", today)
    first = day_of(since, today) if since else last - _USUAL
    ahead = max(first, last) if since else last
    if ahead > today:
        raise click.UsageError(f"{ahead} is still to come.")
    if first > last:
        raise click.UsageError(f"{first} is after {last}.")
    found = rehearse.rehearse(home, clock, first, last, changes)
    if form == "json":
        output.as_json({**made_up.marked(home), **_plain(found)})
    elif form == "csv":
        made_up.tell(home, err=True)
        output.as_csv(("day", "rule", *_NAMES[: len(found.plays)]), _table(found))
    else:
        made_up.tell(home)
        for line in rehearse_text.lines(found):
            output.tell(line, hang=_HANG if line.startswith("  ") else 0)


def _plain(found: Rehearsed) -> dict[str, object]:
    return {
        "asked_since": found.asked.isoformat(),
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "days": len(found.plays[0].a_day),
        "plays": {name: _plain_play(play) for name, play in zip(_NAMES, found.plays, strict=False)},
        "notes": [
            {"note": note.value, "says": says}
            for note, says in zip(found.notes, rehearse_text.notes(found), strict=True)
        ],
    }


def _plain_play(play: Play) -> dict[str, object]:
    return {
        "set": list(play.changes),
        "nudges": len(play.said),
        "a_day": {"median": play.middle, "p90": round(play.high, 3), "most": play.most},
        "by_rule": dict(play.by_rule.most_common()),
        "by_day": {day.isoformat(): count for day, count in play.a_day.items()},
        "said": [
            {
                "at": output.moment(one.at),
                "day": one.day.isoformat(),
                "rule": one.rule,
                "occasion": one.occasion,
                "also": list(one.also),
            }
            for one in play.said
        ],
    }


def _table(found: Rehearsed) -> Iterator[tuple[str | int, ...]]:
    """A line for each day and rule that would have spoken under one of the settings."""
    for day in found.plays[0].a_day:
        told = [play.on(day, day) for play in found.plays]
        for rule in sorted(set().union(*told)):
            yield (day.isoformat(), rule, *(one[rule] for one in told))
