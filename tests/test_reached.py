"""When a limit would have been reached: the same law as each minute's judging, over the past."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.schema import Length, Per, Span, Weekday
from monitor.core.limits import Seen, begin, findings, fold
from monitor.core.reached import Reached, reached
from monitor.core.types import Presence, Track
from tests.judging import BERLIN, CLAUDE, START, at, limit, minutes, seen

_LONG = seen(START, minutes(55), CLAUDE)


def test_it_is_found_in_the_minute_in_which_the_mark_is_met() -> None:
    (one,) = reached(limit("ai"), [_LONG], BERLIN)

    assert one == Reached(START + minutes(50), START.date(), "day:2026-11-23")


def test_what_stays_below_the_mark_or_is_idle_or_unattended_never_reaches_it() -> None:
    stretch, verdict = seen(START, minutes(400), CLAUDE)
    idle = type(stretch)(stretch.start, stretch.end, stretch.subject, Presence.IDLE)
    agent = type(stretch)(stretch.start, stretch.end, stretch.subject, track=Track.UNATTENDED)

    assert reached(limit("ai"), [seen(START, minutes(49), CLAUDE)], BERLIN) == ()
    assert reached(limit("ai"), [(idle, verdict), (agent, verdict)], BERLIN) == ()
    assert reached(limit("tool:ChatGPT"), [_LONG], BERLIN) == ()


def test_each_day_is_an_occasion_and_so_is_each_time_that_it_is_said_again() -> None:
    life = [seen(START + timedelta(days=day), minutes(200), CLAUDE) for day in range(3)]
    once = reached(limit("ai"), life, BERLIN)
    again = reached(limit("ai", again=Length.of("60m")), life, BERLIN)

    assert [one.day.day for one in once] == [23, 24, 25]
    assert [one.at - START for one in again[:3]] == [minutes(50), minutes(110), minutes(170)]
    assert len(again) == 9


def test_what_is_reached_up_to_the_last_moment_of_a_day_belongs_to_it() -> None:
    night = seen(at("2026-11-24T03:00+01:00"), minutes(120), CLAUDE)

    (first, second) = reached(limit("ai", at_most=Length.of("60m")), [night], BERLIN)

    assert (first.day.day, second.day.day) == (23, 24)
    assert (first.at, second.at) == (at("2026-11-24T04:00+01:00"), at("2026-11-24T05:00+01:00"))


def test_days_and_hours_of_a_limit_hold() -> None:
    evening = limit("ai", hours=(Span.of("12:00-13:00"),), at_most=Length.of("0s"))
    weekend = limit("ai", days=(Weekday.SAT,))
    life = [seen(START, minutes(125), CLAUDE)]

    assert [one.at for one in reached(evening, life, BERLIN)] == [START + minutes(121)]
    assert reached(weekend, life, BERLIN) == ()


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 200), st.booleans()), max_size=20),
    st.sampled_from(Per),
    st.integers(1, 180),
)
def test_every_occasion_that_a_judge_finds_each_minute_is_found_and_no_other(
    plan: list[tuple[int, int, bool]], per: Per, most: int
) -> None:
    rule = limit("ai", per, at_most=Length(minutes=most), again=Length(minutes=25))
    life: list[Seen] = []
    now = START
    for pause, length, is_ai in plan:
        start = now + minutes(pause)
        life.append(seen(start, minutes(length), CLAUDE) if is_ai else seen(start, minutes(length)))
        now = start + minutes(length)
    judged: set[str] = set()
    count, looked = begin(rule), START
    for stretch, verdict in life:
        looked = stretch.start
        while looked < stretch.end:
            piece = type(stretch)(looked, looked + minutes(1), stretch.subject)
            (count,) = fold([count], [(piece, verdict)], BERLIN)
            looked += minutes(1)
            just_before = looked - timedelta(milliseconds=1)
            judged |= {one.occasion for one in findings([count], just_before, BERLIN)}

    found = reached(rule, life, BERLIN)

    assert [one.occasion for one in found] == list(dict.fromkeys(one.occasion for one in found))
    assert {one.occasion for one in found} == judged
    assert list(found) == sorted(found, key=lambda one: one.at)
