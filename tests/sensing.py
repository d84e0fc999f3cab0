"""The one contract of every sensor, for each file of tests that opens one."""

import select
import time
from contextlib import closing
from datetime import timedelta

from monitor.core.sighting import Reading
from monitor.ports import Sensor
from tests.processes import wait_for

_AT_MOST_S = 2.0
_NAMES = {
    "x11", "sway", "toplevel", "kwin", "gnome", "xwayland", "macos", "windows", "terminal",
    "processes",
}  # fmt: skip


def keeps_the_contract(sensor: Sensor) -> None:
    """Look, drain and close as the watcher does; AssertionError names what is broken."""
    with closing(sensor):
        _serves(sensor)
    sensor.close()


def _serves(sensor: Sensor) -> None:
    began = time.monotonic()
    reading = sensor.look()
    took = time.monotonic() - began
    eye = sensor.fileno()

    assert took < _AT_MOST_S
    assert isinstance(reading, Reading)
    assert reading.idle is None or reading.idle >= timedelta()
    assert eye is None or select.select([eye], [], [], 0)[1:] == ([], [])
    assert sensor.drain() in (True, False)
    assert wait_for(lambda: sensor.drain() is False, "end of the news")  # nothing is told twice
    assert sensor.name in _NAMES
