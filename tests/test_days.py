"""The law of days and hours: every moment in one of them, cut in the zone then in force."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.days import Calendar, Piece
from monitor.core.types import Zone
from tests.judging import at
from tests.proof import counts

NIGHTS = (
    "2026-03-28T12:00+00:00",  # Europe/Berlin goes forward
    "2026-10-24T12:00+00:00",  # and back
    "2026-03-07T12:00+00:00",  # America/New_York
    "2026-10-31T12:00+00:00",
    "2026-04-04T03:00+00:00",  # Australia/Lord_Howe, by half an hour
    "2026-10-03T03:00+00:00",
    "2028-02-28T12:00+00:00",  # a leap year
    "2026-12-31T12:00+00:00",
)
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Auckland", "America/Santiago",
)  # fmt: skip
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

milliseconds = st.integers(0, 4 * 86_400_000).map(lambda ms: timedelta(milliseconds=ms))
spans = st.tuples(st.sampled_from(NIGHTS).map(at), milliseconds, milliseconds).map(
    lambda parts: (parts[0] - DAY + parts[1], parts[0] - DAY + parts[1] + parts[2])
)


@st.composite
def journeys(draw: st.DrawFn) -> tuple[Zone, ...]:
    """Up to three changes of zone around the odd nights, of which one may be one hour later."""
    first = draw(st.sampled_from(ZONES))
    zones = [Zone(datetime(2020, 1, 1, tzinfo=UTC), first)]
    since = at(draw(st.sampled_from(NIGHTS))) - DAY
    for ahead in draw(st.lists(milliseconds, max_size=3)):
        since += ahead + timedelta(milliseconds=1)
        zones.append(Zone(since, draw(st.sampled_from(ZONES))))
    return tuple(zones)


def staying(name: str, starts: int = 4) -> Calendar:
    return Calendar((Zone(datetime(2020, 1, 1, tzinfo=UTC), name),), starts)


def lengths(pieces: list[Piece]) -> dict[date, timedelta]:
    found: dict[date, timedelta] = {}
    for piece in pieces:
        found[piece.day] = found.get(piece.day, timedelta()) + piece.length
    return found


@settings(max_examples=counts(300, 10_000))
@given(journeys(), st.integers(0, 12), spans)
def test_pieces_part_any_interval_without_hole_or_overlap(
    zones: tuple[Zone, ...], starts: int, span: tuple[datetime, datetime]
) -> None:
    pieces = list(Calendar(zones, starts).pieces(*span))

    assert all(piece.end > piece.start for piece in pieces)
    assert all(one.end == after.start for one, after in pairwise(pieces))
    assert (not pieces) == (span[0] == span[1])
    if pieces:
        assert (pieces[0].start, pieces[-1].end) == span


@settings(max_examples=counts(300, 10_000))
@given(journeys(), st.integers(0, 12), spans)
def test_a_piece_lies_in_one_hour_and_day_of_the_zone_then_in_force(
    zones: tuple[Zone, ...], starts: int, span: tuple[datetime, datetime]
) -> None:
    calendar = Calendar(zones, starts)

    for piece in calendar.pieces(*span):
        for moment in (piece.start, piece.end - timedelta(microseconds=1)):
            name = next(one.name for one in reversed(zones) if one.since <= moment)
            local = moment.astimezone(ZoneInfo(name))
            assert local.hour == piece.hour
            assert (local.replace(tzinfo=None) - starts * HOUR).date() == piece.day
            assert calendar.day(moment) == piece.day


@settings(max_examples=counts(300, 10_000))
@given(journeys(), spans, milliseconds, st.sampled_from(ZONES))
def test_a_later_journey_never_moves_the_past(
    zones: tuple[Zone, ...], span: tuple[datetime, datetime], ahead: timedelta, there: str
) -> None:
    start, end = span
    later = Zone(max(end, zones[-1].since) + ahead, there)

    before = list(Calendar(zones).pieces(start, end))
    after = list(Calendar((*zones, later)).pieces(start, end))

    assert before == after


@settings(max_examples=counts(300, 10_000))
@given(st.sampled_from(ZONES), st.integers(0, 12), spans)
def test_the_bounds_of_a_day_contain_exactly_its_own_moments(
    name: str, starts: int, span: tuple[datetime, datetime]
) -> None:
    calendar = staying(name, starts)
    day = calendar.day(span[0])
    first, after = calendar.bounds(day)

    assert first <= span[0] < after
    assert calendar.day(first) == day
    assert calendar.day(first - timedelta(milliseconds=1)) == day - DAY
    assert calendar.day(after) == day + DAY


@settings(max_examples=counts(300, 10_000))
@given(journeys(), st.integers(0, 12), spans)
def test_days_follow_each_other_without_a_hole_even_on_a_journey(
    zones: tuple[Zone, ...], starts: int, span: tuple[datetime, datetime]
) -> None:
    calendar = Calendar(zones, starts)
    day = calendar.day(span[0])

    bounds = [calendar.bounds(day + ahead * DAY) for ahead in range(-3, 4)]

    assert all(start <= end for start, end in bounds)
    assert all(end == after for (_, end), (after, _) in pairwise(bounds))


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 23),
        ("Europe/Berlin", date(2026, 10, 24), 25),
        ("America/New_York", date(2026, 3, 7), 23),
        ("America/New_York", date(2026, 10, 31), 25),
        ("Australia/Lord_Howe", date(2026, 10, 3), 23.5),
        ("Australia/Lord_Howe", date(2026, 4, 4), 24.5),
        ("Europe/Berlin", date(2028, 2, 29), 24),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(name: str, day: date, hours: float) -> None:
    start, end = staying(name).bounds(day)

    assert end - start == hours * HOUR


def test_the_hour_that_comes_twice_is_the_same_hour_of_the_same_day() -> None:
    pieces = list(staying("Europe/Berlin").pieces(at("2026-10-25T00:00Z"), at("2026-10-25T02:00Z")))

    assert [(piece.day, piece.hour, piece.length) for piece in pieces] == [
        (date(2026, 10, 24), 2, HOUR),
        (date(2026, 10, 24), 2, HOUR),
    ]


def test_the_hour_that_is_left_out_holds_nothing() -> None:
    night = staying("Europe/Berlin").pieces(at("2026-03-29T00:00Z"), at("2026-03-29T02:00Z"))

    assert [piece.hour for piece in night] == [1, 3]


def test_on_lord_howe_the_clocks_go_forward_by_half_an_hour() -> None:
    night = staying("Australia/Lord_Howe").pieces(at("2026-10-03T14:30Z"), at("2026-10-03T16:00Z"))

    assert [(piece.hour, piece.length) for piece in night] == [
        (1, HOUR),
        (2, HOUR / 2),
    ]


def test_the_last_of_february_has_its_own_day() -> None:
    calendar = staying("Europe/Berlin")

    assert calendar.day(at("2028-02-29T12:00Z")) == date(2028, 2, 29)
    assert calendar.bounds(date(2028, 2, 29))[1] == calendar.bounds(date(2028, 3, 1))[0]


def test_over_the_date_line_eastwards_a_day_comes_twice() -> None:
    flown = at("2026-06-10T10:00Z")  # ten at night in Auckland, eleven in the morning in Pago Pago
    zones = (Zone(flown - 30 * DAY, "Pacific/Auckland"), Zone(flown, "Pacific/Pago_Pago"))
    calendar = Calendar(zones)

    days = lengths(list(calendar.pieces(flown - DAY, flown + DAY)))

    assert calendar.day(flown - HOUR) == date(2026, 6, 10)
    assert calendar.day(flown) == date(2026, 6, 9)
    assert sum(days.values(), timedelta()) == 2 * DAY


def test_over_the_date_line_westwards_a_day_is_left_out() -> None:
    flown = at("2026-06-10T10:00Z")  # eleven at night in Pago Pago, midnight a day on in Kiritimati
    zones = (Zone(flown - 30 * DAY, "Pacific/Pago_Pago"), Zone(flown, "Pacific/Kiritimati"))
    calendar = Calendar(zones, starts=0)

    assert calendar.day(flown - timedelta(milliseconds=1)) == date(2026, 6, 9)
    assert calendar.day(flown) == date(2026, 6, 11)
    assert calendar.bounds(date(2026, 6, 10)) == (flown, flown)
    assert calendar.bounds(date(2026, 6, 9))[1] == flown


def test_without_any_zone_days_are_cut_in_utc() -> None:
    assert Calendar(()).day(at("2026-06-10T03:59Z")) == date(2026, 6, 9)
    assert Calendar(()).bounds(date(2026, 6, 9))[1] == at("2026-06-10T04:00Z")
