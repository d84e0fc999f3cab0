"""The time since the last input on Wayland: on a real compositor, and by a fake one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import SensorLostError, UnfitError
from monitor.sense.wayland.idle import WaylandIdle, open_idle
from monitor.service.clock import SystemClock
from tests.desktops import WaylandDesktop
from tests.fakes import FakeClock
from tests.processes import wait_for
from tests.scripted_compositor import Replies, ScriptedCompositor, scripted

_SEAT = ("wl_seat", 7)
_V1 = (_SEAT, ("ext_idle_notifier_v1", 1))
_V2 = (_SEAT, ("org_kde_kwin_idle", 1), ("ext_idle_notifier_v1", 2))
_KDE = (_SEAT, ("org_kde_kwin_idle", 1))
_IDLED, _RESUMED = 0, 1


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


@contextmanager
def listening(
    folder: Path, offers: tuple[tuple[str, int], ...]
) -> Iterator[tuple[ScriptedCompositor, WaylandIdle, FakeClock]]:
    """Listen to a scripted compositor."""
    clock = FakeClock()
    with scripted(folder, offers) as compositor:
        idle = open_idle(compositor.environ, clock)
        yield compositor, idle, clock
        idle.close()


def test_a_pause_is_told_by_a_real_compositor_and_input_ends_it() -> None:
    with WaylandDesktop() as desktop:
        desktop.sway()
        desktop.foot("alder")
        idle = open_idle(desktop.env, SystemClock())
        at_first = idle.idle()

        def paused() -> timedelta | None:
            idle.drain()
            told = idle.idle()
            return told if told and told >= seconds(5) else None

        pause = wait_for(paused, "a pause")
        desktop.type("x")
        wait_for(lambda: idle.drain() or idle.idle() == timedelta(), "input")

        assert at_first is None
        assert seconds(5) <= pause < seconds(6)
        idle.close()


@pytest.mark.parametrize(
    ("offers", "interface", "request_number", "order"),
    [
        (_V2, "ext_idle_notifier_v1", 2, (5000, "seat")),
        (_V1, "ext_idle_notifier_v1", 1, (5000, "seat")),
        (_KDE, "org_kde_kwin_idle", 0, ("seat", 5000)),
    ],
)
def test_the_best_protocol_offered_is_asked_as_it_is_described(
    tmp_path: Path,
    offers: tuple[tuple[str, int], ...],
    interface: str,
    request_number: int,
    order: tuple[int | str, ...],
) -> None:
    with listening(tmp_path, offers) as (compositor, _, _clock):
        _, *words = compositor.heard(interface, request_number)

        seat = compositor.bound["wl_seat"][0]
        assert words == [seat if word == "seat" else word for word in order]
        assert compositor.bound[interface][1] == dict(offers)[interface]


def test_a_pause_counts_from_the_last_input_until_the_next(tmp_path: Path) -> None:
    with listening(tmp_path, _V2) as (compositor, idle, clock):
        notice = compositor.heard("ext_idle_notifier_v1", 2)[0]
        at_first = idle.idle()
        clock.advance(6)
        after_input = idle.idle()
        compositor.say(notice, _IDLED)
        idle._wire.round_trip()
        at_notice = idle.idle()
        clock.advance(60)
        later = idle.idle()
        compositor.say(notice, _RESUMED)
        idle._wire.round_trip()

        assert (at_first, after_input) == (None, timedelta())
        assert (at_notice, later) == (seconds(5), seconds(65))
        assert idle.idle() == timedelta()


def test_only_the_end_of_a_long_pause_is_worth_a_look(tmp_path: Path) -> None:
    with listening(tmp_path, _V2) as (compositor, idle, clock):
        notice = compositor.heard("ext_idle_notifier_v1", 2)[0]

        def worth(pause: float) -> list[bool]:
            told = []
            for opcode in (_IDLED, _RESUMED):
                compositor.say(notice, opcode)
                idle._wire.round_trip()
                told.append(idle.drain())
                clock.advance(pause - 5)
            return told

        assert worth(29) == [False, False]
        assert worth(31) == [False, True]
        assert idle.drain() is False


def test_with_two_seats_nobody_is_there_only_when_both_pause(tmp_path: Path) -> None:
    with listening(tmp_path, (_SEAT, *_V2)) as (compositor, idle, clock):
        asked = [words for *what, words in compositor.asked if what == ["ext_idle_notifier_v1", 2]]
        one, other = (words[0] for words in asked)
        clock.advance(10)
        compositor.say(one, _IDLED)
        idle._wire.round_trip()
        while_one_pauses = idle.idle()
        clock.advance(10)
        compositor.say(other, _IDLED)
        idle._wire.round_trip()

        assert while_one_pauses == timedelta()
        assert idle.idle() == seconds(5)


@pytest.mark.parametrize(
    ("offers", "why"),
    [
        ((_SEAT,), "tells nobody when the last input was"),
        (_V2[1:], "has no seat"),
    ],
)
def test_a_compositor_that_tells_no_pause_is_refused_in_words(
    tmp_path: Path, offers: tuple[tuple[str, int], ...], why: str
) -> None:
    with scripted(tmp_path, offers) as compositor, pytest.raises(UnfitError, match=why):
        open_idle(compositor.environ, FakeClock())


def test_weston_tells_no_pause() -> None:
    with WaylandDesktop() as desktop:
        desktop.weston()

        with pytest.raises(UnfitError, match="weston tells nobody when the last input was"):
            open_idle(desktop.env, FakeClock())


def test_a_compositor_that_goes_away_while_it_is_asked_is_refused_in_words(tmp_path: Path) -> None:
    def leave(compositor: ScriptedCompositor, _: tuple[int, ...]) -> None:
        compositor.hang_up()

    replies: Replies = {("ext_idle_notifier_v1", 2): leave}
    with (
        scripted(tmp_path, _V2, replies) as compositor,
        pytest.raises(UnfitError, match="went away"),
    ):
        open_idle(compositor.environ, FakeClock())


def test_a_compositor_that_goes_away_is_lost(tmp_path: Path) -> None:
    with listening(tmp_path, _V2) as (compositor, idle, _clock):
        compositor.hang_up()

        for ask in (idle.drain, idle._wire.round_trip):
            with pytest.raises(SensorLostError, match="went away"):
                wait_for(ask, "end")
        assert idle.fileno() is not None
        idle.close()
        idle.close()
        assert idle.fileno() is None


@pytest.mark.parametrize(("offers", "request_number"), [(_V1, 1), (_KDE, 0)])
def test_where_a_program_can_hide_pauses_it_is_told_for_how_long_none_came(
    tmp_path: Path, offers: tuple[tuple[str, int], ...], request_number: int
) -> None:
    with listening(tmp_path, offers) as (compositor, idle, clock):
        notice = compositor.heard(offers[1][0], request_number)[0]
        clock.advance(60)
        before = idle.steady()
        for opcode in (_IDLED, _RESUMED):
            clock.advance(9)
            compositor.say(notice, opcode)
            idle._wire.round_trip()
        clock.advance(4)

        assert (before, idle.steady()) == (seconds(60), seconds(4))


def test_where_none_can_be_hidden_nothing_is_said_of_it(tmp_path: Path) -> None:
    with listening(tmp_path, _V2) as (_, idle, clock):
        clock.advance(60)

        assert idle.steady() is None


def test_on_a_real_compositor_a_program_that_keeps_the_screen_on_hides_a_pause() -> None:
    with WaylandDesktop() as desktop:
        desktop.sway()
        desktop.foot("alder")
        desktop.msg("[app_id=alder]", "inhibit_idle", "open")
        idle = open_idle(desktop.env, SystemClock())
        wait_for(lambda: idle.drain() or (idle.steady() or timedelta()) > seconds(7), "silence")

        assert idle.idle() == timedelta()
        idle.close()
