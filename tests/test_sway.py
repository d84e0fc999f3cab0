"""The sensor of sway, on a real sway with real windows, a real locker and a real launcher."""

import os
import select
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.core.sighting import Reading
from monitor.ports import Sensor
from monitor.sense.sway import open_sway
from monitor.service.clock import SystemClock
from tests.desktops import WaylandDesktop
from tests.processes import need, wait_for
from tests.sensing import keeps_the_contract


@pytest.fixture
def desktop() -> Iterator[WaylandDesktop]:
    """A private desktop with sway."""
    with WaylandDesktop() as opened:
        opened.sway()
        yield opened


@pytest.fixture
def sensor(desktop: WaylandDesktop) -> Iterator[Sensor]:
    """The sensor, opened there; it follows the titles of Birch alone."""
    opened = open_sway(desktop.env, SystemClock(), lambda app: app == "birch")
    yield opened
    opened.close()


def next_look(sensor: Sensor, what: str) -> Reading:
    """Wait as the watcher does until the sensor has news, then look."""
    eye = sensor.fileno()
    assert eye is not None
    wait_for(lambda: select.select([eye], [], [], 0.1)[0] and sensor.drain(), what)
    return sensor.look()


def test_the_sensor_of_sway_keeps_the_contract(desktop: WaylandDesktop, sensor: Sensor) -> None:
    desktop.foot("alder")

    keeps_the_contract(sensor)
    assert sensor.fileno() is None


def test_sway_tells_the_window_in_front_and_wakes_for_another(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    empty = sensor.look()
    alder = desktop.foot("alder", title="a secret")
    first = next_look(sensor, "the first window")
    editor = desktop.mousepad()
    second = next_look(sensor, "the editor")
    desktop.activate("alder")
    third = next_look(sensor, "the first window again")

    assert empty.app == ""
    assert (first.app, first.pid, first.title) == ("alder", alder, "")
    assert (second.app, second.pid) == ("mousepad", editor)
    assert (third.app, third.pid) == ("alder", alder)
    assert [one.fullscreen for one in (empty, first, second)] == [False, False, False]
    assert [one.locked for one in (first, second)] == [False, False]
    assert sensor.drain() is False


def test_sway_tells_the_class_of_a_window_of_an_x_program(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    need("Xwayland", "xterm")
    desktop.msg("exec", "xterm -class Cedar -name needle -e cat")
    window = desktop.wait_for_window("shell", "xwayland")

    seen = next_look(sensor, "the X window")

    assert (seen.app, seen.instance, seen.pid) == ("Cedar", "needle", window["pid"])


def test_full_screen_and_a_title_that_is_followed_are_news(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    retitle = "sleep 1; printf '\\033]2;another\\007'; exec cat"
    desktop.foot("birch", title="a letter", command=("sh", "-c", retitle))
    first = next_look(sensor, "the window")
    second = next_look(sensor, "its next title")
    desktop.msg("fullscreen", "enable")
    third = next_look(sensor, "full screen")

    assert [one.title for one in (first, second, third)] == ["a letter", "another", "another"]
    assert [one.fullscreen for one in (first, second, third)] == [False, False, True]


def test_a_title_that_nobody_follows_and_windows_behind_are_no_news(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    retitle = "while sleep 0.1; do printf '\\033]2;%s\\007' $((n += 1)); done"
    desktop.foot("birch", command=("sh", "-c", retitle))
    desktop.foot("alder", command=("sh", "-c", retitle))
    wait_for(lambda: sensor.drain() or sensor.look().app == "alder", "the window in front")
    eye = sensor.fileno()
    assert eye is not None
    sensor.drain()

    for _ in range(5):
        assert select.select([eye], [], [], 10)[0]
        assert sensor.drain() is False


def test_an_empty_workspace_has_nothing_in_front_and_is_not_locked(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    desktop.foot("alder")
    next_look(sensor, "the window")
    desktop.msg("workspace", "9")
    empty = next_look(sensor, "the empty workspace")
    desktop.msg("workspace", "1")
    back = next_look(sensor, "the window again")
    desktop.msg("move", "container", "to", "workspace", "9")
    moved = next_look(sensor, "the window gone elsewhere")
    desktop.msg("workspace", "9")
    followed = next_look(sensor, "the window there")
    desktop.msg("kill")
    ended = next_look(sensor, "the end of the window")

    assert [one.app for one in (empty, back, moved, followed, ended)] == [
        *("", "alder", "", "alder", "")
    ]
    assert not any(one.locked for one in (empty, back, moved, followed, ended))


def test_a_container_in_focus_shows_its_last_window(
    desktop: WaylandDesktop, sensor: Sensor
) -> None:
    desktop.foot("alder")
    desktop.foot("birch")
    desktop.foot("cedar")
    desktop.activate("birch")
    next_look(sensor, "the windows")
    desktop.msg("focus", "parent")
    late = open_sway(desktop.env, SystemClock(), lambda _: False)

    seen = [sensor.look(), late.look()]
    late.close()

    assert [one.app for one in seen] == ["birch", "birch"]
    assert not any(one.locked for one in seen)


def test_swaylock_locks_and_its_end_unlocks(desktop: WaylandDesktop, sensor: Sensor) -> None:
    desktop.foot("alder")
    next_look(sensor, "the window")
    locker = desktop.swaylock()
    wait_for(lambda: sensor.drain() and sensor.look().locked, "the lock")
    late = open_sway(desktop.env, SystemClock(), lambda _: False)
    seen_late = late.look()
    late.close()
    os.kill(locker.pid, signal.SIGUSR1)

    unlocked = next_look(sensor, "the unlocked screen")

    assert (seen_late.app, seen_late.locked) == ("alder", True)
    assert (unlocked.app, unlocked.locked) == ("alder", False)


def test_a_launcher_is_no_lock(desktop: WaylandDesktop, sensor: Sensor) -> None:
    need("fuzzel")
    desktop.foot("alder")
    next_look(sensor, "the window")
    desktop.spawn("fuzzel")

    seen = next_look(sensor, "the launcher")

    assert (seen.app, seen.locked) == ("alder", None)


def test_a_pause_in_input_is_told_and_its_end(desktop: WaylandDesktop, sensor: Sensor) -> None:
    desktop.foot("alder")

    def idle() -> timedelta:
        sensor.drain()
        return sensor.look().idle or timedelta()

    wait_for(lambda: idle() >= timedelta(seconds=5), "a pause")
    pause = idle()
    desktop.type("x")

    assert pause < timedelta(seconds=6)
    assert wait_for(lambda: idle() == timedelta(), "input")
