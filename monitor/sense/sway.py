"""See the window in front on sway: by its own socket, and by Wayland what that does not tell.

sway reports no lock. When a locker takes the keyboard, no window is activated any more; a launcher
does the same, so a lock is believed only when a locker runs. One whose name is not known here is
not told from a launcher: then the lock is unknown, and the session bus may tell it.
"""

import os
import select
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from monitor.core.sighting import Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Clock, Sensor

if TYPE_CHECKING:
    from monitor.sense.wayland.idle import WaylandIdle
    from monitor.sense.wayland.locker import Locker
    from monitor.sense.wayland.swayipc import Event, SwayIpc, Window
    from monitor.sense.wayland.toplevels import Toplevels
    from monitor.sense.wayland.wire import Peer, Wire

_PATIENCE_S = 1.9  # a look may take 2 s in all
_LEAST_S = 0.1
_MOVED = frozenset({"close", "move"})  # the focus may go elsewhere, or nowhere, without a word


def open_sway(
    environ: Mapping[str, str], clock: Clock, follows_title: Callable[[str], bool]
) -> Sensor:
    """Join the sway that WAYLAND_DISPLAY names; UnfitError says why it cannot serve."""
    desktop = environ.get("XDG_CURRENT_DESKTOP", "")
    if not environ.get("SWAYSOCK") and "sway" not in desktop.casefold().split(":"):
        raise UnfitError("no SWAYSOCK is set, so this is no session of sway")
    from monitor.sense.wayland.idle import WaylandIdle  # noqa: PLC0415 - as above
    from monitor.sense.wayland.locker import Locker  # noqa: PLC0415 - as above
    from monitor.sense.wayland.swayipc import open_ipc  # noqa: PLC0415 - other desktops need none of these
    from monitor.sense.wayland.toplevels import Toplevels  # noqa: PLC0415 - as above
    from monitor.sense.wayland.wire import open_wire  # noqa: PLC0415 - as above

    with ExitStack() as held:
        wire = open_wire(environ)
        held.callback(wire.close)
        ipc = open_ipc(_socket_path(environ, wire.peer))
        held.callback(ipc.close)
        try:
            eyes = _Eyes(
                ipc=ipc,
                wire=wire,
                toplevels=Toplevels(wire, lambda _: False),
                idle=WaylandIdle(wire, clock),
                locker=Locker(clock, wire.peer),
            )
        except SensorLostError as error:
            raise UnfitError(str(error)) from error
        sensor = Sway(eyes, follows_title)
        held.pop_all()
    return sensor


@dataclass(frozen=True, slots=True)
class _Eyes:
    """All that is looked with."""

    ipc: "SwayIpc"
    wire: "Wire"
    toplevels: "Toplevels"
    idle: "WaylandIdle"
    locker: "Locker"


class Sway:
    """The focused window by sway's socket; the last input and the lock by Wayland.

    A change of focus always wakes; a change of title only where ``follows_title(app)`` says so.
    """

    name = "sway"

    def __init__(self, eyes: _Eyes, follows_title: Callable[[str], bool]) -> None:
        self._eyes = eyes
        self._follows_title = follows_title
        self._front: Window | None = None
        self._is_sure = False
        self._news = False
        self._both = _nest(eyes.ipc.fileno(), eyes.wire.fileno())

    def look(self) -> Reading:
        """See the focused window; one question shows that sway still lives."""
        eyes = self._eyes
        until = monotonic() + _PATIENCE_S
        eyes.wire.round_trip()
        self._take_in()
        if not self._is_sure:
            self._front = eyes.ipc.front(within=max(_LEAST_S, until - monotonic()))
            self._is_sure = True
        eyes.toplevels.take_news()
        eyes.idle.take_news()
        self._news = False
        front, idle, locked = self._front, eyes.idle.idle(), self._is_locked()
        steady = eyes.idle.steady()
        if front is None:
            return Reading(app="", idle=idle, steady=steady, locked=locked, fullscreen=False)
        return Reading(
            app=front.app,
            instance=front.instance,
            title=front.title if self._follows_title(front.app) else "",
            pid=front.pid,
            idle=idle,
            steady=steady,
            locked=locked,
            fullscreen=front.fullscreen,
        )

    def fileno(self) -> int | None:
        """One descriptor for both connections; None after close, or where the system has none."""
        return None if self._both is None or self._both.closed else self._both.fileno()

    def drain(self) -> bool:
        """Take in every event; True when the focus or a followed title changed."""
        self._eyes.wire.drain()
        self._take_in()
        changes = (self._eyes.toplevels.take_news(), self._eyes.idle.take_news(), self._news)
        self._news = False
        return any(changes)

    def close(self) -> None:
        """Leave sway."""
        self._eyes.ipc.close()
        self._eyes.wire.close()
        if self._both:
            self._both.close()

    def _take_in(self) -> None:
        for event in self._eyes.ipc.drain():
            self._heed(event)

    def _heed(self, event: "Event") -> None:
        window = event.window
        if event.change == "focus" and window:
            self._front, self._is_sure, self._news = window, True, True
        elif window is None:
            if event.change not in {"urgent", "empty"}:
                self._is_sure, self._news = False, True
        elif self._front and window.number == self._front.number:
            if event.change in _MOVED:
                self._is_sure, self._news = False, True
            else:
                self._news |= self._tells_more(self._front, window)
                self._front = window

    def _tells_more(self, before: "Window", now: "Window") -> bool:
        if (before.app, before.fullscreen) != (now.app, now.fullscreen):
            return True
        return before.title != now.title and self._follows_title(now.app)

    def _is_locked(self) -> bool | None:
        """Whether a locker has the keyboard; None: no window has it, but no locker is known."""
        if self._eyes.toplevels.front():
            self._eyes.locker.rest()
            return False
        return self._eyes.locker.holds() or None


def _socket_path(environ: Mapping[str, str], peer: "Peer") -> str:
    """Where the sway of this display listens; SWAYSOCK may be left from one that ended."""
    folder = environ.get("XDG_RUNTIME_DIR", "")
    own = Path(folder, f"sway-ipc.{peer.uid}.{peer.pid}.sock")
    return str(own) if os.access(own, os.F_OK) else environ.get("SWAYSOCK") or str(own)


def _nest(*descriptors: int | None) -> "select.epoll | None":
    """One descriptor that wakes when any of these does; None where the system has no epoll."""
    if not hasattr(select, "epoll"):
        return None
    nest = select.epoll()
    for one in descriptors:
        if one is not None:
            nest.register(one, select.EPOLLIN)
    return nest
