"""The law of coming back: many returns to AI within an hour, by the same law as a day's facts."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from config.schema import DEFAULTS, Returning
from monitor.core.course import day_facts
from monitor.core.facts import Measure
from monitor.core.limits import Seen, split
from monitor.core.rules.returning import NAME, Returns, findings, step
from monitor.core.types import Kind, Presence, Stretch, Subject, Track, Verdict
from tests.judging import BERLIN, CLAUDE, EDITOR, START, minutes, seen
from tests.proof import counts

THREE = Returning(times=3)
REPLIKA = Verdict("Replika", Kind.COMPANION, "")


def visits(*pauses: float, start: datetime = START, length: float = 1) -> list[Seen]:
    """A visit to AI at once, then one after each of these minutes with an editor."""
    life = [seen(start, minutes(length), CLAUDE)]
    for pause in pauses:
        left = life[-1][0].end
        life += [seen(left, minutes(pause)), seen(left + minutes(pause), minutes(length), CLAUDE)]
    return life


def returns(life: list[Seen], rule: Returning = THREE, left_out: tuple[str, ...] = ()) -> Returns:
    """What the rule remembers of a life."""
    found = Returns()
    for one in life:
        found = step(found, *one, rule, left_out)
    return found


def occasions(life: list[Seen], now: datetime, rule: Returning = THREE) -> list[str]:
    return [one.occasion for one in findings(returns(life, rule), now, rule)]


def test_so_many_returns_within_the_hour_are_many() -> None:
    life = visits(2, 3, 9)
    now = life[-1][0].end

    (found,) = findings(returns(life), now, THREE)

    assert found.rule == NAME
    assert found.occasion == "returns:2026-11-23T09:17:00Z"
    assert [found.figure(name) for name in ("returns", "many", "within")] == [3, 3, 3600]
    assert findings(returns(visits(2, 3)), now, THREE) == ()


def test_a_glance_aside_and_a_long_absence_are_no_returns() -> None:
    now = START + minutes(50)

    assert occasions(visits(0.99, 0.99, 0.99), now) == []
    assert occasions(visits(10.01, 10.01, 10.01), now) == []
    assert occasions(visits(1, 1, 1), now) != []
    assert occasions(visits(10, 10, 10), now) != []


def test_each_return_counts_for_an_hour() -> None:
    life = visits(2, 2, 2)
    first = life[2][0].start

    assert occasions(life, first + minutes(60) - timedelta(milliseconds=1))
    assert occasions(life, first + minutes(60)) == []


def test_many_again_within_the_hour_is_the_same_occasion_and_later_is_another() -> None:
    once = visits(*[2] * 3)
    soon = [*once, *visits(*[2] * 3, start=START + minutes(100))]
    later = [*once, *visits(*[2] * 3, start=START + minutes(125))]

    assert occasions(soon, START + minutes(110)) == occasions(once, START + minutes(10))
    assert occasions(later, START + minutes(135)) not in ([], occasions(once, START + minutes(10)))


def test_all_ai_counts_alike_save_what_nobody_attended_and_what_is_left_out() -> None:
    now = START + minutes(10)
    life = visits(2, 2, 2)
    mixed = [(one, REPLIKA if n % 4 else verdict) for n, (one, verdict) in enumerate(life[::2])]
    idle = [(_as(one, presence=Presence.IDLE), verdict) for one, verdict in life]
    agents = [(_as(one, track=Track.UNATTENDED), verdict) for one, verdict in life]

    assert occasions(mixed, now)
    assert occasions(idle, now) == []
    assert occasions(agents, now) == []
    assert findings(returns(life, left_out=("Work",)), now, THREE) == ()


def test_switched_off_it_finds_nothing_and_it_is_on_by_default() -> None:
    life, now = visits(*[2] * 6), START + minutes(19)

    assert occasions(life, now, DEFAULTS.returning)
    assert occasions(life, now, Returning(on=False)) == []


PAUSES = st.sampled_from((0.1, 0.99, 1, 2, 5, 10, 10.1, 45))
LIVES = st.lists(PAUSES, max_size=30).map(lambda pauses: visits(*pauses, length=0.5))


@settings(max_examples=counts(100, 5000))
@given(LIVES)
def test_in_any_life_it_counts_the_returns_of_the_days_facts(life: list[Seen]) -> None:
    within = [one for one in life if one[0].end <= START + minutes(60)]
    end = within[-1][0].end

    told = day_facts(date(2026, 11, 23), within, (), Measure(BERLIN, DEFAULTS.day.night))
    found = findings(returns(within, Returning(times=2)), end, Returning(times=2))

    assert told.returns == len(returns(within).at)
    assert bool(found) == (told.returns >= 2)


@settings(max_examples=counts(100, 5000))
@given(LIVES, st.integers(0, 40_000))
def test_parted_anywhere_it_finds_the_same(life: list[Seen], seconds: int) -> None:
    before, after = split(life, START + timedelta(seconds=seconds))

    assert returns([*before, *after]) == returns(life)


def _as(
    one: Stretch, presence: Presence = Presence.ACTIVE, track: Track = Track.ATTENDED
) -> Stretch:
    return Stretch(one.start, one.end, Subject("some"), presence, track=track)


def test_an_editor_alone_changes_nothing() -> None:
    before = returns(visits(2, 2, 2))

    assert step(before, *seen(START + minutes(30), minutes(10), EDITOR), THREE) is before
