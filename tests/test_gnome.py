"""GNOME as it is seen through the extension: a real shell, real windows, real keys."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from jeepney import MatchRule

from monitor.bus.address import session_sockets
from monitor.bus.line import Line
from monitor.core.sighting import Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Clock, Sensor
from monitor.sense.gnome import open_gnome
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock
from tests.gnome import ESCAPE, F11, SHIFT, SUPER, Gnome, is_app, sees
from tests.processes import wait_for
from tests.sensing import keeps_the_contract

Open = Callable[..., Sensor]


@pytest.fixture(scope="module")
def session() -> Iterator[Gnome]:
    """One GNOME for all of them: it takes seconds to start."""
    with Gnome() as gnome:
        gnome.place_extension()
        gnome.start()
        yield gnome


@pytest.fixture
def gnome(session: Gnome) -> Iterator[Gnome]:
    """GNOME with an empty desktop."""
    yield session
    session.end_programs()


@pytest.fixture
def opened(gnome: Gnome) -> Iterator[Open]:
    """Opens the sensor, and closes it."""
    sensors: list[Sensor] = []

    def opens(*titles: str, clock: Clock | None = None) -> Sensor:
        sensor = wait_for(lambda: _open(gnome, clock or SystemClock(), *titles), "extension")
        sensors.append(sensor)
        wait_for(lambda: sensor.look().app == "", "empty desktop")
        return sensor

    yield opens
    for sensor in sensors:
        sensor.close()


def _open(gnome: Gnome, clock: Clock, *titles: str) -> Sensor | None:
    with suppress(UnfitError):
        return open_gnome(gnome.env, clock, titles.__contains__)
    return None


def typed_into(gnome: Gnome, sensor: Sensor) -> Reading:
    """Type until the editor in front has got a letter: a new window is not at once ready."""

    def is_marked() -> Reading | None:
        gnome.type("x")
        reading = sensor.look()
        return reading if reading.title.startswith("*") else None

    return wait_for(is_marked, "editor that takes letters")


def test_the_gnome_sensor_keeps_the_contract(gnome: Gnome, opened: Open) -> None:
    sensor = opened()
    gnome.foot("org.example.One")

    sees(sensor, is_app("org.example.One"), "terminal in front")

    keeps_the_contract(sensor)
    assert sensor.fileno() is None


def test_each_window_that_comes_to_the_front_is_told_with_its_process(
    gnome: Gnome, opened: Open
) -> None:
    sensor = opened()
    foot = gnome.foot("org.example.One")
    first = sees(sensor, is_app("org.example.One"), "terminal in front")
    editor = gnome.mousepad()
    second = sees(sensor, is_app("mousepad"), "editor in front")
    gnome.end(editor)
    third = sees(sensor, is_app("org.example.One"), "terminal in front again")
    gnome.end(foot)
    last = sees(sensor, is_app(""), "empty desktop")

    assert [one.pid for one in (first, second, third, last)] == [
        foot.pid,
        editor.pid,
        foot.pid,
        None,
    ]
    assert (second.fullscreen, second.locked, second.xwayland) == (False, False, False)


def test_a_title_is_told_only_where_it_is_wanted(gnome: Gnome, opened: Open) -> None:
    sensor, other = opened("mousepad"), opened("org.example.One")
    gnome.foot("org.example.One", title="a letter")
    unwanted = sees(sensor, is_app("org.example.One"), "terminal in front")
    wanted = wait_for(lambda: other.look().title, "title of the terminal")
    gnome.mousepad()
    before = sees(sensor, is_app("mousepad"), "editor in front")
    other.look()
    other.drain()
    after = typed_into(gnome, sensor)

    assert (unwanted.title, wanted) == ("", "a letter")
    assert (before.title, after.title) == ("Untitled 1 - Mousepad", "*Untitled 1 - Mousepad")
    assert other.drain() is False
    assert other.look().title == ""


def test_a_title_that_changes_all_the_time_wakes_about_once_a_second(
    gnome: Gnome, opened: Open
) -> None:
    sensor = opened("org.example.One")
    each = "printf '\\033]0;t%s\\007' $i; i=$((i+1)); sleep 0.05"
    script = f"i=0; while [ $i -lt 60 ]; do {each}; done; cat"
    gnome.foot("org.example.One", command=("sh", "-c", script))
    sees(sensor, is_app("org.example.One"), "terminal in front")
    wakes: list[str] = []

    def note() -> bool:
        if sensor.drain():
            wakes.append(sensor.look().title)
        return wakes[-1:] == ["t59"]

    wait_for(note, "last title")

    assert len(wakes) <= 8


def test_nothing_is_told_to_those_who_did_not_ask(gnome: Gnome, opened: Open) -> None:
    bystander = Line(session_sockets(gnome.env))
    bystander.follow(MatchRule(type="signal", interface="org.humanward.Desktop1"))
    bystander.drain()
    sensor = opened()

    gnome.foot("org.example.One")
    sees(sensor, is_app("org.example.One"), "terminal in front")

    assert bystander.drain() == ()
    bystander.close()


def test_full_screen_is_told_when_it_begins_and_ends(gnome: Gnome, opened: Open) -> None:
    sensor = opened("mousepad")
    gnome.mousepad()
    sees(sensor, is_app("mousepad"), "editor in front")
    typed_into(gnome, sensor)

    gnome.press(F11)
    sees(sensor, lambda one: one.fullscreen is True, "full screen")
    gnome.press(F11)

    assert sees(sensor, lambda one: one.fullscreen is False, "window again").app == "mousepad"


def test_the_overview_leaves_nothing_in_front(gnome: Gnome, opened: Open) -> None:
    sensor = opened()
    gnome.foot("org.example.One")
    sees(sensor, is_app("org.example.One"), "terminal in front")

    gnome.press(SUPER)
    sees(sensor, is_app(""), "overview")
    gnome.press(ESCAPE)

    assert sees(sensor, is_app("org.example.One"), "terminal again").locked is False


def test_idle_begins_after_five_seconds_and_ends_with_the_next_key(
    gnome: Gnome, opened: Open
) -> None:
    sensor = opened()
    gnome.press(SHIFT)
    wait_for(lambda: sensor.look().idle == timedelta(), "input")

    idle = wait_for(lambda: sensor.look().idle, "idle time")
    gnome.press(SHIFT)
    wait_for(sensor.drain, "news of the key")

    assert timedelta(seconds=5) <= idle < timedelta(seconds=8)
    assert sensor.look().idle == timedelta()


def test_idle_time_that_was_before_the_sensor_counts_too(gnome: Gnome, opened: Open) -> None:
    first = opened()
    wait_for(lambda: first.look().idle, "idle time")

    second = opened()

    assert second.look().idle == pytest.approx(first.look().idle, abs=timedelta(seconds=1))
    gnome.press(SHIFT)
    wait_for(second.drain, "news of the key")
    assert second.look().idle == timedelta()


def test_an_extension_that_is_switched_off_is_lost_and_leaves_nothing(
    gnome: Gnome, opened: Open
) -> None:
    sensor = opened()

    gnome.set("enabled-extensions", "[]")
    with pytest.raises(SensorLostError, match="the humanward extension of GNOME Shell went away"):
        wait_for(sensor.drain, "news of the end")

    with pytest.raises(SensorLostError):
        sensor.look()
    with pytest.raises(UnfitError, match="installed but switched off: run `humanward desktop"):
        open_gnome(gnome.env, SystemClock(), bool)
    assert not gnome.has_name("org.humanward.Desktop")
    assert "JS ERROR: Extension" not in gnome.said(gnome.shell)
    gnome.set("enabled-extensions", f"['{gnome.folder.name}']")
    opened()


def test_a_shell_that_hangs_is_noticed_within_half_a_minute(gnome: Gnome, opened: Open) -> None:
    clock = FakeClock()
    sensor = opened(clock=clock)
    os.kill(gnome.shell.pid, signal.SIGSTOP)
    try:
        clock.advance(29)
        sensor.look()
        clock.advance(1)
        began = time.monotonic()
        with pytest.raises(SensorLostError, match="GNOME Shell does not answer"):
            sensor.look()
        took = time.monotonic() - began
        with pytest.raises(UnfitError, match="GNOME Shell does not answer"):
            open_gnome(gnome.env, clock, bool)
    finally:
        os.kill(gnome.shell.pid, signal.SIGCONT)

    assert took < 2
