"""The sensor of desktops that tell their windows to task bars: on sway, without its socket."""

import os
import select
import signal
import time
from collections.abc import Iterator

import pytest

from monitor.core.sighting import Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Sensor
from monitor.sense.toplevel import open_toplevel
from monitor.service.clock import SystemClock
from tests.desktops import WaylandDesktop
from tests.fakes import FakeClock
from tests.processes import need, wait_for
from tests.sensing import keeps_the_contract


@pytest.fixture
def desktop() -> Iterator[WaylandDesktop]:
    """A private desktop with sway, whose own socket is not told."""
    with WaylandDesktop() as opened:
        opened.sway()
        yield opened


@pytest.fixture
def sensor(desktop: WaylandDesktop) -> Iterator[Sensor]:
    """The sensor, opened there; it follows the titles of Birch alone."""
    opened = open_toplevel(desktop.env, SystemClock(), lambda app: app == "birch")
    yield opened
    opened.close()


def next_look(sensor: Sensor, what: str) -> Reading:
    """Wait as the watcher does until the sensor has news, then look."""
    eye = sensor.fileno()
    assert eye is not None
    wait_for(lambda: select.select([eye], [], [], 0.1)[0] and sensor.drain(), what)
    return sensor.look()


def test_the_sensor_of_task_bars_keeps_the_contract(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    desktop.foot("alder")

    keeps_the_contract(sensor)
    assert sensor.fileno() is None


def test_the_activated_window_is_told_and_another_wakes(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    empty = sensor.look()
    desktop.foot("birch", title="a letter")
    first = next_look(sensor, "the first window")
    desktop.mousepad()
    second = next_look(sensor, "the editor")
    desktop.activate("birch")
    desktop.msg("fullscreen", "enable")
    third = next_look(sensor, "the first window again")
    desktop.msg("kill")
    fourth = next_look(sensor, "the editor again")

    assert [one.app for one in (empty, first, second, third, fourth)] == [
        *("", "birch", "mousepad", "birch", "mousepad")
    ]
    assert [one.title for one in (first, second, third)] == ["a letter", "", "a letter"]
    assert [one.fullscreen for one in (first, third)] == [False, True]
    assert (first.pid, first.locked) == (None, None)


def test_swaylock_is_told_and_a_launcher_or_an_empty_workspace_is_no_lock(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    need("fuzzel")
    desktop.foot("alder")
    next_look(sensor, "the window")
    locker = desktop.swaylock()
    wait_for(lambda: sensor.drain() and sensor.look().locked, "the lock")
    os.kill(locker.pid, signal.SIGUSR1)
    unlocked = next_look(sensor, "the unlocked screen")
    launcher = desktop.spawn("fuzzel")
    launching = next_look(sensor, "the launcher")
    launcher.terminate()
    next_look(sensor, "the window again")
    desktop.msg("workspace", "9")
    empty = next_look(sensor, "the empty workspace")

    assert (unlocked.app, unlocked.locked) == ("alder", None)
    assert (launching.app, launching.locked) == ("", None)
    assert (empty.app, empty.locked) == ("", None)


def test_a_lock_on_an_empty_workspace_is_found_a_little_later(desktop: WaylandDesktop) -> None:
    clock = FakeClock()
    sensor = open_toplevel(desktop.env, clock, lambda _: False)
    before = sensor.look().locked
    locker = desktop.swaylock()
    wait_for(lambda: not desktop.focused(), "the lock")
    at_once = sensor.look().locked
    clock.advance(15)
    later = sensor.look().locked
    os.kill(locker.pid, signal.SIGUSR1)

    assert (before, at_once, later) == (None, None, True)
    assert wait_for(lambda: sensor.look().locked is None, "the unlocked screen")
    sensor.close()


def test_a_locker_on_another_display_locks_nothing_here(desktop: WaylandDesktop) -> None:
    with WaylandDesktop() as elsewhere:
        elsewhere.sway()
        elsewhere.swaylock()
        wait_for(lambda: not elsewhere.focused(), "the lock elsewhere")

        sensor = open_toplevel(desktop.env, SystemClock(), lambda _: False)

        assert sensor.look().locked is None
        sensor.close()


def test_a_compositor_that_ended_is_lost_and_nothing_else(desktop: WaylandDesktop) -> None:
    sensor = open_toplevel(desktop.env, SystemClock(), lambda _: False)
    desktop.run("swaymsg", "exit")

    for ask in (sensor.drain, sensor.look, sensor.look):
        with pytest.raises(SensorLostError, match="went away"):
            wait_for(ask, "end")
    sensor.close()
    sensor.close()
    desktop.compositors[0].wait(10)
    with pytest.raises(UnfitError, match="cannot be reached"):
        open_toplevel(desktop.env, SystemClock(), lambda _: False)


def test_a_compositor_that_hangs_holds_no_look_longer_than_it_may(desktop: WaylandDesktop) -> None:
    sensor = open_toplevel(desktop.env, SystemClock(), lambda _: False)
    os.kill(desktop.compositors[0].pid, signal.SIGSTOP)
    began = time.monotonic()
    try:
        with pytest.raises(SensorLostError, match="did not answer"):
            sensor.look()
        held = time.monotonic() - began
    finally:
        os.kill(desktop.compositors[0].pid, signal.SIGCONT)
    sensor.close()

    assert held < 2


def test_weston_is_refused_by_name() -> None:
    with WaylandDesktop() as desktop:
        desktop.weston()

        with pytest.raises(UnfitError, match="weston tells nobody which window is in front"):
            open_toplevel(desktop.env, SystemClock(), lambda _: False)
