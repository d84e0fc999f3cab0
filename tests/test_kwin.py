"""KDE Plasma as a real KWin shows it: focus, titles, full screen, input."""

from datetime import timedelta

import pytest

from monitor.sense.kwin import open_kwin
from monitor.service.clock import SystemClock
from tests.plasma import F11, A, Plasma, looking, news, titled
from tests.processes import wait_for
from tests.rig import Desktop
from tests.sensing import keeps_the_contract


@pytest.fixture(name="kde")
def a_plasma_session(desktop: Desktop) -> Plasma:
    return Plasma(desktop)


def test_kwin_keeps_the_contract(kde: Plasma) -> None:
    kde.mousepad()

    keeps_the_contract(open_kwin(kde.env, SystemClock(), lambda _: True))


def test_focus_follows_the_window_that_kwin_holds_active(kde: Plasma) -> None:
    editor, terminal, old = kde.mousepad(), kde.konsole(), kde.xterm("-class", "Alder")
    with looking(kde) as sensor:
        seen = [sensor.look()]
        for program in (editor, terminal):
            kde.activate(program)
            news(sensor)
            seen.append(sensor.look())

    assert [(one.app, one.instance, one.pid) for one in seen] == [
        ("alder", "xterm", old.pid),
        ("mousepad", "mousepad", editor.pid),
        ("org.kde.konsole", "konsole", terminal.pid),
    ]


def test_a_title_is_told_and_followed_only_where_somebody_needs_it(kde: Plasma) -> None:
    kde.mousepad()
    with looking(kde, "mousepad".__eq__) as follows, looking(kde) as follows_not:
        first = titled(follows)
        kde.press(A)
        news(follows)

        assert first == "Untitled 1 - Mousepad"
        assert follows.look().title == kde.title() == "*Untitled 1 - Mousepad"
        assert follows_not.drain() is False
        assert follows_not.look().title == ""


def test_what_kwin_adds_to_the_second_of_two_equal_titles_is_left_away(kde: Plasma) -> None:
    kde.mousepad()
    kde.mousepad()

    with looking(kde, "mousepad".__eq__) as sensor:
        assert "<2>" in kde.title()
        assert titled(sensor) == "Untitled 1 - Mousepad"


def test_a_window_that_fills_the_screen_is_seen_at_once(kde: Plasma) -> None:
    kde.mousepad()
    with looking(kde) as sensor:
        before = sensor.look().fullscreen
        kde.press(F11)
        news(sensor)
        after = sensor.look().fullscreen

        assert (before, after) == (False, True)
        assert kde.is_fullscreen()


def test_a_window_that_went_away_leaves_nothing_in_front(kde: Plasma) -> None:
    only = kde.mousepad()
    with looking(kde) as sensor:
        assert sensor.look().app == "mousepad"
        only.kill()
        news(sensor)

        assert sensor.look().app == ""
        assert sensor.look().pid is None


def test_the_time_since_the_last_input_is_told_and_ends_with_a_key(kde: Plasma) -> None:
    with looking(kde) as sensor:

        def idle() -> timedelta:
            sensor.drain()
            return sensor.look().idle or timedelta()

        paused = wait_for(lambda: idle() if idle() > timedelta(seconds=5) else None, "pause")
        kde.press(A)

        assert paused < timedelta(seconds=20)
        assert wait_for(lambda: idle() == timedelta(), "end of the pause")
