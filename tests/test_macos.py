"""macOS by its documented calls, on fakes; the last test asks the real system, on a Mac alone."""

import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.core.sighting import Around, Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.sense.foreign.apple import Mac, load_mac
from monitor.sense.macos import MacSession, open_macos
from tests.fake_mac import (
    AWAY,
    CONSOLE,
    LOCKED,
    MENU_BAR,
    FakeObjc,
    FakePoint,
    FakeQuartz,
    FakeRect,
    FakeSize,
    mac,
    window,
)
from tests.sensing import keeps_the_contract


def look(system: Mac, *follows: str) -> Reading:
    return open_macos(follows.__contains__, system).look()


def test_the_owner_of_the_first_ordinary_window_is_in_front() -> None:
    reading = look(mac(MENU_BAR, window(5, kCGWindowName="New chat"), window(6)))

    assert (reading.app, reading.instance, reading.pid) == (
        "com.anthropic.claudefordesktop",
        "Claude",
        5,
    )
    assert (reading.title, reading.fullscreen, reading.locked) == ("", False, False)
    assert reading.idle == timedelta(seconds=12.5)


def test_windows_that_nobody_can_see_are_in_front_of_nothing() -> None:
    hidden = window(6, kCGWindowAlpha=0.0), window(6, bounds=(0, 0, 1, 1))

    assert look(mac(*hidden, window(5))).pid == 5
    assert look(mac(*hidden)) == Reading(app="", idle=timedelta(seconds=12.5), locked=False)


def test_a_title_is_taken_only_where_it_is_followed_and_told() -> None:
    told, untold = window(6, kCGWindowName="Pine trees"), window(6)

    assert look(mac(told)).title == ""
    assert look(mac(told), "com.apple.Safari").title == "Pine trees"
    assert look(mac(untold), "com.apple.Safari").title == ""


@pytest.mark.parametrize(("pid", "app"), [(7, "a tool"), (9, "owner")])
def test_a_program_that_is_no_app_goes_by_its_name_for_people(pid: int, app: str) -> None:
    assert look(mac(window(pid))).app == app


def test_a_window_whose_owner_has_no_name_cannot_be_told() -> None:
    reading = look(mac(window(9, kCGWindowOwnerName="")))

    assert (reading.app, reading.pid) == (None, 9)


@pytest.mark.parametrize(
    ("bounds", "bar", "full"),
    [
        ((0, 0, 1440, 900), True, True),
        ((0, 38, 1440, 862), False, True),  # below a notch
        ((0, 24, 1440, 876), True, False),  # as large as can be, the menu bar above it
        ((0, 100, 1440, 800), False, False),
        ((1440, -180, 1920, 1080), True, True),  # on the second display
        ((1440, 0, 1920, 900), True, False),
    ],
)
def test_a_window_is_full_screen_when_it_covers_a_display(
    bounds: tuple[float, ...], *, bar: bool, full: bool
) -> None:
    second = FakeRect(FakePoint(1440, -180), FakeSize(1920, 1080))
    shown = [window(6, bounds=bounds), *([MENU_BAR] if bar else [])]

    assert look(mac(*shown, displays=(FakeRect(), second))).fullscreen is full


def test_a_locked_screen_hides_what_is_behind_it() -> None:
    told = window(6, kCGWindowName="Pine trees")

    reading = look(mac(told, session=LOCKED), "com.apple.Safari")

    assert reading == Reading(app="", idle=timedelta(seconds=12.5), locked=True)


def test_another_persons_session_on_the_screen_tells_nothing_of_this_one() -> None:
    reading = look(mac(window(6), session=AWAY))

    assert (reading.app, reading.idle, reading.locked) == (None, None, False)


@pytest.mark.parametrize(
    ("session", "around"),
    [
        (CONSOLE, Around()),
        (LOCKED, Around(locked=True)),
        (AWAY, Around(switched=True)),
        (None, Around()),
    ],
)
def test_the_surroundings_hear_of_lock_and_of_another_session(
    session: dict[str, Any] | None, around: Around
) -> None:
    source = MacSession(mac(session=session))

    source.look(timedelta(), 0)

    assert source.around(timedelta()) == (around,)
    assert (source.fileno(), source.drain(), source.troubles()) == (None, False, ())
    source.close()


def test_windows_that_cannot_be_listed_are_no_empty_desktop() -> None:
    system = mac()
    blind = replace(system, quartz=FakeQuartz(windows=None))

    assert look(blind).app is None


def test_without_a_session_it_is_refused_and_after_its_end_lost() -> None:
    quartz = FakeQuartz(session=None)
    system = replace(mac(), quartz=quartz)
    with pytest.raises(UnfitError, match="no desktop session here"):
        open_macos(bool, system)

    quartz.session = CONSOLE
    sensor = open_macos(bool, system)
    quartz.session = None

    with pytest.raises(SensorLostError, match="the desktop session ended"):
        sensor.look()


def test_every_look_frees_what_it_was_handed() -> None:
    objc = FakeObjc()
    sensor = open_macos(bool, replace(mac(window(5)), objc=objc))

    sensor.look()
    sensor.look()

    assert objc.pools == 2


def test_an_input_that_has_yet_to_come_is_now() -> None:
    assert look(mac(window(5), input_ago=-0.001)).idle == timedelta()


def test_it_keeps_the_contract_on_fakes() -> None:
    keeps_the_contract(open_macos(bool, mac(window(5))))


@pytest.mark.skipif(sys.platform == "darwin", reason="needs another system than a Mac")
def test_elsewhere_it_is_refused() -> None:
    with pytest.raises(UnfitError, match="this is not macOS"):
        open_macos(bool)


@pytest.mark.skipif(sys.platform != "darwin", reason="needs a Mac")
def test_it_keeps_the_contract_on_a_real_mac() -> None:
    system = load_mac()
    if system.quartz.CGSessionCopyCurrentDictionary() is None:
        pytest.skip("needs a desktop session")

    keeps_the_contract(open_macos(bool, system))
    reading = open_macos(bool, system).look()

    assert reading.app is not None
    assert reading.idle is not None
