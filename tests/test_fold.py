"""The law of folding: what was seen belongs to a stretch, what the clocks tear to a gap."""

from datetime import timedelta

import pytest

from monitor.core.fold import Pace, step, torn, unset
from monitor.core.sighting import Sample
from monitor.core.types import GapReason, Presence
from tests.fakes import FakeClock
from tests.living import EDITOR, MAIL, PACE, Life, seconds


@pytest.fixture
def life() -> Life:
    begun = Life()
    begun.see()
    begun.pass_by(60)
    return begun


def test_what_is_in_front_at_every_look_is_one_stretch(life: Life) -> None:
    assert life.stretches == [(0, 60, "editor", Presence.ACTIVE)]
    assert life.gaps == []


def test_a_focus_shorter_than_the_tick_keeps_its_exact_edges(life: Life) -> None:
    life.clock.advance(1.25)
    life.see(MAIL)
    life.clock.advance(0.5)
    life.see(EDITOR)
    life.pass_by(5)

    assert life.stretches == [
        (0, 61.25, "editor", Presence.ACTIVE),
        (61.25, 61.75, "mail", Presence.ACTIVE),
        (61.75, 66.75, "editor", Presence.ACTIVE),
    ]


def test_a_suspend_is_a_gap_from_the_last_look_to_the_next(life: Life) -> None:
    life.clock.suspend(3600)
    life.see()
    life.pass_by(5)

    assert life.jumps == [GapReason.SUSPENDED]
    assert life.gaps == [(60, 3660, GapReason.SUSPENDED)]
    assert life.stretches[-1] == (3660, 3665, "editor", Presence.ACTIVE)


def test_a_clock_set_forward_is_a_gap_and_no_use(life: Life) -> None:
    life.clock.advance(5)
    life.clock.set_wall(3600)
    life.see()

    assert life.jumps == [GapReason.CLOCK_SET]
    assert life.gaps == [(60, 3665, GapReason.CLOCK_SET)]
    assert life.stretches == [(0, 60, "editor", Presence.ACTIVE)]


@pytest.mark.parametrize("set_by", [3600, -3600])
def test_up_to_the_moment_a_clock_is_set_time_goes_on_as_it_ran(life: Life, set_by: float) -> None:
    before = life.clock.read()
    life.clock.advance(5)
    ran = life.clock.read()
    life.clock.set_wall(set_by)

    assert unset(before, life.clock.read(), pace=PACE) == ran
    assert unset(before, ran, pace=PACE) is None
    life.clock.advance(60)
    assert unset(before, life.clock.read(), pace=PACE) is None  # it stalled as well


def test_a_clock_set_back_opens_anew_and_makes_no_gap(life: Life) -> None:
    life.clock.advance(5)
    life.clock.set_wall(-3600)
    taken = life.see()

    assert life.jumps == [GapReason.CLOCK_SET]
    assert taken.stretches == ()
    assert life.gaps == []
    assert life.stretches == [(0, 60, "editor", Presence.ACTIVE)]


def test_a_stall_is_a_gap_and_no_use(life: Life) -> None:
    life.clock.advance(90)
    life.see()

    assert life.jumps == [GapReason.STALLED]
    assert life.gaps == [(60, 150, GapReason.STALLED)]


@pytest.mark.parametrize(
    ("asleep", "set_by", "passed", "reason"),
    [
        (2.001, 0, 0, GapReason.SUSPENDED),
        (0, 2.001, 0, GapReason.CLOCK_SET),
        (0, -2.001, 0, GapReason.CLOCK_SET),
        (0, 0, 7.001, GapReason.STALLED),
        (600, -7200, 0, GapReason.SUSPENDED),
        (0, 3600, 60, GapReason.CLOCK_SET),
        (0, 0, 7, None),
        (0, -2, 0, None),
        (2, 0, 0, None),
    ],
)
def test_the_clocks_tell_suspend_step_and_stall_apart(
    asleep: float, set_by: float, passed: float, reason: GapReason | None
) -> None:
    clock = FakeClock()
    before = clock.read()
    clock.suspend(asleep)
    clock.set_wall(set_by)
    clock.advance(passed)

    assert torn(before, clock.read(), pace=PACE) is reason


def test_idle_counts_from_the_last_input_and_takes_back_what_was_said(life: Life) -> None:
    for idle in range(5, 185, 5):
        life.clock.advance(5)
        life.see(idle=idle)

    assert life.stretches == [
        (0, 60, "editor", Presence.ACTIVE),
        (60, 240, "editor", Presence.IDLE),
    ]


def test_idle_takes_back_a_window_that_came_by_itself(life: Life) -> None:
    for idle in range(5, 185, 5):
        life.clock.advance(5)
        life.see(MAIL if idle > 60 else EDITOR, idle=idle)

    assert life.stretches == [
        (0, 60, "editor", Presence.ACTIVE),
        (60, 240, "mail", Presence.IDLE),
    ]


def test_idle_never_reaches_back_over_a_gap(life: Life) -> None:
    life.clock.suspend(3600)
    life.see(idle=100)
    for idle in range(105, 185, 5):
        life.clock.advance(5)
        life.see(idle=idle)

    assert life.stretches[0] == (0, 60, "editor", Presence.ACTIVE)
    assert life.stretches[1] == (3660, 3740, "editor", Presence.IDLE)


def test_input_ends_idle_at_its_own_moment(life: Life) -> None:
    life.clock.advance(5)
    life.see(idle=600)
    life.clock.advance(5)
    life.see(idle=2)

    assert life.stretches[-2:] == [
        (0, 68, "editor", Presence.IDLE),
        (68, 70, "editor", Presence.ACTIVE),
    ]


def test_input_between_two_looks_was_still_use_though_nobody_is_there_now() -> None:
    slow = Pace(every=timedelta(seconds=60), idle_after=timedelta(seconds=30))
    clock = FakeClock()
    begun = step(None, Sample(clock.read(), EDITOR, idle=timedelta()), pace=slow)
    clock.advance(60)

    left = step(begun.interval, Sample(clock.read(), EDITOR, idle=timedelta(seconds=40)), pace=slow)

    assert [(seconds(one.start), seconds(one.end)) for one in left.stretches] == [
        (0, 20),
        (20, 60),
    ]


def test_without_knowledge_of_input_somebody_is_there() -> None:
    life = Life()
    life.see(idle=None)
    life.clock.advance(5)
    life.see(idle=None)

    assert life.stretches == [(0, 5, "editor", Presence.ACTIVE)]
