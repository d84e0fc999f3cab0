"""See the windows of X programs on a GNOME desktop whose own windows cannot be seen.

What is in front is told by XWayland, which knows X programs alone; the last input by Mutter.
GNOME starts XWayland when the first X program comes, and ends it after the last one: we look only
where it runs already, and are no reason for it to stay.
"""

import select
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.sighting import Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Clock, Sensor
from monitor.sense.gnome import line_to_gnome, lost_with

if TYPE_CHECKING:
    from monitor.bus.line import Line
    from monitor.sense.gnome_shell.idle import MutterIdle
    from monitor.sense.x.line import XLine

_WITHIN_S = 1.0  # of a look; the rest of its 2 s is for Mutter
_VERSION, _DISCONNECT_MODE = struct.Struct("=BBHII"), struct.Struct("=BBHI")
_TERMINATE = 1


def open_xwayland(
    environ: Mapping[str, str], clock: Clock, follows_title: Callable[[str], bool]
) -> Sensor:
    """Follow Mutter and, while it runs, XWayland; UnfitError where this is no GNOME on Wayland."""
    if environ.get("XDG_SESSION_TYPE") == "x11":
        raise UnfitError("this is an X11 session: there is no XWayland")
    with line_to_gnome(environ) as line:
        from monitor.sense.gnome_shell.idle import MutterIdle  # noqa: PLC0415 - speaks D-Bus

        return Xwayland(line, MutterIdle(line, clock), Guests(environ, follows_title))


class Xwayland:
    """X programs in front, marked as all that can be seen; of any other window app is None."""

    name = "xwayland"

    def __init__(self, line: "Line", idle: "MutterIdle", guests: "Guests") -> None:
        self._line = line
        self._idle = idle
        self._guests = guests
        self._eye = select.epoll()
        self._eye.register(line.fileno(), select.EPOLLIN)

    def look(self) -> Reading:
        """See the X window in front, where one is."""
        self._hear()
        with lost_with(self._line):
            idle = self._idle.length()
        if (came := self._guests.enter()) is not None:
            self._eye.register(came, select.EPOLLIN)
        return replace(self._guests.front(), idle=idle, xwayland=True)

    def fileno(self) -> int | None:
        """The descriptor that wakes for the bus and for XWayland."""
        return None if self._eye.closed else self._eye.fileno()

    def drain(self) -> bool:
        """Take in what both told; True when the X window in front changed or somebody came back."""
        came_back = self._hear()
        return self._guests.drain() or came_back

    def close(self) -> None:
        """Let go of both."""
        self._guests.leave()
        self._eye.close()
        self._line.close()

    def _hear(self) -> bool:
        with lost_with(self._line):
            back = [self._idle.hear(one) for one in self._line.drain()]
        return any(back)


class Guests:
    """The X programs on a Wayland desktop; nothing is raised when XWayland ends."""

    def __init__(self, environ: Mapping[str, str], follows_title: Callable[[str], bool]) -> None:
        self._environ = environ
        self._follows_title = follows_title
        self._display = environ.get("DISPLAY", "")
        self._glass: Sensor | None = None

    def enter(self) -> int | None:
        """Enter an XWayland that has come to run; its descriptor, None where nothing is new."""
        if self._glass is not None or not is_running(self._display):
            return None
        with suppress(UnfitError, SensorLostError):  # it has just gone again; the next look tells
            self._glass = _look_through(self._display, self._environ, self._follows_title)
            return self._glass.fileno()
        return None

    def front(self) -> Reading:
        """The X window in front; app None where there is none."""
        if self._glass is None:
            return Reading()
        try:
            seen = self._glass.look()
        except SensorLostError:
            self.leave()
            return Reading()
        return seen if seen.app else Reading()

    def drain(self) -> bool:
        """Take in what XWayland told."""
        if self._glass is None:
            return False
        try:
            return self._glass.drain()
        except SensorLostError:
            self.leave()
            return True

    def leave(self) -> None:
        """Let go of XWayland."""
        if self._glass is not None:
            self._glass.close()
            self._glass = None


def is_running(display: str) -> bool:
    """Whether XWayland runs behind a display's socket, at which the compositor may listen itself.

    The display's lock names the process that listens. Connecting would start XWayland.
    """
    number = display.removeprefix(":").partition(".")[0]
    if not (display.startswith(":") and number.isdecimal()):
        return False
    try:
        owner = int(Path(f"/tmp/.X{number}-lock").read_text("ascii"))  # noqa: S108 - where X has it
        children = Path(f"/proc/{owner}/task/{owner}/children").read_text("ascii").split()
    except (OSError, ValueError):
        return False
    return any(map(_is_xwayland, (str(owner), *children)))


def _is_xwayland(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8", "replace") == "Xwayland\n"
    except OSError:
        return False


def _look_through(
    display: str, environ: Mapping[str, str], follows_title: Callable[[str], bool]
) -> Sensor:
    from monitor.sense.x.door import enter  # noqa: PLC0415 - loaded only where X programs are
    from monitor.sense.x.line import XLine  # noqa: PLC0415 - as above
    from monitor.sense.x.sensor import X11  # noqa: PLC0415 - as above

    class BriefLine(XLine):
        """A line that keeps within our share of a look."""

        def allow(self, seconds: float) -> None:
            super().allow(min(seconds, _WITHIN_S))

    entry = enter(display, environ)
    line = BriefLine(entry.socket)
    try:
        line.allow(_WITHIN_S)
        _let_it_end(line)
        return X11(line, entry.roots, 0, follows_title)  # 0: X knows nothing of the last input
    except BaseException:
        line.close()
        raise


def _let_it_end(line: "XLine") -> None:
    """Ask XWayland not to count us among the programs that keep it running (XFIXES 6)."""
    xfixes = line.extension("XFIXES")
    if xfixes:
        line.ask(_VERSION.pack(xfixes, 0, 3, 6, 0))
        line.tell(_DISCONNECT_MODE.pack(xfixes, 33, 2, _TERMINATE))
        line.flush()
