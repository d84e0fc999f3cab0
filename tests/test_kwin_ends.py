"""What becomes of the script inside KWin, how KWin is lost, and where it cannot serve."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from jeepney.bus_messages import message_bus

from monitor.bus.address import session_sockets
from monitor.bus.line import Line
from monitor.errors import SensorLostError, UnfitError
from monitor.sense.kwin import open_kwin
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock
from tests.plasma import Plasma, looking, lost, news
from tests.processes import wait_for
from tests.rig import Desktop

_ROOT = Path(__file__).resolve().parents[1]
_LOOKER = """
import os, signal
from monitor.sense.kwin import open_kwin
from monitor.service.clock import SystemClock
sensor = open_kwin(os.environ, SystemClock(), lambda app: False)
print("it looks", flush=True)
signal.pause()
"""


@pytest.fixture(name="kde")
def a_plasma_session(desktop: Desktop) -> Plasma:
    return Plasma(desktop)


def test_nothing_of_it_stays_behind(kde: Plasma) -> None:
    before = set(Path(kde.env["XDG_RUNTIME_DIR"]).iterdir())
    with looking(kde):
        assert len(kde.scripts()) == 1
        assert {one.name for one in set(Path(kde.env["XDG_RUNTIME_DIR"]).iterdir()) - before} <= {
            "dconf"
        }

    assert kde.scripts() == frozenset()


def test_a_number_that_kwin_gives_twice_does_no_harm(kde: Plasma) -> None:
    kde.load("first")
    kde.load("second")
    kde.unload("first")  # the next script gets the number that the second bears
    kde.mousepad()

    with looking(kde) as sensor:
        assert sensor.look().app == "mousepad"


def test_two_who_look_do_not_disturb_each_other(kde: Plasma) -> None:
    with looking(kde) as stays:
        with looking(kde):
            assert len(kde.scripts()) == 2
        kde.mousepad()
        news(stays)

        assert stays.look().app == "mousepad"


def test_the_script_of_one_who_was_killed_takes_itself_away(kde: Plasma) -> None:
    editor = kde.mousepad()
    looker = kde.desktop.spawn(sys.executable, "-c", _LOOKER, env={"PYTHONPATH": str(_ROOT)})
    wait_for(lambda: "it looks" in kde.desktop.said(looker), "looker")
    looker.kill()
    looker.wait()
    assert len(kde.scripts()) == 1

    with looking(kde) as sensor:
        terminal = kde.konsole()
        kde.activate(editor)
        kde.activate(terminal)
        wait_for(lambda: len(kde.scripts()) == 1, "end of the script left behind")

        news(sensor)
        assert sensor.look().pid == terminal.pid
    assert kde.desktop.said(kde.kwin).count("D-Bus message is error") <= 3


def test_a_kwin_that_ends_is_lost_and_the_next_one_is_seen(kde: Plasma) -> None:
    with looking(kde) as sensor:
        kde.kwin.kill()
        kde.kwin.wait()
        reason = lost(sensor)
        with pytest.raises(SensorLostError):
            sensor.look()
    with pytest.raises(UnfitError, match=r"KWin .* is not on the session bus"):
        open_kwin(kde.env, SystemClock(), lambda _: False)
    kde.start()
    kde.mousepad()

    assert "went away" in reason
    with looking(kde) as sensor:
        assert sensor.look().app == "mousepad"


def test_a_kwin_that_hangs_holds_no_look_longer_than_it_may(kde: Plasma) -> None:
    clock = FakeClock()
    with looking(kde, clock=clock) as sensor:
        os.kill(kde.kwin.pid, signal.SIGSTOP)
        try:
            sensor.look()  # it was heard of less than 30 s ago
            clock.advance(30)
            began = time.monotonic()
            with pytest.raises(SensorLostError, match="KWin does not answer"):
                sensor.look()
            held = time.monotonic() - began
            sensor.close()
            with pytest.raises(UnfitError, match=r"does not take our script \(NoReply\)"):
                open_kwin(kde.env, SystemClock(), lambda _: False)
        finally:
            os.kill(kde.kwin.pid, signal.SIGCONT)

    assert held < 2


def test_a_script_that_somebody_took_out_is_missed(kde: Plasma) -> None:
    clock = FakeClock()
    with looking(kde, clock=clock) as sensor:
        kde.mousepad()  # what it told before is heard too late to prove anything
        kde.unload(*kde.scripts())
        clock.advance(30)

        with pytest.raises(SensorLostError, match="does not run our script any more"):
            sensor.look()


def test_a_bus_that_went_away_is_lost(kde: Plasma) -> None:
    line = Line(session_sockets(kde.env))
    bus = line.ask(message_bus.GetConnectionUnixProcessID("org.freedesktop.DBus"))[0]
    line.close()
    with looking(kde) as sensor:
        os.kill(bus, signal.SIGKILL)

        assert lost(sensor) == "the session bus went away"
    with pytest.raises(UnfitError, match="cannot be reached"):
        open_kwin(kde.env, SystemClock(), lambda _: False)


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"XDG_CURRENT_DESKTOP": "GNOME"}, "this desktop is GNOME, not KDE Plasma"),
        ({"WAYLAND_DISPLAY": ""}, "no WAYLAND_DISPLAY is set; in an X11 session of Plasma"),
        ({"XDG_RUNTIME_DIR": ""}, "XDG_RUNTIME_DIR is not set"),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, "cannot be reached"),
        ({"XDG_RUNTIME_DIR": "/nowhere"}, r"/nowhere/.* cannot be written \(No such file"),
        ({"WAYLAND_DISPLAY": "wayland-none"}, "wayland-none cannot be reached"),
    ],
)
def test_it_says_why_it_cannot_serve(kde: Plasma, environ: dict[str, str], why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        open_kwin({**kde.env, **environ}, SystemClock(), lambda _: False)
    assert kde.scripts() == frozenset()
