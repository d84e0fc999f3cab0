"""See the window in front on a Wayland desktop that tells it to task bars.

So it is on river, labwc, Wayfire, Hyprland, COSMIC, and on sway without its socket. No process
is told, and while a launcher has the keyboard nothing is in front.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from monitor.core.sighting import Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Clock, Sensor

if TYPE_CHECKING:
    from monitor.sense.wayland.idle import WaylandIdle
    from monitor.sense.wayland.locker import Locker
    from monitor.sense.wayland.toplevels import Toplevels
    from monitor.sense.wayland.wire import Wire


def open_toplevel(
    environ: Mapping[str, str], clock: Clock, follows_title: Callable[[str], bool]
) -> Sensor:
    """Join the compositor of WAYLAND_DISPLAY; UnfitError says why it cannot serve."""
    from monitor.sense.wayland.idle import WaylandIdle  # noqa: PLC0415 - other desktops need none of these
    from monitor.sense.wayland.locker import Locker  # noqa: PLC0415 - as above
    from monitor.sense.wayland.toplevels import Toplevels  # noqa: PLC0415 - as above
    from monitor.sense.wayland.wire import open_wire  # noqa: PLC0415 - as above

    wire = open_wire(environ)
    with ExitStack() as held:
        held.callback(wire.close)
        try:
            windows = Toplevels(wire, follows_title)
            idle = WaylandIdle(wire, clock)
        except SensorLostError as error:
            raise UnfitError(str(error)) from error
        held.pop_all()
        return TopLevel(wire, windows, idle, Locker(clock, wire.peer))


class TopLevel:
    """The activated window by its app id, and the last input.

    ``locked`` is True only while a screen locker runs that is known by name and no window is
    activated; it is never False, since compositors differ in what they do with a locked window.
    """

    name = "toplevel"

    def __init__(
        self,
        wire: "Wire",
        windows: "Toplevels",
        idle: "WaylandIdle",
        locker: "Locker",
    ) -> None:
        self._wire = wire
        self._windows = windows
        self._idle = idle
        self._locker = locker

    def look(self) -> Reading:
        """See the activated window; one question shows that the compositor still lives."""
        self._wire.round_trip()
        front, idle, steady = self._windows.front(), self._idle.idle(), self._idle.steady()
        self._take_news()
        if front is None:
            locked = self._locker.holds() or None
            return Reading(app="", idle=idle, steady=steady, locked=locked, fullscreen=False)
        self._locker.rest()
        return Reading(
            app=front.app_id,
            title=front.title,
            idle=idle,
            steady=steady,
            fullscreen=front.fullscreen,
        )

    def fileno(self) -> int | None:
        """The descriptor of the connection; None after close."""
        return self._wire.fileno()

    def drain(self) -> bool:
        """Take in every event; True when the focus or a followed title changed."""
        self._wire.drain()
        return self._take_news()

    def close(self) -> None:
        """Leave the compositor."""
        self._wire.close()

    def _take_news(self) -> bool:
        return any((self._windows.take_news(), self._idle.take_news()))
