"""The law of a day beyond AI: breaks, searches for help, people, hours, and what is left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema import Span
from monitor.core.course import day_facts
from monitor.core.days import Calendar
from monitor.core.facts import DayFacts, Measure
from monitor.core.types import Gap, GapReason, Kind, Mark, Presence, Stretch, Subject, Verdict
from tests.fakes import moment
from tests.judging import BERLIN, CLAUDE, EDITOR, at, minutes

DAY = date(2026, 11, 23)
NIGHT = Span.of("00:00-06:00")
UTC_ALL = Measure(Calendar(()), NIGHT)
SEARCH = Verdict("Search", Kind.SEARCH, "host")
ZOOM = Verdict("Zoom", Kind.CALL, "app")
SIGNAL = Verdict("Signal", Kind.MESSAGE, "app")
BROWSER = Verdict("", Kind.BROWSER, "page not known")
GUESSED = Verdict("Poe", Kind.ASSISTANT, "title", weak=True)
KNOWN_AWAY = (GapReason.LOCKED, GapReason.SUSPENDED, GapReason.SWITCHED)


def seen(
    start: float,
    end: float,
    verdict: Verdict = EDITOR,
    *,
    presence: Presence = Presence.ACTIVE,
    marks: int = 0,
) -> tuple[Stretch, Verdict]:
    """Attended time from one minute after noon to another."""
    stretch = Stretch(moment(60 * start), moment(60 * end), Subject("some"), presence, marks=marks)
    return stretch, verdict


def gap(start: float, end: float, reason: GapReason) -> Gap:
    return Gap(moment(60 * start), moment(60 * end), reason)


def facts(
    *parts: tuple[Stretch, Verdict], gaps: tuple[Gap, ...] = (), measure: Measure = UTC_ALL
) -> DayFacts:
    return day_facts(DAY, parts, gaps, measure)


@pytest.mark.parametrize(("away", "breaks"), [(4.99, 0), (5, 1), (60, 1)])
def test_five_minutes_away_are_a_break_whether_or_not_anybody_said_so(
    away: float, breaks: int
) -> None:
    assert facts(seen(0, 10), seen(10 + away, 30 + away)).breaks == breaks


@pytest.mark.parametrize("reason", list(GapReason))
def test_a_time_that_could_not_be_seen_is_no_break(reason: GapReason) -> None:
    told = facts(seen(0, 10), seen(30, 40), gaps=(gap(10, 30, reason),))

    assert told.breaks == (reason in KNOWN_AWAY)


def test_a_break_is_one_beside_a_shorter_time_that_could_not_be_seen() -> None:
    both = (gap(10, 14, GapReason.BLIND), gap(14, 20, GapReason.LOCKED))

    assert facts(seen(0, 10), seen(20, 30), gaps=both).breaks == 1


@pytest.mark.parametrize(("without", "opened"), [(0, 1), (1.99, 1), (2, 2)])
def test_a_search_for_help_begins_after_two_minutes_without_one(
    without: float, opened: int
) -> None:
    told = facts(seen(0, 5, SEARCH), seen(5, 5 + without), seen(5 + without, 20, CLAUDE))

    assert told.openings() == opened
    assert told.openings(lambda kind: kind.is_ai) == opened - 1


def test_each_search_is_counted_by_what_it_began_with() -> None:
    told = facts(
        seen(0, 1, CLAUDE), seen(1, 2, SEARCH), seen(5, 6, SIGNAL), seen(9, 10, ZOOM),
        seen(13, 14, CLAUDE), seen(17, 18, BROWSER),
    )  # fmt: skip

    assert told.episodes == ((Kind.ASSISTANT, 2), (Kind.CALL, 1), (Kind.MESSAGE, 1))


def test_help_left_in_front_over_a_pause_is_no_new_search() -> None:
    told = facts(
        seen(0, 5, CLAUDE), seen(5, 60, CLAUDE, presence=Presence.IDLE), seen(60, 70, CLAUDE)
    )

    assert told.openings() == 1


def test_calls_are_time_in_a_call_whatever_is_in_front_but_talking_to_ai_is_none() -> None:
    told = facts(
        seen(0, 10, ZOOM), seen(10, 30, EDITOR, marks=Mark.CALL),
        seen(30, 70, CLAUDE, marks=Mark.CALL), seen(70, 75, SIGNAL),
    )  # fmt: skip

    assert (told.calls, told.messages, told.ai) == (minutes(30), minutes(5), minutes(40))


def test_kinds_tell_all_active_time_and_what_a_title_alone_told_is_weak() -> None:
    told = facts(seen(0, 10, CLAUDE), seen(10, 15, GUESSED), seen(15, 40, BROWSER), seen(40, 60))

    assert told.kinds == (
        (Kind.ASSISTANT, minutes(15)), (Kind.BROWSER, minutes(25)), (Kind.OTHER, minutes(20)),
    )  # fmt: skip
    assert (told.weak, told.unrecognised) == (minutes(5), minutes(25))
    assert told.time_of(lambda kind: kind.is_ai) == told.ai == minutes(15)


def test_hours_tell_what_was_active_what_was_ai_and_what_was_watched_at_all() -> None:
    told = facts(
        seen(30, 70, CLAUDE), seen(70, 80, presence=Presence.IDLE),
        gaps=(gap(80, 90, GapReason.LOCKED), gap(90, 100, GapReason.BLIND)),
    )  # fmt: skip

    assert [(one.hour, one.active, one.ai, one.watched) for one in told.hours] == [
        (12, minutes(30), minutes(30), minutes(30)),
        (13, minutes(10), minutes(10), minutes(30)),
    ]
    assert told.unseen == minutes(10)


def test_time_without_a_daemon_and_paused_time_are_unwatched() -> None:
    told = facts(gaps=(gap(0, 7, GapReason.OFF), gap(7, 10, GapReason.PAUSED)))

    assert (told.unwatched, told.unseen, told.hours) == (minutes(10), minutes(0), ())


def test_an_hour_that_the_clock_repeats_holds_both() -> None:
    start = at("2026-10-25T02:00+02:00")
    stretch = Stretch(start, start + timedelta(hours=2), Subject("some"))

    told = day_facts(date(2026, 10, 24), [(stretch, EDITOR)], (), Measure(BERLIN, NIGHT))

    assert [(one.hour, one.active) for one in told.hours] == [(2, timedelta(hours=2))]


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 5), ("2026-10-24", 7)])
def test_the_night_that_clocks_change_is_told_as_it_was(night: str, hours: int) -> None:
    end = BERLIN.bounds(date.fromisoformat(night))[1] + timedelta(hours=2)
    start = end - timedelta(hours=9)

    told = day_facts(
        date.fromisoformat(night),
        [(Stretch(start, end, Subject("some")), CLAUDE)],
        (),
        Measure(BERLIN, NIGHT),
    )

    assert told.night == timedelta(hours=hours)


def test_a_tag_that_is_left_out_leaves_the_screen_and_what_was_seen_as_they_were() -> None:
    life = (seen(0, 50, CLAUDE), seen(50, 60), seen(70, 80, GUESSED))

    whole = facts(*life)
    rest = facts(*life, measure=Measure(Calendar(()), NIGHT, ("Work",)))

    assert (rest.ai, rest.active, rest.left_out) == (minutes(10), minutes(20), minutes(50))
    assert (rest.bouts, rest.openings(), rest.longest_session) == (1, 1, minutes(10))
    assert rest.present == whole.active
    assert (rest.seen, rest.breaks, rest.longest_spell) == (
        whole.seen, whole.breaks, whole.longest_spell,
    )  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.integers(0, 900),
            st.integers(1, 2000),
            st.sampled_from((CLAUDE, EDITOR, SEARCH, ZOOM, SIGNAL, BROWSER, GUESSED)),
            st.sampled_from(Presence),
        ),
        max_size=30,
    )
)
def test_sums_of_a_day_agree_with_each_other(
    parts: list[tuple[int, int, Verdict, Presence]],
) -> None:
    now, life = 0, []
    for pause, length, verdict, presence in parts:
        start, now = now + pause, now + pause + length
        life.append(seen(start / 60, now / 60, verdict, presence=presence))
    told = facts(*life)

    nothing = timedelta()
    assert told.active == sum((length for _, length in told.kinds), nothing)
    assert told.active == sum((one.active for one in told.hours), nothing)
    assert told.ai == sum((one.ai for one in told.hours), nothing)
    assert told.seen == sum((one.watched for one in told.hours), nothing)
    assert told.ai <= told.active <= told.seen
    assert told.longest_session <= told.ai
    assert told.longest_spell <= told.active
    assert told.sessions <= told.bouts
    assert told.returns < max(1, told.bouts)
    assert told.openings(lambda kind: kind.is_ai) <= told.bouts
