"""See the window in front on GNOME, through our own small extension of GNOME Shell.

The extension and Mutter tell each change by themselves: a look asks nothing, except when the title
of another app begins to be wanted, and now and then whether GNOME Shell still answers.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.sighting import Reading
from monitor.errors import CallError, LineLostError, SensorLostError, UnfitError
from monitor.ports import Clock, Sensor

if TYPE_CHECKING:
    from monitor.bus.line import Line
    from monitor.sense.gnome_shell.front import Extension
    from monitor.sense.gnome_shell.idle import MutterIdle


def open_gnome(
    environ: Mapping[str, str], clock: Clock, follows_title: Callable[[str], bool]
) -> Sensor:
    """Talk with the extension; UnfitError says what is missing and what to do."""
    with line_to_gnome(environ) as line:
        # they speak D-Bus, which other desktops may do without
        from monitor.sense.gnome_shell.front import Extension  # noqa: PLC0415 - as above
        from monitor.sense.gnome_shell.idle import MutterIdle  # noqa: PLC0415 - as above
        from monitor.sense.gnome_shell.shell import Shell, Standing, extension_folder  # noqa: PLC0415 - as above

        standing = Shell(line).standing(extension_folder(environ))
        if standing is not Standing.WORKS:
            raise UnfitError(standing.value)
        idle = MutterIdle(line, clock)
        try:
            return Gnome(line, Extension(line, follows_title), idle)
        except CallError as error:
            raise UnfitError(Standing.SILENT.value) from error


@contextmanager
def line_to_gnome(environ: Mapping[str, str]) -> Iterator["Line"]:
    """A line to a GNOME Shell that runs; what fails meanwhile ends it, as an UnfitError."""
    desktop = environ.get("XDG_CURRENT_DESKTOP", "")
    if desktop and "GNOME" not in desktop.split(":"):
        raise UnfitError(f"this desktop is {desktop}, not GNOME")
    from monitor.bus.address import session_sockets  # noqa: PLC0415 - only where GNOME may be
    from monitor.bus.line import Line  # noqa: PLC0415 - as above
    from monitor.sense.gnome_shell.shell import Shell  # noqa: PLC0415 - as above

    line = Line(session_sockets(environ))
    try:
        Shell(line).require()
        yield line
    except (CallError, LineLostError) as error:
        line.close()
        raise UnfitError(f"GNOME Shell does not answer: {error}") from error
    except BaseException:
        line.close()
        raise


class Gnome:
    """The window in front by the extension, the last input by Mutter."""

    name = "gnome"

    def __init__(self, line: "Line", extension: "Extension", idle: "MutterIdle") -> None:
        self._line = line
        self._extension = extension
        self._idle = idle

    def look(self) -> Reading:
        """Tell what the extension told last; at most two questions of 0.9 s."""
        self.drain()
        with lost_with(self._line):
            front = self._extension.front()
            return replace(front, idle=self._idle.length())

    def fileno(self) -> int | None:
        """The descriptor of the line; None after it ended."""
        return self._line.fileno() if self._line.fileno() >= 0 else None

    def drain(self) -> bool:
        """Take in what was told; True when the front changed or somebody came back."""
        with lost_with(self._line):
            told = self._line.drain()
            worth = [self._extension.hear(one) or self._idle.hear(one) for one in told]
        return any(worth)

    def close(self) -> None:
        """Hang up; the extension then forgets us."""
        self._line.close()


@contextmanager
def lost_with(line: "Line") -> Iterator[None]:
    """Whatever fails here ends the line, and the sensor is lost with it."""
    try:
        yield
    except LineLostError as error:
        line.close()
        raise SensorLostError(str(error)) from error
    except CallError as error:
        line.close()
        raise SensorLostError(f"GNOME Shell does not answer ({error})") from error
