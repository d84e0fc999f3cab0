"""humanward import."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from cli import output
from cli.params import format_option, home_of
from monitor.service.clock import SystemClock
from monitor.service.imports import bring, find
from monitor.service.imports.bring import Brought

_SOURCES = [form.source for form in find.FORMS]


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--claude-code", is_flag=True, help="The sessions of Claude Code on this computer.")
@click.option("--codex", is_flag=True, help="The sessions of Codex on this computer.")
@click.option("--dry-run", is_flag=True, help="Count, but keep nothing.")
@click.option("--forget", type=click.Choice(_SOURCES), help="Take out again what came from there.")
@format_option()
@click.pass_context
def import_command(  # noqa: PLR0913, PLR0917 - click's form
    ctx: click.Context,
    files: tuple[Path, ...],
    claude_code: bool,  # noqa: FBT001 - click's form
    codex: bool,  # noqa: FBT001 - as above
    dry_run: bool,  # noqa: FBT001 - as above
    forget: str | None,
    form: str,
) -> None:
    """Bring in when you asked AI tools something, from their own logs and exports.

    FILES are zip files of the ChatGPT or Claude data export, or folders with sessions of Claude
    Code or Codex, also from another computer. Only moments are kept, never a word of what was
    said. They fill in phones and other computers, and stand beside the observed time. What is
    brought in twice counts once.
    """
    if forget:
        if files or claude_code or codex or dry_run:
            raise click.UsageError("--forget stands alone.")
        _forget(ctx, forget, form)
        return
    if not (files or claude_code or codex):
        raise click.UsageError("Give a FILE, --claude-code or --codex.")
    logs = [log for file in files for log in find.in_file(file)]
    logs += find.of_claude_code(os.environ) if claude_code else []
    logs += find.of_codex(os.environ) if codex else []
    total = sum(log.size for log in logs)
    with click.progressbar(
        length=total,
        label="Reading",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        advance = _by_percent(bar.update, total)
        found = bring.bring(home_of(ctx), SystemClock(), logs, dry_run=dry_run, advance=advance)
    if form == "json":
        output.as_json({"dry_run": dry_run, "sources": [_plain(one) for one in found]})
    else:
        for line in _lines(found, dry_run=dry_run):
            click.echo(line)


def _by_percent(update: Callable[[int], object], total: int) -> Callable[[int], None]:
    """Draw only when a hundredth more is read: drawing costs more than reading a line."""
    step = max(1, total // 100)
    waiting = 0

    def advance(size: int) -> None:
        nonlocal waiting
        waiting += size
        if waiting >= step:
            update(waiting)
            waiting = 0

    return advance


def _forget(ctx: click.Context, source: str, form: str) -> None:
    count = bring.forget(home_of(ctx), source)
    if form == "json":
        output.as_json({"source": source, "forgotten": count})
    else:
        click.echo(f"{_counted(count)} of {source} taken out.")


def _lines(found: Iterable[Brought], *, dry_run: bool) -> Iterable[str]:
    for one in found:
        files = f"{one.files} file{'s' if one.files > 1 else ''}"
        if one.first is None or one.last is None:
            yield f"{one.tool}: {files}, and no exchange in it."
        else:
            first, last = (f"{at.astimezone():%Y-%m-%d}" for at in (one.first, one.last))
            span = f"on {first}" if first == last else f"from {first} to {last}"
            yield f"{one.tool}: {_counted(one.exchanges)} {span}, in {files}."
            news = "would be new" if dry_run else "is new" if one.new == 1 else "are new"
            yield f"  {one.new} {news}, {one.outside} outside this computer's watch."
        if one.untimed:
            yield f"  {one.untimed} left out: nothing tells when they were."
        if one.new and not dry_run:
            yield f"  `humanward import --forget {one.source}` takes them out again."


def _counted(count: int) -> str:
    return f"{count} exchange{'' if count == 1 else 's'}"


def _plain(one: Brought) -> dict[str, object]:
    return {
        "source": one.source,
        "tool": one.tool,
        "files": one.files,
        "exchanges": one.exchanges,
        "new": one.new,
        "outside_watch": one.outside,
        "untimed": one.untimed,
        "first": output.moment(one.first),
        "last": output.moment(one.last),
    }
