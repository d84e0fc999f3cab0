"""Views of a value: JSON, CSV, and lengths in words. Rich is loaded by those who draw."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

VERSION = 1
_PLAIN_WIDTH = 100  # a pipe has no width; this one reads well in a file
_NARROWEST = 20
_SMALL_HANG = 4


def as_json(value: Mapping[str, Any]) -> None:
    """Write one JSON object with its version."""
    import json  # noqa: PLC0415 - only for this format

    click.echo(json.dumps({"version": VERSION, **value}, ensure_ascii=False, indent=2))


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write comma-separated lines with a header."""
    import csv  # noqa: PLC0415 - only for this format

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def draw(picture: Callable[["Console"], None]) -> None:
    """Draw with rich; NO_COLOR is obeyed, a pipe gets plain lines of a fixed width."""
    from rich.console import Console  # noqa: PLC0415 - only for those who draw

    if sys.stdout.isatty():
        picture(Console(highlight=False, markup=False))
        return
    paper = StringIO()
    picture(Console(file=paper, width=_PLAIN_WIDTH, highlight=False, markup=False))
    for line in paper.getvalue().splitlines():
        click.echo(line.rstrip())


def tell(text: str, *, hang: int = 0, err: bool = False) -> None:
    """Write lines for people; on a terminal they are wrapped at words to its width."""
    for line in fitted(text, hang=hang, err=err):
        click.echo(line, err=err)


def fitted(text: str, *, hang: int = 0, err: bool = False) -> list[str]:
    """Lines that fit the terminal, all but the first so many signs in; a pipe has no width.

    A word that is longer stays whole: it is a path or an address that somebody may copy.
    """
    lines = text.split("\n")
    if not (sys.stderr if err else sys.stdout).isatty():
        return lines
    from shutil import get_terminal_size  # noqa: PLC0415 - only for a terminal
    from textwrap import wrap  # noqa: PLC0415 - as above

    width = max(get_terminal_size().columns, _NARROWEST)
    behind = " " * (hang if 2 * hang < width else _SMALL_HANG)
    told = []
    for line in lines:
        told += wrap(line, width, subsequent_indent=behind, break_long_words=False,
                     break_on_hyphens=False) or [""]  # fmt: skip
    return told


def moment(value: datetime | None) -> str | None:
    """A moment in JSON: RFC 3339, UTC, milliseconds."""
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(value: timedelta) -> float:
    """A length in JSON."""
    return round(value.total_seconds(), 3)


def as_told(value: timedelta) -> timedelta:
    """The length that people are told of one: whole seconds, from a minute on whole minutes."""
    total = round(value.total_seconds())
    return timedelta(seconds=total if total < 60 else round(total / 60) * 60)  # noqa: PLR2004 - a minute


def length(value: timedelta) -> str:
    """A length for people: 45 s, 12 min, 1 h 10."""
    total = round(as_told(value).total_seconds())
    if total < 60:  # noqa: PLR2004 - a minute
        return f"{total} s"
    minutes = total // 60
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02}"


def word(text: str) -> str:
    """A name of ours for people: coding_agent is coding agent."""
    return text.replace("_", " ")


def safe(text: str) -> str:
    """A name that a program gave itself, with nothing in it that a terminal would obey."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
