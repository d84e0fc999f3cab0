"""Windows by its documented calls, on fakes; the last tests ask the real one, on Windows alone."""

import sys
from datetime import timedelta

import pytest

from monitor.core.sighting import Around, Reading
from monitor.errors import UnfitError
from monitor.sense.foreign.win32 import Session, load_windows
from monitor.sense.windows import WindowsSession, open_windows
from monitor.service.clock import SystemClock
from tests.fake_windows import SCREEN, TURN, Fakes, FakeWindow, session
from tests.fakes import FakeClock
from tests.sensing import keeps_the_contract


@pytest.fixture(name="fakes")
def fakes_that_show_a_browser() -> Fakes:
    fakes = Fakes()
    fakes.show(FakeWindow(21, title="Pine trees"))
    return fakes


def test_the_file_of_the_foreground_windows_program_is_in_front(fakes: Fakes) -> None:
    reading = fakes.look()

    assert (reading.app, reading.pid, reading.title) == ("chrome.exe", 21, "")
    assert (reading.locked, reading.fullscreen) == (False, False)
    assert reading.idle == timedelta(seconds=12.5)


def test_a_title_is_taken_only_where_it_is_followed(fakes: Fakes) -> None:
    assert fakes.look("chrome.exe".__eq__).title == "Pine trees"


def test_an_app_of_the_store_is_found_inside_its_frame(fakes: Fakes) -> None:
    fakes.show(FakeWindow(22, title="Calculator"), FakeWindow(22), FakeWindow(23))

    reading = fakes.look()

    assert (reading.app, reading.pid) == ("calculatorapp.exe", 23)


def test_a_frame_with_no_app_inside_is_the_frame(fakes: Fakes) -> None:
    fakes.show(FakeWindow(22), FakeWindow(22))

    assert fakes.look().app == "applicationframehost.exe"


@pytest.mark.parametrize("kind", ["Progman", "WorkerW", "Shell_TrayWnd"])
def test_the_desktop_itself_is_nothing_in_front(fakes: Fakes, kind: str) -> None:
    fakes.show(FakeWindow(21, kind=kind, rect=SCREEN))

    assert fakes.look().app == ""


def test_between_two_windows_nothing_is_in_front(fakes: Fakes) -> None:
    fakes.user32.front = None

    assert fakes.look().app == ""


@pytest.mark.parametrize("pid", [24, 99])
def test_a_program_that_may_not_be_asked_cannot_be_told(fakes: Fakes, pid: int) -> None:
    fakes.show(FakeWindow(pid))

    reading = fakes.look()

    assert (reading.app, reading.pid) == (None, pid)


@pytest.mark.parametrize(
    ("rect", "full"),
    [
        (SCREEN, True),
        ((-8, -8, 1928, 1048), False),  # maximised: its borders are beyond the screen
        ((-8, -8, 1928, 1088), False),  # the same, where the task bar hides
    ],
)
def test_a_window_is_full_screen_when_it_is_as_large_as_its_display(
    fakes: Fakes, rect: tuple[int, int, int, int], *, full: bool
) -> None:
    fakes.show(FakeWindow(21, rect=rect))

    assert fakes.look().fullscreen is full


def test_a_locked_session_hides_what_is_behind_the_lock(fakes: Fakes) -> None:
    fakes.wtsapi32.session = session(flags=0)

    reading = fakes.look("chrome.exe".__eq__)

    assert reading == Reading(app="", idle=timedelta(seconds=12.5), locked=True)


def test_a_session_that_is_not_on_the_screen_is_not_seen(fakes: Fakes) -> None:
    fakes.wtsapi32.session = session(state=4)

    reading = fakes.look()

    assert (reading.app, reading.idle) == (None, None)


def test_a_desktop_that_asks_for_a_password_is_not_seen(fakes: Fakes) -> None:
    fakes.user32.is_secure = True
    fakes.wtsapi32.session = session(flags=-1)

    reading = fakes.look()

    assert (reading.app, reading.locked) == (None, None)


def test_where_sessions_cannot_be_asked_the_window_is_seen(fakes: Fakes) -> None:
    fakes.wtsapi32.session = None

    reading = fakes.look()

    assert (reading.app, reading.locked) == ("chrome.exe", None)


@pytest.mark.parametrize(
    ("told", "around"),
    [
        (session(), Around()),
        (session(flags=0), Around(locked=True)),
        (session(state=4), Around(switched=True)),
        (None, Around()),
    ],
)
def test_the_surroundings_hear_of_lock_and_of_another_session(
    fakes: Fakes, told: Session | None, around: Around
) -> None:
    fakes.wtsapi32.session = told
    source = WindowsSession(fakes.system)

    source.look(timedelta(), 0)

    assert source.around(timedelta()) == (around,)
    assert (source.fileno(), source.drain(), source.troubles()) == (None, False, ())
    source.close()


def test_idle_time_goes_on_when_the_ticks_begin_anew(fakes: Fakes) -> None:
    fakes.user32.last_input, fakes.kernel32.tick = TURN - 2000, TURN + 3000

    assert fakes.look().idle == timedelta(seconds=5)


def test_idle_time_goes_on_beyond_a_whole_turn_of_the_ticks(fakes: Fakes) -> None:
    sensor = open_windows(fakes.clock, bool, fakes.system)
    sensor.look()

    fakes.pass_time(TURN + 1000)

    assert sensor.look().idle == timedelta(milliseconds=TURN + 1000 + 12_500)


def test_an_input_that_came_while_it_was_asked_is_now(fakes: Fakes) -> None:
    fakes.user32.last_input = fakes.kernel32.tick + 3

    assert fakes.look().idle == timedelta()


def test_new_input_ends_the_idle_time(fakes: Fakes) -> None:
    sensor = open_windows(fakes.clock, bool, fakes.system)
    sensor.look()
    fakes.pass_time(60_000)
    assert sensor.look().idle == timedelta(seconds=72.5)

    fakes.user32.last_input = fakes.kernel32.tick - 100

    assert sensor.look().idle == timedelta(milliseconds=100)


def test_where_the_input_cannot_be_told_it_is_unknown(fakes: Fakes) -> None:
    fakes.user32.last_input = None

    assert fakes.look().idle is None


def test_whatever_is_opened_is_closed_again(fakes: Fakes) -> None:
    for pid in (21, 22, 23, 24, 99):
        fakes.show(FakeWindow(pid), FakeWindow(23))
        fakes.look()

    assert (fakes.user32.held, fakes.kernel32.held, fakes.wtsapi32.held) == (0, 0, 0)


def test_a_service_without_a_desktop_is_refused(fakes: Fakes) -> None:
    fakes.wtsapi32.session = session(number=0)

    with pytest.raises(UnfitError, match="runs as a service here, where no desktop is"):
        open_windows(fakes.clock, bool, fakes.system)


def test_it_keeps_the_contract_on_fakes(fakes: Fakes) -> None:
    keeps_the_contract(open_windows(fakes.clock, bool, fakes.system))


@pytest.mark.skipif(sys.platform == "win32", reason="needs another system than Windows")
def test_elsewhere_it_is_refused() -> None:
    with pytest.raises(UnfitError, match="this is not Windows"):
        open_windows(FakeClock(), bool)


@pytest.mark.skipif(sys.platform != "win32", reason="needs Windows")
def test_it_keeps_the_contract_on_real_windows() -> None:
    try:
        sensor = open_windows(SystemClock(), lambda _: True)
    except UnfitError as reason:
        assert "runs as a service" in str(reason)  # noqa: PT017 - the only refusal there may be
        pytest.skip("needs a desktop session")
    reading = sensor.look()

    assert reading.idle is not None
    keeps_the_contract(sensor)


@pytest.mark.skipif(sys.platform != "win32", reason="needs Windows")
def test_real_windows_tells_the_session_of_this_process() -> None:
    source = WindowsSession(load_windows())
    source.look(timedelta(), 0)

    assert source.around(timedelta()) in ((Around(),), (Around(switched=True),))
