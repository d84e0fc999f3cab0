"""The one contract of every sensor, the sentences of those that cannot serve, and the choice."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.core.sighting import Reading
from monitor.errors import NoSensorError, SensorLostError, UnfitError
from monitor.ports import Sensor
from monitor.sense.candidates import fitting, known_sensors
from monitor.sense.choose import Candidate, Refusal, choose
from monitor.sense.processes import open_processes
from monitor.sense.terminal import open_terminal
from monitor.sense.x11 import open_x11
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock, ScriptedSensor
from tests.processes import need, wait_for
from tests.rig import Desktop
from tests.sensing import keeps_the_contract
from tests.terminals import terminal_with


@pytest.fixture(params=["x11", "terminal", "processes"])
def sensor(request: pytest.FixtureRequest) -> Iterator[Sensor]:
    """Each way of seeing, opened on something to see."""
    if request.param == "x11":
        screen: Desktop = request.getfixturevalue("screen")
        screen.activate(screen.xterm("Alder").window)
        yield open_x11(screen.env, lambda _: True)
    elif request.param == "terminal":
        with terminal_with("cat"):
            yield open_terminal({}, SystemClock(), lambda _: False)
    else:
        yield open_processes(SystemClock(), lambda _: False)


def test_every_sensor_keeps_the_contract(sensor: Sensor) -> None:
    keeps_the_contract(sensor)


def test_the_x_sensor_sees_the_window_in_front_and_wakes_for_news(screen: Desktop) -> None:
    one, other = screen.xterm("Alder"), screen.xterm("Birch", title="a letter")
    screen.activate(one.window)
    with closing(open_x11(screen.env, lambda app: app == "Birch")) as sensor:
        first = sensor.look()
        sensor.drain()

        screen.activate(other.window)
        wait_for(lambda: sensor.drain() and sensor.look().app == "Birch", "news of the focus")
        second = sensor.look()
        screen.ask("xdotool", "set_window", "--name", "another", str(other.window))
        wait_for(lambda: sensor.drain() and sensor.look().title == "another", "news of the title")

    assert (first.app, first.instance, first.title) == ("Alder", "alder", "")
    assert (second.app, second.title, second.pid) == ("Birch", "a letter", other.process.pid)


def test_a_window_that_went_away_leaves_nothing_in_front(screen: Desktop) -> None:
    only = screen.xterm("Alder")
    screen.activate(only.window)
    sensor = open_x11(screen.env, lambda _: True)
    assert sensor.look().app == "Alder"

    only.process.kill()
    only.process.wait()
    wait_for(sensor.drain, "news of the end")

    assert wait_for(lambda: sensor.look().app == "", "empty desktop")
    sensor.close()


def test_a_display_that_went_away_is_lost_and_nothing_else(desktop: Desktop) -> None:
    server, _ = desktop.x_server()
    desktop.openbox()
    sensor = open_x11(desktop.env, lambda _: True)
    server.kill()
    server.wait()

    for ask in (sensor.drain, sensor.look, sensor.look):
        with pytest.raises(SensorLostError, match="the X display went away"):
            ask()
    assert sensor.fileno() is None
    sensor.close()
    sensor.close()


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({}, "no DISPLAY is set"),
        ({"DISPLAY": ":59999"}, "the display :59999 does not answer"),
        ({"DISPLAY": "nonsense"}, "the display nonsense does not answer"),
        ({"DISPLAY": ":59999", "WAYLAND_DISPLAY": "wayland-0"}, "this is a Wayland session"),
    ],
)
def test_the_x_sensor_says_why_it_cannot_serve(environ: dict[str, str], why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        open_x11(environ, lambda _: True)


def test_a_display_that_tells_no_input_is_refused_in_words(desktop: Desktop) -> None:
    display = desktop.xvfb("640x480x24", "-extension", "MIT-SCREEN-SAVER")

    with pytest.raises(UnfitError, match="does not tell the last input"):
        open_x11({"DISPLAY": display}, lambda _: True)


def test_a_display_that_hangs_holds_no_look_longer_than_it_may(desktop: Desktop) -> None:
    number = desktop.xvfb().removeprefix(":")
    server = int(Path(f"/tmp/.X{number}-lock").read_text())  # noqa: S108 - where X has it
    desktop.openbox()
    sensor = open_x11(desktop.env, lambda _app: True)
    os.kill(server, signal.SIGSTOP)
    began = time.monotonic()
    try:
        with pytest.raises(SensorLostError, match="did not answer"):
            sensor.look()
        held = time.monotonic() - began
    finally:
        os.kill(server, signal.SIGCONT)
    sensor.close()

    assert held < 3


def test_processes_see_a_program_by_its_own_name_and_inside_an_interpreter(tmp_path: Path) -> None:
    need("node")
    mark = uuid4().hex
    package = tmp_path / "node_modules" / "@anthropic-ai" / f"claude-{mark}" / "cli.js"
    package.parent.mkdir(parents=True)
    package.write_text("setTimeout(() => {}, 60000)")
    named = [f"claude-{mark}", f"@anthropic-ai/claude-{mark}"]
    started = [
        subprocess.Popen([f"claude-{mark}", "60"], executable="/bin/sleep"),  # noqa: S603 - a fixed command
        subprocess.Popen(["node", package, "secret"]),  # noqa: S603, S607 - a fixed command
    ]
    try:
        clock = FakeClock()
        sensor = open_processes(clock, named.__contains__)

        def running() -> tuple[str, ...]:
            clock.advance(30)
            return sensor.look().running

        wait_for(lambda: len(running()) == 2, "both programs")

        assert running() == (f"@anthropic-ai/claude-{mark}", f"claude-{mark}")
        assert sensor.look().app is None
    finally:
        for one in started:
            one.kill()
            one.wait()


def test_processes_are_named_anew_only_now_and_then() -> None:
    clock = FakeClock()
    asked: list[str] = []

    def ask(name: str) -> bool:
        asked.append(name)
        return False

    sensor = open_processes(clock, ask)
    sensor.look()
    first = len(asked)

    clock.advance(29)
    sensor.look()

    assert len(asked) == first > 0
    clock.advance(1)
    sensor.look()
    assert len(asked) > first


def refuse(why: str) -> Sensor:
    raise UnfitError(why)


def test_the_first_that_works_is_chosen_and_each_refusal_kept() -> None:
    lost = ScriptedSensor(["its display went away"])
    works = ScriptedSensor([Reading(app="editor")])
    candidates = [
        Candidate("one", lambda: refuse("there is no display")),
        Candidate("two", lambda: lost),
        Candidate("three", lambda: works),
        Candidate("four", lambda: refuse("never asked")),
    ]

    choice = choose(candidates)

    assert choice.sensor is works
    assert choice.refused == (
        Refusal("one", "there is no display"),
        Refusal("two", "it opened, but its display went away"),
    )
    assert lost.closed == 1


def test_where_none_works_every_refusal_is_told() -> None:
    candidates = [
        Candidate("one", lambda: refuse("there is no display")),
        Candidate("two", lambda: refuse("there is no terminal")),
    ]

    with pytest.raises(NoSensorError) as told:
        choose(candidates)

    assert told.value.hint == "one: there is no display\ntwo: there is no terminal"


@pytest.mark.parametrize(
    ("desktop", "fits"),
    [
        ("GNOME", ("gnome", "xwayland")),
        ("ubuntu:GNOME", ("gnome", "xwayland")),
        ("Phosh:GNOME", ("gnome", "toplevel", "xwayland")),
        ("KDE", ("kwin",)),
        ("sway", ("sway", "toplevel")),
        ("Hyprland", ("sway", "toplevel", "kwin", "gnome")),
        ("", ("sway", "toplevel", "kwin", "gnome")),
    ],
)
def test_what_fits_is_told_by_the_desktops_own_name(desktop: str, fits: tuple[str, ...]) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": desktop}

    assert fitting(environ, "linux") == fits


def test_without_a_desktop_something_still_serves() -> None:
    choice = choose(
        known_sensors({}, SystemClock(), follows_title=bool, knows_program=lambda _: False)
    )

    assert choice.sensor.name in {"terminal", "processes"}
    assert choice.refused[0] == Refusal(
        "x11", "no DISPLAY is set, so there is no X display to look at"
    )
