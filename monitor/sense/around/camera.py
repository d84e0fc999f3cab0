"""A call by its camera: a program of this user holds one open."""

import os
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.sighting import Around
from monitor.errors import UnfitError

if TYPE_CHECKING:
    from monitor.sense.around.inotify import Inotify  # ctypes is loaded where there is a camera

_DEVICES, _PROCESSES = Path("/dev"), Path("/proc")
_CAMERA = re.compile(r"video\d+")
_AGAIN = timedelta(seconds=30)
_REST = timedelta(seconds=10)  # a browser that lists its cameras opens each: no look for each
_KEEPERS = ("wireplumber",)  # holds them to list them, and never looks through one


class Camera:
    """The cameras of this machine; where there is none, nothing is done."""

    def __init__(self, *, devices: Path = _DEVICES, processes: Path = _PROCESSES) -> None:
        self._devices = devices
        self._processes = processes
        self._cameras: frozenset[str] = frozenset()
        self._changed_ns = 0
        self._inotify: Inotify | None = None
        self._refusal = ""
        self._next_devices = self._next_scan = timedelta.min
        self._is_stale = True
        self._is_used = False

    @property
    def due(self) -> timedelta:
        """When to look next, though no camera is opened or closed until then."""
        is_asked = self._cameras and self._is_stale
        return min(self._next_devices, self._next_scan) if is_asked else self._next_devices

    def look(self, now: timedelta, until: float) -> None:  # noqa: ARG002 - it waits for nobody
        """Find the cameras every half minute, and who holds one when one was opened or closed."""
        if now >= self._next_devices:
            self._next_devices = now + _AGAIN
            self._find()
        self.drain()
        if not self._cameras:
            self._is_used = False
        elif self._is_stale and now >= self._next_scan:
            self._is_stale = False
            self._next_scan = now + _REST
            self._is_used = _is_held(self._processes, self._cameras)

    def drain(self) -> bool:
        """Take in what was reported; True when a camera was opened or closed."""
        is_news = self._inotify is not None and self._inotify.drain()
        self._is_stale = self._is_stale or is_news
        return is_news

    def fileno(self) -> int | None:
        """The descriptor of the cameras; None while there is none."""
        return self._inotify.fileno() if self._inotify else None

    def around(self, now: timedelta) -> tuple[Around, ...]:  # noqa: ARG002 - it does not age
        """Tell whether a camera is in use."""
        return (Around(call=self._is_used),)

    def troubles(self) -> tuple[str, ...]:
        """Why the use of a camera is known late."""
        return (self._refusal,) if self._refusal else ()

    def close(self) -> None:
        """Let go."""
        if self._inotify:
            self._inotify.close()

    def _find(self) -> None:
        """Learn which cameras there are; a device that comes or goes changes its folder."""
        with suppress(OSError):
            changed_ns = self._devices.stat().st_mtime_ns
            if changed_ns != self._changed_ns:
                self._changed_ns = changed_ns
                names = filter(_CAMERA.fullmatch, os.listdir(self._devices))  # noqa: PTH208 - names
                self._cameras = frozenset(str(self._devices / name) for name in names)
                self._is_stale = True
        if self._cameras and not self._follow():
            self._is_stale = True

    def _follow(self) -> bool:
        """Listen to each camera; False when one cannot be listened to and must be asked for."""
        from monitor.sense.around.inotify import Inotify  # noqa: PLC0415 - only with a camera

        self._refusal = ""
        try:
            self._inotify = self._inotify or Inotify()
        except UnfitError as error:
            self._refusal = f"A camera is looked for every half minute only: {error}."
            return False
        followed = [self._inotify.follow(Path(camera)) for camera in self._cameras]
        return all(followed)


def _is_held(processes: Path, cameras: frozenset[str]) -> bool:
    """Whether a process of this user holds a camera open."""
    me = os.getuid()
    with os.scandir(processes) as entries:
        return any(
            entry.name.isdecimal() and _is_mine(entry, me) and _holds(entry, cameras)
            for entry in entries
        )


def _is_mine(process: os.DirEntry[str], me: int) -> bool:
    with suppress(OSError):  # gone
        return process.stat().st_uid == me
    return False


def _holds(process: os.DirEntry[str], cameras: frozenset[str]) -> bool:
    folder = f"{process.path}/fd/"
    with suppress(OSError):  # gone, or closed to us
        for number in os.listdir(folder):  # noqa: PTH208 - thousands of them: names, no objects
            if _target(folder + number) in cameras:
                return Path(process.path, "comm").read_text().strip() not in _KEEPERS
    return False


def _target(link: str) -> str:
    with suppress(OSError):  # closed in between
        return os.readlink(link)  # noqa: PTH115 - as above
    return ""
