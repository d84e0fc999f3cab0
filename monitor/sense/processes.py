"""See only that AI programs run, where neither a display nor a terminal can be looked at.

Nothing is in front as far as this can tell, so everything it sees is unattended.
"""

from collections.abc import Callable
from datetime import timedelta

from monitor.core.types import Reading
from monitor.errors import UnfitError
from monitor.ports import Clock, Sensor
from monitor.sense import process

_SCAN_EVERY = timedelta(seconds=30)  # naming every process costs some milliseconds each time


def open_processes(clock: Clock, is_known: Callable[[str], bool]) -> Sensor:
    """Look through psutil; ``is_known`` tells which programs are worth naming."""
    try:
        import psutil  # noqa: PLC0415 - only where nothing better can see
    except ImportError as error:
        raise UnfitError(f"psutil cannot be used: {error}") from error
    return Processes(clock, psutil.Process().username(), is_known)


class Processes:
    """The programs of this user that the catalogue knows, by psutil, on every system."""

    name = "processes"

    def __init__(self, clock: Clock, user: str, is_known: Callable[[str], bool]) -> None:
        self._clock = clock
        self._is_known = is_known
        self._user = user
        self._scanned: timedelta | None = None
        self._running: tuple[str, ...] = ()

    def look(self) -> Reading:
        """Nothing is known to be in front; tell what runs."""
        now = self._clock.read().mono
        if self._scanned is None or now - self._scanned >= _SCAN_EVERY:
            self._scanned = now
            self._running = self._scan()
        return Reading(running=self._running)

    def fileno(self) -> int | None:
        """Processes report no change."""
        return None

    def drain(self) -> bool:
        """Nothing is reported."""
        return False

    def close(self) -> None:
        """Nothing is held."""

    def _scan(self) -> tuple[str, ...]:
        import psutil  # noqa: PLC0415 - only where nothing better can see

        found = set()
        for one in psutil.process_iter(("username", "cmdline", "name", "exe")):
            if one.info["username"] != self._user:
                continue
            command = one.info["cmdline"] or [one.info["name"] or ""]
            name = process.named(command, one.info["exe"] or "", self._is_known)
            if self._is_known(name):
                found.add(name)
        return tuple(sorted(found))
