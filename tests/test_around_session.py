"""The lock and what keeps the screen on, as programs on the session bus tell them."""

import pytest
from jeepney import DBusAddress

from monitor.ports import Surroundings
from tests.fakes import FakeClock
from tests.processes import need, wait_for
from tests.rig import Desktop
from tests.surrounded import buses, program, surround, timed, woken

MPRIS = "org.mpris.MediaPlayer2"
COVERED, FREE = True, False
SCREENSAVERS = ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
GNOME, KDE = "org.gnome.SessionManager", "org.kde.Solid.PowerManagement.PolicyAgent"
POWER = "org.freedesktop.PowerManagement"
INHIBITORS = (
    (GNOME, GNOME, "IsInhibited", "InhibitorAdded", "o", "/1"),
    (KDE, KDE, "HasInhibition", "InhibitionsChanged", "as", ["player"]),
    (POWER, f"{POWER}.Inhibit", "HasInhibit", "HasInhibitChanged", "b", True),
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bus(desktop: Desktop) -> str:
    need("dbus-daemon")
    buses(desktop)
    return desktop.env["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def around(bus: str, desktop: Desktop, clock: FakeClock) -> Surroundings:
    assert bus
    return surround(desktop, clock)


@pytest.mark.parametrize("family", SCREENSAVERS)
def test_a_screen_that_is_covered_is_locked(bus: str, around: Surroundings, family: str) -> None:
    name = f"org.{family}.ScreenSaver"
    place = DBusAddress("/" + name.replace(".", "/"), interface=name)
    with program(bus, name, GetActive=("b", (False,))) as saver:
        saver.answers["GetActive"] = ("b", (True,))
        saver.say(place, "ActiveChanged", "b", COVERED)
        woken(around, lambda now: now.locked)
        saver.answers["GetActive"] = ("b", (False,))
        saver.say(place, "ActiveChanged", "b", FREE)

        assert not woken(around, lambda now: not now.locked).locked


def test_a_screensaver_that_ends_while_it_covers_the_screen_locks_nothing_any_more(
    bus: str, desktop: Desktop, clock: FakeClock
) -> None:
    with program(bus, "org.gnome.ScreenSaver", GetActive=("b", (True,))):
        around = surround(desktop, clock)

        assert timed(around).locked
    assert not woken(around, lambda now: not now.locked).locked


def test_what_a_stranger_says_in_a_screensavers_name_is_not_believed(
    bus: str, around: Surroundings
) -> None:
    name = "org.gnome.ScreenSaver"
    place = DBusAddress("/org/gnome/ScreenSaver", interface=name)
    with program(bus, name, GetActive=("b", (False,))) as saver, program(bus) as stranger:
        stranger.say(place, "ActiveChanged", "b", COVERED)
        saver.say(place, "ActiveChanged", "b", COVERED)
        wait_for(around.drain, "news")

        assert not timed(around).locked


@pytest.mark.parametrize("row", INHIBITORS, ids=lambda row: row[0])
def test_a_program_that_asks_for_the_screen_to_stay_on_is_known(
    bus: str, around: Surroundings, row: tuple[str, str, str, str, str, object]
) -> None:
    name, interface, asks, signal, signature, word = row
    place = DBusAddress("/any", interface=interface)
    with program(bus, name, **{asks: ("b", (False,))}) as keeper:
        wait_for(around.drain, "news")
        before = timed(around)
        keeper.answers[asks] = ("b", (True,))
        keeper.say(place, signal, signature, word)
        during = woken(around, lambda now: now.inhibited)

        assert (before.inhibited, during.locked) == (False, False)
    assert not woken(around, lambda now: not now.inhibited).inhibited


def test_a_screensaver_that_is_slow_once_leaves_the_screen_locked(
    bus: str, desktop: Desktop, clock: FakeClock
) -> None:
    with program(bus, "org.gnome.ScreenSaver", GetActive=("b", (True,))) as saver:
        around = surround(desktop, clock)
        saver.hangs = True
        clock.advance(61)
        slow = timed(around).locked
        saver.hangs = False
        clock.advance(31)
        well = timed(around).locked
        saver.hangs = True
        clock.advance(61)
        timed(around)
        clock.advance(31)

        assert (slow, well, timed(around).locked) == (True, True, False)


def test_names_that_come_and_go_in_a_moment_leave_nothing(bus: str, around: Surroundings) -> None:
    for _ in range(10):
        with program(bus, f"{MPRIS}.brief", "org.gnome.ScreenSaver", GetActive=("b", (True,))):
            pass
    around.drain()

    told = timed(around)
    assert (told.playing, told.locked) == ((), False)


def test_without_a_session_bus_the_reason_is_told(desktop: Desktop, clock: FakeClock) -> None:
    desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={desktop.home}/nowhere"
    around = surround(desktop, clock)

    assert timed(around).playing == ()
    assert any("There is no session bus" in trouble for trouble in around.troubles())
