"""humanward index."""

from datetime import date

import click

from cli import made_up, output
from cli.index_text import lines
from cli.params import Day, day_of, format_option, home_of
from monitor.service import index
from monitor.service.clock import SystemClock
from monitor.service.index import Told


@click.command("index")
@click.option("--day", type=Day(), help="The last of the seven days (2026-11-22, yesterday).")
@click.option("--explain", is_flag=True, help="Show every input, to reckon it with a pencil.")
@format_option()
@click.pass_context
def index_command(ctx: click.Context, day: date | str | None, explain: bool, form: str) -> None:  # noqa: FBT001 - click's form
    """Tell the Reliance Index of seven days, 0 to 100, with its parts and its range.

    It describes computer use and compares you with nobody but yourself. It is no diagnosis.
    """
    home = home_of(ctx)
    latest = index.last_day(home, SystemClock())
    last = latest if day is None else day_of(day, latest.fromordinal(latest.toordinal() + 1))
    if last > latest:
        raise click.UsageError(f"{last} is not over; the index is told of days up to {latest}.")
    told = index.tell(home, last, is_past=last < latest)
    if form == "json":
        output.as_json({**made_up.marked(home), **_plain(told)})
        return
    made_up.tell(home)
    for line in lines(told, explain=explain):
        click.echo(line)
    if explain:
        from cli.index_reckoning import reckoning  # noqa: PLC0415 - only where it is asked for

        for line in ("", *reckoning(told.index)):
            click.echo(line)


def _plain(told: Told) -> dict[str, object]:
    found = told.index
    widest = found.range
    return {
        "day": found.day.isoformat(),
        "score": _rounded(found.score),
        "low": _rounded(widest.low if widest else None),
        "high": _rounded(widest.high if widest else None),
        "why_not": found.why_not or None,
        "is_learning": found.is_learning,
        "learned_days": found.learned,
        "not_seen": round(found.not_seen, 4),
        "parts": [
            {
                "name": part.name.value,
                "x": round(part.x, 6),
                "unit": part.unit,
                "from": part.rule.least,
                "full": part.rule.full,
                "value": round(part.value, 6),
                "weight": part.rule.weight,
                "says": part.says,
                "reckoning": part.reckoning,
                "source": part.source,
            }
            for part in found.parts
        ],
        "missing": [{"name": one.name.value, "because": one.because} for one in found.missing],
        "ranges": [
            {
                "by": one.by.value,
                "low": _rounded(one.low),
                "high": _rounded(one.high),
                "because": one.because,
            }
            for one in found.ranges
        ],
        "days": _days(told),
        "growth": found.growth and {
            "lately": [round(minutes, 3) for minutes in found.growth.lately],
            "earlier": [round(minutes, 3) for minutes in found.growth.earlier],
            "p": round(found.growth.p, 6),
            "speaks": found.growth.speaks,
        },
        "changed": list(found.changed),
        "left_out": list(found.left_out),
        "unborne": list(told.unborne),
        "beside": [
            {
                "name": one.name,
                "seconds": output.seconds(one.length),
                "standing": one.standing.name.lower(),
                "usual": one.usual and {
                    "median": output.seconds(one.usual.middle),
                    "spread": output.seconds(one.usual.spread),
                    "days": one.usual.days,
                },
            }
            for one in told.beside
        ],
    }  # fmt: skip


def _days(told: Told) -> list[dict[str, object]]:
    """The seven days; one that does not count has no figures."""
    figures = iter(told.index.days)
    days: list[dict[str, object]] = []
    for one in told.index.window:
        of = next(figures) if one.is_valid else None
        days.append({
            "day": one.day.isoformat(),
            "why_not": one.why_not or None,
            "usual_seconds": output.seconds(one.usual),
            "missed_seconds": output.seconds(one.missed),
            "figures": of and {
                "ai_minutes": round(of.ai, 3),
                "active_minutes": round(of.active, 3),
                "returns": of.returns,
                "night_minutes": round(of.night, 3),
                "longest_session_minutes": round(of.longest, 3),
                "call_minutes": round(of.calls, 3),
                "message_minutes": round(of.messages, 3),
                "talk_minutes": round(of.talks, 3),
                "searches": of.asked,
                "searches_with_ai": of.asked_ai,
            },
        })  # fmt: skip
    return days


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
