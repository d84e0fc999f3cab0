"""The law of folding where nothing is seen, where a page is told late, and where all runs alone."""

from datetime import datetime, timedelta

import pytest

from monitor.core.fold import LONGEST, relabel, run, settle
from monitor.core.types import GapReason, Presence, Stretch, Subject, Track, Way
from tests.fakes import moment
from tests.living import MAIL, Life

CLAUDE = frozenset({"claude"})


@pytest.fixture
def life() -> Life:
    begun = Life()
    begun.see()
    begun.pass_by(60)
    return begun


def test_a_blind_moment_shorter_than_a_tick_is_only_a_change_of_windows(life: Life) -> None:
    life.clock.advance(1)
    life.miss()
    life.clock.advance(0.2)
    life.see(MAIL)
    life.pass_by(5, MAIL)

    assert life.gaps == []
    assert life.stretches == [
        (0, 61.2, "editor", Presence.ACTIVE),
        (61.2, 66.2, "mail", Presence.ACTIVE),
    ]


def test_blindness_of_a_tick_is_a_gap_from_the_first_look_that_saw_nothing(life: Life) -> None:
    for _ in range(4):
        life.clock.advance(5)
        life.miss()
    life.clock.advance(2)
    life.see()

    assert life.stretches == [(0, 65, "editor", Presence.ACTIVE)]
    assert life.gaps == [(65, 82, GapReason.BLIND)]


@pytest.mark.parametrize("reason", [GapReason.LOCKED, GapReason.PAUSED])
def test_lock_and_pause_begin_at_once_and_end_at_the_next_sight(
    life: Life, reason: GapReason
) -> None:
    life.clock.advance(1)
    life.miss(reason)
    life.clock.advance(5)
    life.miss(reason)
    life.clock.advance(3)
    life.see()
    life.pass_by(5)

    assert life.gaps == [(61, 69, reason)]
    assert life.stretches == [
        (0, 61, "editor", Presence.ACTIVE),
        (69, 74, "editor", Presence.ACTIVE),
    ]


def test_a_lock_after_a_blind_moment_takes_no_time_from_the_stretch_before(life: Life) -> None:
    life.clock.advance(1)
    life.miss()
    life.clock.advance(2)
    life.miss(GapReason.LOCKED)
    life.clock.advance(5)
    life.see()

    assert life.stretches == [(0, 61, "editor", Presence.ACTIVE)]
    assert life.gaps == [(61, 68, GapReason.LOCKED)]


def test_one_gap_follows_another_without_a_hole(life: Life) -> None:
    life.clock.advance(5)
    life.miss(GapReason.LOCKED)
    life.clock.advance(5)
    life.miss(GapReason.PAUSED)
    life.clock.advance(5)
    life.see()

    assert life.gaps == [(65, 70, GapReason.LOCKED), (70, 75, GapReason.PAUSED)]


def test_a_suspend_while_locked_ends_the_lock_at_the_last_look(life: Life) -> None:
    life.clock.advance(5)
    life.miss(GapReason.LOCKED)
    life.clock.advance(5)
    life.miss(GapReason.LOCKED)
    life.clock.suspend(600)
    life.miss(GapReason.LOCKED)
    life.clock.advance(5)
    life.see()

    assert life.gaps == [
        (65, 70, GapReason.LOCKED),
        (70, 670, GapReason.SUSPENDED),
        (670, 675, GapReason.LOCKED),
    ]


def test_a_suspend_while_blind_keeps_both_gaps(life: Life) -> None:
    life.clock.advance(1)
    life.miss()
    life.clock.advance(2)
    life.miss()
    life.clock.suspend(600)
    life.see()

    assert life.gaps == [(61, 63, GapReason.BLIND), (63, 663, GapReason.SUSPENDED)]


def test_a_long_stretch_is_cut_so_that_no_reader_looks_back_far() -> None:
    life = Life()
    life.see()
    life.pass_by(2 * 3600)

    assert [(start, end) for start, end, _, _ in life.stretches] == [(0, 3600), (3600, 7200)]


def test_a_page_told_late_goes_on_as_one_stretch(life: Life) -> None:
    life.clock.advance(5)
    life.see(Subject("browser"), page=1)
    life.clock.advance(5)
    life.see(Subject("browser"), page=1)
    assert life.interval is not None

    site = Subject("browser", host="claude.ai")
    life.interval = relabel(life.interval, site, Way.WINDOW)
    life.clock.advance(5)
    life.see(site)

    assert life.interval.stretch is not None
    assert life.interval.stretch.subject == site
    assert (life.interval.stretch.start, life.interval.stretch.end) == (moment(65), moment(75))


def test_two_pages_that_look_the_same_so_far_are_two_stretches(life: Life) -> None:
    for page in (1, 1, 2, 2):
        life.clock.advance(5)
        life.see(Subject("browser"), page=page)

    assert [(start, end) for start, end, app, _ in life.stretches if app == "browser"] == [
        (65, 75),
        (75, 80),
    ]


def test_what_is_settled_is_not_taken_back(life: Life) -> None:
    assert life.interval is not None
    life.interval = settle(life.interval)
    life.clock.advance(5)
    life.see(idle=600)

    assert life.stretches == [
        (0, 60, "editor", Presence.ACTIVE),
        (60, 65, "editor", Presence.IDLE),
    ]


def test_what_runs_unattended_is_kept_as_long_as_it_was_seen_to_run() -> None:
    begun = run((), CLAUDE, last=None, now=moment(0))
    going = run(begun, CLAUDE, last=moment(0), now=moment(5))
    ended = run(going, frozenset(), last=moment(5), now=moment(10))

    assert [(one.subject.program, one.start, one.end) for one in going] == [
        ("claude", moment(0), moment(5))
    ]
    assert going[0].track is Track.UNATTENDED
    assert ended == ()


def test_what_runs_unattended_through_a_torn_time_begins_anew() -> None:
    begun = run((), CLAUDE, last=None, now=moment(0))
    after = run(begun, CLAUDE, last=None, now=moment(600))

    assert [(one.start, one.end) for one in after] == [(moment(600), moment(600))]


def test_several_run_unattended_at_once() -> None:
    begun = run((), CLAUDE, last=None, now=moment(0))
    both = run(begun, CLAUDE | {"aider"}, last=moment(0), now=moment(5))

    assert {one.subject.program: one.start for one in both} == {
        "claude": moment(0),
        "aider": moment(5),
    }


def test_what_runs_for_hours_is_cut_without_losing_a_moment() -> None:
    kept: dict[datetime, Stretch] = {}
    running = run((), CLAUDE, last=None, now=moment(0))
    for now in range(5, 3 * 3600 + 5, 5):
        running = run(running, CLAUDE, last=moment(now - 5), now=moment(now))
        kept |= {one.start: one for one in running}

    assert sum((one.length for one in kept.values()), timedelta()) == timedelta(hours=3)
    assert all(one.length <= LONGEST for one in kept.values())
