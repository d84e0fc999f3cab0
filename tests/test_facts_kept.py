"""The law of kept facts: they say what the stretches say, and nothing later moves them."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.paths import Home
from config.schema import DEFAULTS
from monitor.core.days import Calendar
from monitor.core.facts import DayFacts, Measure
from monitor.core.types import Gap, GapReason, Kind, Mark, Presence, Stretch, Subject, Track, Zone
from monitor.store import connect, control, facts, read, rollup
from tests.judging import at
from tests.ledgers import filled_home, rows_of, use
from tests.proof import counts

DAY = timedelta(days=1)
NIGHT = DEFAULTS.day.night
ODD = ("2026-03-29", "2026-10-25", "2026-11-01", "2026-04-05", "2028-02-29", "2026-12-31")
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Kiritimati", "Pacific/Pago_Pago",
)  # fmt: skip
SUBJECTS = (
    Subject("editor"), Subject("browser", host="claude.ai"), Subject("browser"), Subject("zoom"),
    Subject("signal"), Subject("browser", hint="Poe"),
)  # fmt: skip
REASONS = (GapReason.BLIND, GapReason.LOCKED, GapReason.OFF)

Life = tuple[list[Stretch], list[Gap], list[Zone]]


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Some days around an odd night, at home or on a journey."""
    begins = datetime.fromisoformat(f"{draw(st.sampled_from(ODD))}T00:00").replace(tzinfo=UTC)
    now = begins - DAY
    stretches, gaps = [], []
    steps = st.tuples(st.integers(0, 5 * 3600_000), st.integers(1, 3600_000), st.integers(0, 9))
    for pause, length, what in draw(st.lists(steps, min_size=1, max_size=25)):
        start = now + timedelta(milliseconds=pause if what % 2 else pause // 60)
        now = start + timedelta(milliseconds=length)
        if what < 7:
            presence = Presence.IDLE if what == 6 else Presence.ACTIVE
            stretches.append(use(start, now, SUBJECTS[what % 6], presence=presence))
        else:
            gaps.append(Gap(start, now, REASONS[what - 7]))
        if what == 0:
            stretches.append(use(start, now, Subject(program="claude"), track=Track.UNATTENDED))
    zones = [Zone(begins - 30 * DAY, draw(st.sampled_from(ZONES)))]
    changes = draw(st.sets(st.integers(-86_400_000, 4 * 86_400_000), max_size=2))
    for ahead in sorted(changes):
        moved = begins + timedelta(milliseconds=ahead)
        zones.append(Zone(moved, draw(st.sampled_from(ZONES))))
    return stretches, gaps, zones


def after(life: Life) -> datetime:
    ends = [*(one.end for one in life[0]), *(gap.end for gap in life[1])]
    return max(*ends, *(zone.since for zone in life[2])) + 3 * DAY


def span_of(life: Life) -> tuple[date, date]:
    starts = [*(one.start for one in life[0]), *(gap.start for gap in life[1])]
    return min(starts).date() - 2 * DAY, after(life).date() + DAY


def roll(home: Home, now: datetime, left_out: tuple[str, ...] = ()) -> tuple[date, ...]:
    connection = connect.for_writing(home.ledger)
    try:
        calendar = read.calendar(connection)
        return rollup.roll_up(connection, home.ledger, calendar, now, NIGHT, left_out)
    finally:
        connection.close()


def told(
    home: Home, first: date, last: date, left_out: tuple[str, ...] = ()
) -> dict[date, DayFacts]:
    with connect.reading(home.ledger) as connection:
        measure = Measure(read.calendar(connection), NIGHT, left_out)
        return {one.day: one for one in facts.days(connection, measure, first, last)}


def lived(found: dict[date, DayFacts]) -> dict[date, DayFacts]:
    """Only days with anything in them: closed ones are kept though they are empty."""
    return {day: one for day, one in found.items() if one != DayFacts(day)}


@settings(max_examples=counts(60, 2_000))
@given(life=lives(), tags=st.sampled_from([(), ("work",), ("none",)]))
def test_facts_from_stretches_equal_facts_from_rollups(
    life: Life, tags: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = filled_home(tmp_path_factory.mktemp("home"), *life)
    span = span_of(life)

    from_stretches = told(home, *span, tags)
    roll(home, after(life), tags)

    assert lived(told(home, *span, tags)) == lived(from_stretches)


@settings(max_examples=counts(60, 2_000))
@given(life=lives())
def test_facts_agree_with_the_sums_that_reports_read(
    life: Life, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = filled_home(tmp_path_factory.mktemp("home"), *life)
    roll(home, after(life))
    found = told(home, *span_of(life))

    sums: dict[tuple[date, Kind], timedelta] = {}
    with connect.reading(home.ledger) as connection:
        known = read.subjects(connection)
        for one in read.day_sums(connection, min(found), max(found)):
            if one.track is Track.ATTENDED:
                key = (one.day, known[one.subject][1].kind)
                sums[key] = sums.get(key, timedelta()) + one.length
    in_facts = {(day, kind): length for day, one in found.items() for kind, length in one.kinds}

    assert in_facts == sums


@settings(max_examples=counts(40, 1_000))
@given(life=lives(), zone=st.sampled_from(ZONES))
def test_a_journey_leaves_the_past_as_it_was(
    life: Life, zone: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = filled_home(tmp_path_factory.mktemp("home"), *life)
    span = span_of(life)
    roll(home, after(life))
    before = told(home, *span)

    connection = connect.for_writing(home.ledger)
    control.note_zone(connection, home.ledger, name=zone, at=after(life) + 2 * DAY)
    connection.execute("delete from day_facts")
    connection.close()
    roll(home, after(life) + 9 * DAY)

    closed = before.keys() & told(home, *span).keys()
    assert {day: told(home, *span)[day] for day in closed} == before


@pytest.mark.parametrize("night", ["2026-03-28", "2026-10-24"])
def test_the_two_nights_that_clocks_change_are_told_whole(tmp_path: Path, night: str) -> None:
    day = date.fromisoformat(night)
    zones = [Zone(at("2026-01-01T00:00Z"), "Europe/Berlin")]
    start, end = Calendar(tuple(zones)).bounds(day)
    hour = timedelta(hours=1)
    hours = int((end - start) / hour)
    life = [use(start + n * hour, start + (n + 1) * hour, SUBJECTS[1]) for n in range(hours)]
    home = filled_home(tmp_path, life, zones=zones)

    roll(home, end + 3 * DAY)

    (found,) = told(home, day, day).values()
    assert found.active == found.ai == found.longest_session == end - start
    assert found.night == (6 - (24 - hours)) * hour
    assert sum((one.active for one in found.hours), timedelta()) == end - start


def a_day(tmp_path: Path) -> tuple[Home, date]:
    start = at("2026-06-10T10:00Z")
    call = Stretch(start + DAY / 24, start + DAY / 16, Subject("editor"), marks=Mark.CALL)
    return filled_home(tmp_path, [use(start, start + DAY / 24, SUBJECTS[1]), call]), start.date()


def test_facts_of_an_older_shape_are_still_read(tmp_path: Path) -> None:
    home, day = a_day(tmp_path)
    roll(home, at("2026-06-20T10:00Z"))
    old = {"active": 3600.0, "ai": 60.5, "bouts": 2, "seen": 4000.0}
    connection = connect.for_writing(home.ledger)
    connection.execute("update day_facts set facts = ?", (json.dumps(old),))
    connection.execute("delete from stretch")
    connection.execute("insert into meta values ('raw_since', '1800000000000')")
    connection.close()

    assert told(home, day, day)[day] == DayFacts(
        day,
        active=timedelta(hours=1),
        ai=timedelta(seconds=60.5),
        bouts=2,
        seen=timedelta(seconds=4000),
    )


def test_days_of_an_older_shape_are_summed_up_anew_where_their_stretches_are(
    tmp_path: Path,
) -> None:
    home, day = a_day(tmp_path)
    roll(home, at("2026-06-20T10:00Z"))
    before = told(home, day, day)
    connection = connect.for_writing(home.ledger)
    connection.execute("update day_facts set facts = '{\"active\":1.0}' where day = '2026-06-10'")
    connection.close()

    at_once = told(home, day, day)
    rolled = roll(home, at("2026-06-20T10:00Z"))

    assert at_once == before == told(home, day, day)
    assert rolled[0] == day
    assert day not in roll(home, at("2026-06-20T10:00Z"))


def test_with_a_tag_left_out_both_tellings_are_kept(tmp_path: Path) -> None:
    home, day = a_day(tmp_path)
    connection = connect.for_writing(home.ledger)
    connection.execute("update verdict set tags = 'work' where tool = 'Claude'")
    connection.close()
    roll(home, at("2026-06-20T10:00Z"))
    whole = told(home, day, day)[day]

    rolled = roll(home, at("2026-06-20T10:00Z"), ("work",))
    query = (
        "select json_extract(facts, '$.ai', '$.apart.ai', '$.left_out', '$.measured.left_out')"
        " from day_facts"
    )

    assert day in rolled
    assert rows_of(home.ledger, f"{query} where day = '{day}'") == [('[3600.0,0.0,0.0,["work"]]',)]
    rest = told(home, day, day, ("work",))[day]
    assert (rest.ai, rest.left_out, rest.calls) == (timedelta(), whole.ai, whole.calls)
    assert told(home, day, day)[day] == whole


def test_a_day_that_no_tag_was_left_out_of_is_not_told_without_its_stretches(
    tmp_path: Path,
) -> None:
    home, day = a_day(tmp_path)
    now = at("2026-06-20T10:00Z")
    roll(home, now)
    connection = connect.for_writing(home.ledger)
    rollup.forget_raw(connection, home.ledger, now, now + 2 * DAY)
    connection.close()

    assert told(home, day, day, ("work",)) == {}
    assert told(home, day, day)[day].ai == timedelta(hours=1)
