"""The one place that asks the system what time it is."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from monitor.core.types import Instant


class SystemClock:
    """Wall, monotonic and boot clock of this machine.

    On Linux and macOS one clock stands still while the machine sleeps and one goes on. On
    Windows Python has only the second, so there a suspend is told by the time between looks.
    """

    def __init__(self) -> None:
        mono = getattr(time, "CLOCK_UPTIME_RAW", getattr(time, "CLOCK_MONOTONIC", None))
        boot = "CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME"
        self._mono = _by(mono)
        self._boot = _by(getattr(time, boot, mono))

    def read(self) -> Instant:
        """Read the three clocks one after the other; that takes about a microsecond."""
        wall = datetime.fromtimestamp(time.time(), UTC)
        return Instant(wall, timedelta(0, self._mono()), timedelta(0, self._boot()))


def _by(number: int | None) -> Callable[[], float]:
    """What reads a clock by its number; None: the system has no such numbers."""
    return time.monotonic if number is None else partial(time.clock_gettime, number)
