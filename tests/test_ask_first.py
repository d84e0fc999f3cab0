"""The law of asking AI first: so many of today's searches for help began with it."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from config.schema import DEFAULTS, AskFirst
from monitor.core.course import day_facts
from monitor.core.days import Calendar
from monitor.core.facts import Measure
from monitor.core.limits import Seen, split
from monitor.core.rules.ask_first import NAME, Asked, findings, step
from monitor.core.types import Kind, Presence, Stretch, Track, Verdict
from tests.judging import BERLIN, CLAUDE, EDITOR, START, at, minutes, seen
from tests.proof import counts

TWO = AskFirst(on=True, episodes=2)
SEARCH = Verdict("Kagi", Kind.SEARCH, "")
MAIL = Verdict("Signal", Kind.MESSAGE, "")
NIGHT = at("2026-10-25T03:30+01:00")  # half an hour before a day of 25 hours ends


def one_after_another(*parts: tuple[Verdict, float], start: datetime = START) -> list[Seen]:
    """What was in front, for so many minutes each."""
    life = []
    for verdict, length in parts:
        life.append(seen(start, minutes(length), verdict))
        start = life[-1][0].end
    return life


def asked(life: list[Seen], left_out: tuple[str, ...] = (), calendar: Calendar = BERLIN) -> Asked:
    """What the rule remembers of a life."""
    found = Asked()
    for one in life:
        found = step(found, *one, calendar, left_out)
    return found


def test_so_many_searches_begun_with_ai_today_are_a_finding_of_the_day() -> None:
    life = one_after_another((CLAUDE, 1), (EDITOR, 2), (CLAUDE, 1))

    (found,) = findings(asked(life), life[-1][0].end, TWO)

    assert (found.rule, found.occasion) == (NAME, "day:2026-11-23")
    assert [found.figure(name) for name in ("episodes", "many")] == [2, 2]
    assert found.figure("since") == BERLIN.bounds(date(2026, 11, 23))[0].timestamp()
    assert findings(asked(life[:1]), life[-1][0].end, TWO) == ()


def test_a_search_goes_on_without_help_for_less_than_two_minutes() -> None:
    short = one_after_another((CLAUDE, 1), (EDITOR, 1.99), (CLAUDE, 1))
    through = one_after_another((CLAUDE, 1), (SEARCH, 5), (CLAUDE, 1), (MAIL, 5), (CLAUDE, 1))

    assert asked(short).first == 1
    assert asked(through).first == 1


def test_what_began_with_a_search_engine_or_a_person_did_not_begin_with_ai() -> None:
    life = one_after_another((SEARCH, 1), (CLAUDE, 9), (EDITOR, 9), (MAIL, 1), (CLAUDE, 9))

    assert asked(life).first == 0


def test_the_count_begins_anew_with_the_day() -> None:
    evening = one_after_another((CLAUDE, 1), (EDITOR, 5), (CLAUDE, 1), start=NIGHT)
    through = one_after_another((CLAUDE, 60), start=NIGHT)
    found = asked(evening)

    assert findings(found, NIGHT + minutes(29), TWO)
    assert findings(found, NIGHT + minutes(30), TWO) == ()
    assert (asked(through).first, asked(through).day) == (1, date(2026, 10, 25))
    assert asked([*evening, seen(NIGHT + minutes(90), minutes(1), CLAUDE)]).first == 1


def test_nobody_there_and_left_out_tags_begin_no_search_but_keep_one_going() -> None:
    idle = [(_idle(one), verdict) for one, verdict in one_after_another((CLAUDE, 5))]
    then = seen(idle[-1][0].end + minutes(1), minutes(1), CLAUDE)
    agent = Stretch(START, START + minutes(5), then[0].subject, track=Track.UNATTENDED)

    assert asked(idle).first == 0
    assert asked([*idle, then]).first == 0
    assert asked([(agent, CLAUDE), then]).first == 1
    assert asked([then], ("work",)).first == 0
    assert asked([then], ("leisure",)).first == 1


def test_it_is_off_until_somebody_asks_for_it() -> None:
    life = one_after_another(*[(CLAUDE, 1), (EDITOR, 3)] * 12)
    now = life[-1][0].end

    assert findings(asked(life), now, DEFAULTS.ask_first) == ()
    assert findings(asked(life), now, AskFirst(on=True))


LIVES = st.lists(
    st.tuples(
        st.sampled_from((CLAUDE, SEARCH, MAIL, EDITOR, EDITOR)),
        st.sampled_from((0.5, 1.99, 2, 5, 40)),
    ),
    min_size=1,
    max_size=20,
).map(lambda parts: one_after_another(*parts))


@settings(max_examples=counts(100, 5000))
@given(LIVES, st.sampled_from([(), ("work",)]))
def test_in_any_life_it_counts_the_episodes_of_the_days_facts(
    life: list[Seen], left_out: tuple[str, ...]
) -> None:
    measure = Measure(BERLIN, DEFAULTS.day.night, left_out)
    day = date(2026, 11, 23)
    begins, ends = BERLIN.bounds(day)
    today = [one for one in split(life, ends)[0] if one[0].start >= begins]

    told = day_facts(day, today, (), measure)

    assert asked(today, left_out).first == told.openings(lambda kind: kind.is_ai)


@settings(max_examples=counts(100, 5000))
@given(LIVES, st.integers(0, 40_000))
def test_parted_anywhere_it_counts_the_same(life: list[Seen], seconds: int) -> None:
    before, after = split(life, START + timedelta(seconds=seconds))

    assert asked([*before, *after]) == asked(life)


def _idle(one: Stretch) -> Stretch:
    return Stretch(one.start, one.end, one.subject, Presence.IDLE)
