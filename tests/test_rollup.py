"""The law of sums: they say what the stretches say, on any night and any journey."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.paths import Home
from monitor.core.days import Calendar
from monitor.core.types import Gap, GapReason, Presence, Stretch, Subject, Track, Zone
from monitor.service.report import Report, report
from monitor.store import connect, read, rollup
from monitor.store.moments import to_ms
from tests.fakes import NOON, FakeClock
from tests.judging import at
from tests.ledgers import filled_home, rows_of, use
from tests.proof import counts

NIGHTS = ("2026-03-29", "2026-10-25", "2026-11-01", "2026-04-05", "2028-02-29", "2026-12-31")
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Kiritimati", "Pacific/Pago_Pago",
)  # fmt: skip
SUBJECTS = (
    Subject("editor"), Subject("browser"), Subject("browser", host="claude.ai"), Subject("zoom"),
)  # fmt: skip
TABLES = ("use_by_hour", "use_by_day", "use_by_month", "gap_by_day")
DAY = timedelta(days=1)


@contextmanager
def kept(
    stretches: list[Stretch], gaps: list[Gap], zones: list[Zone]
) -> Iterator[tuple[Home, Calendar]]:
    with TemporaryDirectory() as folder:
        yield filled_home(Path(folder), stretches, gaps, zones), Calendar(tuple(zones))


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Stretch], list[Gap], list[Zone]]:
    """Some days around an odd night, at home or on a journey."""
    begins = datetime.fromisoformat(f"{draw(st.sampled_from(NIGHTS))}T00:00").replace(tzinfo=UTC)
    now = begins - DAY
    stretches, gaps = [], []
    for pause, length, what in draw(
        st.lists(
            st.tuples(st.integers(0, 5 * 3600_000), st.integers(1, 3600_000), st.integers(0, 9)),
            min_size=1,
            max_size=25,
        )
    ):
        start = now + timedelta(milliseconds=pause)
        now = start + timedelta(milliseconds=length)
        if what < 7:
            presence = Presence.IDLE if what == 6 else Presence.ACTIVE
            stretches.append(use(start, now, SUBJECTS[what % 4], presence=presence))
        else:
            gaps.append(
                Gap(start, now, (GapReason.BLIND, GapReason.LOCKED, GapReason.OFF)[what - 7])
            )
        if what == 0:
            agent = use(start, now, Subject(program="claude"), track=Track.UNATTENDED)
            stretches.append(agent)
    zones = [Zone(begins - 30 * DAY, draw(st.sampled_from(ZONES)))]
    changes = draw(st.sets(st.integers(-86_400_000, 4 * 86_400_000), max_size=2))
    zones += [
        Zone(begins + timedelta(milliseconds=ahead), draw(st.sampled_from(ZONES)))
        for ahead in sorted(changes)
    ]
    return stretches, gaps, zones


def roll(home: Home, calendar: Calendar, now: datetime) -> tuple[date, ...]:
    connection = connect.for_writing(home.ledger)
    try:
        return rollup.roll_up(connection, home.ledger, calendar, now)
    finally:
        connection.close()


def sums(home: Home) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(rows_of(home.ledger, f"select * from {name}")) for name in TABLES}  # noqa: S608 - our own names


def figures(told: Report) -> tuple[object, ...]:
    uses = sorted((str(one.subject), one.attended, one.unattended) for one in told.subjects)
    return (
        told.active, told.ai, told.ai_low, told.ai_high, told.people, told.unattended_ai,
        told.unrecognised_browser, told.coverage, told.gaps, told.bars, uses,
    )  # fmt: skip


def after(life: tuple[list[Stretch], list[Gap], list[Zone]]) -> datetime:
    ends = [*(one.end for one in life[0]), *(gap.end for gap in life[1])]
    return max(*ends, *(zone.since for zone in life[2])) + 3 * DAY


@settings(max_examples=counts(60, 2_000))
@given(lives())
def test_sums_by_hour_day_and_month_equal_the_stretches(
    life: tuple[list[Stretch], list[Gap], list[Zone]],
) -> None:
    hours: Counter[tuple[object, ...]] = Counter()
    torn: Counter[tuple[str, int]] = Counter()
    with kept(*life) as (home, calendar):
        roll(home, calendar, after(life))
        connection = connect.for_reading(home.ledger)
        numbers = {subject: no for no, (subject, _) in read.subjects(connection).items()}
        connection.close()
        found = sums(home)
    for one in life[0]:
        if one.presence is Presence.ACTIVE:
            for piece in calendar.pieces(one.start, one.end):
                ms = to_ms(piece.end) - to_ms(piece.start)
                hours[str(piece.day), piece.hour, numbers[one.subject], int(one.track)] += ms
    for gap in life[1]:
        for piece in calendar.pieces(gap.start, gap.end):
            torn[str(piece.day), int(gap.reason)] += to_ms(piece.end) - to_ms(piece.start)
    days: Counter[tuple[object, ...]] = Counter()
    months: Counter[tuple[object, ...]] = Counter()
    for (day, _, *rest), ms in hours.items():
        days[day, *rest] += ms
        months[str(day)[:7], *rest] += ms

    assert {(*row[:4],): row[5] for row in found["use_by_hour"]} == hours
    assert {(*row[:3],): row[4] for row in found["use_by_day"]} == days
    assert {(*row[:3],): row[4] for row in found["use_by_month"]} == months
    assert {(*row[:2],): row[2] for row in found["gap_by_day"]} == torn


@settings(max_examples=counts(30, 1_000))
@given(lives())
def test_rolling_twice_and_forgetting_stretches_changes_no_sum(
    life: tuple[list[Stretch], list[Gap], list[Zone]],
) -> None:
    with kept(*life) as (home, calendar):
        now = after(life) + 5 * DAY
        roll(home, calendar, now)
        once = sums(home)
        roll(home, calendar, now)
        twice = sums(home)
        connection = connect.for_writing(home.ledger)
        rollup.forget_raw(connection, home.ledger, now, now + timedelta(days=2))
        connection.close()
        roll(home, calendar, now + DAY)

        assert once == twice == sums(home)
        assert rows_of(home.ledger, "select count(*) from stretch") == [(0,)]


@settings(max_examples=counts(60, 2_000))
@given(lives(), st.integers(0, 6), st.integers(0, 6))
def test_a_report_says_the_same_from_sums_as_from_stretches(
    life: tuple[list[Stretch], list[Gap], list[Zone]], skipped: int, length: int
) -> None:
    with kept(*life) as (home, calendar):
        now = after(life)
        since = calendar.day(life[0][0].start if life[0] else now) - DAY + skipped * DAY
        until = since + length * DAY
        before = report(home, FakeClock(now), since, until)
        roll(home, calendar, now)

        assert figures(report(home, FakeClock(now), since, until)) == figures(before)


def test_today_is_never_told_from_sums_that_a_clock_ahead_has_made(tmp_path: Path) -> None:
    zones = [Zone(at("2026-01-01T00:00Z"), "Europe/Berlin")]
    start = at("2026-06-10T10:00Z")
    half = timedelta(minutes=30)
    stretches = [
        use(start, start + half, SUBJECTS[0]),
        use(start + DAY, start + DAY + half, SUBJECTS[0]),
    ]
    home = filled_home(tmp_path, stretches[:1], zones=zones)
    calendar = Calendar(tuple(zones))
    today = calendar.day(start)

    roll(home, calendar, start + 365 * DAY)
    told = report(home, FakeClock(start + half), today, today)
    roll(home, calendar, start + half)

    assert told.active == half
    assert rows_of(home.ledger, "select day from day_facts") == []
    assert rows_of(home.ledger, "select * from use_by_month") == []


def test_a_day_is_summed_up_again_while_late_news_may_come(tmp_path: Path) -> None:
    start = at("2026-06-10T10:00Z")
    home = filled_home(tmp_path, [use(start, start + DAY / 48, SUBJECTS[0])])

    first = roll(home, Calendar(()), start + DAY)
    again = roll(home, Calendar(()), start + 3 * DAY)
    settled = roll(home, Calendar(()), start + 9 * DAY)

    assert first == (date(2026, 6, 10),)
    assert again == (date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12))
    assert date(2026, 6, 10) not in settled


@pytest.mark.parametrize("starts", [0, 4, 12])
def test_sums_are_cut_at_the_hour_that_days_start(tmp_path: Path, starts: int) -> None:
    start = at("2026-06-09T23:00Z")
    home = filled_home(
        tmp_path,
        [use(start, start + timedelta(hours=1), SUBJECTS[0])]
        + [
            use(start + timedelta(hours=n), start + timedelta(hours=n + 1), SUBJECTS[0])
            for n in range(1, 14)
        ],
    )

    roll(home, Calendar((), starts), start + 3 * DAY)

    assert rows_of(home.ledger, "select day, ms / 3600000 from use_by_day order by day") == [
        ("2026-06-09", starts + 1),
        ("2026-06-10", 13 - starts),
    ]


def test_a_clock_that_is_ahead_for_a_while_costs_no_stretch() -> None:
    hour = use(NOON, NOON + timedelta(hours=1), Subject("editor"))
    with kept([hour], [], []) as (home, calendar):
        ahead = NOON + 400 * DAY
        roll(home, calendar, ahead)
        connection = connect.for_writing(home.ledger)
        forgotten = rollup.forget_raw(connection, home.ledger, ahead - 90 * DAY, ahead)
        connection.close()

        assert forgotten == 0
