"""GNOME without the extension: X programs alone are seen, and XWayland is never woken for it."""

import select
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.sighting import Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Sensor
from monitor.sense.xwayland import is_running, open_xwayland
from monitor.service.clock import SystemClock
from tests.gnome import SHIFT, Gnome
from tests.processes import need, wait_for
from tests.sensing import keeps_the_contract

# only a shell that systemd started as a unit of the user starts XWayland on demand
_UNIT = """#include <string.h>
#include <sys/types.h>
int sd_pid_get_user_unit(pid_t pid, char **unit) {
    if (pid) return -61;
    if (unit) *unit = strdup("org.gnome.Shell@wayland.service");
    return 0;
}
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gnome]:
    """One GNOME for all of them, which starts XWayland on demand and ends it after use."""
    need("gcc", "xterm", "Xwayland")
    folder = tmp_path_factory.mktemp("unit")
    source, library = folder / "unit.c", folder / "unit.so"
    source.write_text(_UNIT)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)  # noqa: S603, S607 - found by need()
    with Gnome() as gnome:
        features = ("org.gnome.mutter", "experimental-features", "['autoclose-xwayland']")
        gnome.ask("gsettings", "set", *features)
        gnome.start(env={"LD_PRELOAD": str(library)})
        yield gnome


@pytest.fixture
def gnome(session: Gnome) -> Iterator[Gnome]:
    """GNOME with an empty desktop."""
    yield session
    session.end_programs()


@pytest.fixture
def sensor(gnome: Gnome) -> Iterator[Sensor]:
    """The sensor, open."""
    opened = open_xwayland(gnome.env, SystemClock(), lambda app: app == "Alder")
    yield opened
    opened.close()


def xterm(gnome: Gnome, app: str) -> subprocess.Popen[bytes]:
    return gnome.program("xterm", "-class", app, "-name", app.lower(), "-T", f"the {app}")


def sees(sensor: Sensor, wanted: Callable[[Reading], bool], what: str) -> Reading:
    """Look whenever the sensor wakes, and every second, until it shows what is wanted."""

    def look() -> Reading | None:
        select.select([sensor.fileno() or 0], [], [], 1)
        sensor.drain()
        reading = sensor.look()
        return reading if wanted(reading) else None

    return wait_for(look, what, timeout_s=30)


def test_neither_opening_nor_looking_starts_xwayland(gnome: Gnome, sensor: Sensor) -> None:
    assert not is_running(gnome.env["DISPLAY"])

    seen = [sensor.look() for _ in range(3)]

    assert not is_running(gnome.env["DISPLAY"])
    assert {(one.app, one.pid, one.xwayland) for one in seen} == {(None, None, True)}


def test_an_x_program_is_seen_and_any_other_window_is_not(gnome: Gnome, sensor: Sensor) -> None:
    alder = xterm(gnome, "Alder")
    first = sees(sensor, lambda one: one.app == "Alder", "X window in front")
    editor = gnome.mousepad()
    second = sees(sensor, lambda one: one.app is None, "window of another kind")
    gnome.end(editor)
    third = sees(sensor, lambda one: one.app == "Alder", "X window again")

    assert (first.instance, first.title, first.pid) == ("alder", "the Alder", alder.pid)
    assert (first.fullscreen, first.xwayland) == (False, True)
    assert (second.title, second.pid, second.fullscreen) == ("", None, None)
    assert third.xwayland is True


def test_a_change_between_x_programs_wakes_the_sensor(gnome: Gnome, sensor: Sensor) -> None:
    xterm(gnome, "Alder")
    sees(sensor, lambda one: one.app == "Alder", "X window in front")
    sensor.drain()

    birch = xterm(gnome, "Birch")
    wait_for(sensor.drain, "news of the front")
    second = sees(sensor, lambda one: one.app == "Birch", "second X window")
    gnome.end(birch)
    wait_for(sensor.drain, "news of the end")

    assert (second.title, second.pid) == ("", birch.pid)
    assert sees(sensor, lambda one: one.app == "Alder", "first X window").title == "the Alder"


def test_the_xwayland_sensor_keeps_the_contract(gnome: Gnome, sensor: Sensor) -> None:
    xterm(gnome, "Alder")
    sees(sensor, lambda one: one.app == "Alder", "X window in front")

    keeps_the_contract(sensor)
    assert sensor.fileno() is None


def test_idle_time_is_mutters_and_ends_with_the_next_key(gnome: Gnome, sensor: Sensor) -> None:
    gnome.press(SHIFT)
    wait_for(lambda: sensor.look().idle == timedelta(), "input")

    idle = wait_for(lambda: sensor.look().idle, "idle time")
    gnome.press(SHIFT)
    wait_for(sensor.drain, "news of the key")

    assert timedelta(seconds=5) <= idle < timedelta(seconds=8)
    assert sensor.look().idle == timedelta()


def test_the_sensor_is_no_reason_for_xwayland_to_stay(gnome: Gnome, sensor: Sensor) -> None:
    alder = xterm(gnome, "Alder")
    sees(sensor, lambda one: one.app == "Alder", "X window in front")

    gnome.end(alder)
    wait_for(lambda: not is_running(gnome.env["DISPLAY"]), "end of XWayland", timeout_s=40)

    wait_for(sensor.drain, "news of the end")
    assert sensor.look().app is None
    xterm(gnome, "Birch")
    assert sees(sensor, lambda one: one.app == "Birch", "X window anew").xwayland is True


def test_a_shell_that_ends_is_lost() -> None:
    with Gnome() as gnome:
        gnome.start()
        sensor = open_xwayland(gnome.env, SystemClock(), bool)
        gnome.shell.kill()

        with pytest.raises(SensorLostError):
            wait_for(sensor.drain, "news of the end")
        with pytest.raises(SensorLostError):
            sensor.look()
        sensor.close()


def test_a_display_of_another_kind_is_no_xwayland(tmp_path: Path) -> None:
    assert not is_running("")
    assert not is_running("nonsense")
    assert not is_running("elsewhere:0")
    assert not is_running(":59999")
    assert not is_running(str(tmp_path))


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"XDG_SESSION_TYPE": "x11"}, "this is an X11 session"),
        ({"XDG_CURRENT_DESKTOP": "KDE"}, "this desktop is KDE, not GNOME"),
        ({"XDG_RUNTIME_DIR": "/nowhere"}, "There is no session bus"),
    ],
)
def test_the_xwayland_sensor_says_why_it_cannot_serve(environ: dict[str, str], why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        open_xwayland(environ, SystemClock(), bool)
