"""GNOME that ends, locks, or is not there: each with a shell of its own."""

import pytest

from monitor.errors import SensorLostError, UnfitError
from monitor.sense.gnome import open_gnome
from monitor.service.clock import SystemClock
from tests.gnome import Gnome, is_app, sees
from tests.processes import wait_for


def test_a_shell_that_ends_is_lost() -> None:
    with Gnome() as gnome:
        gnome.place_extension()
        gnome.start()
        sensor = open_gnome(gnome.env, SystemClock(), bool)
        gnome.shell.kill()

        with pytest.raises(SensorLostError):
            wait_for(sensor.drain, "news of the end")
        with pytest.raises(UnfitError, match="GNOME Shell does not run in this session"):
            open_gnome(gnome.env, SystemClock(), bool)
        sensor.close()


def test_a_locked_screen_is_told_and_nothing_behind_it() -> None:
    with Gnome() as gnome:
        gnome.place_extension()
        gnome.start("--unsafe-mode")
        sensor = open_gnome(gnome.env, SystemClock(), lambda _app: True)
        gnome.foot("org.example.One")
        sees(sensor, is_app("org.example.One"), "terminal in front")

        gnome.evaluate("Main.sessionMode.pushMode('unlock-dialog')")
        locked = sees(sensor, lambda one: one.locked is True, "lock")
        gnome.evaluate("Main.sessionMode.popMode('unlock-dialog')")
        after = sees(sensor, lambda one: one.locked is False, "end of the lock")

        assert (locked.app, locked.title, locked.pid) == ("", "", None)
        assert (after.app, after.title) == ("org.example.One", "org.example.One")
        sensor.close()


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"XDG_CURRENT_DESKTOP": "sway"}, "this desktop is sway, not GNOME"),
        ({"XDG_RUNTIME_DIR": "/nowhere"}, "There is no session bus"),
    ],
)
def test_the_gnome_sensor_says_why_it_cannot_serve(environ: dict[str, str], why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        open_gnome(environ, SystemClock(), bool)
