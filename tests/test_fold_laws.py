"""The law of folding over any life: no moment twice, none that nobody looked at, no use alone."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.fold import LONGEST
from monitor.core.types import GapReason, Presence, Subject
from tests.living import PACE, Life, seconds
from tests.proof import counts

IDLE_AFTER = PACE.idle_after.total_seconds()
TICK = PACE.every.total_seconds()
APPS = ("editor", "mail", "browser")
OBSTACLES = (GapReason.BLIND, GapReason.BLIND, GapReason.LOCKED, GapReason.PAUSED)


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens until the next look, and what that look sees; '' is nothing at all."""

    passes: float
    clocks: str = ""
    app: str = ""
    obstacle: GapReason | None = None
    has_input: bool = True
    page: int = 0


quick = st.integers(1, 7000).map(lambda ms: ms / 1000)
turns = st.one_of(
    st.builds(Turn, quick, app=st.sampled_from(APPS), page=st.integers(0, 2)),
    st.builds(Turn, quick, app=st.sampled_from(APPS), has_input=st.just(False)),  # noqa: FBT003 - a value to draw
    st.builds(Turn, quick, obstacle=st.sampled_from(OBSTACLES)),
    st.builds(
        Turn,
        st.sampled_from((3.0, 60.0, 200.0, 4000.0)),
        clocks=st.sampled_from(("suspend", "set", "set_back", "stall")),
        app=st.sampled_from(APPS),
        has_input=st.booleans(),
    ),
)
repeated = st.tuples(turns, st.sampled_from((1, 1, 1, 2, 40))).map(lambda two: [two[0]] * two[1])
lives = st.lists(repeated, min_size=1, max_size=12).map(
    lambda parts: [turn for part in parts for turn in part]
)


def live(turns: list[Turn]) -> tuple[Life, list[float], list[float]]:
    """Live it; tell the moments of the looks and of the inputs, on the monotonic clock."""
    life = Life()
    looks, inputs, last_input = [], [], life.clock.read().mono
    for turn in turns:
        if turn.clocks == "suspend":
            life.clock.suspend(turn.passes)
        elif turn.clocks in ("set", "set_back"):
            life.clock.set_wall(turn.passes if turn.clocks == "set" else -turn.passes)
        else:
            life.clock.advance(turn.passes if turn.clocks != "stall" else turn.passes + 5)
        now = life.clock.read()
        if turn.has_input:
            last_input = now.mono
            inputs.append(seconds(now.wall))
        looks.append(seconds(now.wall))
        if turn.obstacle:
            life.miss(turn.obstacle)
        else:
            idle = (now.mono - last_input).total_seconds()
            life.see(Subject(turn.app), idle=idle, page=turn.page)
    return life, looks, inputs


def steadily(turns: list[Turn]) -> list[Turn]:
    """The same life with a wall clock that is never set back: then moments can be compared."""
    return [replace(turn, clocks=turn.clocks.removesuffix("_back")) for turn in turns]


@settings(max_examples=counts(300, 10_000))
@given(lives)
def test_no_moment_belongs_to_two(life: list[Turn]) -> None:
    lived, _, _ = live(steadily(life))

    assert all(before[1] <= after[0] for before, after in pairwise(lived.parts)), lived.parts


@settings(max_examples=counts(300, 10_000))
@given(lives)
def test_every_end_was_looked_at_or_had_input(life: list[Turn]) -> None:
    lived, looks, inputs = live(steadily(life))
    edges = {round(edge, 6) for edge in (*looks, *inputs)}

    for start, end, *_ in lived.stretches:
        assert round(start, 6) in edges
        assert round(end, 6) in edges


@settings(max_examples=counts(300, 10_000))
@given(lives)
def test_all_that_is_kept_is_no_more_than_the_time_that_passed(life: list[Turn]) -> None:
    lived, looks, _ = live(steadily(life))

    kept = sum(end - start for start, end in lived.parts)

    assert kept <= looks[-1] - looks[0] + 1e-6


@settings(max_examples=counts(300, 10_000))
@given(lives)
def test_no_time_is_lost_but_what_is_still_open(life: list[Turn]) -> None:
    lived, looks, _ = live([*steadily(life), *[Turn(1, obstacle=GapReason.PAUSED)] * 2])

    kept = sum(end - start for start, end in lived.parts)

    assert abs(kept - (looks[-1] - looks[0])) < 1e-3


@settings(max_examples=counts(300, 10_000))
@given(lives)
def test_time_is_active_only_where_input_was_near(life: list[Turn]) -> None:
    lived, _, inputs = live([turn for turn in life if turn.clocks in ("", "stall")])
    inputs = [0.0, *inputs]
    slack = TICK + 2  # a look that saw nothing, or came late, is bridged

    for start, end, _, presence in lived.stretches:
        if presence is Presence.ACTIVE:
            within = [start, *(moment for moment in inputs if start < moment <= end), end]
            before = max(moment for moment in inputs if moment <= start)
            assert start - before < IDLE_AFTER + slack
            assert all(b - a < IDLE_AFTER + slack for a, b in pairwise([before, *within[1:]]))


@settings(max_examples=counts(300, 10_000))
@given(lives)
def test_torn_time_is_never_use(life: list[Turn]) -> None:
    lived, looks, _ = live(life)

    passed = sum(turn.passes for turn in life if not turn.clocks)
    active = sum(
        end - start for start, end, _, presence in lived.stretches if presence is Presence.ACTIVE
    )

    assert active <= passed + 2 * len(life)  # a tear below the slack is none
    assert looks


@settings(max_examples=counts(300, 10_000))
@given(lives)
def test_no_stretch_is_longer_than_the_longest_and_a_tick(life: list[Turn]) -> None:
    lived, _, _ = live(life)
    longest = (LONGEST + PACE.every + timedelta(seconds=2)).total_seconds()

    assert all(end - start <= longest for start, end, *_ in lived.stretches)
