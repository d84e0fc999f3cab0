"""The law of a day's facts: bouts, sessions, spells and returns, told in order."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema import Span
from monitor.core.course import day_facts
from monitor.core.days import Calendar
from monitor.core.facts import DayFacts, Measure
from monitor.core.types import Presence, Stretch, Subject, Track, Verdict
from tests.fakes import moment
from tests.judging import CLAUDE, EDITOR, minutes

DAY = date(2026, 11, 23)
SOME = Subject("some")
MEASURE = Measure(Calendar(()), Span.of("12:30-13:10"))  # the fakes begin at noon


def facts(
    *parts: tuple[float, float, Verdict],
    presence: Presence = Presence.ACTIVE,
    track: Track = Track.ATTENDED,
) -> DayFacts:
    """A day of stretches told as (from, to, verdict), in seconds after noon."""
    told = [
        (Stretch(moment(start), moment(end), SOME, presence, track=track), verdict)
        for start, end, verdict in parts
    ]
    return day_facts(DAY, told, (), MEASURE)


def test_an_empty_day_has_nothing_in_it() -> None:
    assert day_facts(DAY, (), (), MEASURE) == DayFacts(DAY)


@pytest.mark.parametrize(("away", "bouts"), [(0, 1), (30, 1), (30.001, 2), (90, 2)])
def test_a_bout_joins_what_lies_up_to_half_a_minute_apart(away: float, bouts: int) -> None:
    told = facts((0, 60, CLAUDE), (60 + away, 120 + away, CLAUDE))

    assert told.bouts == bouts


def test_ai_time_in_the_night_is_told_to_the_minute_whatever_else_there_was() -> None:
    told = facts((0, 2400, CLAUDE), (2400, 3000, EDITOR), (3000, 7200, CLAUDE))

    assert told.night == minutes(10) + minutes(20)


@pytest.mark.parametrize(("away", "sessions"), [(0, 1), (300, 1), (300.001, 2)])
def test_a_session_joins_what_lies_up_to_five_minutes_apart(away: float, sessions: int) -> None:
    told = facts((0, 60, CLAUDE), (60 + away, 120 + away, CLAUDE))

    assert told.sessions == sessions


def test_the_length_of_a_session_is_the_ai_time_inside_it() -> None:
    told = facts((0, 60, CLAUDE), (60, 240, EDITOR), (240, 300, CLAUDE))

    assert told.longest_session == timedelta(seconds=120)
    assert (told.ai, told.active) == (timedelta(seconds=120), timedelta(seconds=300))


@pytest.mark.parametrize(
    ("away", "returns"), [(0, 0), (59.999, 0), (60, 1), (600, 1), (600.001, 0)]
)
def test_a_return_is_a_bout_begun_one_to_ten_minutes_after_ai_was_left(
    away: float, returns: int
) -> None:
    told = facts((0, 60, CLAUDE), (60, 60 + away, EDITOR), (60 + away, 1000, CLAUDE))

    assert told.returns == returns


@pytest.mark.parametrize(("away", "longest"), [(299, 20), (300, 10)])
def test_a_spell_ends_with_five_minutes_away_from_the_screen(away: float, longest: int) -> None:
    told = facts((0, 600, EDITOR), (600 + away, 1200 + away, CLAUDE))

    assert told.longest_spell == minutes(longest)


def test_idle_time_is_seen_and_no_use() -> None:
    told = facts((0, 600, CLAUDE), presence=Presence.IDLE)

    assert (told.seen, told.active, told.ai, told.bouts) == (minutes(10), minutes(0), minutes(0), 0)


def test_what_runs_unattended_is_in_no_figure() -> None:
    assert facts((0, 600, CLAUDE), track=Track.UNATTENDED) == DayFacts(DAY)


@given(
    st.lists(
        st.tuples(st.integers(0, 1000), st.integers(1, 2000), st.sampled_from((CLAUDE, EDITOR))),
        min_size=1,
        max_size=30,
    ),
    st.integers(1, 3600),
)
def test_cutting_stretches_at_hours_changes_no_fact(
    parts: list[tuple[int, int, Verdict]], cut: int
) -> None:
    now, whole, pieces = 0, [], []
    for pause, length, verdict in parts:
        start, now = now + pause, now + pause + length
        whole.append((start, now, verdict))
        edges = [start, *(edge for edge in range(0, now, cut) if start < edge), now]
        pieces += [(a, b, verdict) for a, b in pairwise(edges)]

    assert facts(*pieces) == facts(*whole)
