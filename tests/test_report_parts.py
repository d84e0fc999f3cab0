"""The law of a report's parts: hours, breakdowns, what is usual, the span before."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.paths import Home
from monitor.core.baseline import Baseline, Standing
from monitor.core.days import Calendar
from monitor.core.types import ELSEWHERE, Kind, Stretch, Subject, Zone
from monitor.service.report import Report, report
from monitor.service.reporting.shape import By, Group
from monitor.service.reporting.spans import Stride, before, first_day
from monitor.store import connect, read, rollup
from tests.fakes import NOON, FakeClock
from tests.judging import minutes
from tests.ledgers import filled_home, use

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CLAUDE = Subject("browser", host="claude.ai")
EDITOR = Subject("editor")


def told(home: Home, since: date, until: date | None = None, by: By | None = None) -> Report:
    return report(home, FakeClock(NOON + 9 * DAY), since, until or since, by=by)


def sum_up(home: Home) -> None:
    with connect.reading(home.ledger) as connection:
        calendar = read.calendar(connection)
    connection = connect.for_writing(home.ledger)
    rollup.roll_up(connection, home.ledger, calendar, NOON + 9 * DAY)
    connection.close()


def test_an_hour_tells_its_groups_and_what_was_in_front_longest(tmp_path: Path) -> None:
    parts = (CLAUDE, 20), (Subject("zoom"), 15), (Subject("cursor"), 5), (Subject("browser"), 10)
    now, stretches = NOON, []
    for subject, length in parts:
        stretches.append(use(now, now + minutes(length), subject))
        now += minutes(length)
    home = filled_home(tmp_path, stretches)

    hours = told(home, MONDAY).hours

    assert hours is not None
    assert [(one.weekday, one.hour, one.active, one.ai) for one in hours] == [
        (0, 12, minutes(50), minutes(20)),
    ]
    assert hours[0].lengths == tuple(minutes(n) for n in (20, 15, 5, 10, 0))
    assert hours[0].lengths[Group.PEOPLE] == minutes(15)
    assert hours[0].front.subject == CLAUDE


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata"])
def test_hours_are_the_same_before_and_after_a_day_is_summed_up(tmp_path: Path, zone: str) -> None:
    stretches = [
        use(NOON + n * minutes(47), NOON + n * minutes(47) + minutes(31), (CLAUDE, EDITOR)[n % 2])
        for n in range(150)
    ]
    home = filled_home(tmp_path, stretches, zones=[Zone(NOON - DAY, zone)])

    raw = told(home, MONDAY, MONDAY + 6 * DAY)
    sum_up(home)
    kept = told(home, MONDAY, MONDAY + 6 * DAY)

    assert raw.hours == kept.hours
    assert sum((one.active for one in raw.hours or ()), timedelta()) == raw.active
    assert (raw.active, raw.bars, raw.subjects) == (kept.active, kept.bars, kept.subjects)


def test_a_journey_keeps_every_minute_in_exactly_one_hour(tmp_path: Path) -> None:
    zones = [Zone(NOON - DAY, "Europe/Berlin"), Zone(NOON + minutes(90), "America/New_York")]
    stretches = [use(NOON + n * minutes(10), NOON + n * minutes(10) + minutes(7), CLAUDE)
                 for n in range(60)]  # fmt: skip
    home = filled_home(tmp_path, stretches, zones=zones)

    found = told(home, MONDAY - DAY, MONDAY + DAY)

    assert found.active == minutes(7 * 60)
    assert sum((one.active for one in found.hours or ()), timedelta()) == found.active


@pytest.mark.parametrize("by", [by for by in By if by is not By.PERSON])
def test_every_breakdown_holds_all_of_the_time(tmp_path: Path, by: By) -> None:
    subjects = (CLAUDE, EDITOR, Subject("zoom"), Subject("browser"), Subject("terminal", "claude"))
    stretches = [use(NOON + n * minutes(65), NOON + n * minutes(65) + minutes(30), one)
                 for n, one in enumerate(subjects)]  # fmt: skip
    found = told(filled_home(tmp_path, stretches), MONDAY, by=by)

    assert sum((row.active for row in found.rows), timedelta()) == found.active == minutes(150)
    assert sum((row.ai for row in found.rows), timedelta()) == found.ai == minutes(60)


def test_hours_and_weekdays_come_in_their_order_and_all_else_the_longest_first(
    tmp_path: Path,
) -> None:
    early = use(NOON + minutes(15 * 60), NOON + minutes(15 * 60 + 5), EDITOR)  # 03:00, same day
    noon = use(NOON, NOON + minutes(1), CLAUDE)
    later = use(NOON + DAY, NOON + DAY + minutes(2), EDITOR)
    home = filled_home(tmp_path, [noon, early, later])

    hours = told(home, MONDAY, MONDAY + DAY, By.HOUR).rows
    weekdays = told(home, MONDAY, MONDAY + DAY, By.WEEKDAY).rows
    apps = told(home, MONDAY, MONDAY + DAY, By.APP).rows

    assert [row.name for row in hours] == ["12", "03"]
    assert [row.name for row in weekdays] == ["Monday", "Tuesday"]
    assert [row.name for row in apps] == ["editor", "browser"]


def test_an_ai_tool_has_its_share_of_unrecognised_browsing(tmp_path: Path) -> None:
    parts = (CLAUDE, 20), (Subject("browser", host=ELSEWHERE), 20), (Subject("browser"), 10)
    now, stretches = NOON, []
    for subject, length in parts:
        stretches.append(use(now, now + minutes(length), subject))
        now += minutes(length)
    found = told(filled_home(tmp_path, stretches), MONDAY)
    (claude,) = found.tools

    assert (claude.tool, claude.kind) == ("Claude", Kind.ASSISTANT)
    assert (claude.low, claude.length, claude.high) == (minutes(20), minutes(20), minutes(25))
    assert sum((one.high for one in found.tools), timedelta()) == found.ai_high


def past_days(folder: Path, *ai_minutes: int) -> Home:
    """Days up to Sunday with an hour in the editor and these minutes with Claude."""
    stretches: list[Stretch] = []
    for ahead, length in enumerate(ai_minutes):
        start = NOON - (len(ai_minutes) - ahead) * DAY
        stretches.append(use(start, start + minutes(60), EDITOR))
        stretches.append(use(start + minutes(60), start + minutes(60 + length), CLAUDE))
    return filled_home(folder, stretches)


def test_usual_is_ones_own_on_weekdays_and_on_weekends_apart(tmp_path: Path) -> None:
    days = [MONDAY - n * DAY for n in range(28, 0, -1)]
    home = past_days(tmp_path, *(5 if day.weekday() > 4 else 40 for day in days))
    weekday, weekend = told(home, MONDAY).usual, told(home, MONDAY - DAY).usual

    assert weekday is not None
    assert weekend is not None
    assert (weekday.ai, weekday.low, weekday.high, weekday.days) == (
        minutes(40), minutes(35), minutes(45), 28,
    )  # fmt: skip
    assert (weekend.ai, weekend.days) == (minutes(5), 27)
    assert weekday.weekdays == Baseline(minutes(40), timedelta(), 20)
    assert weekday.weekends == Baseline(minutes(5), timedelta(), 8)


@pytest.mark.parametrize(
    ("ai", "standing"), [(60, Standing.MORE), (42, Standing.USUAL), (1, Standing.LESS)]
)
def test_a_day_is_set_beside_the_four_weeks_before_it(
    tmp_path: Path, ai: int, standing: Standing
) -> None:
    usual = told(past_days(tmp_path, *[40] * 28, ai), MONDAY - DAY).usual

    assert usual is not None
    assert (usual.mean, usual.of_days, usual.standing) == (minutes(ai), 1, standing)


def test_a_day_that_is_not_over_may_be_more_and_is_never_less(tmp_path: Path) -> None:
    standings = []
    for ai in (1, 60):
        home = past_days(tmp_path / str(ai), *[40] * 28, ai)
        found = report(home, FakeClock(NOON - DAY + minutes(150)), MONDAY - DAY, MONDAY - DAY)
        standings.append(found.usual and found.usual.standing)

    assert standings == [None, Standing.MORE]


def test_of_several_days_those_are_compared_that_are_over_and_were_used(tmp_path: Path) -> None:
    home = past_days(tmp_path, *[40] * 28, 60, 80, 100)
    since, now = MONDAY - 3 * DAY, NOON - DAY + minutes(300)
    usual = report(home, FakeClock(now), since, MONDAY - DAY).usual

    assert usual is not None
    assert (usual.mean, usual.of_days, usual.standing) == (minutes(70), 2, Standing.MORE)
    assert (usual.ai, usual.days) == (minutes(40), 28)


@pytest.mark.parametrize("rolled", [False, True])
def test_nothing_is_usual_yet_with_fewer_than_fourteen_days(
    tmp_path: Path,
    rolled: bool,  # noqa: FBT001 - a column
) -> None:
    homes = [past_days(tmp_path / str(days), *[10] * days) for days in (13, 14)]
    for home in homes if rolled else ():
        sum_up(home)
    few, enough = (told(home, MONDAY).usual for home in homes)

    assert few is not None
    assert enough is not None
    assert (few.ai, few.days, few.standing) == (None, 13, Standing.LEARNING)
    assert (enough.ai, enough.days, enough.standing) == (minutes(10), 14, Standing.LESS)


def test_the_span_before_is_told_beside_it(tmp_path: Path) -> None:
    home = past_days(tmp_path, 30, 10)

    found = report(home, FakeClock(NOON), MONDAY - DAY, MONDAY - DAY,
                   previous=(MONDAY - 2 * DAY, MONDAY - 2 * DAY))  # fmt: skip

    assert found.previous is not None
    assert (found.ai, found.previous.ai) == (minutes(10), minutes(30))


@pytest.mark.parametrize(
    ("stride", "last", "first", "previous"),
    [
        (Stride.DAY, "2026-03-01", "2026-03-01", ("2026-02-28", "2026-02-28")),
        (Stride.WEEK, "2026-11-25", "2026-11-23", ("2026-11-16", "2026-11-18")),
        (Stride.MONTH, "2026-03-31", "2026-03-01", ("2026-02-01", "2026-02-28")),
        (Stride.YEAR, "2028-02-29", "2028-01-01", ("2027-01-01", "2027-02-28")),
    ],
)
def test_a_named_span_is_set_beside_the_same_part_of_the_one_before(
    stride: Stride, last: str, first: str, previous: tuple[str, str]
) -> None:
    start = first_day(stride, date.fromisoformat(last))
    told_before = before(stride, start, date.fromisoformat(last))

    assert start.isoformat() == first
    assert tuple(day.isoformat() for day in told_before) == previous


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 800))
def test_the_span_before_ends_where_the_span_begins(since: date, length: int) -> None:
    until = since + timedelta(days=length)
    start, end = before(None, since, until)

    assert end + DAY == since
    assert end - start == until - since


def test_the_days_of_each_weekday_are_counted_up_to_today(tmp_path: Path) -> None:
    found = told(filled_home(tmp_path, []), MONDAY, MONDAY + 13 * DAY)  # told on day ten, Wednesday

    assert found.passed == (2, 2, 2, 1, 1, 1, 1)


def test_the_day_that_watching_began_is_told(tmp_path: Path) -> None:
    home = filled_home(tmp_path, [use(NOON, NOON + minutes(5), CLAUDE)])

    assert told(home, MONDAY).began == Calendar(()).day(datetime(2026, 11, 23, 12, tzinfo=UTC))
