"""The law of breakpoints: where one thing ends and another has not begun."""

from datetime import timedelta

import pytest

from monitor.core.nudging.trace import Glimpse, Trace, follow
from monitor.core.nudging.words import Breakpoint
from monitor.core.types import Subject
from tests.judging import NOON, minutes

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


def test_an_old_look_tells_nothing_of_now() -> None:
    traced = trace(Glimpse(NOON, active=True))

    assert traced.is_fresh(NOON + minutes(1))
    assert not traced.is_fresh(NOON + minutes(2))
    assert not Trace().is_fresh(NOON)
