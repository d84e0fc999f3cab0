"""humanward report, today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from cli import left_out, made_up, output
from cli.params import Day, clock_words, day_of, format_option, home_of
from cli.target import spare
from config.paths import Home
from monitor.service import exchanges, report
from monitor.service.clock import SystemClock
from monitor.service.exchanges import Exchanges
from monitor.service.made_up import words
from monitor.service.reporting.shape import By, Report
from monitor.service.reporting.spans import Stride, before, first_day, last_whole

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class _View:
    """How to show a report. ``html`` is the file for a page, which ``is_open`` shows."""

    form: str
    is_plain: bool
    html: Path | None
    is_open: bool
    is_forced: bool

    def check(self) -> None:
        """Refuse views that exclude each other."""
        page = self.html is not None or self.is_open
        if page and (self.is_plain or self.form != "text"):
            raise click.UsageError("Give one of --format, --plain and --html.")
        if self.html == Path():
            raise click.UsageError("--html takes the name of a file.")
        if self.is_plain and self.form != "text":
            raise click.UsageError("--plain is for text; leave out --format.")


def _tags(_: click.Context, __: click.Parameter, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse an empty word: no tool bears it, and none can."""
    if "" in tags:
        raise click.BadParameter("an empty word is no tag.")
    return tags


def _shown(command: _Command) -> _Command:
    """Let the person choose what the rows are and how all is shown."""
    options = (
        click.option("--by", type=click.Choice([by.value for by in By]), help="Break it down."),
        click.option("--compare", type=click.Choice(["previous"]),
                     help="Set it beside the day, week, month, year or span before."),
        click.option("--without", multiple=True, metavar="TAG", callback=_tags,
                     help="Leave out what bears this tag (work); give it again for more."),
        click.option("--plain", is_flag=True,
                     help="Sentences: no boxes, no bars, for a screen reader."),
        click.option("--html", type=click.Path(path_type=Path, dir_okay=False),
                     help="Write a page for the browser to this file."),
        click.option("--open", "opened", is_flag=True, help="Open that page in the browser."),
        click.option("--force", is_flag=True,
                     help="Write the page over a file that is none of ours, too."),
        format_option("text", "json", "csv"),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command("today")
@_shown
@click.pass_context
def today_command(  # noqa: PLR0913, PLR0917 - click's form
    ctx: click.Context,
    by: str | None = None,
    compare: str | None = None,
    without: tuple[str, ...] = (),
    plain: bool = False,  # noqa: FBT001, FBT002 - a switch
    html: Path | None = None,
    opened: bool = False,  # noqa: FBT001, FBT002 - a switch
    force: bool = False,  # noqa: FBT001, FBT002 - a switch
    form: str = "text",
) -> None:
    """Show today so far."""
    view = _View(form, plain, html, opened, force)
    view.check()
    home, clock = home_of(ctx), SystemClock()
    day = report.today(home, clock)
    previous = before(Stride.DAY, day, day) if compare else None
    found = report.report(
        home, clock, day, day,
        by=By(by) if by else None, previous=previous, without=without,
    )  # fmt: skip
    _emit(home, found, exchanges.count(home, day, day), view, day)


@click.command("report")
@click.argument("span", type=click.Choice([one.value for one in Stride]), required=False)
@click.option("--since", type=Day(), help="The first day (2026-11-22, today, yesterday).")
@click.option("--until", type=Day(), help="The last day.")
@click.option("--last", is_flag=True, help="The whole day, week, month or year before this one.")
@click.option(
    "--letter",
    is_flag=True,
    help="Tell the last seven days, up to yesterday or this evening, in three sentences.",
)
@_shown
@click.pass_context
def report_command(  # noqa: PLR0913, PLR0917 - click's form
    ctx: click.Context,
    span: str | None,
    since: date | str | None,
    until: date | str | None,
    last: bool,  # noqa: FBT001 - a switch
    letter: bool,  # noqa: FBT001 - a switch
    by: str | None,
    compare: str | None,
    without: tuple[str, ...],
    plain: bool,  # noqa: FBT001 - a switch
    html: Path | None,
    opened: bool,  # noqa: FBT001 - a switch
    force: bool,  # noqa: FBT001 - a switch
    form: str,
) -> None:
    """Sum up a day, week, month or year up to today, the one before, or any span of days."""
    view = _View(form, plain, html, opened, force)
    view.check()
    home, clock = home_of(ctx), SystemClock()
    today = report.today(home, clock)
    if letter:
        if span not in {None, Stride.WEEK.value} or since or by or compare or html or opened:
            raise click.UsageError(
                "--letter is of a week: give it with `week`, --last or --until alone."
            )
        if without:
            raise click.UsageError("A letter leaves out what the setting index.leave_out names.")
        if form == "csv":
            raise click.UsageError("A letter is no table: give --format text or json.")
        asked = last or until is not None
        end = _days(Stride.WEEK, None, until, last, today)[1] if asked else None
        _emit_letter(home, clock, end, form)
        return
    if span and since:
        raise click.UsageError("Give either a span or --since, not both.")
    stride = None if since is not None else Stride(span or "day")
    first, end = _days(stride, since, until, last, today)
    previous = before(stride, first, end) if compare else None
    found = report.report(
        home, clock, first, end,
        stride=stride, by=By(by) if by else None, previous=previous, without=without,
    )  # fmt: skip
    _emit(home, found, exchanges.count(home, first, end), view, today)


def _days(
    stride: Stride | None,
    since: date | str | None,
    until: date | str | None,
    is_last: bool,  # noqa: FBT001 - a switch
    today: date,
) -> tuple[date, date]:
    """The first and the last day that are asked for; ``stride`` is None with --since alone."""
    if is_last:
        if stride is None or until is not None:
            raise click.UsageError("--last chooses the days by itself; leave out --since, --until.")
        return last_whole(stride, today)
    end = today if until is None else day_of(until, today)
    first = first_day(stride, end) if stride else day_of(since or end, today)
    if first > end and until is None:
        raise click.UsageError(f"{first} is still to come: today is {today}.")
    if first > end:
        raise click.UsageError(f"--since {first} is after --until {end}.")
    return first, end


def _emit(home: Home, found: Report, told: Exchanges, view: _View, today: date) -> None:
    if view.form != "text":
        from cli import report_views  # noqa: PLC0415 - not for text

        if view.form == "json":
            output.as_json({**made_up.marked(home), **report_views.plain(found, told)})
        else:
            made_up.tell(home, err=True)
            output.as_csv(*report_views.table(found))
            for line in left_out.of_report(found):
                output.tell(line, err=True)
        return
    left = found.not_watching_since
    since = clock_words(left, SystemClock().read().wall) if left else ""
    if view.html is not None or view.is_open:
        _emit_page(home, found, told, view, today, since)
        return
    made_up.tell(home)
    if view.is_plain:
        from cli.drawing.sentences import sentences  # noqa: PLC0415 - only for sentences

        for line in sentences(found, told, today, not_watching_since=since):
            click.echo(line)
    else:
        from cli.drawing.picture import draw_report  # noqa: PLC0415 - rich, only for pictures

        output.draw(
            lambda console: draw_report(console, found, told, today, not_watching_since=since)
        )


def _emit_page(  # noqa: PLR0913, PLR0917 - what is shown, and where
    home: Home, found: Report, told: Exchanges, view: _View, today: date, since: str
) -> None:
    from cli.page import file  # noqa: PLC0415 - only for a page

    made = SystemClock().read().wall.astimezone()
    content = file.page(
        found, told, today, not_watching_since=since, made=made, made_up=words(home)
    )
    if view.html == Path("-"):
        click.echo(content, nl=False)
        return
    path = view.html or file.place(home)
    spare(path, file.MARK, force=view.is_forced)
    file.keep(content, path)
    file.tell_size(path)
    if view.is_open:
        file.show(path)


def _emit_letter(home: Home, clock: SystemClock, until: date | None, form: str) -> None:
    from cli import letter  # noqa: PLC0415 - only for a letter
    from monitor.service.letter import weekly  # noqa: PLC0415 - as above

    told = weekly(home, clock, until)
    if form == "json":
        output.as_json({**made_up.marked(home), **letter.plain(told)})
    else:
        made_up.tell(home)
        for line in letter.lines(told):
            output.tell(line)
