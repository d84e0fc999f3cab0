"""The one place that asks the system what time it is."""

import sys
import time
from datetime import UTC, datetime, timedelta

from monitor.core.types import Instant


class SystemClock:
    """Wall, monotonic and boot clock of this machine.

    On Linux and macOS one clock stands still while the machine sleeps and one goes on. On
    Windows Python has only the second, so there a suspend is told by the time between looks.
    """

    def __init__(self) -> None:
        self._mono = getattr(time, "CLOCK_UPTIME_RAW", getattr(time, "CLOCK_MONOTONIC", None))
        boot = "CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME"
        self._boot = getattr(time, boot, self._mono)

    def read(self) -> Instant:
        """Read the three clocks one after the other; that takes about a microsecond."""
        wall = datetime.fromtimestamp(time.time(), UTC)
        return Instant(wall, _read(self._mono), _read(self._boot))


def _read(number: int | None) -> timedelta:
    seconds = time.monotonic() if number is None else time.clock_gettime(number)
    return timedelta(seconds=seconds)
