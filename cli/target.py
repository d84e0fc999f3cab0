"""A file that a command writes to: never over one that is there, unless the person says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

import click

from monitor.errors import MonitorError

_BEGINNING = 4096  # bytes in which a file tells whose it is
_OTHERWISE = "Name another file, or write over it with --force."
_Command = TypeVar("_Command", bound=Callable[..., None])


def target_options(command: _Command) -> _Command:
    """Add --output and --force to a command."""
    force = click.option("--force", is_flag=True, help="Write over a file that is there.")
    target = click.option(
        "--output",
        "target",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write to this new file instead of stdout.",
    )
    return target(force(command))


def spare(target: Path, mark: bytes, *, force: bool) -> None:
    """Refuse to write over a file that does not bear our mark near its beginning."""
    if force or not target.is_file():
        return
    try:
        with target.open("rb") as file:
            begins = file.read(_BEGINNING)
    except OSError as error:
        raise MonitorError(f"{target} cannot be read: {error.strerror}.") from error
    if begins and mark not in begins:
        raise MonitorError(
            f"{target} is there already and is none of our pages; nothing was written.",
            hint=_OTHERWISE,
        )


@contextmanager
def opened(target: Path, *, force: bool) -> Iterator[IO[str]]:
    """Open it for its owner alone; what cannot be written is said in a sentence."""
    try:
        target.touch(mode=0o600, exist_ok=force)
        with target.open("w", encoding="utf-8", newline="") as stream:
            yield stream
    except FileExistsError as error:
        raise MonitorError(
            f"{target} is there already; nothing was written.",
            hint=_OTHERWISE,
        ) from error
    except OSError as error:
        raise MonitorError(f"{target} cannot be written: {error.strerror}.") from error
