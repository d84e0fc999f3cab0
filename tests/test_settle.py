"""The law of waiting: for a good moment, not for ever, and never for what no longer holds."""

from dataclasses import replace as changed
from datetime import datetime, timedelta

from msgspec.structs import replace

from config.schema import Length, Nudge
from monitor.core.notices import Finding
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import (
    Breakpoint,
    Decision,
    End,
    Facts,
    Given,
    Held,
    History,
    Law,
    Moment,
    Waiting,
)
from tests.judging import NOON, POLICY, THERE, due, minutes

PATIENT = replace(POLICY, patience=Length.of("3m"), expires=Length.of("20m"))
CALL = changed(THERE, call=True)
BETWEEN = changed(THERE, between=Breakpoint.FOCUS)


def step(
    now: datetime,
    waiting: tuple[Waiting, ...] = (),
    moment: Moment = THERE,
    findings: tuple[Finding, ...] = (due(),),
    policy: Nudge = PATIENT,
) -> Decision:
    """One judgement, with nothing said before."""
    return settle(now, Facts(findings, moment), History((), waiting), Law(policy))


def test_a_nudge_waits_for_a_breakpoint_and_says_until_when() -> None:
    first = step(NOON)
    second = step(NOON + minutes(1), first.waiting)

    waits = Held("break", "it waits for a pause in what you do", NOON + minutes(3))
    assert (first.chosen, first.held) == (None, (waits,))
    assert (second.chosen, second.held) == (None, (waits,))
    assert step(NOON + minutes(2), second.waiting, BETWEEN).chosen == due()


def test_patience_ends_and_then_it_comes_in_the_middle() -> None:
    waiting = step(NOON).waiting

    decision = step(NOON + minutes(3), waiting)

    assert decision.chosen == due()
    assert decision.expires == NOON + minutes(20)
    assert decision.waiting == ()


def test_at_a_breakpoint_it_comes_at_once() -> None:
    assert step(NOON, (), BETWEEN).chosen == due()


def test_a_forbidden_moment_outlasts_patience_and_the_breakpoint() -> None:
    waiting = step(NOON, (), CALL).waiting

    decision = step(NOON + minutes(10), waiting, changed(CALL, between=Breakpoint.FOCUS))

    assert decision.chosen is None
    assert decision.held == (Held("", "you are in a call"),)
    assert decision.waiting[0].reasons == {"you are in a call"}


def test_what_waited_in_vain_expires_once_and_is_told_with_its_reasons() -> None:
    waiting = step(NOON, (), CALL).waiting
    locked = step(NOON + minutes(5), waiting, changed(THERE, locked=True))
    ended = step(NOON + minutes(20), locked.waiting, CALL)
    later = step(NOON + minutes(21), ended.waiting, CALL)

    assert [(one.how, one.at) for one in ended.ended] == [(End.EXPIRED, NOON + minutes(20))]
    assert ended.ended[0].waiting.reasons == {"you are in a call", "the screen is locked"}
    assert later.ended == ()


def test_after_it_expired_what_still_holds_waits_anew_once_the_moment_is_free() -> None:
    waiting = step(NOON, (), CALL).waiting
    waiting = step(NOON + minutes(20), waiting, CALL).waiting

    free = step(NOON + minutes(60), waiting)

    assert free.chosen is None
    assert free.waiting[0].until == NOON + minutes(80)
    assert step(NOON + minutes(61), free.waiting, BETWEEN).expires == NOON + minutes(80)


def test_a_call_that_ends_with_the_deadline_gives_a_new_one_not_an_old_one() -> None:
    waiting = step(NOON, (), CALL).waiting

    decision = step(NOON + minutes(20), waiting, BETWEEN)

    assert decision.chosen == due()
    assert decision.expires == NOON + minutes(40)
    assert [one.how for one in decision.ended] == [End.EXPIRED]


def test_what_no_longer_holds_is_dropped_and_told() -> None:
    waiting = step(NOON, (), CALL).waiting

    decision = step(NOON + minutes(4), waiting, findings=())

    assert decision.waiting == ()
    assert [(one.how, one.waiting.key) for one in decision.ended] == [
        (End.MOOT, ("break", "spell:1"))
    ]


def test_it_speaks_with_the_newest_figures() -> None:
    waiting = step(NOON).waiting
    longer = due(amount=63)

    assert step(NOON + minutes(3), waiting, findings=(longer,)).chosen == longer


def test_what_waited_together_is_said_together_and_the_furthest_gives_the_word() -> None:
    far, near = due("ai", "day:1", amount=120), due()
    waiting = step(NOON, (), CALL, findings=(near,)).waiting

    decision = step(NOON + minutes(1), waiting, BETWEEN, findings=(near, far))

    assert (decision.chosen, decision.also) == (far, (near,))


def test_patience_counts_from_the_end_of_what_forbade_it() -> None:
    waiting = step(NOON, (), CALL).waiting
    free = step(NOON + minutes(10), waiting)

    assert free.chosen is None
    assert step(NOON + minutes(12), free.waiting).chosen is None
    assert step(NOON + minutes(13), free.waiting).chosen == due()


def test_patience_longer_than_a_nudge_keeps_still_ends() -> None:
    policy = replace(PATIENT, patience=Length.of("1h"), expires=Length.of("5m"))
    waiting: tuple[Waiting, ...] = ()
    told = []
    for minute in range(62):
        decision = step(NOON + minutes(minute), waiting, policy=policy)
        waiting = decision.waiting
        told.append(decision.chosen)

    assert told.index(due()) == 60


def test_a_clock_set_back_begins_the_waiting_anew() -> None:
    waiting = step(NOON).waiting

    decision = step(NOON - timedelta(hours=1), waiting)

    assert decision.waiting[0].since == NOON - timedelta(hours=1)


def test_what_was_said_meanwhile_waits_no_more() -> None:
    waiting = step(NOON, (), CALL).waiting
    said = Given("break", "spell:1", NOON + minutes(1))

    facts = Facts((due(),), BETWEEN)
    decision = settle(NOON + minutes(30), facts, History((said,), waiting), Law(PATIENT))

    assert decision.chosen is None
    assert [one.how for one in decision.ended] == [End.MOOT]


def test_what_was_free_for_a_moment_and_then_held_again_expires_with_its_reasons() -> None:
    waiting = step(NOON, (), changed(THERE, fullscreen=True)).waiting
    waiting = step(NOON + minutes(19), waiting).waiting

    ended = step(NOON + minutes(20), waiting, CALL).ended

    assert [one.how for one in ended] == [End.EXPIRED]
    assert ended[0].waiting.reasons == {"something fills the whole screen", "you are in a call"}


def test_more_than_one_nudge_can_say_goes_on_waiting() -> None:
    findings = tuple(due(f"rule{number}", amount=60 + number) for number in range(5))

    decision = step(NOON, (), BETWEEN, findings)

    assert (decision.chosen, len(decision.also)) == (findings[-1], 2)
    assert [one.finding for one in decision.waiting] == list(findings[2:4])
