"""Lock, sleep and user switching as logind tells them, on a private system bus."""

import os

import pytest

from monitor.ports import Surroundings
from tests.fakes import FakeClock
from tests.processes import wait_for
from tests.rig import Desktop
from tests.surrounded import (
    MANAGER,
    ROOT,
    SESSION,
    Login,
    about_login,
    buses,
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


def test_the_lock_is_known_as_soon_as_the_session_says_so(
    logind: Login, session: str, around: Surroundings
) -> None:
    before = timed(around)
    logind.change(session, SESSION, LockedHint=("b", True))
    locked = woken(around, lambda now: now.locked)
    logind.change(session, SESSION, LockedHint=("b", False))

    assert (before.locked, locked.switched, about_login(around)) == (False, False, "")
    assert not woken(around, lambda now: not now.locked).locked


def test_a_session_that_is_told_to_lock_counts_as_locked_until_it_says_or_half_a_minute(
    logind: Login, session: str, around: Surroundings, clock: FakeClock
) -> None:
    logind.emit(session, SESSION, "Lock")
    woken(around, lambda now: now.locked)
    logind.emit(session, SESSION, "Unlock")
    woken(around, lambda now: not now.locked)
    logind.emit(session, SESSION, "Lock")
    woken(around, lambda now: now.locked)

    clock.advance(29)
    assert timed(around).locked
    clock.advance(1)
    assert not timed(around).locked


def test_another_persons_session_on_the_screen_is_a_switch(
    logind: Login, session: str, around: Surroundings
) -> None:
    other = logind.session("c2", uid=os.getuid() + 1)
    logind.change(other, SESSION, LockedHint=("b", True))

    logind.change(session, SESSION, Active=("b", False))
    away = woken(around, lambda now: now.switched)
    logind.change(session, SESSION, Active=("b", True))
    back = woken(around, lambda now: not now.switched)

    assert (away.locked, back.locked) == (False, False)


def test_the_machine_says_that_it_is_about_to_sleep_and_that_it_woke(
    logind: Login, around: Surroundings
) -> None:
    logind.emit(ROOT, MANAGER, "PrepareForSleep", ("b", True))
    woken(around, lambda now: now.asleep)
    logind.emit(ROOT, MANAGER, "PrepareForSleep", ("b", False))

    assert not woken(around, lambda now: not now.asleep).asleep


def test_what_no_signal_told_is_asked_again_within_a_minute(
    logind: Login, around: Surroundings, clock: FakeClock
) -> None:
    logind.emit(ROOT, MANAGER, "PrepareForSleep", ("b", True))
    woken(around, lambda now: now.asleep)

    clock.advance(61)

    assert not timed(around).asleep


def test_a_program_that_holds_off_idleness_is_known_and_one_that_holds_off_sleep_is_not(
    logind: Login, around: Surroundings
) -> None:
    logind.add(ROOT, MANAGER, "BlockInhibited", ("s", ""))
    logind.change(ROOT, MANAGER, BlockInhibited=("s", "shutdown:idle:sleep"))
    woken(around, lambda now: now.inhibited)
    logind.change(ROOT, MANAGER, BlockInhibited=("s", "shutdown:sleep"))

    assert not woken(around, lambda now: not now.inhibited).inhibited


def test_a_service_that_is_in_no_session_goes_by_the_one_on_the_persons_screen(
    logind: Login, desktop: Desktop, clock: FakeClock
) -> None:
    path = logind.session("c7")
    user = f"{ROOT}/user/{os.getuid()}"
    surroundings = surround(desktop, clock)
    without = about_login(surroundings)
    logind.put(user, "org.freedesktop.login1.User", "Display", ("(so)", ("c7", path)))
    wait_for(surroundings.drain, "news of the screen")
    timed(surroundings)

    logind.change(path, SESSION, LockedHint=("b", True))

    assert "logind knows no session of yours" in without
    assert woken(surroundings, lambda now: now.locked).locked
    assert about_login(surroundings) == ""


def test_the_session_of_our_own_process_comes_first_unless_it_is_ending(
    logind: Login, session: str, desktop: Desktop, clock: FakeClock
) -> None:
    own = logind.session("c9")
    logind.answer("GetSessionByPID", "u", "o", f"ret = '{own}'")
    logind.change(own, SESSION, LockedHint=("b", True))
    surroundings = surround(desktop, clock)

    first = timed(surroundings).locked
    logind.change(own, SESSION, State=("s", "closing"))
    clock.advance(61)

    assert first
    assert not timed(surroundings).locked
    logind.change(session, SESSION, LockedHint=("b", True))
    assert woken(surroundings, lambda now: now.locked).locked


def test_a_session_that_ended_locks_nothing_any_more(
    logind: Login, session: str, around: Surroundings
) -> None:
    logind.change(session, SESSION, LockedHint=("b", True))
    woken(around, lambda now: now.locked)

    logind.remove(session)

    assert not woken(around, lambda now: not now.locked).locked
    assert "logind knows no session of yours" in about_login(around)


def test_logind_may_come_later_and_go_again(desktop: Desktop, clock: FakeClock) -> None:
    buses(desktop)
    desktop.env["XDG_SESSION_ID"] = "c1"
    surroundings = surround(desktop, clock)
    missing = about_login(surroundings)

    logind = login(desktop)
    path = logind.session("c1")
    logind.emit(ROOT, MANAGER, "SessionNew", ("s", "c1"), ("o", path))
    logind.change(path, SESSION, LockedHint=("b", True))
    woken(surroundings, lambda now: now.locked)
    logind.server.kill()

    assert "Nobody on the system bus answers to org.freedesktop.login1" in missing
    assert not woken(surroundings, lambda now: not now.locked).locked
    assert about_login(surroundings) == missing


def test_without_a_system_bus_the_reason_is_told(desktop: Desktop, clock: FakeClock) -> None:
    desktop.bus()
    desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={desktop.home}/nowhere"
    surroundings = surround(desktop, clock)

    assert not timed(surroundings).locked
    assert "nowhere cannot be reached" in about_login(surroundings)
    assert "session bus" not in "".join(surroundings.troubles())
