"""The law of watching: what is seen is kept, what is told late belongs where it was."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from config import convert
from monitor.core.sighting import Reading
from monitor.core.types import GapReason, Presence
from monitor.store import connect, control, forget
from monitor.store.rows import Judgement
from tests.fakes import ScriptedSensor, moment
from tests.visits import CHROMIUM_FILE, Visits, visit
from tests.watching import Watched, front

EDITOR = front("Editor")
BLANK = front("Chromium", "New Tab - Chromium")
TEA = front("Chromium", "A plan for tea - Chromium")
NEWS = front("Chromium", "News - Chromium")
NOON_DAY = date(2026, 11, 23)
ACTIVE, IDLE = Presence.ACTIVE, Presence.IDLE


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def sensor() -> ScriptedSensor:
    return ScriptedSensor([EDITOR], name="best")


@pytest.fixture
def watched(tmp_path: Path, sensor: ScriptedSensor) -> Iterator[Watched]:
    opened = Watched(tmp_path, sensor)
    yield opened
    opened.close()


def test_what_is_in_front_is_kept_up_to_the_last_flush(
    watched: Watched, sensor: ScriptedSensor
) -> None:
    watched.watch(30)
    sensor.show(front("Mail"))
    watched.watch(20)

    assert watched.told == [(0, 35, "Editor", ACTIVE), (35, 45, "Mail", ACTIVE)]


def test_the_end_keeps_everything(watched: Watched) -> None:
    watched.look(3)
    watched.look(2)

    watched.end()

    assert watched.told == [(0, 5, "Editor", ACTIVE)]


def test_a_title_never_reaches_the_disk(watched: Watched, sensor: ScriptedSensor) -> None:
    sensor.show(front("Chromium", "my secret letter - Chromium"))
    watched.watch(60)
    watched.end()

    for file in watched.path.parent.glob("ledger*"):
        assert b"secret" not in file.read_bytes()


def test_a_page_told_late_belongs_to_its_own_time_alone(
    watched: Watched, sensor: ScriptedSensor, tmp_path: Path
) -> None:
    with Visits(tmp_path) as visits:
        history = visits.write(CHROMIUM_FILE)
        for shown in (BLANK, TEA, NEWS):
            sensor.show(shown)
            watched.watch(10)
        visit(history, ("https://claude.ai/chat/1", "A plan for tea"))
        watched.watch(20)

    assert watched.told == [
        (0, 5, "Editor", ACTIVE),
        (5, 15, "Chromium", ACTIVE),
        (15, 25, "claude.ai", ACTIVE),
        (25, watched.told[-1][1], "Chromium", ACTIVE),
    ]


def test_a_page_told_while_it_is_still_in_front_is_one_stretch(
    watched: Watched, sensor: ScriptedSensor, tmp_path: Path
) -> None:
    with Visits(tmp_path) as visits:
        history = visits.write(CHROMIUM_FILE)
        sensor.show(TEA)
        watched.watch(20)
        visit(history, ("https://claude.ai/chat/1", "A plan for tea"))
        watched.watch(20)
        watched.end()

    assert watched.told == [(0, 5, "Editor", ACTIVE), (5, 40, "claude.ai", ACTIVE)]


def test_an_older_page_of_that_title_is_taken_back_when_the_true_one_is_written(
    watched: Watched, sensor: ScriptedSensor, tmp_path: Path
) -> None:
    with Visits(tmp_path) as visits:
        history = visits.write(CHROMIUM_FILE)
        visit(history, ("https://chatgpt.com/c/1", "A plan for tea"), at=moment(-3600))
        sensor.show(TEA)
        watched.watch(10)
        visit(history, ("https://claude.ai/chat/1", "A plan for tea"), at=moment(4))
        watched.watch(20)
        watched.end()

    assert watched.told == [(0, 5, "Editor", ACTIVE), (5, 30, "claude.ai", ACTIVE)]


def test_a_tab_that_is_come_back_to_is_one_stretch(
    watched: Watched, sensor: ScriptedSensor, tmp_path: Path
) -> None:
    with Visits(tmp_path) as visits:
        visits.write(CHROMIUM_FILE, ("https://claude.ai/chat/1", "A plan for tea"))
        sensor.show(TEA)
        watched.watch(60)
        watched.end()

    assert watched.told == [(0, 5, "Editor", ACTIVE), (5, 60, "claude.ai", ACTIVE)]


def test_a_page_told_after_a_tear_changes_nothing_before_it(
    watched: Watched, sensor: ScriptedSensor, tmp_path: Path
) -> None:
    with Visits(tmp_path) as visits:
        history = visits.write(CHROMIUM_FILE)
        sensor.show(TEA)
        watched.watch(20)
        watched.clock.suspend(600)
        visit(history, ("https://claude.ai/chat/1", "A plan for tea"))
        watched.watch(10)
        watched.end()

    assert watched.told[1] == (5, 20, "Chromium", ACTIVE)
    assert watched.told[2][2:] == ("claude.ai", ACTIVE)


def test_idle_takes_back_what_was_flushed_before(watched: Watched, sensor: ScriptedSensor) -> None:
    watched.watch(30)
    for idle in range(5, 200, 5):
        sensor.show(front("Editor", idle=idle))
        watched.look()
    watched.end()

    assert watched.told == [(0, 30, "Editor", ACTIVE), (30, 225, "Editor", IDLE)]


def test_a_pause_begins_at_the_next_look_and_ends_by_itself(watched: Watched) -> None:
    watched.watch(10)
    control.pause(watched.path, moment(32))
    watched.watch(40)
    watched.end()

    assert watched.gaps == [(15, 35, GapReason.PAUSED)]
    assert watched.told == [(0, 15, "Editor", ACTIVE), (35, 50, "Editor", ACTIVE)]


def test_a_pause_can_be_taken_back(watched: Watched) -> None:
    control.pause(watched.path, moment(3600))
    watched.watch(10)
    control.pause(watched.path, None)
    watched.watch(10)

    assert watched.gaps == [(5, 15, GapReason.PAUSED)]


def test_a_pause_asked_for_by_a_clock_that_ran_ahead_ends_when_it_is_set_right(
    watched: Watched,
) -> None:
    control.pause(watched.path, moment(365 * 86_400))
    watched.watch(10)

    assert watched.gaps == []
    assert "pause_until" not in watched.ledger.control()  # or it would come true one day


def test_a_pause_of_the_longest_kind_outlasts_a_clock_that_is_set_back_a_little(
    watched: Watched,
) -> None:
    control.pause(watched.path, moment(3600) + control.LONGEST_PAUSE)
    watched.watch(10)
    watched.end()

    assert [reason for *_, reason in watched.gaps] == [GapReason.PAUSED]


def test_a_pause_that_ended_stays_ended_when_the_clock_is_set_back(watched: Watched) -> None:
    control.pause(watched.path, moment(10))
    watched.watch(20)

    assert "pause_until" not in watched.ledger.control()


def test_another_program_in_the_same_terminal_is_a_change_in_front(
    watched: Watched, sensor: ScriptedSensor
) -> None:
    reasons: set[str] = set()
    watched.watcher.on_look = lambda view: reasons.add(view.because)
    sensor.show(front("XTerm"))
    for watched.inside in ("vim", "claude"):
        watched.watch(2 * 3600)
    changed = set(reasons)
    watched.watch(2 * 3600)

    assert changed == {"there is input"}
    assert reasons - changed == {"there is input, though nothing in front has changed for hours"}


def test_while_paused_nobody_looks(watched: Watched, sensor: ScriptedSensor) -> None:
    control.pause(watched.path, moment(3600))
    watched.look()
    looks = sensor.looks

    watched.watch(60)

    assert sensor.looks == looks


def test_a_lock_is_a_gap(watched: Watched, sensor: ScriptedSensor) -> None:
    sensor.show(Reading(app="Editor", locked=True))
    watched.watch(20)

    assert watched.gaps == [(5, 15, GapReason.LOCKED)]


def test_a_wish_to_stop_is_heard_only_by_the_daemon_it_is_for(watched: Watched) -> None:
    control.ask_to_stop(watched.path, moment(-500))
    watched.look()
    deaf = watched.wake.stopping
    control.ask_to_stop(watched.path, moment(0))
    watched.look()

    assert (deaf, watched.wake.stopping) == (False, True)


def test_a_locked_ledger_is_told_once_and_nothing_is_lost(watched: Watched) -> None:
    watched.watch(20)
    other = connect.for_writing(watched.path)
    other.execute("begin immediate")
    watched.watch(660)
    other.execute("rollback")
    other.close()
    watched.watch(20)
    watched.end()

    assert len([one for one in watched.said if "in use by another program" in one]) == 1
    assert watched.told == [(0, 700, "Editor", ACTIVE)]


def test_a_clock_set_back_counts_no_moment_twice(watched: Watched) -> None:
    watched.watch(3600)
    watched.clock.set_wall(-1800)
    watched.watch(3600)
    watched.end()

    told = watched.told
    assert watched.jumps == [GapReason.CLOCK_SET]
    assert all(one[1] <= after[0] for one, after in pairwise(told)), told
    assert sum(end - start for start, end, *_ in told) == 5400


def test_a_suspend_and_a_clock_set_forward_are_told_and_never_counted(watched: Watched) -> None:
    watched.watch(20)
    watched.clock.suspend(7200)
    watched.look()
    watched.clock.set_wall(3600)
    watched.look()
    watched.end()

    assert watched.jumps == [GapReason.SUSPENDED, GapReason.CLOCK_SET]
    assert sum(end - start for start, end, *_ in watched.told) == 25  # the looks were 5 s apart


def test_a_clock_that_comes_back_from_a_suspend_too_early_counts_no_moment_twice(
    watched: Watched,
) -> None:
    watched.watch(3600)
    watched.clock.suspend(600)
    watched.clock.set_wall(-2400)
    watched.watch(3600)
    watched.end()

    told = watched.told
    assert watched.jumps == [GapReason.SUSPENDED]
    assert all(one[1] <= after[0] for one, after in pairwise(told)), told


def test_what_the_person_deletes_does_not_come_back_from_memory(watched: Watched) -> None:
    watched.watch(60)
    connection = connect.for_writing(watched.path)
    now = watched.clock.read().wall
    forget.wipe(connection, watched.path, moment(-3600), moment(3600), (NOON_DAY, NOON_DAY), now)
    connection.close()
    watched.watch(30)
    watched.end()

    assert [told[0] for told in watched.told] == [65]


def test_what_held_nudges_back_in_deleted_time_is_not_written_again(watched: Watched) -> None:
    watched.watcher.keeping.judged = lambda: Judgement(moment(30), None, "you are in a call")
    watched.watch(60)
    connection = connect.for_writing(watched.path)
    now = watched.clock.read().wall
    forget.wipe(connection, watched.path, moment(-3600), moment(3600), (NOON_DAY, NOON_DAY), now)
    connection.close()
    watched.watch(30)
    soon = held_in(watched.path)
    watched.watcher.keeping.judged = lambda: Judgement(moment(91), None, "you are in a call")
    watched.watch(30)

    assert soon == ""
    assert held_in(watched.path) == "you are in a call"


def held_in(path: Path) -> str:
    """What the last sign of life says that it is that holds nudges back."""
    with connect.reading(path) as ledger:
        life = control.life(ledger)
    assert life is not None
    return life.held


def test_looking_more_often_from_now_on_makes_no_gap(watched: Watched) -> None:
    watched.watch(20)
    often = convert.settings_of({"watch": {"every": "1s"}})[0]
    watched.watcher.on_tick = lambda: watched.watcher.follow(often)
    watched.watch(10)
    watched.watcher.on_tick = lambda: None
    watched.end()

    assert watched.jumps == []


@pytest.mark.parametrize(
    ("name", "reading", "why"),
    [
        ("processes", Reading(running=("claude",)), "everything is unattended"),
        ("xwayland", Reading(xwayland=True), "only windows of X programs can be seen"),
        ("terminal", Reading(), "nothing can be seen"),
    ],
)
def test_of_a_desktop_that_cannot_be_seen_it_tells_what_is_seen_instead(
    tmp_path: Path, name: str, reading: Reading, why: str
) -> None:
    watched = Watched(tmp_path, ScriptedSensor([reading], name=name))
    watched.look()
    watched.end()
    with connect.reading(watched.path) as ledger:
        life = control.life(ledger)
    watched.close()

    assert life is not None
    assert (life.obstacle, why in life.because) == (GapReason.BLIND, True)
