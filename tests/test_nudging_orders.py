"""The law of what was ordered for an hour: it comes, though the day was full."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace as changed
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from config.schema import Evening, Length, Nudge, Span
from monitor.core.notices import Answer, Finding
from monitor.core.nudging.holds import next_possible
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import Breakpoint, Decision, Facts, Given, History, Law, Moment
from monitor.core.rules import evening
from monitor.core.rules.evening import LETTER, NOTE
from tests.judging import BERLIN, LONG_AGO, NOON, POLICY, THERE, due, minutes

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BOTH = Evening(note=True, letter=True)
EIGHT = NOON + 8 * HOUR  # the hour of the note
FULL = replace(POLICY, most_a_day=4, spacing=Length.of("30m"), quiet=())


def law(policy: Nudge = FULL, ordered: Evening = BOTH) -> Law:
    """A policy with what was ordered."""
    return Law(policy, {}, evening.ordered(ordered))


def decide(
    now: datetime,
    *others: Finding,
    given: tuple[Given, ...] = (),
    by: Law | None = None,
    moment: Moment = THERE,
) -> Decision:
    """One judgement of what the evening brings and what else is due."""
    brought = evening.findings(now, BERLIN, BOTH, is_there=True)
    facts = Facts((*others, *brought), moment)
    return settle(now, facts, History(given), by or law())


def said(*moments: datetime) -> tuple[Given, ...]:
    """Some nudges of a limit."""
    return tuple(Given("break", f"spell:{at}", at) for at in moments)


def full_days(by: Law, ordered: Evening, days: int, begun: datetime) -> Iterator[tuple[str, int]]:
    """Rule and day of each nudge of days on which something new is always due."""
    moment = Moment(BERLIN, begun, active=True, between=Breakpoint.FOCUS)
    history = History()
    for number in range(days * 24 * 12):
        now = NOON + number * minutes(5)
        brought = evening.findings(now, BERLIN, ordered, is_there=True)
        facts = Facts((due("break", f"hour:{number}", amount=999), *brought), moment)
        decision = settle(now, facts, history, by)
        given = history.given
        if one := decision.chosen:
            given = (*given[-60:], Given(one.rule, one.occasion, now))
            yield one.rule, (BERLIN.day(now) - BERLIN.day(NOON)).days
        history = History(given, decision.waiting)


@pytest.mark.parametrize(("a_day", "a_week"), [(8, 350), (4, 40), (2, 12), (1, 7), (8, 7), (8, 10)])
@pytest.mark.parametrize("begun", [LONG_AGO, NOON])
def test_on_days_that_are_full_the_note_comes_each_evening_and_on_sunday_the_letter(
    a_day: int, a_week: int, begun: datetime
) -> None:
    by = law(replace(FULL, most_a_day=a_day, most_a_week=a_week))

    told = list(full_days(by, BOTH, 14, begun))

    ordered = [(rule, day) for rule, day in told if rule != "break"]
    assert ordered == [(LETTER if day % 7 == 6 else NOTE, day) for day in range(14)]
    assert max(Counter(day for _, day in told).values()) <= a_day
    assert max(Counter(day // 7 for _, day in told).values()) <= a_week
    assert len(told) > 14 or min(a_day, a_week // 7) == 1


def test_with_a_cap_of_one_the_one_is_the_note() -> None:
    by = law(replace(FULL, most_a_day=1))

    held = decide(NOON, due(), by=by).held

    ends = BERLIN.bounds(BERLIN.day(NOON))[1]
    assert [(one.reason, one.until) for one in held] == [
        ("what is left of today is kept for the note of the evening", ends)
    ]
    assert decide(NOON, due(), by=law(by.policy, Evening())).chosen == due()


def test_of_a_week_a_place_is_kept_for_each_evening_still_to_come() -> None:
    friday = NOON + 4 * DAY
    given = said(*(NOON + hour * HOUR for hour in range(6)))
    by = law(replace(FULL, most_a_week=9))
    roomy = law(replace(FULL, most_a_week=10))

    held = decide(friday, due(), given=given, by=by).held

    reason = (
        "what is left of this week is kept for the note of the evening and the letter of the week"
    )
    assert [one.reason for one in held] == [reason]
    assert decide(friday, due(), given=given, by=roomy).chosen == due()


def test_once_it_was_given_or_its_hours_are_shut_no_place_is_kept() -> None:
    late = EIGHT + 2 * HOUR
    given = (*said(NOON, NOON + HOUR), Given(NOTE, "day:2026-11-23", EIGHT))
    shut = law(replace(FULL, quiet=(Span.of("19:30-07:00"),)))
    office = law(replace(FULL, hours=(Span.of("09:00-17:00"),)))
    three = said(NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR)
    later = NOON + 3 * HOUR

    assert decide(late, due(), given=given).chosen == due()
    assert decide(later, due(), given=three).chosen is None
    assert decide(later, due(), given=three, by=shut).chosen == due()
    assert decide(later, due(), given=three, by=office).chosen == due()


def test_on_the_evening_of_the_letter_no_place_is_kept_for_a_note_besides() -> None:
    sunday = EIGHT + 6 * DAY
    given = (*said(sunday - 5 * HOUR, sunday - 3 * HOUR), Given(LETTER, "week:2026-11-23", sunday))

    assert decide(sunday + 2 * HOUR, due(), given=given).chosen == due()


def test_put_off_it_keeps_its_place_until_it_came_again() -> None:
    two = said(NOON, NOON + HOUR)
    put_off = Given(NOTE, "day:2026-11-23", EIGHT, Answer.LATER, EIGHT)
    again = Given(NOTE, "day:2026-11-23", EIGHT + minutes(40), Answer.DID, EIGHT + minutes(41))

    kept = decide(EIGHT + minutes(9), due(), given=(*two, put_off))

    assert kept.held[-1].reason == "what is left of today is kept for the note of the evening"
    by = law(replace(FULL, most_a_day=5))
    assert decide(EIGHT + 7 * HOUR, due(), given=(*two, put_off, again), by=by).chosen == due()


def test_it_goes_before_all_that_waits_and_nothing_is_said_with_it() -> None:
    far = due(amount=900)

    decision = decide(EIGHT, far)

    assert decision.chosen is not None
    assert (decision.chosen.rule, decision.also) == (NOTE, ())
    assert [one.finding for one in decision.waiting] == [far]


def test_it_waits_out_the_plain_spacing_and_not_the_doubled_rest() -> None:
    given = said(EIGHT - 5 * HOUR, EIGHT - 3 * HOUR, EIGHT - minutes(29))

    early = decide(EIGHT, due(), given=given, by=law(replace(FULL, most_a_day=9)))
    then = decide(EIGHT + minutes(1), due(), given=given, by=law(replace(FULL, most_a_day=9)))

    assert [(one.rule, one.until) for one in early.held] == [("", EIGHT + minutes(1))]
    assert then.chosen is not None
    assert then.chosen.rule == NOTE
    assert [(one.rule, one.until) for one in then.held] == [("break", EIGHT + minutes(91))]
    assert [one.finding for one in then.waiting] == [due()]


def test_while_it_waits_for_a_pause_each_of_the_others_tells_what_holds_it() -> None:
    patient = law(replace(FULL, patience=Length.of("3m"), most_a_day=9))
    given = said(EIGHT - 3 * HOUR, EIGHT - minutes(40))

    decision = decide(EIGHT, due(), given=given, by=patient)

    assert {one.rule: one.reason for one in decision.held} == {
        "break": "the last nudge was only just now",
        NOTE: "it waits for a pause in what you do",
    }
    assert len(decision.waiting) == 2


def test_what_was_ordered_is_never_left_out_by_chance() -> None:
    by = law(replace(FULL, stay_silent=50))
    evenings = [EIGHT + number * DAY for number in range(30)]

    assert [decide(at, by=by).chosen is None for at in evenings] == [False] * 30


def test_nothing_comes_beyond_a_full_day_nor_in_a_forbidden_moment() -> None:
    four = said(*(NOON + hour * HOUR for hour in range(4)))

    assert decide(EIGHT, given=four).chosen is None
    assert decide(EIGHT, moment=changed(THERE, call=True)).chosen is None


def test_the_next_possible_nudge_is_the_one_that_was_ordered() -> None:
    three = said(NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR)
    one_a_day = law(replace(FULL, most_a_day=1))
    note = Given(NOTE, "day:2026-11-23", EIGHT)

    assert next_possible(NOON + 3 * HOUR, three, THERE, law()) == EIGHT
    assert next_possible(NOON, (), THERE, one_a_day) == EIGHT
    assert next_possible(EIGHT + HOUR, (note,), THERE, one_a_day) == EIGHT + DAY
    assert next_possible(NOON, (), THERE, law(ordered=Evening())) == NOON


def test_refused_five_times_in_a_row_it_rests_too_and_meanwhile_no_place_is_kept() -> None:
    noes = [
        Given(NOTE, f"day:{ago}", EIGHT - ago * DAY, Answer.NO, EIGHT - ago * DAY)
        for ago in (5, 4, 3, 2, 1)
    ]
    three = said(NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR)

    assert decide(EIGHT, given=(*noes, *three)).chosen is None
    assert decide(NOON + 3 * HOUR, due(), given=(*noes, *three)).chosen == due()
