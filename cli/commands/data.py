"""humanward data export, forget, where."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, astuple
from datetime import date
from pathlib import Path
from typing import IO

import click

from cli import made_up, output
from cli.paragraph import count
from cli.params import Day, day_of, format_option, home_of
from cli.target import opened, target_options
from monitor.core.types import Stretch, Verdict
from monitor.service import export, report
from monitor.service.clock import SystemClock
from monitor.service.whereabouts import whereabouts

_FIELDS = ("start", "end", "app", "program", "host", "tool", "kind", "presence", "way", "track",
           "source")  # fmt: skip


@click.group("data")
def data_command() -> None:
    """Take out, find or delete what is kept."""


@data_command.command("export")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl",
              show_default=True, help="How to write it.")  # fmt: skip
@click.option("--since", type=Day(), help="The first day.")
@click.option("--until", type=Day(), help="The last day.")
@target_options
@click.pass_context
def export_command(  # noqa: PLR0913, PLR0917 - one parameter an option, as click has it
    ctx: click.Context,
    form: str,
    since: date | str | None,
    until: date | str | None,
    target: Path | None,
    force: bool,  # noqa: FBT001 - click's form
) -> None:
    """Write every kept stretch of time, one a line, up to the last flush.

    It is written as it was seen; a line that you corrected has the numbers of `correct --list`.
    """
    home, clock = home_of(ctx), SystemClock()
    today = report.today(home, clock)
    first = None if since is None else day_of(since, today)
    last = None if until is None else day_of(until, today)
    found = export.stretches(home, clock, first, last)
    made_up.tell(home, err=True)
    if target is None:
        _write(found, form, sys.stdout)
        return
    with opened(target, force=force) as stream:
        written = _write(found, form, stream)
    output.tell(f"{count(written, 'stretch', 'stretches')} written to {target}.", err=True)


@data_command.command("where")
@format_option()
@click.pass_context
def where_command(ctx: click.Context, form: str) -> None:
    """Tell where everything is kept, also what comes and goes while somebody watches."""
    found = list(whereabouts(home_of(ctx)))
    if form == "json":
        output.as_json({"places": [{**asdict(one), "path": str(one.path)} for one in found]})
        return
    for one in found:
        size = "not there now" if one.bytes is None else count(one.bytes, "byte")
        output.tell(f"{one.name:<15}  {one.path}  ({size})", hang=17)


@data_command.command("forget")
@click.option("--since", type=Day(), required=True, help="The first day.")
@click.option("--until", type=Day(), required=True, help="The last day.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def forget_command(ctx: click.Context, since: date | str, until: date | str, yes: bool) -> None:  # noqa: FBT001 - click's form
    """Delete these days for good: stretches, sums, nudges, corrections and talks."""
    home, clock = home_of(ctx), SystemClock()
    today = report.today(home, clock)
    first, last = day_of(since, today), day_of(until, today)
    if first > last:
        raise click.UsageError(f"{first} is after {last}.")
    found = export.count(home, first, last)
    if not any(astuple(found)):
        click.echo("Nothing is kept of these days.")
        return
    what = (
        f"{count(found.stretches, 'stretch', 'stretches')},"
        f" {count(found.days, 'day')} of sums and {count(found.nudges, 'nudge')}"
    )
    if found.corrections:
        what += f", and {count(found.corrections, 'correction')} of yours"
    if found.talks:
        what += f", and {count(found.talks, 'talk')} that you noted"
    if not yes:
        click.confirm(f"Delete {what}? This cannot be undone.", abort=True)
    export.wipe(home, clock, first, last)
    click.echo(f"Deleted: {what}.")


def _write(found: Iterable[export.Told], form: str, stream: IO[str]) -> int:
    """Write line by line, so that years need no memory; tell how many lines."""
    import csv  # noqa: PLC0415 - not needed by the other commands of this file

    table = csv.DictWriter(stream, _FIELDS, lineterminator="\n")
    if form == "csv":
        table.writeheader()
    written = 0
    for stretch, verdict, corrected in found:
        line = _plain(stretch, verdict)
        if corrected and form == "jsonl":
            line["corrected"] = list(corrected)
        if form == "csv":
            table.writerow(line)
        else:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        written += 1
    return written


def _plain(stretch: Stretch, verdict: Verdict) -> dict[str, object]:
    subject = stretch.subject
    return {
        "start": output.moment(stretch.start),
        "end": output.moment(stretch.end),
        "app": subject.app,
        "program": subject.program,
        "host": subject.site,
        "tool": verdict.tool or None,
        "kind": verdict.kind.value,
        "presence": stretch.presence.name.lower(),
        "way": stretch.way.word,
        "track": stretch.track.name.lower(),
        "source": stretch.source,
    }
