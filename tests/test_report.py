"""The law of reports: each figure by itself, and years as exactly as days."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config.paths import Home
from config.paths import home as home_in
from monitor.core.days import Calendar
from monitor.core.types import (
    ELSEWHERE,
    Gap,
    GapReason,
    Mark,
    Presence,
    Stretch,
    Subject,
    Track,
)
from monitor.service.report import Report, report, today
from monitor.store import connect, lock, rollup
from tests.fakes import NOON, FakeClock, moment
from tests.judging import minutes
from tests.ledgers import filled_home, use

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CLAUDE = Subject("browser", host="claude.ai")
AGENT = Subject("terminal", program="claude")


def day_with(folder: Path, *parts: tuple[Subject, float], gaps: list[Gap] | None = None) -> Report:
    """Minutes with each subject, one after the other from noon on; told at midnight."""
    now, stretches = NOON, []
    for subject, length in parts:
        stretches.append(use(now, now + minutes(length), subject))
        now += minutes(length)
    home = filled_home(folder / "home", stretches, gaps or [])
    return report(home, FakeClock(NOON + DAY / 2), MONDAY, MONDAY)


def test_ai_time_is_time_with_an_ai_tool_in_front(tmp_path: Path) -> None:
    told = day_with(tmp_path, (CLAUDE, 20), (AGENT, 10), (Subject("editor"), 30))

    assert (told.active, told.ai, told.ai_low, told.ai_high) == (
        minutes(60), minutes(30), minutes(30), minutes(30),
    )  # fmt: skip


def test_a_weak_title_is_in_the_figure_and_not_in_the_low_end(tmp_path: Path) -> None:
    told = day_with(tmp_path, (CLAUDE, 20), (Subject("browser", hint="ChatGPT"), 5))

    assert (told.ai_low, told.ai, told.ai_high) == (minutes(20), minutes(25), minutes(25))


def test_unrecognised_browsing_raises_the_high_end_and_lowers_the_coverage(tmp_path: Path) -> None:
    elsewhere = Subject("browser", host=ELSEWHERE)
    told = day_with(tmp_path, (CLAUDE, 15), (elsewhere, 15), (Subject("browser"), 10))

    assert told.unrecognised_browser == minutes(10)
    assert (told.ai, told.ai_high) == (minutes(15), minutes(20))
    assert told.coverage == pytest.approx(0.75)


def test_an_editor_with_ai_inside_is_a_line_of_its_own(tmp_path: Path) -> None:
    told = day_with(tmp_path, (Subject("cursor"), 40), (CLAUDE, 5))

    assert (told.ai_editor, told.ai) == (minutes(40), minutes(5))


def test_people_are_calls_and_messages(tmp_path: Path) -> None:
    told = day_with(tmp_path, (Subject("zoom"), 30), (Subject("signal"), 12), (CLAUDE, 5))

    assert told.people == minutes(42)


def test_an_agent_at_work_alone_is_shown_apart_and_never_added(tmp_path: Path) -> None:
    agent = use(NOON, NOON + minutes(50), Subject(program="claude"), track=Track.UNATTENDED)
    home = filled_home(tmp_path / "home", [agent, use(NOON, NOON + minutes(10), CLAUDE)])

    told = report(home, FakeClock(NOON + DAY / 2), MONDAY, MONDAY)

    assert (told.unattended_ai, told.ai, told.active) == (minutes(50), minutes(10), minutes(10))
    assert told.bars[0].active == minutes(10)


def test_time_without_sight_lowers_the_coverage_and_locks_do_not(tmp_path: Path) -> None:
    gaps = [
        Gap(moment(7200), moment(9000), GapReason.BLIND),
        Gap(moment(9000), moment(9600), GapReason.STALLED),
        Gap(moment(9600), moment(20_000), GapReason.LOCKED),
        Gap(moment(20_000), moment(30_000), GapReason.SUSPENDED),
    ]
    told = day_with(tmp_path, (Subject("editor"), 40), gaps=gaps)

    assert told.coverage == pytest.approx(0.5)
    assert dict(told.gaps)[GapReason.LOCKED] == timedelta(seconds=10_400)


def test_nobody_there_is_no_use(tmp_path: Path) -> None:
    idle = use(NOON, NOON + minutes(90), CLAUDE, presence=Presence.IDLE)
    told = report(filled_home(tmp_path, [idle]), FakeClock(NOON + DAY / 2), MONDAY, MONDAY)

    assert (told.active, told.ai, told.coverage) == (minutes(0), minutes(0), None)


def test_subjects_come_the_longest_first_with_their_verdicts(tmp_path: Path) -> None:
    told = day_with(tmp_path, (Subject("editor"), 5), (CLAUDE, 20), (Subject("zoom"), 10))

    assert [(one.subject, one.verdict.tool) for one in told.subjects] == [
        (CLAUDE, "Claude"),
        (Subject("zoom"), "Zoom"),
        (Subject("editor"), ""),
    ]


def test_a_home_without_a_ledger_reports_nothing_and_no_error(tmp_path: Path) -> None:
    home = home_in(tmp_path)

    told = report(home, FakeClock(), MONDAY, MONDAY)

    assert (told.active, told.coverage, told.subjects, told.has_past) == (
        minutes(0), None, (), False,
    )  # fmt: skip
    assert today(home, FakeClock()) == MONDAY


def test_a_report_says_since_when_nobody_watches(tmp_path: Path) -> None:
    home = filled_home(tmp_path, [use(NOON, NOON + minutes(10), CLAUDE)])

    dead = report(home, FakeClock(NOON + DAY), MONDAY, MONDAY)
    held = lock.acquire(home.lock)
    alive = report(home, FakeClock(NOON + DAY), MONDAY, MONDAY)
    held.release()

    assert (dead.watching, dead.not_watching_since) == (False, NOON + minutes(10))
    assert (alive.watching, alive.not_watching_since) == (True, None)


def test_a_future_day_holds_nothing_yet(tmp_path: Path) -> None:
    home = filled_home(tmp_path, [use(NOON, NOON + minutes(10), CLAUDE)])

    told = report(home, FakeClock(NOON), MONDAY + DAY, MONDAY + 3 * DAY)

    assert told.active == minutes(0)
    assert told.is_ahead
    assert told.bars == ()


def ten_years(folder: Path) -> Home:
    """An hour with Claude and half an hour with the editor every third day."""
    stretches: list[Stretch] = []
    for ahead in range(0, 3652, 3):
        start = NOON + ahead * DAY
        stretches.append(use(start, start + minutes(60), CLAUDE))
        stretches.append(use(start + minutes(60), start + minutes(90), Subject("editor")))
    return filled_home(folder / "home", stretches)


def sum_up(home: Home, now: datetime) -> None:
    connection = connect.for_writing(home.ledger)
    rollup.roll_up(connection, home.ledger, Calendar(()), now)
    connection.close()


def test_ten_years_told_by_months_equal_their_days(tmp_path: Path) -> None:
    home, now = ten_years(tmp_path), NOON + 3660 * DAY
    until = MONDAY + 3655 * DAY

    raw = report(home, FakeClock(now), MONDAY, until)
    sum_up(home, now)
    told = report(home, FakeClock(now), MONDAY, until)
    days = [report(home, FakeClock(now), day, min(day + 60 * DAY, until))
            for day in (MONDAY + n * 61 * DAY for n in range(60))]  # fmt: skip

    assert told.by_month
    assert (
        (told.active, told.ai) == (raw.active, raw.ai) == (1218 * minutes(90), 1218 * minutes(60))
    )
    assert sum((one.ai for one in days), timedelta()) == told.ai
    assert told.bars == raw.bars
    assert sum((bar.active for bar in told.bars), timedelta()) == told.active


@pytest.mark.parametrize(("skipped", "length"), [(0, 91), (0, 92), (8, 93), (37, 365), (8, 29)])
def test_a_long_span_counts_its_first_and_last_day_and_no_other(
    tmp_path: Path, skipped: int, length: int
) -> None:
    home = filled_home(
        tmp_path / "home",
        [use(NOON + n * DAY, NOON + n * DAY + minutes(1), CLAUDE) for n in range(420)],
    )
    now = NOON + 430 * DAY
    sum_up(home, now)

    since = MONDAY + skipped * DAY
    told = report(home, FakeClock(now), since, since + length * DAY)

    days = min(420, skipped + length + 1) - skipped
    assert told.active == minutes(days)
    assert sum((bar.active for bar in told.bars), timedelta()) == told.active


def test_marked_time_is_active_time_told_apart(tmp_path: Path) -> None:
    editor = Subject("editor")
    marks = (0, Mark.PASSIVE, Mark.CALL, Mark.CALL | Mark.UNCHANGED)
    marked = [
        replace(use(moment(60 * turn), moment(60 * turn + 60), editor), marks=mark)
        for turn, mark in enumerate(marks)
    ]
    home = filled_home(tmp_path / "home", marked, [])
    told = report(home, FakeClock(NOON + DAY / 2), MONDAY, MONDAY)
    week_later = FakeClock(NOON + 7 * DAY)
    sum_up(home, NOON + 7 * DAY)
    kept = report(home, week_later, MONDAY, MONDAY)

    for found in (told, kept):
        assert found.active == minutes(4)
        assert (found.passive, found.in_calls, found.unchanged) == (
            minutes(1), minutes(2), minutes(1),
        )  # fmt: skip
