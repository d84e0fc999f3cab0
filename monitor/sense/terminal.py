"""See the foreground program of the terminal that had input last, where there is no display.

Works on a console, over ssh and under WSL. The last input is the terminal's access time, which
the kernel keeps in steps of 8 s.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.core.sighting import Reading
from monitor.core.types import Instant
from monitor.errors import UnfitError
from monitor.ports import Clock, Sensor
from monitor.sense.programs import process
from monitor.sense.programs.foreground import foremost, is_client
from monitor.sense.programs.process import Process
from monitor.sense.session import desktop_in_reach, is_wsl


def open_terminal(
    environ: Mapping[str, str], clock: Clock, is_known: Callable[[str], bool]
) -> Sensor:
    """Find the terminals of this user; UnfitError says why they cannot serve."""
    if not Path("/proc/self/stat").exists():
        raise UnfitError("there is no /proc here to tell a terminal's foreground program")
    display = "" if is_wsl() else desktop_in_reach(environ)
    if display:
        raise UnfitError(f"the desktop on {display} may show other windows than terminals")
    sensor = Terminal(clock, is_known)
    if not sensor.devices():
        own = sensor.own and f"the only terminal is the one humanward itself runs in ({sensor.own})"
        raise UnfitError(own or "this user has no terminal open")
    return sensor


@dataclass(frozen=True, slots=True)
class Device:
    """One terminal: when it had input last, and the processes that its keys go to."""

    path: str
    last_input: datetime
    members: tuple[Process, ...]

    @property
    def is_inner(self) -> bool:
        """Whether a program runs on it, and not one that only shows another terminal."""
        return not is_client(self.members[0])


class Terminal:
    """The newest input decides which terminal is in front; humanward's own is left out."""

    name = "terminal"

    def __init__(self, clock: Clock, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._clock = clock
        own = process.read(os.getpid())
        self._own = own.tty if own else 0
        self._newest: Device | None = None
        self._met = timedelta()

    @property
    def own(self) -> str:
        """The terminal that humanward itself runs in, '' for none."""
        return process.device_path(self._own) if self._own else ""

    def look(self) -> Reading:
        """See the foreground program of the newest terminal."""
        devices = self.devices()
        if not devices:
            return Reading()
        front = max(devices, key=lambda one: (one.last_input, one.is_inner))
        idle = self._since_input(front, self._clock.read())
        program, bearer = foremost(front.members, self._is_known)
        pid = bearer.pid if bearer else None
        return Reading(app="terminal", program=program, pid=pid, idle=idle)

    def _since_input(self, front: Device, now: Instant) -> timedelta:
        """By the wall clock; a stamp that lies ahead was made before the clock was set back."""
        known = self._newest
        if known is None or (known.path, known.last_input) != (front.path, front.last_input):
            self._newest, self._met = front, now.mono
        ago = now.wall - front.last_input
        return ago if ago >= timedelta() else now.mono - self._met

    def fileno(self) -> int | None:
        """Terminals report no change."""
        return None

    def drain(self) -> bool:
        """Nothing is reported."""
        return False

    def close(self) -> None:
        """Nothing is held."""

    def devices(self) -> list[Device]:
        """Every terminal of this user that has a foreground program, but our own."""
        uid = os.getuid()
        foregrounds = _foregrounds()
        found = []
        for path in _candidates():
            try:
                seen = path.stat()
            except OSError:
                continue
            members = foregrounds.get(seen.st_rdev)
            if seen.st_uid == uid and seen.st_rdev != self._own and members:
                last_input = datetime.fromtimestamp(seen.st_atime, UTC)
                found.append(Device(str(path), last_input, tuple(members)))
        return found


def _candidates() -> list[Path]:
    consoles = [path for path in Path("/dev").glob("tty[1-9]*") if path.name[3:].isdigit()]
    return [path for path in Path("/dev/pts").glob("[0-9]*") if path.name.isdigit()] + consoles


def _foregrounds() -> dict[int, list[Process]]:
    """The foreground group of each terminal that our processes are on, its leader first."""
    found: dict[int, list[Process]] = {}
    for one in map(process.read, process.mine()):
        if one and one.tty and one.group == one.foreground:
            members = found.setdefault(one.tty, [])
            members.insert(0 if one.pid == one.group else len(members), one)
    return found
