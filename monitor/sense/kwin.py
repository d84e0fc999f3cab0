"""See the window in front on KDE Plasma under Wayland, through a small script inside KWin."""

import re
import select
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.core.sighting import Reading
from monitor.errors import CallError, LineLostError, SensorLostError, UnfitError
from monitor.ports import Clock, Sensor

if TYPE_CHECKING:
    from monitor.sense.kde.script import KWinScript
    from monitor.sense.wayland.idle import WaylandIdle

_DESKTOPS = frozenset({"kde", "lxqt"})  # LXQt may run on KWin too
_SILENCE = timedelta(seconds=30)  # after so long without a word, ask whether KWin still lives
_TWIN = re.compile(r" <\d+>\u200e?$")  # what KWin adds to the second window of the same title


def open_kwin(
    environ: Mapping[str, str], clock: Clock, follows_title: Callable[[str], bool]
) -> Sensor:
    """Load the script into the KWin of this session; UnfitError says why it cannot serve."""
    folder = _folder(environ)
    from monitor.bus.address import session_sockets  # noqa: PLC0415 - its library is Linux's alone
    from monitor.bus.line import Line  # noqa: PLC0415 - as above
    from monitor.sense.kde.script import KWinScript  # noqa: PLC0415 - as above
    from monitor.sense.wayland.idle import open_idle  # noqa: PLC0415 - only Wayland needs it

    sockets = session_sockets(environ)
    try:
        script = KWinScript(Line(sockets))
    except (CallError, LineLostError) as error:
        raise UnfitError(
            f"the session bus does not serve ({error}); log out and in again"
        ) from error
    try:
        script.load(folder)
        idle = open_idle(environ, clock)
    except BaseException:
        script.close()
        raise
    return KWin(script, idle, clock, follows_title)


def _folder(environ: Mapping[str, str]) -> Path:
    """Where KWin can read the script; UnfitError when this is no Plasma on Wayland."""
    desktop = environ.get("XDG_CURRENT_DESKTOP", "")
    if desktop and _DESKTOPS.isdisjoint(desktop.casefold().split(":")):
        raise UnfitError(f"this desktop is {desktop}, not KDE Plasma")
    if not environ.get("WAYLAND_DISPLAY"):
        raise UnfitError("no WAYLAND_DISPLAY is set; in an X11 session of Plasma, x11 serves")
    folder = environ.get("XDG_RUNTIME_DIR", "")
    if not folder:
        raise UnfitError(
            "XDG_RUNTIME_DIR is not set, so there is no place for the script that KWin must read;"
            " start humanward from inside your session"
        )
    return Path(folder)


@dataclass(frozen=True, slots=True)
class _Front:
    """The window in front as the script told it; the app '' means that there is none."""

    app: str = ""
    instance: str = ""
    pid: int | None = None
    fullscreen: bool = False
    title: str = field(default="", repr=False)


class KWin:
    """The active window as the script inside KWin tells it, idle time by Wayland.

    A change of focus or of full screen always wakes; a change of title only where
    ``follows_title(app)`` says so, and of no other app is a title told at all.
    """

    name = "kwin"

    def __init__(
        self,
        script: "KWinScript",
        idle: "WaylandIdle",
        clock: Clock,
        follows_title: Callable[[str], bool],
    ) -> None:
        self._script = script
        self._idle = idle
        self._clock = clock
        self._follows_title = follows_title
        self._front = _Front()
        self._drained_at = self._heard_at = clock.read().mono
        self._eyes = select.epoll()
        for eye in (script.fileno(), idle.fileno()):
            if eye is not None:
                self._eyes.register(eye, select.EPOLLIN)

    def look(self) -> Reading:
        """Tell what the script told last; after long silence, ask whether it still lives."""
        self.drain()
        if self._clock.read().mono - self._heard_at >= _SILENCE:
            self._prove()
        front = self._front
        return Reading(
            app=front.app,
            instance=front.instance,
            title=front.title,
            pid=front.pid,
            idle=self._idle.idle(),
            steady=self._idle.steady(),
            fullscreen=front.fullscreen,
        )

    def fileno(self) -> int | None:
        """One descriptor for the script's calls and for the ends of pauses in input."""
        return None if self._eyes.closed else self._eyes.fileno()

    def drain(self) -> bool:
        """Take in what the script told and what Wayland tells of input."""
        try:
            has_changed = self._hear()
        except LineLostError as error:
            raise SensorLostError(str(error)) from error
        if self._script.is_orphan:
            raise SensorLostError("KWin went away")
        return self._idle.drain() or has_changed

    def close(self) -> None:
        """Take the script out of KWin, and leave."""
        self._script.close()
        self._idle.close()
        self._eyes.close()

    def _hear(self) -> bool:
        before, now = self._front, self._clock.read().mono
        has_stalled = now - self._drained_at >= _SILENCE  # what waited since then proves nothing
        self._drained_at = now
        for call in self._script.told():
            self._front = front = _front(call.body)
            follows = bool(front.app) and self._follows_title(front.app)
            self._script.answer(call, wants_title=follows)
            if not has_stalled:
                self._heard_at = now
        return self._front != before

    def _prove(self) -> None:
        try:
            is_loaded = self._script.is_loaded()
        except (CallError, LineLostError) as error:
            raise SensorLostError(f"KWin does not answer: {error}") from error
        if not is_loaded:
            raise SensorLostError("KWin does not run our script any more")
        self._heard_at = self._clock.read().mono


def _front(told: tuple[Any, ...]) -> _Front:
    """What the script told: whether a window is in front, and then its names and state."""
    is_there, file, window_class, instance, pid, fullscreen, title = told
    if not is_there:
        return _Front()
    return _Front(
        app=file.rpartition("/")[2].removesuffix(".desktop") or window_class or instance,
        instance=instance,
        pid=int(pid) if pid.isdecimal() and pid != "0" else None,
        fullscreen=fullscreen,
        title=_TWIN.sub("", title),
    )
