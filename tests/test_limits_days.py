"""The law of limits on the calendar: hours, days, weeks, nights and journeys."""

from datetime import date, timedelta

import pytest

from config.schema import Per, Span, Weekday
from monitor.core.days import Calendar
from monitor.core.limits import Tally, begin, fold, split, step, tally
from monitor.core.types import Zone
from tests.judging import BERLIN, CLAUDE, START, at, counted, limit, minutes, seen


def test_hours_cut_a_stretch_at_their_edges() -> None:
    rule = limit("ai", hours=(Span.of("10:15-10:25"), Span.of("10:50-11:10")))

    told = counted(rule, [seen(START, minutes(90), CLAUDE)])

    assert told.amount == minutes(30)


def test_a_session_within_hours_begins_with_the_hours() -> None:
    rule = limit("ai", Per.SESSION, hours=(Span.of("10:15-11:00"),))

    told = counted(rule, [seen(START, minutes(40), CLAUDE)])

    assert told == Tally(minutes(25), START + minutes(15), "session:2026-11-23T09:15:00Z")


def test_a_night_belongs_to_the_weekday_on_which_the_day_began() -> None:
    night = (Span.of("22:00-04:00"),)
    late_on_monday = [seen(at("2026-11-23T21:00+01:00"), timedelta(hours=10), CLAUDE)]
    now = at("2026-11-24T03:30+01:00")

    monday = limit("ai", days=(Weekday.MON,), hours=night)
    tuesday = limit("ai", days=(Weekday.TUE,), hours=night)

    assert counted(monday, split(late_on_monday, now)[0]).amount == minutes(330)
    assert counted(tuesday, split(late_on_monday, now)[0]).amount == timedelta()


def test_weekdays_cut_a_session_where_the_day_begins() -> None:
    rule = limit("ai", Per.SESSION, days=(Weekday.TUE,))
    over_the_edge = [seen(at("2026-11-24T03:30+01:00"), minutes(60), CLAUDE)]

    told = counted(rule, over_the_edge)

    assert told.amount == minutes(30)
    assert told.since == at("2026-11-24T04:00+01:00")


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-28", 23), ("2026-10-24", 25), ("2028-02-28", 24), ("2028-02-29", 24)],
)
def test_each_day_begins_anew_at_four_also_when_the_clock_changes(day: str, hours: int) -> None:
    first = date.fromisoformat(day)
    begins, ends = BERLIN.bounds(first)
    life = [seen(begins, timedelta(hours=hours + 1))]

    (before,) = fold([begin(limit())], split(life, ends)[0], BERLIN)
    (after,) = fold([before], split(life, ends)[1], BERLIN)

    just_before = tally(before, ends - timedelta(seconds=1), BERLIN)
    assert just_before == Tally(timedelta(hours=hours), begins, f"day:{day}")
    assert tally(before, ends, BERLIN).amount == timedelta()
    next_day = first + timedelta(days=1)
    assert tally(after, life[0][0].end, BERLIN) == Tally(minutes(60), ends, f"day:{next_day}")


def test_each_day_of_three_years_counts_its_own_hour() -> None:
    (count,) = (begin(limit()),)
    wrong = []

    for number in range(1096):
        day = date(2026, 1, 1) + timedelta(days=number)
        start = BERLIN.bounds(day)[0] + timedelta(hours=12)
        stretch, verdict = seen(start, timedelta(hours=1))
        count = step(count, stretch, verdict, BERLIN)
        told = tally(count, stretch.end, BERLIN)
        if (told.amount, told.occasion) != (timedelta(hours=1), f"day:{day}"):
            wrong.append(day)
    assert not wrong


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_hours_of_the_night_hold_when_the_clock_changes(night: str) -> None:
    rule = limit("ai", hours=(Span.of("01:30-03:30"),))
    morning, _ = BERLIN.bounds(date.fromisoformat(night))
    life = [seen(morning - timedelta(hours=6), minutes(359), CLAUDE)]

    told = counted(rule, life)

    assert told.amount == timedelta(hours=1 if night == "2026-03-29" else 3)


def test_a_week_runs_from_monday_four_o_clock() -> None:
    sunday = seen(at("2026-11-22T12:00+01:00"), minutes(60))
    late_on_sunday = seen(at("2026-11-23T03:00+01:00"), minutes(120))
    saturday = seen(at("2026-11-28T12:00+01:00"), minutes(30))
    rule = limit(per=Per.WEEK)

    assert counted(rule, [sunday, late_on_sunday]).amount == minutes(60)
    told = counted(rule, [sunday, late_on_sunday, saturday])
    assert told == Tally(minutes(90), at("2026-11-23T04:00+01:00"), "week:2026-11-23")


@pytest.mark.parametrize("hours", [(), (Span.of("00:00-24:00"),)])
def test_a_day_that_has_begun_is_not_begun_again_on_a_journey_west(hours: tuple[Span, ...]) -> None:
    flight = at("2026-11-23T04:30+01:00")
    there = Calendar((*BERLIN.zones, Zone(flight, "America/New_York")))
    life = [seen(at("2026-11-23T04:00+01:00"), timedelta(hours=10))]

    told = counted(limit(hours=hours), life, calendar=there)

    assert told == Tally(timedelta(hours=10), life[0][0].start, "day:2026-11-23")


def test_a_journey_east_that_becomes_known_later_begins_the_next_day_there() -> None:
    arrival = at("2026-11-23T17:00+00:00")
    there = Calendar((*BERLIN.zones, Zone(arrival, "Asia/Tokyo")))
    evening = seen(arrival + minutes(60), minutes(120))

    (count,) = fold([begin(limit())], [seen(START, minutes(60))], BERLIN)
    (count,) = fold([count], [evening], there)

    told = tally(count, evening[0].end, there)
    assert told == Tally(minutes(60), at("2026-11-24T04:00+09:00"), "day:2026-11-24")


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York"])
@pytest.mark.parametrize("month", range(1, 13))
def test_hours_hold_in_zones_of_odd_minutes_too(zone: str, month: int) -> None:
    calendar = Calendar((Zone(at("2020-01-01T00:00+00:00"), zone),))
    begins, ends = calendar.bounds(date(2026, month, 5))
    rule = limit("ai", hours=(Span.of("10:15-11:05"), Span.of("23:50-00:20")))

    told = counted(rule, [seen(begins, ends - begins - minutes(1), CLAUDE)], calendar=calendar)

    assert told.amount == minutes(80)
