"""The law of breakpoints: where one thing ends and another has not begun."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.nudging.trace import Glimpse, Trace, follow
from monitor.core.nudging.words import Breakpoint
from monitor.core.sighting import Around, Player
from monitor.core.types import Presence, Subject
from monitor.service.keeping import View
from tests.fakes import ScriptedSensor
from tests.judging import NOON, minutes
from tests.watching import Watched, front

EDITOR, BROWSER = Subject("editor"), Subject("browser")


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def trace(*glimpses: Glimpse) -> Trace:
    traced = Trace()
    for glimpse in glimpses:
        traced = follow(traced, glimpse)
    return traced


def test_turning_to_another_window_is_a_breakpoint_for_seconds() -> None:
    traced = trace(
        Glimpse(NOON, active=True, subject=EDITOR),
        Glimpse(NOON + seconds(5), active=True, subject=BROWSER),
    )

    assert traced.breakpoint(NOON + seconds(14)) is Breakpoint.FOCUS
    assert traced.breakpoint(NOON + seconds(16)) is None


def test_unlocking_is_a_breakpoint() -> None:
    traced = trace(
        Glimpse(NOON, active=False, locked=True),
        Glimpse(NOON + seconds(5), active=True, subject=EDITOR),
    )

    assert traced.breakpoint(NOON + seconds(5)) is Breakpoint.UNLOCK


@pytest.mark.parametrize(
    ("idle", "is_pause"),
    [(0, False), (2, False), (3, True), (8, True), (9, False), (100, False), (None, False)],
)
def test_a_pause_of_3_to_8_seconds_in_input_is_a_breakpoint(
    idle: float | None, *, is_pause: bool
) -> None:
    still = None if idle is None else seconds(idle)
    traced = trace(
        Glimpse(NOON, active=True, subject=EDITOR),
        Glimpse(NOON + seconds(5), active=True, subject=EDITOR, idle=still),
    )

    assert (traced.breakpoint(NOON + seconds(5)) is Breakpoint.PAUSE) is is_pause


def test_the_first_look_and_an_empty_chair_are_none() -> None:
    first = trace(Glimpse(NOON, active=True, subject=EDITOR, idle=seconds(5)))
    away = trace(
        Glimpse(NOON, active=True, subject=EDITOR),
        Glimpse(NOON + seconds(5), active=False, subject=BROWSER),
    )

    assert first.breakpoint(NOON) is None
    assert away.breakpoint(NOON + seconds(5)) is None


def test_the_first_look_and_coming_back_after_five_minutes_count_as_coming_back() -> None:
    there = Glimpse(NOON, active=True)
    gone = Glimpse(NOON + minutes(1), active=False)

    short = trace(there, gone, Glimpse(NOON + minutes(4), active=True))
    long = trace(there, gone, Glimpse(NOON + minutes(6), active=True))
    longer = follow(long, Glimpse(NOON + minutes(7), active=True))

    assert short.back_since == NOON
    assert long.back_since == NOON + minutes(6)
    assert longer.back_since == NOON + minutes(6)


def test_an_absence_counts_from_the_last_sign_of_somebody() -> None:
    there = (
        Glimpse(NOON, active=True, idle=seconds(0)),
        Glimpse(NOON + minutes(2), active=True, idle=minutes(2)),
        Glimpse(NOON + minutes(3), active=False, idle=minutes(3)),
        Glimpse(NOON + minutes(4), active=False, idle=minutes(4)),
    )

    short = trace(*there, Glimpse(NOON + minutes(4.9), active=True, idle=seconds(0)))
    long = trace(*there, Glimpse(NOON + minutes(5), active=True, idle=seconds(0)))

    assert short.back_since == NOON
    assert long.back_since == NOON + minutes(5)


@pytest.mark.parametrize(("away", "is_back"), [(280, False), (320, True)])
def test_who_watches_a_film_is_there_until_it_ends(
    tmp_path: Path, away: int, *, is_back: bool
) -> None:
    sensor = ScriptedSensor([front("player")], name="best")
    watched, traced = Watched(tmp_path, sensor), Trace()
    began = watched.clock.read().wall

    def follow_view(view: View) -> None:
        nonlocal traced
        is_active = view.presence is Presence.ACTIVE
        traced = follow(traced, Glimpse(view.at, active=is_active, idle=view.idle))

    def sit_still() -> None:
        length = watched.clock.read().wall - began + seconds(5)
        sensor.show(front("player", idle=length.total_seconds()))

    watched.watcher.on_look = follow_view
    watched.surroundings.around = Around(playing=(Player(frozenset({"player"})),))
    watched.watch(600, before_each=sit_still)
    watched.surroundings.around = Around()
    watched.watch(away - 5, before_each=sit_still)
    sensor.show(front("player"))
    watched.look()
    watched.close()

    assert (traced.back_since == traced.active_at) is is_back


def test_an_old_look_tells_nothing_of_now() -> None:
    traced = trace(Glimpse(NOON, active=True))

    assert traced.is_fresh(NOON + minutes(1))
    assert not traced.is_fresh(NOON + minutes(2))
    assert not Trace().is_fresh(NOON)
