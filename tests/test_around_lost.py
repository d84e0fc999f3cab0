"""A system bus that goes away or hangs while it is listened to."""

import os
import signal

import pytest

from monitor.bus.address import system_sockets
from monitor.bus.line import Line
from monitor.ports import Surroundings
from tests.fakes import FakeClock
from tests.rig import Desktop
from tests.surrounded import (
    SESSION,
    Login,
    about_login,
    buses,
    daemon_of,
    login,
    surround,
    timed,
    woken,
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def logind(desktop: Desktop) -> Login:
    buses(desktop)
    return login(desktop)


@pytest.fixture
def session(logind: Login, desktop: Desktop) -> str:
    """Our session, named by the environment as in a terminal."""
    desktop.env["XDG_SESSION_ID"] = "c1"
    return logind.session("c1")


@pytest.fixture
def around(session: str, desktop: Desktop, clock: FakeClock) -> Surroundings:
    assert session
    return surround(desktop, clock)


def test_a_bus_that_went_away_leaves_nothing_locked_and_is_tried_again_with_patience(
    logind: Login, session: str, around: Surroundings, desktop: Desktop, clock: FakeClock
) -> None:
    logind.change(session, SESSION, LockedHint=("b", True))
    woken(around, lambda now: now.locked)
    line = Line(system_sockets(desktop.env))
    os.kill(daemon_of(line), signal.SIGKILL)

    lost = woken(around, lambda now: not now.locked)
    told, lost_then = about_login(around), around.lost()
    clock.advance(6)
    timed(around)
    told_again = about_login(around)
    desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = desktop.bus()
    desktop.env["XDG_SESSION_ID"] = "c1"
    again = login(desktop)
    again.change(again.session("c1"), SESSION, LockedHint=("b", True))
    clock.advance(29)
    still = timed(around)
    clock.advance(2)

    assert told == (
        "The system bus went away. Lock, sleep and user switching are not heard of from logind."
    )
    assert lost_then == (told,)
    assert "cannot be reached" in told_again
    assert (lost.locked, still.locked, timed(around).locked) == (False, False, True)
    assert (about_login(around), around.lost()) == ("", ())
    line.close()


def test_a_bus_that_hangs_is_waited_for_once_and_then_left_alone(
    session: str, around: Surroundings, desktop: Desktop, clock: FakeClock
) -> None:
    line = Line(system_sockets(desktop.env))
    bus = daemon_of(line)
    os.kill(bus, signal.SIGSTOP)
    try:
        clock.advance(61)
        timed(around)
        hung = about_login(around)
        clock.advance(31)
        timed(around)
        refused = about_login(around)
    finally:
        os.kill(bus, signal.SIGCONT)
    clock.advance(61)
    timed(around)

    assert session
    assert hung.startswith("The system bus gives no answer; it may hang.")
    assert "lets us connect but says nothing" in refused
    assert about_login(around) == ""
    line.close()
