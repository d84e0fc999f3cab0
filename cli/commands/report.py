"""humanward report, today."""

from datetime import date, timedelta

import click

from cli import output
from cli.params import Day, clock_words, day_of, format_option, home_of
from monitor.service import report
from monitor.service.clock import SystemClock
from monitor.service.report import Report

_SPANS = ("day", "week", "month", "year")


@click.command("today")
@format_option("text", "json", "csv")
@click.pass_context
def today_command(ctx: click.Context, form: str = "text") -> None:
    """Show today so far."""
    home, clock = home_of(ctx), SystemClock()
    day = report.today(home, clock)
    _emit(report.report(home, clock, day, day), form, day)


@click.command("report")
@click.argument("span", type=click.Choice(_SPANS), required=False)
@click.option("--since", type=Day(), help="The first day (2026-11-22, today, yesterday).")
@click.option("--until", type=Day(), help="The last day.")
@format_option("text", "json", "csv")
@click.pass_context
def report_command(
    ctx: click.Context,
    span: str | None,
    since: date | str | None,
    until: date | str | None,
    form: str,
) -> None:
    """Sum up a day, week, month or year up to today, or any span of days."""
    home, clock = home_of(ctx), SystemClock()
    today = report.today(home, clock)
    if span and since:
        raise click.UsageError("Give either a span or --since, not both.")
    last = today if until is None else day_of(until, today)
    first = _first(span or "day", last) if since is None else day_of(since, today)
    if first > last:
        raise click.UsageError(f"--since {first} is after --until {last}.")
    _emit(report.report(home, clock, first, last), form, today)


def _first(span: str, last: date) -> date:
    """The first day of the week, month or year that a day lies in."""
    if span == "week":
        return last - timedelta(days=last.weekday())
    if span == "month":
        return last.replace(day=1)
    return last.replace(month=1, day=1) if span == "year" else last


def _emit(found: Report, form: str, today: date) -> None:
    if form == "json":
        output.as_json(_plain(found))
    elif form == "csv":
        rows = ([one["app"], one["program"], one["host"], one["tool"], one["kind"], one["seconds"]]
                for one in _subjects(found))  # fmt: skip
        output.as_csv(("app", "program", "host", "tool", "kind", "seconds"), rows)
    else:
        from cli.drawing import draw_report  # noqa: PLC0415 - rich, only for text

        left = found.not_watching_since
        since = clock_words(left, SystemClock().read().wall) if left else ""
        output.draw(lambda console: draw_report(console, found, today, not_watching_since=since))


def _plain(found: Report) -> dict[str, object]:
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "seconds": {
            name: output.seconds(getattr(found, name))
            for name in ("active", "ai", "people", "ai_editor", "unrecognised_browser",
                         "unattended_ai", "ai_low", "ai_high")
        },
        "of_it": {
            name: output.seconds(getattr(found, name))
            for name in ("passive", "in_calls", "unchanged")
        },
        "coverage": None if found.coverage is None else round(found.coverage, 4),
        "subjects": _subjects(found),
        "gaps": [
            {"reason": reason.word, "seconds": output.seconds(length)}
            for reason, length in found.gaps
        ],
        "watching": found.watching,
        "not_watching_since": output.moment(found.not_watching_since),
    }  # fmt: skip


def _subjects(found: Report) -> list[dict[str, object]]:
    """What was in front, the longest first; what ran unattended alone is in the sums."""
    return [
        {
            "app": one.subject.app,
            "program": one.subject.program or None,
            "host": one.subject.site or None,
            "tool": one.verdict.tool or None,
            "kind": one.verdict.kind.value,
            "seconds": output.seconds(one.attended),
        }
        for one in found.subjects
        if one.attended
    ]
