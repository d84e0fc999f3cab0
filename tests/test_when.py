"""The law of moments in people's words: the zone then in force, and no guessing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import when
from monitor.core.days import Calendar
from monitor.core.types import Zone

BERLIN = Calendar((Zone(datetime(2020, 1, 1, tzinfo=UTC), "Europe/Berlin"),))
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)  # Monday, 15:30 in Berlin
NIGHT = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 01:30 in Berlin, still Monday for the person
_Read = TypeVar("_Read")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def said(
    read: Callable[[str, Calendar, datetime], _Read], words: str, calendar: Calendar
) -> _Read | str:
    """What was read, or the sentence that tells the slip."""
    try:
        return read(words, calendar, NOW)
    except click.UsageError as error:
        return error.message


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("14:32", "2026-11-23T14:32+01:00"),
        ("  14:32:05 ", "2026-11-23T14:32:05+01:00"),
        ("9:05", "2026-11-23T09:05+01:00"),
        ("23:10", "2026-11-22T23:10+01:00"),
        ("2:32 pm", "2026-11-23T14:32+01:00"),
        ("12am", "2026-11-23T00:00+01:00"),
        ("today 15:29", "2026-11-23T15:29+01:00"),
        ("today at 02:00", "2026-11-23T02:00+01:00"),
        ("Yesterday 23:10", "2026-11-22T23:10+01:00"),
        ("yesterday at 2pm", "2026-11-22T14:00+01:00"),
        ("monday 14:00", "2026-11-23T14:00+01:00"),
        ("Tuesday 14:00", "2026-11-17T14:00+01:00"),
        ("2026-11-22 09:00", "2026-11-22T09:00+01:00"),
        ("2026-11-22T09:00", "2026-11-22T09:00+01:00"),
        ("2026-07-01 09:00", "2026-07-01T09:00+02:00"),
        ("2024-02-29 09:00", "2024-02-29T09:00+01:00"),
        ("2026-10-25 02:30", "2026-10-25T02:30+02:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T02:30+01:00"),
        ("2026-10-25T00:30Z", "2026-10-25T00:30+00:00"),
        ("2026-11-01T01:30-05:00", "2026-11-01T01:30-05:00"),
        ("2026-11-22T13:32:00.250Z", "2026-11-22T13:32:00.250+00:00"),
        ("2026-11-22T09:32:00.250-04:00", "2026-11-22T13:32:00.250+00:00"),
        ("10 minutes ago", "2026-11-23T15:20+01:00"),
        ("1h 30m ago", "2026-11-23T14:00+01:00"),
        ("now", "2026-11-23T15:30+01:00"),
    ],
)
def test_a_moment_means_what_people_mean(words: str, meant: str) -> None:
    assert when.moment(words, BERLIN, NOW) == at(meant)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("today 23:10", "2026-11-23T23:10+01:00"),
        ("today 01:00", "2026-11-24T01:00+01:00"),
        ("yesterday 23:10", "2026-11-22T23:10+01:00"),
        ("yesterday 01:00", "2026-11-23T01:00+01:00"),
        ("23:10", "2026-11-23T23:10+01:00"),
        ("01:00", "2026-11-24T01:00+01:00"),
    ],
)
def test_after_midnight_today_is_still_the_persons_day(words: str, meant: str) -> None:
    assert when.moment(words, BERLIN, NIGHT) == at(meant)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "is no moment"),
        ("\0", "is no moment"),
        ("14", "is no moment"),
        ("14:3", "is no moment"),
        ("1٤:32", "is no moment"),
        ("noonish", "is no moment"),
        ("2026-02-29 10:00", "there is no day 2026-02-29"),
        ("2026-13-01 10:00", "there is no day"),
        ("24:00", "no clock shows that"),
        ("14:60", "no clock shows that"),
        ("13pm", "there is no 13 pm"),
        ("2026-03-29 02:30", "it was skipped then"),
        ("today 15:31", "is still to come"),
        ("tomorrow", "is still to come, and what was seen lies in the past; write it as"),
        ("in 10m", "is still to come"),
        ("2026-11-24 09:00", "is still to come"),
        ("2999-12-31 09:00", "lies outside"),
        ("0001-01-01 00:00", "lies outside"),
        ("99999 days ago", "lies before"),
        ("9999999 days ago", "lies before"),
        ("9999999999 days ago", "longer than anything"),
        ("10 ago", "needs a unit"),
        ("5 parsecs ago", "is no unit"),
        ("09:00+01:00", "needs its day"),
        ("14:00-10:30", "is no moment"),
        ("yesterday 14:00-10:30", "is no moment"),
        ("2026-11-22 09:00-15:00", "is no moment"),
        ("2026-11-22 09:00-10:00", "is no moment"),
        ("2026-11-22 09:00+99:00", "is no offset"),
        ("x" * 10_000, "is no moment"),
    ],
)
def test_a_slip_in_a_moment_is_told_and_never_guessed(words: str, said: str) -> None:
    with pytest.raises(click.UsageError, match=said) as caught:
        when.moment(words, BERLIN, NOW)

    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("14:00-15:00", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("14:00 - 15:00", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("14:00\N{EN DASH}15:00", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("2pm to 3pm", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("2pm-3pm", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("since 14:00", "2026-11-23T14:00+01:00", "2026-11-23T15:30+01:00"),
        ("14:00-now", "2026-11-23T14:00+01:00", "2026-11-23T15:30+01:00"),
        ("1h ago to 30m ago", "2026-11-23T14:30+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday 14:00-15:00", "2026-11-22T14:00+01:00", "2026-11-22T15:00+01:00"),
        ("yesterday 23:00-00:30", "2026-11-22T23:00+01:00", "2026-11-23T00:30+01:00"),
        ("22:00-09:00", "2026-11-22T22:00+01:00", "2026-11-23T09:00+01:00"),
        ("2026-11-22 09:00-10:30", "2026-11-22T09:00+01:00", "2026-11-22T10:30+01:00"),
        (
            "2026-11-20 22:00 - 2026-11-22 04:30",
            "2026-11-20T22:00+01:00",
            "2026-11-22T04:30+01:00",
        ),
        ("2026-11-01 01:30-05:00", "2026-11-01T01:30+01:00", "2026-11-01T05:00+01:00"),
        (
            "2026-11-01T01:30-05:00 to 2026-11-01T01:45-05:00",
            "2026-11-01T01:30-05:00",
            "2026-11-01T01:45-05:00",
        ),
        (
            "2026-11-22T13:32:00.250Z-2026-11-22T13:40:00.500Z",
            "2026-11-22T13:32:00.250+00:00",
            "2026-11-22T13:40:00.500+00:00",
        ),
        ("since 2026-11-23T09:00-05:00", "2026-11-23T09:00-05:00", "2026-11-23T15:30+01:00"),
        ("yesterday", "2026-11-22T04:00+01:00", "2026-11-23T04:00+01:00"),
        ("today", "2026-11-23T04:00+01:00", "2026-11-23T15:30+01:00"),
        ("2024-02-29", "2024-02-29T04:00+01:00", "2024-03-01T04:00+01:00"),
        ("2026-03-28", "2026-03-28T04:00+01:00", "2026-03-29T04:00+02:00"),
        ("2026-03-29 01:30-03:30", "2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00"),
        ("2026-10-25 01:00-03:00", "2026-10-25T01:00+02:00", "2026-10-25T03:00+01:00"),
        ("2026-10-25 02:45-02:15", "2026-10-25T02:45+02:00", "2026-10-25T02:15+01:00"),
    ],
)
def test_a_span_means_what_people_mean(words: str, start: str, end: str) -> None:
    assert when.span(words, BERLIN, NOW) == (at(start), at(end))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "is no span"),
        ("\0", "is no span"),
        ("14:00", "is no span"),
        ("-", "is no span"),
        ("14:00-", "is no span"),
        ("14:00-15:00-16:00", "is no span"),
        ("15:00-14:00", "ends before it begins"),
        ("14:00-14:00", "ends before it begins"),
        ("2026-11-22 09:00 - 2026-11-21 09:00", "ends before it begins"),
        ("now-14:00", "is no span"),
        ("15:00-16:00", "is still to come"),
        ("tomorrow", "is no span"),
        ("2026-11-24", "is still to come"),
        ("2026-03-29 02:15-03:30", "it was skipped then"),
        ("2026-03-29 01:15-02:30", "it was skipped then"),
        ("2026-02-29", "there is no day"),
    ],
)
def test_a_slip_in_a_span_is_told_and_never_guessed(words: str, said: str) -> None:
    with pytest.raises(click.UsageError, match=said):
        when.span(words, BERLIN, NOW)


def test_a_moment_is_read_in_the_zone_that_was_in_force_then() -> None:
    flight = Zone(datetime(2026, 11, 10, 12, tzinfo=UTC), "America/New_York")
    home_again = Zone(datetime(2026, 11, 20, 12, tzinfo=UTC), "Europe/Berlin")
    travels = Calendar((*BERLIN.zones, flight, home_again))

    assert when.moment("2026-11-15 09:00", travels, NOW) == at("2026-11-15T09:00-05:00")
    assert when.moment("2026-11-22 09:00", travels, NOW) == at("2026-11-22T09:00+01:00")
    assert when.moment("2026-11-10 12:30", travels, NOW) == at("2026-11-10T12:30+01:00")


def test_without_any_zone_it_is_utc() -> None:
    assert when.moment("2026-11-22 09:00", Calendar(()), NOW) == at("2026-11-22T09:00+00:00")


@given(
    st.dates(date(2026, 1, 1), date(2026, 11, 20)),
    st.times(),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_what_a_clock_showed_is_found_again(day: date, clock: object, zone: str) -> None:
    calendar = Calendar((Zone(datetime(2020, 1, 1, tzinfo=UTC), zone),))
    words = f"{day} {clock:%H:%M:%S}"

    told = said(when.moment, words, calendar)

    if isinstance(told, str):
        assert "skipped" in told
    else:
        assert f"{calendar.local(told):%Y-%m-%d %H:%M:%S}" == words


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(words: str) -> None:
    for read in (when.moment, when.span):
        told = said(read, words, BERLIN)

        assert not isinstance(told, str) or told.isprintable()
