"""All surroundings together: one descriptor, one answer, whatever is missing."""

import os
import select
import signal
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from jeepney import DBusAddress

from monitor.bus.address import session_sockets, system_sockets
from monitor.bus.line import Line
from monitor.core.sighting import Around
from monitor.sense.around.reach import Reach
from monitor.sense.around.surroundings import open_surroundings
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock
from tests.processes import need
from tests.rig import Desktop
from tests.surrounded import (
    MANAGER,
    ROOT,
    SESSION,
    buses,
    daemon_of,
    login,
    program,
    surround,
    timed,
    woken,
)

LOCKED = True


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_where_nothing_can_be_asked_the_answer_is_no_and_every_reason_is_told(
    desktop: Desktop, clock: FakeClock
) -> None:
    desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={desktop.home}/nowhere"
    around = surround(desktop, clock)

    assert timed(around) == Around()
    assert around.drain() is False
    told = " ".join(around.troubles())
    assert "There is no session bus" in told
    assert "nowhere cannot be reached" in told
    assert all(trouble.endswith(".") for trouble in around.troubles())


def test_an_address_that_leads_off_this_machine_is_a_trouble_and_nothing_else(
    clock: FakeClock,
) -> None:
    far = "tcp:host=far.example,port=1"
    around = open_surroundings(
        {"DBUS_SYSTEM_BUS_ADDRESS": far, "DBUS_SESSION_BUS_ADDRESS": far}, clock
    )

    assert timed(around) == replace(Around(), call=around.look().call)
    assert sum("names no unix: socket" in trouble for trouble in around.troubles()) == 2
    around.close()


def test_one_descriptor_wakes_for_all_and_closing_twice_is_safe(
    desktop: Desktop, clock: FakeClock
) -> None:
    buses(desktop)
    logind = login(desktop)
    desktop.env["XDG_SESSION_ID"] = "c1"
    path = logind.session("c1")
    around = surround(desktop, clock)
    eye = around.fileno()
    assert eye is not None
    timed(around)
    around.drain()
    quiet = select.select([eye], [], [], 0)[0], around.drain()

    logind.change(path, SESSION, LockedHint=("b", True))
    woken(around, lambda now: now.locked)
    playing = {"PlaybackStatus": ("v", (("s", "Playing"),))}
    with program(desktop.env["DBUS_SESSION_BUS_ADDRESS"], "org.mpris.MediaPlayer2.x", **playing):
        both = woken(around, lambda now: bool(now.playing))
    logind.emit(ROOT, MANAGER, "PrepareForSleep", ("b", True))
    woken(around, lambda now: now.asleep)
    around.close()
    around.close()

    assert quiet == ([], False)
    assert both.locked
    assert around.fileno() is None
    assert around.drain() is False
    assert around.look() == Around()


def test_two_buses_that_hang_at_once_are_waited_for_no_longer_than_one_look_may_take(
    desktop: Desktop, clock: FakeClock
) -> None:
    buses(desktop)
    with program(desktop.env["DBUS_SESSION_BUS_ADDRESS"], "org.gnome.ScreenSaver"):
        around = surround(desktop, clock)
        timed(around)
        pids = []
        for sockets in (system_sockets(desktop.env), session_sockets(desktop.env)):
            line = Line(sockets)
            pids.append(daemon_of(line))
            line.close()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            clock.advance(61)
            first = timed(around)
            clock.advance(31)
            timed(around)
            began = time.monotonic()
            for _ in range(20):
                around.look()
            took = time.monotonic() - began
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
        clock.advance(61)
        timed(around)

    assert first == replace(Around(), call=first.call)
    assert took < 0.5  # both are left alone
    assert not any("hang" in trouble for trouble in around.troubles())


class Faulty:
    """A source that fails as nobody foresaw, with words that are nobody's business."""

    due = timedelta.min

    def look(self, now: timedelta, until: float) -> None:
        raise KeyError("a secret title", now, until)

    def drain(self) -> bool:
        raise KeyError("a secret title")

    def fileno(self) -> int | None:
        return None

    def around(self, now: timedelta) -> tuple[Around, ...]:
        return (Around(locked=now > timedelta()),)

    def troubles(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        """Nothing is held."""


def test_a_source_that_fails_unforeseen_is_a_trouble_and_keeps_its_words_to_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reach = Reach(lambda *_: Faulty(), lacks="Something is not known.", eyes=None)
    now = timedelta(hours=1)

    reach.look(now, 0)

    assert reach.around(now) == ()
    assert reach.troubles() == (
        "A source of facts failed unforeseen (KeyError). Something is not known.",
    )
    assert reach.drain(now) is False
    assert "secret" not in caplog.text


def test_what_is_said_while_an_answer_is_awaited_is_known_at_the_next_look(
    desktop: Desktop, clock: FakeClock
) -> None:
    need("dbus-daemon")
    buses(desktop)
    place = DBusAddress("/org/gnome/ScreenSaver", interface="org.gnome.ScreenSaver")
    with program(
        desktop.env["DBUS_SESSION_BUS_ADDRESS"], "org.gnome.ScreenSaver", GetActive=("b", (False,))
    ) as saver:

        def lock() -> None:
            saver.say(place, "ActiveChanged", "b", LOCKED)
            saver.answers["GetActive"] = "b", (LOCKED,)

        around = open_surroundings(desktop.env, clock)
        saver.before["GetActive"] = lock
        looks = []
        for seconds in (61, 5):
            clock.advance(seconds)
            looks.append(around.look().locked)

    around.close()
    assert looks == [False, True]


def test_a_look_at_surroundings_where_nothing_changed_asks_nobody(desktop: Desktop) -> None:
    need("dbus-daemon")
    buses(desktop)
    with program(
        desktop.env["DBUS_SESSION_BUS_ADDRESS"],
        "org.gnome.ScreenSaver",
        GetActive=("b", (False,)),
    ) as saver:
        around = open_surroundings(desktop.env, SystemClock())
        around.look()
        asked = len(saver.asked)
        for _ in range(100):
            around.look()

        assert len(saver.asked) == asked
    around.close()
