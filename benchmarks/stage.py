"""The stage of a benchmark: a display, a bus, and the machine it ran on."""

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from tests.rig import Desktop, installed, missing

_PROGRAMS = ("Xvfb", "openbox", "xterm", "xdotool", "xprop", "dbus-daemon")


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


@contextmanager
def stage() -> Iterator[Desktop]:
    """A private desktop for one measurement, or a sentence about what is missing."""
    if absent := missing(*_PROGRAMS):
        raise click.ClickException(f"this needs {', '.join(absent)}; install them and try again")
    try:
        installed()
        with Desktop() as desktop:
            desktop.xvfb()
            desktop.openbox()
            desktop.bus()
            yield desktop
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
