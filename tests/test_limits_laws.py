"""The law of limits over any life: parted anywhere, never more than was watched."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from config.schema import Per, Span, Weekday
from monitor.core.days import Calendar
from monitor.core.limits import Count, Seen, Tally, begin, findings, fold, split, tally
from monitor.core.types import Kind, Verdict
from tests.judging import BERLIN, CLAUDE, EDITOR, at, counted, limit, minutes, seen
from tests.proof import counts

VERDICTS = (EDITOR, CLAUDE, Verdict("Replika", Kind.COMPANION, ""))
RULES = (
    limit(per=Per.SPELL),
    limit("ai", Per.SPELL),
    limit("ai", Per.SESSION),
    limit("tool:claude", Per.DAY),
    limit("screen", Per.WEEK),
    limit("ai", Per.DAY, hours=(Span.of("22:30-01:10"), Span.of("03:00-05:00"))),
    limit("kind:companion", Per.SESSION, days=(Weekday.SAT, Weekday.SUN)),
    limit("ai", Per.SESSION, without=("work",)),
    limit("screen", Per.SPELL, without=("work",)),
    limit("tag:work", Per.WEEK, days=tuple(Weekday)[:5], hours=(Span.of("09:00-17:00"),)),
)
NIGHTS = tuple(at(f"{day}T18:00+00:00") for day in ("2026-03-28", "2026-10-24", "2028-02-28"))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Seen, ...]:
    """Time at the screen and away from it, over a few days around an odd night."""
    now = draw(st.sampled_from(NIGHTS))
    parts = st.tuples(
        st.sampled_from((0, 0, 1, 299, 300, 301, 900, 7200, 30_000)),
        st.integers(0, 9000),
        st.sampled_from(VERDICTS),
    )
    life = []
    for pause, length, verdict in draw(st.lists(parts, min_size=1, max_size=30)):
        start = now + timedelta(seconds=pause)
        life.append(seen(start, timedelta(seconds=length), verdict))
        now = start + timedelta(seconds=length)
    return tuple(life)


def amounts(running: Sequence[Count], now: datetime) -> list[Tally]:
    return [tally(count, now, BERLIN) for count in running]


@settings(max_examples=counts(150, 10_000))
@given(lives(), st.integers(0, 300_000))
def test_counting_in_steps_equals_counting_at_once_wherever_it_is_parted(
    life: tuple[Seen, ...], seconds: int
) -> None:
    begun = [begin(rule) for rule in RULES]
    now = life[-1][0].end
    before, after = split(life, life[0][0].start + timedelta(seconds=seconds))

    at_once = fold(begun, life, BERLIN)
    in_steps = fold(fold(begun, before, BERLIN), after, Calendar(BERLIN.zones))

    assert amounts(at_once, now) == amounts(in_steps, now)
    assert findings(at_once, now, BERLIN) == findings(in_steps, now, BERLIN)


@settings(max_examples=counts(150, 10_000))
@given(lives())
def test_no_limit_counts_more_than_was_watched(life: tuple[Seen, ...]) -> None:
    now = life[-1][0].end

    for rule, told in zip(
        RULES, amounts(fold([begin(rule) for rule in RULES], life, BERLIN), now), strict=True
    ):
        since = told.since or now
        watched = sum((one.length for one, _ in split(life, since)[1]), timedelta())
        assert timedelta() <= told.amount <= watched, rule


@settings(max_examples=counts(150, 10_000))
@given(lives())
def test_a_day_counts_just_what_was_watched_in_it(life: tuple[Seen, ...]) -> None:
    now = life[-1][0].end
    begins, _ = BERLIN.bounds(BERLIN.day(now))
    today = sum((one.length for one, _ in split(life, begins)[1]), timedelta())

    told = counted(limit(), life)

    assert told.amount == today


@settings(max_examples=counts(150, 10_000))
@given(lives())
def test_a_spell_holds_no_absence_of_five_minutes(life: tuple[Seen, ...]) -> None:
    told = counted(limit(per=Per.SPELL), life)

    assert told.since is not None
    inside = [one for one, _ in life if one.start >= told.since]
    assert inside
    assert all(later.start - one.end < minutes(5) for one, later in pairwise(inside))
    assert told.amount == sum((one.length for one in inside), timedelta())
