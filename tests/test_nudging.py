"""The law of nudges: which one, when, and when none."""

from dataclasses import replace as changed
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from config.schema import Length, Nudge, Span, Weekday
from monitor.core.notices import Answer, Figure, Finding
from monitor.core.nudging import refusals
from monitor.core.nudging.places import is_new
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import Cap, Decision, Facts, Given, Held, History, Law, Moment
from monitor.core.rules.contact import FOLLOW_UP
from tests.judging import BERLIN, LONG_AGO, NOON, POLICY, THERE, choose, due, minutes, told


def refused(day: datetime, answers: list[Answer | None]) -> tuple[Given, ...]:
    """One nudge on each of the days up to this one."""
    first = day - timedelta(days=len(answers) - 1)
    return tuple(
        Given("break", f"spell:old{turn}", at, answer, at if answer else None)
        for turn, answer in enumerate(answers)
        for at in [first + timedelta(days=turn)]
    )


def test_a_due_finding_is_chosen_and_expires_after_the_set_time() -> None:
    finding = due()

    decision = choose(NOON, [finding], (), THERE, POLICY)

    assert decision == Decision(finding, NOON + POLICY.expires)


def test_nothing_due_is_nothing_to_say() -> None:
    assert choose(NOON, [], (), THERE, POLICY) == Decision()


@pytest.mark.parametrize(
    ("moment", "policy", "reason"),
    [
        (THERE, Nudge(on=False), "nudges are switched off (nudge.on)"),
        (Moment(BERLIN, LONG_AGO, active=False), POLICY, "nobody is at the screen"),
        (Moment(BERLIN, LONG_AGO, active=True, locked=True), POLICY, "the screen is locked"),
        (
            Moment(BERLIN, LONG_AGO, active=True, fullscreen=True),
            POLICY,
            "something fills the whole screen",
        ),
        (Moment(BERLIN, LONG_AGO, active=True, call=True), POLICY, "you are in a call"),
        (
            Moment(BERLIN, LONG_AGO, active=True, silence="dunst is paused"),
            POLICY,
            "dunst is paused",
        ),
    ],
)
def test_a_forbidden_moment_has_no_nudge_and_says_why(
    moment: Moment, policy: Nudge, reason: str
) -> None:
    decision = choose(NOON, [due()], (), moment, policy)

    assert (decision.chosen, decision.held) == (None, (Held("", reason),))


def test_a_pause_holds_every_nudge_until_it_ends() -> None:
    paused = Moment(BERLIN, LONG_AGO, active=True, paused_until=NOON + minutes(30))

    assert choose(NOON, [due()], (), paused, POLICY).held == (
        Held("", "humanward is paused", NOON + minutes(30)),
    )
    assert choose(NOON + minutes(30), [due()], (), paused, POLICY).chosen == due()


def test_quiet_hours_hold_every_nudge_until_they_end_past_midnight() -> None:
    late = NOON + timedelta(hours=11)
    morning = NOON + timedelta(hours=19)

    assert choose(late, [due()], (), THERE, POLICY).held == (
        Held("", "these are quiet hours", morning),
    )
    assert choose(morning, [due()], (), THERE, POLICY).chosen == due()


def test_several_reasons_are_all_told() -> None:
    away = Moment(BERLIN, LONG_AGO, active=False, call=True)

    held = choose(NOON, [due(occasion="spell:2")], (told(minutes(2)),), away).held

    assert [one.reason for one in held] == [
        "nobody is at the screen",
        "you are in a call",
        "the last nudge was only just now",
    ]


def test_two_nudges_are_at_least_the_spacing_apart() -> None:
    history = (told(minutes(14), occasion="spell:0"),)

    held = choose(NOON, [due()], history, THERE, POLICY).held

    assert held == (Held("", "the last nudge was only just now", NOON + minutes(1)),)
    assert choose(NOON + minutes(1), [due()], history, THERE, POLICY).chosen == due()


def test_the_rest_between_two_nudges_doubles_within_a_day() -> None:
    history = tuple(told(minutes(ago), occasion=f"spell:a{ago}") for ago in (100, 80, 30))

    held = choose(NOON, [due()], history, THERE, POLICY).held

    assert held == (Held("", "the last nudge was only just now", NOON + minutes(30)),)


def test_after_later_the_rest_is_as_long_as_was_asked_for() -> None:
    first = told(minutes(100), occasion="spell:0")
    history = (first, told(minutes(9), Answer.LATER))

    decision = choose(NOON, [due()], history, THERE, POLICY)
    later = choose(NOON + minutes(2), [due()], history, THERE, POLICY)

    assert decision.chosen is None
    assert later.chosen == due()


def test_a_nudge_dated_after_now_does_not_hold_others_when_the_clock_was_set_back() -> None:
    history = (told(timedelta(days=-400), occasion="spell:0"),)

    assert choose(NOON, [due()], history, THERE, POLICY).chosen == due()


def test_a_day_has_no_more_nudges_than_are_allowed_and_the_next_day_has_its_own() -> None:
    history = tuple(told(minutes(70 * ago), occasion=f"spell:a{ago}") for ago in (3, 2, 1))
    policy = replace(POLICY, most_a_day=3)
    morning = BERLIN.bounds(BERLIN.day(NOON))[1]

    held = choose(NOON, [due()], history, THERE, policy).held

    assert held == (Held("", "as many as you allow a day were given: 3", morning),)
    at_eight = morning + timedelta(hours=4)
    assert choose(at_eight, [due()], history, THERE, policy).chosen == due()


def test_the_first_three_days_bring_one_nudge_each() -> None:
    begun = Moment(BERLIN, NOON - timedelta(hours=3), active=True)
    history = (told(minutes(60), occasion="spell:0"),)
    third, fourth = NOON + timedelta(days=2), NOON + timedelta(days=3)

    held = choose(NOON, [due()], history, begun, POLICY).held

    assert [one.reason for one in held] == ["the first three days bring one nudge each"]
    assert choose(third, [due()], history, begun, POLICY).chosen == due()
    assert [is_new(day, begun) for day in (NOON, third, fourth)] == [True, True, False]
    assert is_new(NOON, Moment(BERLIN, None, active=True))


@pytest.mark.parametrize("answer", [None, Answer.DID, Answer.NO])
@pytest.mark.parametrize("occasion", ["spell:1", "day:2026-11-23", "week:2026-11-23"])
def test_an_occasion_is_spoken_of_once(occasion: str, answer: Answer | None) -> None:
    history = (told(minutes(60), answer, occasion=occasion),)

    decision = choose(NOON, [due(occasion=occasion)], history, THERE, POLICY)

    assert decision == Decision(held=(Held("break", "this was already said"),))


def test_later_brings_it_again_after_the_snooze() -> None:
    policy = replace(POLICY, snooze=Length.of("30m"))
    history = (told(minutes(21), Answer.LATER),)

    held = choose(NOON, [due()], history, THERE, policy).held

    reason = "you put it off (once) and it comes again"
    assert held == (Held("break", reason, NOON + minutes(10)),)
    assert choose(NOON + minutes(10), [due()], history, THERE, policy).chosen == due()


def test_later_is_heard_twice_for_one_occasion_and_then_it_is_let_go() -> None:
    once, twice, thrice = (told(minutes(ago), Answer.LATER) for ago in (90, 60, 30))

    assert choose(NOON, [due()], (once, twice), THERE, POLICY).chosen == due()
    held = choose(NOON, [due()], (once, twice, thrice), THERE, POLICY).held
    assert held == (Held("break", "this was put off twice and is let go"),)


def test_what_was_said_before_an_occasion_began_was_not_said_of_it() -> None:
    since = Figure("since", (NOON - minutes(50)).timestamp(), "unix")
    finding = Finding("break", "spell:1", (*due().figures, since))

    assert choose(NOON, [finding], (told(minutes(51)),), THERE, POLICY).chosen == finding
    assert choose(NOON, [finding], (told(minutes(49)),), THERE, POLICY).chosen is None


def test_what_was_said_of_one_rule_or_occasion_does_not_hold_another() -> None:
    history = (told(minutes(60)),)

    assert choose(NOON, [due(occasion="spell:2")], history, THERE, POLICY).chosen
    assert choose(NOON, [due(rule="ai")], history, THERE, POLICY).chosen


def test_of_several_the_one_furthest_beyond_its_limit_comes_and_says_the_others_too() -> None:
    screen = due("break", amount=60, limit=50)
    session = due("session", amount=90, limit=60)

    decision = choose(NOON, [screen, session], (), THERE, POLICY)

    assert decision.chosen == session
    assert decision.also == (screen,)


def test_of_equals_the_first_in_the_settings_comes() -> None:
    first, second = due("first"), due("second")

    assert choose(NOON, [first, second], (), THERE, POLICY).chosen == first
    assert choose(NOON, [second, first], (), THERE, POLICY).chosen == second


def test_a_limit_of_nothing_goes_first_and_a_finding_without_figures_is_just_due() -> None:
    free, far = due("free", amount=1, limit=0), due("far", amount=900)
    plain, short = Finding("contact", "day:2026-11-23", ()), due("short", amount=40)

    assert choose(NOON, [far, free], (), THERE, POLICY).chosen == free
    assert choose(NOON, [short, plain], (), THERE, POLICY).chosen == plain


def test_a_person_leads_so_that_the_button_calls_them_and_the_limit_is_said_within() -> None:
    person, far = Finding("contact", "day:2026-11-23", (), "Anna"), due("far", amount=900)
    law = Law(POLICY, leading=frozenset({"contact"}))

    decision = settle(NOON, Facts((far, person), THERE), History(), law)

    assert (decision.chosen, decision.also) == (person, (far,))


def test_of_two_persons_each_has_a_nudge_of_their_own_so_that_its_button_calls_them() -> None:
    abel, cleo = (Finding("birthday", f"day:x#{turn}", (), turn) for turn in ("Abel", "Cleo"))
    law = Law(POLICY, leading=frozenset({"contact", "birthday"}))
    far = due("far", amount=900)

    first = settle(NOON, Facts((abel, cleo, far), THERE), History(), law)
    given = (Given("birthday", abel.occasion, NOON), Given("far", far.occasion, NOON, is_part=True))
    after = History(given, first.waiting)
    second = settle(NOON + minutes(15), Facts((abel, cleo, far), THERE), after, law)

    assert (first.chosen, first.also) == (abel, (far,))
    assert (second.chosen, second.also) == (cleo, ())


def test_what_reached_nobody_holds_its_own_occasion_and_nothing_else() -> None:
    lost = tuple(Given("contact", "day:1", NOON - minutes(ago), is_lost=True) for ago in (3, 2, 1))
    law = Law(replace(POLICY, most_a_day=3, most_a_week=3), {"contact": Cap(1, 3)})
    new = Moment(BERLIN, NOON - timedelta(hours=3), active=True)
    same, other = due("contact", "day:1"), due("contact", "day:2")

    for moment in (THERE, new):
        decision = settle(NOON, Facts((same, other), moment), History(lost), law)

        assert decision.chosen == other
        assert decision.held == (Held("contact", "it was tried three times and reached nobody"),)


def test_to_be_asked_and_to_say_not_yet_is_no_refusal() -> None:
    asked = tuple(changed(one, rule=FOLLOW_UP) for one in refused(NOON, [Answer.NO] * 5))
    question, tomorrow = due(FOLLOW_UP, "nudge:new"), NOON + timedelta(days=1)

    assert choose(tomorrow, [question], asked, THERE, POLICY).chosen == question
    assert refusals.unsure(asked[:1]) == ()
    assert refusals.unsure(refused(NOON, [Answer.NO])) == ("break",)


def test_after_five_times_no_a_rule_rests_every_other_day() -> None:
    history = refused(NOON, [Answer.NO] * 5)
    tomorrow, after = NOON + timedelta(days=1), NOON + timedelta(days=2)

    held = choose(tomorrow, [due()], history, THERE, POLICY).held

    reason = "you said no to it 5 times in a row, so it rests every other day"
    assert held == (Held("break", reason, BERLIN.bounds(BERLIN.day(after))[0]),)
    assert choose(after, [due()], history, THERE, POLICY).chosen == due()
    assert choose(tomorrow, [due("other")], history, THERE, POLICY).chosen == due("other")


@pytest.mark.parametrize(
    "answers",
    [
        [Answer.NO] * 4,
        [Answer.NO] * 5 + [Answer.DID],
        [Answer.NO, Answer.NO, Answer.LATER, Answer.NO, Answer.NO],
    ],
)
def test_fewer_times_no_or_another_answer_since_changes_nothing(
    answers: list[Answer | None],
) -> None:
    history = refused(NOON, answers)

    assert choose(NOON + timedelta(days=1), [due()], history, THERE, POLICY).chosen == due()


def test_what_speaks_of_weeks_rests_every_other_week() -> None:
    weeks = [timedelta(days=7 * ago) for ago in (5, 4, 3, 2, 1)]
    history = [
        Given("break", f"week:{ago.days}", NOON - ago, Answer.NO, NOON - ago) for ago in weeks
    ]
    finding = due(occasion="week:2026-11-23")

    held = choose(NOON + timedelta(days=3), [finding], history, THERE, POLICY).held

    reason = "you said no to it 5 times in a row, so it rests every other week"
    monday = BERLIN.bounds(BERLIN.day(NOON + timedelta(days=7)))[0]
    assert held == (Held("break", reason, monday),)
    after = due(occasion="week:2026-11-30")
    assert choose(NOON + timedelta(days=7), [after], history, THERE, POLICY).chosen == after


def test_a_nudge_without_an_answer_neither_adds_to_the_noes_nor_breaks_their_row() -> None:
    history = refused(NOON, [Answer.NO, None, *[Answer.NO] * 4, None])

    assert choose(NOON + timedelta(days=1), [due()], history, THERE, POLICY).chosen is None


def test_what_was_put_off_comes_again_even_in_the_first_days_and_nothing_else_does() -> None:
    begun = Moment(BERLIN, NOON - timedelta(hours=3), active=True)
    history = (told(minutes(60), Answer.LATER),)

    decision = choose(NOON, [due(), due("ai")], history, begun, POLICY)

    assert decision.chosen == due()
    assert [one.reason for one in decision.held] == ["the first three days bring one nudge each"]


def test_a_pause_tells_nothing_else_of_the_moment() -> None:
    paused = Moment(BERLIN, LONG_AGO, active=False, paused_until=NOON + minutes(5))

    held = choose(NOON, [due()], (), paused).held

    assert [one.reason for one in held] == ["humanward is paused"]


def test_nothing_is_said_right_after_coming_back() -> None:
    policy = replace(POLICY, settle_in=Length.of("2m"))
    back = Moment(BERLIN, LONG_AGO, active=True, back_since=NOON)

    held = choose(NOON + minutes(1), [due()], (), back, policy).held

    assert held == (Held("", "you have only just come back", NOON + minutes(2)),)
    assert choose(NOON + minutes(2), [due()], (), back, policy).chosen == due()


def test_outside_the_wanted_hours_and_days_nothing_is_said() -> None:
    office = replace(POLICY, quiet=(), hours=(Span.of("09:00-17:00"),))
    weekend = replace(POLICY, days=(Weekday.SAT, Weekday.SUN))
    evening, morning = NOON + timedelta(hours=8), NOON + timedelta(hours=21)
    friday_ends = BERLIN.bounds(BERLIN.day(NOON))[1]

    held = choose(evening, [due()], (), THERE, office).held

    reason = "these are not the hours in which you want nudges"
    assert held == (Held("", reason, morning),)
    assert choose(morning, [due()], (), THERE, office).chosen == due()
    reason = "this is not a day on which you want nudges"
    assert choose(NOON, [due()], (), THERE, weekend).held == (Held("", reason, friday_ends),)
    assert choose(NOON - timedelta(days=1), [due()], (), THERE, weekend).chosen == due()


def test_a_week_has_no_more_nudges_than_are_allowed() -> None:
    sunday = NOON + timedelta(days=6)
    history = tuple(Given("break", f"spell:a{day}", NOON + timedelta(days=day)) for day in range(3))
    policy = replace(POLICY, most_a_week=3)
    monday = BERLIN.bounds(BERLIN.day(NOON) + timedelta(days=7))[0]

    held = choose(sunday, [due()], history, THERE, policy).held

    assert held == (Held("", "as many as you allow a week were given: 3", monday),)
    assert choose(NOON + timedelta(days=7), [due()], history, THERE, policy).chosen == due()


def test_a_rule_with_a_cap_of_its_own_is_silent_beyond_it_and_leaves_the_others_alone() -> None:
    contact = due("contact", "day:2026-11-23")
    days = [Given("contact", f"day:{ago}", NOON - timedelta(days=ago)) for ago in (6, 4, 2)]
    today = Given("contact", "day:other", NOON - minutes(100))

    by_week = choose(NOON, [contact], days, THERE, POLICY, contact=Cap(1, 3)).held
    by_day = choose(NOON, [contact, due()], [today], THERE, POLICY, contact=Cap(1, 3))

    until = NOON + timedelta(days=1)
    assert by_week == (Held("contact", "this is said at most 3 times a week", until),)
    assert [one.reason for one in by_day.held] == ["this is said at most once a day"]
    assert by_day.chosen == due()


def test_a_share_of_the_nudges_is_left_out_by_chance_and_the_same_ones_each_time() -> None:
    policy = replace(POLICY, stay_silent=50)
    findings = [due(occasion=f"spell:{number}") for number in range(400)]

    ended = [choose(NOON, [one], (), THERE, policy).ended for one in findings]
    again = [choose(NOON, [one], (), THERE, policy).ended for one in findings]

    assert ended == again
    assert 160 < sum(map(bool, ended)) < 240
    assert not any(choose(NOON, [one]).ended for one in findings)


def test_what_was_left_out_by_chance_is_not_said_a_minute_later_and_counts_for_no_cap() -> None:
    silent = Given("break", "spell:1", NOON - minutes(1), is_silent=True)
    policy = replace(POLICY, most_a_day=1)

    decision = choose(NOON, [due(), due("ai")], [silent], THERE, policy)

    assert decision.chosen == due("ai")
    assert [one.rule for one in decision.held] == ["break"]
