"""Corrections in the ledger: exports, wipes, judgements, and days whose stretches are gone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from config.paths import Home
from config.schema import DEFAULTS, Length
from monitor.core.correct import Claim, Correction
from monitor.core.days import Calendar
from monitor.core.notices import Delivery, Nudge
from monitor.core.nudging.trace import Glimpse, Trace, follow
from monitor.core.types import Gap, GapReason, Kind, Presence, Subject, Track, Zone
from monitor.errors import MonitorError
from monitor.service import correct, explain, export
from monitor.service.judge import Judge, World
from monitor.service.report import Report, report
from monitor.store import connect, corrections
from monitor.store.subjects import Subjects
from tests.corrected import DAY, figures, forget, make, roll, undo
from tests.fakes import NOON, FakeClock, moment
from tests.ledgers import beat, filled_home, judge, open_ledger, rows_of, use

CLAUDE = Subject("browser", host="claude.ai")
EDITOR = Subject("editor")
BROWSER = Subject("browser")
HOUR = timedelta(hours=1)
LATER = NOON + 9 * DAY
MONDAY = date(2026, 11, 23)
UTC_ZONE = [Zone(NOON - 30 * DAY, "UTC")]
CALENDAR = Calendar(tuple(UTC_ZONE))


def said(
    claim: Claim, start: datetime, end: datetime, *, tool: str = "", app: str = ""
) -> Correction:
    kind = Kind.COMPANION if claim is Claim.AI else Kind.OTHER
    return Correction(0, NOON, start, end, claim, tool, kind, app=app)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Monday: an hour with Claude from noon, then an idle one, then an hour in a browser."""
    day = [
        use(NOON, NOON + HOUR, CLAUDE),
        use(NOON + HOUR, NOON + 2 * HOUR, EDITOR, presence=Presence.IDLE),
        use(NOON + 2 * HOUR, NOON + 3 * HOUR, BROWSER),
        use(NOON, NOON + HOUR, Subject(program="claude"), track=Track.UNATTENDED),
    ]
    gaps = [Gap(NOON + 3 * HOUR, NOON + 60 * HOUR, GapReason.OFF)]
    return filled_home(tmp_path / "home", day, gaps, UTC_ZONE)


def monday(home: Home) -> Report:
    return report(home, FakeClock(LATER), MONDAY, MONDAY)


@pytest.mark.parametrize("state", ["open", "closed", "bygone"])
@pytest.mark.parametrize(
    ("one", "active", "ai"),
    [
        (said(Claim.AWAY, NOON, NOON + HOUR), 1, 0),
        (said(Claim.NOT_AI, NOON, NOON + HOUR), 2, 0),
        (said(Claim.NOT_AI, NOON, NOON + 3 * HOUR, tool="claude"), 2, 0),
        (said(Claim.NOT_AI, NOON, NOON + 3 * HOUR, tool="ChatGPT"), 2, 1),
        (said(Claim.AI, NOON + 2 * HOUR, NOON + 3 * HOUR, tool="Replika"), 2, 2),
        (said(Claim.AI, NOON, NOON + 3 * HOUR, tool="Replika", app="Browser"), 2, 2),
        (said(Claim.AI, NOON, NOON + 3 * HOUR, tool="Replika", app="editor"), 2, 1),
        (said(Claim.AWAY, NOON + 9 * HOUR, NOON + 10 * HOUR), 2, 1),
    ],
)
def test_a_correction_counts_in_the_report_of_its_day(
    home: Home, one: Correction, active: int, ai: int, state: str
) -> None:
    if state != "open":
        roll(home, CALENDAR, LATER)
    if state == "bygone":
        forget(home, LATER)
    make(home, one, LATER)

    told = monday(home)

    assert (told.active, told.ai) == (active * HOUR, ai * HOUR)
    assert told.unattended_ai == HOUR


def test_who_says_that_a_browser_was_no_ai_narrows_the_range(home: Home) -> None:
    before = monday(home)
    make(home, said(Claim.NOT_AI, NOON + 2 * HOUR, NOON + 3 * HOUR), LATER)

    after = monday(home)

    assert (before.ai_high, after.ai_high) == (2 * HOUR, HOUR)
    assert (before.coverage, after.coverage) == (0.5, 1.0)


def test_idle_time_counts_when_the_person_was_there(home: Home) -> None:
    make(home, said(Claim.THERE, NOON + HOUR, NOON + 2 * HOUR), LATER)

    assert monday(home).active == 3 * HOUR


def test_the_latest_of_two_overlapping_corrections_holds(home: Home) -> None:
    make(home, said(Claim.AWAY, NOON, NOON + HOUR), LATER)
    make(home, said(Claim.THERE, NOON + HOUR / 2, NOON + HOUR), LATER)

    assert monday(home).active == 1.5 * HOUR


def test_a_number_is_never_used_twice(home: Home) -> None:
    first = make(home, said(Claim.AWAY, NOON, NOON + HOUR), LATER)
    undo(home, first, LATER)

    assert make(home, said(Claim.AWAY, NOON, NOON + HOUR), LATER) == first + 1


def test_a_bygone_day_is_corrected_by_the_hours_that_are_covered_whole(home: Home) -> None:
    roll(home, CALENDAR, LATER)
    forget(home, LATER)
    as_was = figures(home, CALENDAR, LATER)
    one = said(Claim.NOT_AI, NOON - HOUR, NOON + 2.5 * HOUR)

    done = correct.make(home, FakeClock(LATER), one)
    told = monday(home)
    (facts,) = rows_of(
        home.ledger,
        "select facts ->> 'ai', facts ->> 'sessions' from day_facts where day = '2026-11-23'",
    )
    correct.undo(home, FakeClock(LATER), done.corrections[0].number)

    assert done.bygone == (MONDAY,)
    assert done.left == HOUR
    assert (done.before.ai, done.after.ai) == (HOUR, timedelta())
    assert (told.ai, told.unrecognised_browser) == (timedelta(), HOUR)
    assert facts == (0.0, 0)
    assert figures(home, CALENDAR, LATER) == as_was
    assert rows_of(home.ledger, "select * from use_as_kept") == []


def test_half_an_hour_stays_corrected_when_the_stretches_go(home: Home) -> None:
    roll(home, CALENDAR, LATER)
    half = make(home, said(Claim.AWAY, NOON, NOON + HOUR / 2), LATER)
    forget(home, LATER)
    other = make(home, said(Claim.NOT_AI, NOON + 2 * HOUR, NOON + 3 * HOUR), LATER)

    both = monday(home)
    undo(home, other, LATER)
    one = monday(home)
    undo(home, half, LATER)

    assert (both.active, both.unrecognised_browser) == (1.5 * HOUR, timedelta())
    assert (one.active, one.unrecognised_browser) == (1.5 * HOUR, HOUR)
    assert monday(home).active == 2 * HOUR


def test_an_hour_that_the_clock_repeats_is_corrected_when_both_are_covered(tmp_path: Path) -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Berlin, for the first time
    again = first + HOUR
    zones = [Zone(first - 30 * DAY, "Europe/Berlin")]
    calendar = Calendar(tuple(zones))
    stretches = [use(at, at + HOUR / 4, CLAUDE) for at in (first, again)]
    home = filled_home(tmp_path / "home", stretches, zones=zones)
    later = first + 9 * DAY
    roll(home, calendar, later)
    forget(home, later)
    day = calendar.day(first)

    clock = FakeClock(later)
    once = correct.make(home, clock, said(Claim.AWAY, first - HOUR / 2, first + HOUR / 2))
    after_one = report(home, clock, day, day).active
    correct.make(home, clock, said(Claim.AWAY, first - HOUR / 2, again + HOUR / 2))

    assert once.left == HOUR / 2
    assert after_one == HOUR / 2
    assert report(home, clock, day, day).active == timedelta()


def test_an_export_tells_what_was_seen_and_which_corrections_change_it(home: Home) -> None:
    make(home, said(Claim.AWAY, NOON + HOUR / 2, NOON + HOUR), LATER)
    make(home, said(Claim.NOT_AI, NOON, NOON + 2 * HOUR), LATER)

    told = list(export.stretches(home, FakeClock(LATER), None, None))

    attended = [one for one in told if one[0].track is Track.ATTENDED]
    assert [one[2] for one in attended] == [(1, 2), (), ()]
    assert attended[0][0] == use(NOON, NOON + HOUR, CLAUDE)
    assert attended[0][1] == judge(CLAUDE)
    assert [one[2] for one in told if one[0].track is Track.UNATTENDED] == [()]


def test_a_wipe_takes_corrections_and_leaves_what_reaches_outside(home: Home) -> None:
    roll(home, CALENDAR, LATER)
    make(home, said(Claim.AWAY, NOON - 3 * DAY, NOON + 3 * DAY, tool=""), LATER)
    make(home, said(Claim.AI, NOON, NOON + HOUR, tool="Replika"), LATER)
    forget(home, LATER)

    found = export.count(home, MONDAY, MONDAY)
    export.wipe(home, FakeClock(LATER), MONDAY, MONDAY)

    start, end = CALENDAR.bounds(MONDAY)
    left = correct.every(home)
    assert found.corrections == 2
    assert [(one.number, one.start, one.end) for one in left] == [
        (1, NOON - 3 * DAY, start),
        (1, end, NOON + 3 * DAY),
    ]
    assert rows_of(home.ledger, "select * from use_as_kept where day = '2026-11-23'") == []
    assert not any(b"Replika" in file.read_bytes() for file in home.ledger.parent.glob("ledger*"))
    assert len(correct.undo(home, FakeClock(LATER), 1).corrections) == 2


def test_a_better_catalogue_leaves_what_the_person_said(home: Home) -> None:
    roll(home, CALENDAR, LATER)
    make(home, said(Claim.AI, NOON, NOON + HOUR, tool="Replika"), LATER)
    connection = connect.for_writing(home.ledger)
    with connect.transaction(connection, home.ledger):
        Subjects(connection, judge, "2-test").judge_all()
    connection.close()

    told = {one.verdict.tool: one.attended for one in monday(home).subjects}

    assert told["Replika"] == HOUR


def test_a_limit_counts_anew_when_a_correction_is_taken_back(tmp_path: Path) -> None:
    at_screen = [use(NOON, NOON + HOUR, CLAUDE)]
    home = filled_home(tmp_path / "home", at_screen, zones=UTC_ZONE)
    now, clock = NOON + HOUR, FakeClock(NOON + HOUR)
    with open_ledger(home.ledger, now=now) as ledger:
        ledger.flush(beat(now, CLAUDE))
    spoken: list[Nudge] = []

    def deliver(nudge: Nudge) -> tuple[Delivery, ...]:
        spoken.append(nudge)
        return ()

    connection = connect.for_writing(home.ledger)
    at_once = replace(
        DEFAULTS, nudge=replace(DEFAULTS.nudge, patience=Length.of("0s"), settle_in=Length.of("0s"))
    )
    trace = follow(Trace(), Glimpse(now, active=True))
    world = World(lambda: trace, lambda: "", deliver, lambda _: None)
    judged = Judge(connection, home.ledger, clock=clock, settings=lambda: at_once, world=world)
    number = make(home, said(Claim.AWAY, NOON, now), now)
    judged.judge()
    while_away = len(spoken)
    undo(home, number, now)
    judged.judge()
    judged.close()
    connection.close()

    assert (while_away, len(spoken)) == (0, 1)


def test_what_cannot_be_corrected_is_refused_with_what_to_do(home: Home, tmp_path: Path) -> None:
    empty = filled_home(tmp_path / "empty", [])
    empty.ledger.unlink()
    clock, away = FakeClock(LATER), said(Claim.AWAY, NOON, NOON + HOUR)

    with pytest.raises(MonitorError, match="nothing to correct"):
        correct.make(empty, clock, away)
    with pytest.raises(MonitorError, match="There is no correction 7"):
        correct.undo(home, clock, 7)
    with pytest.raises(MonitorError, match="a year at most"):
        correct.make(home, clock, said(Claim.AWAY, NOON - 400 * DAY, NOON))
    with pytest.raises(MonitorError, match="Did you mean replika"):
        correct.as_tool(home, "Replica")
    with pytest.raises(MonitorError, match="Zoom is no AI tool"):
        correct.as_tool(home, "zoom")
    assert correct.as_tool(home, "chatgpt")[:2] == ("ChatGPT", Kind.ASSISTANT)
    assert correct.as_tool(home, "Cursor")[1] is Kind.CODING_AGENT
    assert correct.every(empty) == ()


def test_an_explanation_tells_stretch_gap_sums_or_nothing(home: Home) -> None:
    make(home, said(Claim.NOT_AI, NOON, NOON + HOUR), LATER)

    seen = explain.explain(home, moment(60))
    idle = explain.explain(home, NOON + 1.5 * HOUR)
    gap = explain.explain(home, NOON + 4 * HOUR)
    before = explain.explain(home, NOON - DAY)
    roll(home, CALENDAR, LATER)
    forget(home, LATER)
    gone = explain.explain(home, moment(60))

    assert seen.seen is not None
    assert (seen.seen.verdict.tool, seen.seen.counted_as.tool) == ("Claude", "")
    assert [one[0].subject.program for one in seen.beside] == ["claude"]
    assert [one.number for one in seen.corrections] == [1]
    assert idle.seen is not None
    assert idle.seen.stretch.presence is Presence.IDLE
    assert gap.gap == Gap(NOON + 3 * HOUR, NOON + 60 * HOUR, GapReason.OFF)
    assert (before.seen, before.gap, before.hour, before.began) == (None, None, None, NOON)
    assert gone.hour is not None
    assert sorted((one.verdict.tool, one.length) for one in gone.hour) == [
        ("", HOUR), ("Claude Code", HOUR),
    ]  # fmt: skip


def test_the_mark_changes_with_each_correction(home: Home) -> None:
    def mark() -> str:
        with connect.reading(home.ledger) as connection:
            return corrections.mark(connection)

    marks = [mark()]
    for _ in range(2):
        number = make(home, said(Claim.AWAY, NOON, NOON + HOUR), LATER)
        marks.append(mark())
        undo(home, number, LATER)
        marks.append(mark())

    assert len(set(marks)) == len(marks)
