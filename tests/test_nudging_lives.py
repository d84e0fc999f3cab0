"""The law of nudges over any life: never too many, too soon or in a bad moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from config.schema import Length, Nudge, Span
from monitor.core.notices import Answer
from monitor.core.nudging import Given, Moment, choose, next_possible
from tests.judging import BERLIN, NOON, due, minutes
from tests.proof import counts


@dataclass(frozen=True, slots=True)
class Minute:
    """One judgement of a life: how long after the last, how it is, what is due, what is said."""

    after: int
    state: str
    dues: tuple[tuple[str, int, int], ...]
    answer: Answer | None


MINUTES = st.builds(
    Minute,
    after=st.sampled_from((1, 1, 5, 14, 15, 30, 120, 400)),
    state=st.sampled_from(("there", "there", "there", "away", "locked", "full", "paused")),
    dues=st.lists(
        st.tuples(st.sampled_from(("break", "ai", "day")), st.integers(0, 2), st.integers(1, 99)),
        max_size=3,
    ).map(tuple),
    answer=st.sampled_from((None, *Answer)),
)
POLICIES = st.builds(
    Nudge,
    most_a_day=st.integers(1, 4),
    spacing=st.sampled_from((Length.of("1m"), Length.of("15m"), Length.of("2h"))),
    snooze=st.sampled_from((Length.of("1m"), Length.of("45m"))),
    quiet=st.sampled_from(((), (Span.of("22:30-07:00"),), (Span.of("12:00-13:30"),))),
)
BEGINNINGS = (NOON, datetime(2026, 3, 27, 9, tzinfo=UTC), datetime(2026, 10, 23, 9, tzinfo=UTC))


def live(
    life: list[Minute], begun: datetime, policy: Nudge
) -> list[tuple[Given, Minute, datetime | None]]:
    """Live it; give each nudge with its minute and the earliest moment foretold just before."""
    now, history = begun, tuple[Given, ...]()
    nudges = []
    for minute in life:
        before, now = now, now + timedelta(minutes=minute.after)
        moment = Moment(
            BERLIN,
            begun,
            active=minute.state != "away",
            locked=minute.state == "locked",
            fullscreen=minute.state == "full",
            paused_until=now + minutes(1) if minute.state == "paused" else None,
        )
        findings = [
            due(rule, f"{rule}:{occasion}", amount=amount) for rule, occasion, amount in minute.dues
        ]
        foretold = next_possible(before, history, Moment(BERLIN, begun, active=True), policy)
        chosen = choose(now, findings, history, moment, policy).chosen
        if chosen:
            answered = now if minute.answer else None
            nudge = Given(chosen.rule, chosen.occasion, now, minute.answer, answered)
            history = (*history, nudge)
            nudges.append((nudge, minute, foretold))
    return nudges


@settings(max_examples=counts(200, 10_000))
@given(st.lists(MINUTES, max_size=60), st.sampled_from(BEGINNINGS), POLICIES)
def test_in_no_life_is_a_nudge_too_many_too_soon_or_in_a_forbidden_moment(
    life: list[Minute], begun: datetime, policy: Nudge
) -> None:
    nudges = live(life, begun, policy)

    first = BERLIN.day(begun)
    for nudge, minute, foretold in nudges:
        day = BERLIN.day(nudge.at)
        most = 1 if (day - first).days < 3 else policy.most_a_day
        same = [one for one, _, _ in nudges if BERLIN.day(one.at) == day]
        assert len(same) <= most
        assert minute.state == "there"
        assert not any(span.contains(BERLIN.local(nudge.at).time()) for span in policy.quiet)
        assert foretold is not None
        assert foretold <= nudge.at
    for (one, _, _), (other, _, _) in pairwise(nudges):
        assert other.at - one.at >= policy.spacing


@settings(max_examples=counts(200, 10_000))
@given(st.lists(MINUTES, max_size=60), st.sampled_from(BEGINNINGS), POLICIES)
def test_in_no_life_is_an_occasion_repeated_unless_it_was_put_off(
    life: list[Minute], begun: datetime, policy: Nudge
) -> None:
    nudges = [nudge for nudge, _, _ in live(life, begun, policy)]

    for occasion in {nudge.occasion for nudge in nudges}:
        same = [nudge for nudge in nudges if nudge.occasion == occasion]
        assert len(same) <= 3
        assert all(nudge.answer is Answer.LATER for nudge in same[:-1])
        assert all(other.at - one.at >= policy.snooze for one, other in pairwise(same))
