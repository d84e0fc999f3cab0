"""The stage of a benchmark: a desktop with windows, and the machine it ran on."""

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click
import pytest

from tests.rig import Desktop, installed
from tests.stages import APPS, Stage, open_stage

_Command = TypeVar("_Command", bound=Callable[..., None])


def span(text: str) -> tuple[float, float]:
    """Read two lengths in seconds, as in 0.4-20."""
    least, _, most = text.partition("-")
    try:
        found = float(least), float(most)
    except ValueError as error:
        raise click.BadParameter(f"{text} is no span of seconds such as 0.4-20") from error
    if not 0 < found[0] <= found[1]:
        raise click.BadParameter(f"{text}: the shorter stay comes first and is more than 0")
    return found


@dataclass(frozen=True, slots=True)
class Machine:
    """What a figure must be read with."""

    cpu: str
    cores: int
    system: str
    python: str


def desktop_option(command: _Command) -> _Command:
    """Add --desktop to a command."""
    option = click.option(
        "--desktop",
        "name",
        type=click.Choice(sorted(APPS)),
        default="x11",
        show_default=True,
        help="Where to measure.",
    )
    return option(command)


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """A private desktop for one measurement, or a sentence about what is missing."""
    try:
        installed()
        with open_stage(name) as opened:
            yield opened
    except pytest.skip.Exception as absent:
        raise click.ClickException(f"this {absent}; install that and try again") from absent
    except (FileNotFoundError, RuntimeError, TimeoutError) as error:
        raise click.ClickException(str(error)) from error


def machine() -> Machine:
    """This machine."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return Machine(
        cpu=names[0] if names else platform.machine(),
        cores=sum(line.startswith("processor") for line in lines),
        system=platform.platform(),
        python=platform.python_version(),
    )


def day_home(desktop: Desktop) -> Path:
    """A throw-away home for the daemon."""
    return desktop.home / "humanward"
