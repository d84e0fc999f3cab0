"""See only that AI programs run, where neither a display nor a terminal can be looked at.

Nothing is in front as far as this can tell, so everything it sees is unattended.
"""

from collections.abc import Callable
from datetime import timedelta

from monitor.core.sighting import Reading
from monitor.ports import Clock, Sensor
from monitor.sense.programs.census import Census
from monitor.sense.programs.census_proc import open_census

_SCAN_EVERY = timedelta(seconds=30)  # a pass over all processes costs a millisecond or more


def open_processes(clock: Clock, is_known: Callable[[str], bool]) -> Sensor:
    """Look at all processes; ``is_known`` tells which programs are worth telling."""
    return Processes(clock, is_known, open_census(is_known))


class Processes:
    """The programs of this user that the catalogue knows, on every system."""

    name = "processes"

    def __init__(self, clock: Clock, is_known: Callable[[str], bool], census: Census) -> None:
        self._clock = clock
        self._is_known = is_known
        self._census = census
        self._scanned: timedelta | None = None
        self._running: tuple[str, ...] = ()

    def look(self) -> Reading:
        """Nothing is known to be in front; tell what runs."""
        now = self._clock.read().mono
        if self._scanned is None or now - self._scanned >= _SCAN_EVERY:
            self._scanned = now
            names = {one.name for one in self._census.take().values()}
            self._running = tuple(sorted(filter(self._is_known, names)))
        return Reading(running=self._running)

    def fileno(self) -> int | None:
        """Processes report no change."""
        return None

    def drain(self) -> bool:
        """Nothing is reported."""
        return False

    def close(self) -> None:
        """Nothing is held."""
