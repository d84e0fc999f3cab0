"""The law of nudges over any life: never too many, too soon, too late or in a bad moment.

A life goes on step by step as hypothesis likes; what a person may rely on is looked at after each.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from config.schema import Evening, Length, Nudge, Span, Weekday
from monitor.core.limits import AWAY
from monitor.core.notices import Answer, Finding
from monitor.core.nudging.holds import next_possible
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import (
    Breakpoint,
    Cap,
    Decision,
    End,
    Ended,
    Facts,
    Given,
    History,
    Law,
    Moment,
    Waiting,
)
from monitor.core.rules import evening
from tests.judging import BERLIN, NOON, due, minutes
from tests.proof import counts

BEGINNINGS = (NOON, datetime(2026, 3, 27, 9, tzinfo=UTC), datetime(2026, 10, 23, 9, tzinfo=UTC))
STATES = ("there", "there", "there", "between", "away", "locked", "full", "call", "quiet", "paused")
FREE = ("there", "between")
NOBODY = ("away", "locked")
LAW = "law-180"
POLICIES = st.builds(
    Nudge,
    most_a_day=st.integers(1, 4),
    most_a_week=st.integers(1, 12),
    spacing=st.sampled_from((Length.of("1m"), Length.of("15m"), Length.of("2h"))),
    snooze=st.sampled_from((Length.of("1m"), Length.of("45m"))),
    quiet=st.sampled_from(((), (Span.of("22:30-07:00"),), (Span.of("12:00-13:30"),))),
    expires=st.sampled_from((Length.of("1m"), Length.of("20m"))),
    patience=st.sampled_from((Length.of("0s"), Length.of("3m"), Length.of("1h"))),
    settle_in=st.sampled_from((Length.of("0s"), Length.of("2m"), Length.of("10m"))),
    stay_silent=st.sampled_from((0, 0, 30)),
)
EVENINGS = st.builds(
    Evening, note=st.booleans(), letter=st.booleans(), hour=st.sampled_from((12, 20, 22))
)
DUES = st.lists(
    st.tuples(
        st.sampled_from(("break", "ai", "contact", LAW)), st.integers(0, 2), st.integers(1, 99)
    ),
    max_size=3,
    unique_by=lambda one: one[0],
)
CAPS = {"contact": Cap(1, 3), LAW: Cap(0, 0)}
ORDERED = {evening.NOTE, evening.LETTER}


@dataclass(frozen=True, slots=True)
class Said:
    """A nudge of the life, with the minute's state and what was foretold just before.

    ``back`` is when the person came back to the screen last.
    """

    given: Given
    state: str
    expires: datetime
    foretold: datetime | None
    back: datetime


class Life(RuleBasedStateMachine):
    """A person's minutes, and what is said in them."""

    now: datetime
    begun: datetime
    back: datetime
    left: datetime | None
    law: Law
    evening: Evening

    def __init__(self) -> None:
        super().__init__()
        self.given: tuple[Given, ...] = ()
        self.waiting: tuple[Waiting, ...] = ()
        self.said: list[Said] = []
        self.ended: list[Ended] = []
        self.unexplained: list[Decision] = []

    @initialize(begun=st.sampled_from(BEGINNINGS), policy=POLICIES, ordered=EVENINGS)
    def begin(self, begun: datetime, policy: Nudge, ordered: Evening) -> None:
        """A ledger begins."""
        self.begun = self.now = self.back = begun
        self.left = None
        self.evening = ordered
        ordered_for = evening.ordered(ordered)
        self.law = Law(policy, CAPS, ordered_for, frozenset({"contact"}), frozenset({LAW}))

    @property
    def policy(self) -> Nudge:
        """How much the person wants."""
        return self.law.policy

    @rule(
        after=st.sampled_from((1, 1, 1, 5, 14, 15, 30, 120, 400)),
        state=st.sampled_from(STATES),
        dues=DUES,
        answer=st.sampled_from((None, *Answer)),
    )
    def live(
        self, after: int, state: str, dues: list[tuple[str, int, int]], answer: Answer | None
    ) -> None:
        """Time passes; some things are due; if something is said, it is answered so."""
        before, self.now = self.now, self.now + minutes(after)
        findings = tuple(
            due(name, f"{name}:{occasion}", amount=amount) for name, occasion, amount in dues
        )
        there = Moment(BERLIN, self.begun, active=True, back_since=self.back)
        self._come_or_go(state)
        moment = self._moment(state)
        brought = evening.findings(self.now, BERLIN, self.evening, is_there=moment.active)
        findings = (*findings, *brought)
        foretold = next_possible(before, self.given, there, self.law, findings)
        facts, history = Facts(findings, moment), History(self.given, self.waiting)
        decision = settle(self.now, facts, history, self.law)
        self._check_that_the_evening_comes(decision, brought, state)
        self._check_that_a_law_is_kept(decision, findings, state)
        self._check_that_a_law_s_word_takes_no_place(decision)
        self._check_that_all_is_explained(decision, {one.rule for one in findings})
        self.waiting = decision.waiting
        self.ended += decision.ended
        self._keep(decision, state, answer, foretold)

    @invariant()
    def nothing_is_said_in_a_forbidden_moment_or_after_its_end(self) -> None:
        """Not in a call, nor locked, nor right after coming back, nor in quiet hours, nor late.

        Nor does one come before it was foretold.
        """
        for one in self.said[-1:]:
            at = one.given.at
            assert one.state in FREE
            assert at >= one.back + self.policy.settle_in
            assert at < one.expires
            assert not any(span.contains(BERLIN.local(at).time()) for span in self.policy.quiet)
            assert one.foretold is not None
            assert one.foretold <= at

    @invariant()
    def no_cap_is_passed_on_any_day_or_week(self) -> None:
        """The caps of a day and a week, of the first days, and of single rules.

        A law's word is beside them: it neither counts in them nor is held by them.
        """
        for one in self.said[-1:]:
            if one.given.rule == LAW:
                continue
            day = BERLIN.day(one.given.at)
            today = self._of_day(one.given.at)
            if (day - BERLIN.day(self.begun)).days < 3:
                beside = {one.at for one in self.given if one.rule == LAW}
                said = [one for one in self.given if one.at not in beside and not one.is_silent]
                first_at = next(one.at for one in said if BERLIN.day(one.at) == day)
                first = {_key(one) for one in said if one.at == first_at}
                assert first.issuperset(map(_key, today))
            else:
                assert len(today) <= self.policy.most_a_day
            assert len(self._of_week(one.given.at)) <= self.policy.most_a_week

    @invariant()
    def the_last_place_of_a_day_is_kept_for_what_was_ordered(self) -> None:
        """Whoever else took the last place, what was ordered for the day was said before."""
        for one in self.said[-1:]:
            at, rule = one.given.at, one.given.rule
            today = self._of_day(at)
            if rule in {LAW, *ORDERED} or len(today) < self._most(at):
                continue
            rules = {given.rule for given in today}
            wanted = [order for order in self.law.orders if _weekday(at) in order.days]
            assert not wanted or rules & ORDERED or self._is_refused(wanted[0].rule)

    @invariant()
    def what_was_ordered_is_said_alone_and_never_left_out(self) -> None:
        """Neither within another nudge, nor with another in its own."""
        for one in self.given[-3:]:
            if one.rule in ORDERED:
                assert not one.is_silent
                assert [other for other in self.given if other.at == one.at] == [one]

    @invariant()
    def a_law_s_word_is_never_left_out_nor_said_within_another(self) -> None:
        """What leads is not said within it, since its buttons are needed."""
        for one in self.given[-3:]:
            others = {other.rule for other in self.given if other.at == one.at} - {one.rule}
            if one.rule == LAW:
                assert not one.is_silent
                assert not one.is_part
                assert not others & {"contact", *ORDERED}

    @invariant()
    def no_two_come_at_once(self) -> None:
        """The spacing holds, also after midnight and over the change of the clock."""
        if len(self.said) > 1:
            one, other = self.said[-2:]
            least = self.policy.spacing
            if one.given.answer is Answer.LATER:
                least = min(least, self.policy.snooze)
            assert other.given.at - one.given.at >= least

    @invariant()
    def an_occasion_is_repeated_only_when_it_was_put_off(self) -> None:
        """At most twice, and not before the snooze ends."""
        for key in set(map(_key, self.given[-3:])):
            same = [one for one in self.given if _key(one) == key]
            assert len(same) <= 3
            assert all(one.answer is Answer.LATER for one in same[:-1])
            waits = (other.at - one.at for one, other in pairwise(same))
            assert all(wait >= self.policy.snooze for wait in waits)

    @invariant()
    def contact_keeps_its_own_cap(self) -> None:
        """Once a day and three times in seven days, but for what was put off."""
        own = [one.at for one in self.given if one.rule == "contact"]
        firsts = {one.occasion: one.at for one in reversed(self.given) if one.rule == "contact"}
        days = [BERLIN.day(at) for at in firsts.values()]
        assert len(days) == len(set(days))
        for at in own:
            assert sum(at - timedelta(days=7) < other <= at for other in firsts.values()) <= 3

    @invariant()
    def what_expired_had_a_reason_and_its_time(self) -> None:
        """Each nudge that came to nothing tells what held it, or that it was no longer true.

        A law's word does not expire: it comes late, or is no longer true.
        """
        for one in self.ended[-3:]:
            if one.how is End.EXPIRED:
                assert one.waiting.finding.rule != LAW
                assert one.waiting.reasons
                assert one.at >= one.waiting.until

    def _come_or_go(self, state: str) -> None:
        """Who was away for five minutes or more comes back now."""
        if state in NOBODY:
            self.left = self.left or self.now
        elif self.left is not None:
            self.back = self.now if self.now - self.left >= AWAY else self.back
            self.left = None

    def _moment(self, state: str) -> Moment:
        return Moment(
            BERLIN,
            self.begun,
            active=state not in NOBODY,
            locked=state == "locked",
            fullscreen=state == "full",
            call=state == "call",
            silence="Do Not Disturb is on" if state == "quiet" else "",
            paused_until=self.now + minutes(1) if state == "paused" else None,
            back_since=self.back,
            between=Breakpoint.FOCUS if state == "between" else None,
        )

    def _check_that_the_evening_comes(
        self, decision: Decision, brought: tuple[Finding, ...], state: str
    ) -> None:
        """At the first breakpoint after its hour that has a place and the plain rest behind it."""
        if not brought or state != "between" or self._is_refused(brought[0].rule):
            return
        if decision.chosen and decision.chosen.rule == LAW:
            return
        today, week = self._of_day(self.now), self._of_week(self.now)
        has_room = len(today) < self._most(self.now) and len(week) < self.policy.most_a_week
        was_said = any(one.rule == brought[0].rule for one in today)
        if self._has_rested() and has_room and not was_said:
            assert decision.chosen == brought[0]

    def _check_that_a_law_is_kept(
        self, decision: Decision, findings: tuple[Finding, ...], state: str
    ) -> None:
        """Once the plain rest is over, at the first breakpoint, on whatever day."""
        wanted = next((one for one in findings if one.rule == LAW), None)
        if wanted is None or state != "between" or not self._has_rested():
            return
        if not any(_key(one) == (LAW, wanted.occasion) for one in self.given):
            assert decision.chosen == wanted

    def _check_that_a_law_s_word_takes_no_place(self, decision: Decision) -> None:
        """The one place of a first day is free until another nudge than a law's word took it."""
        if not self._of_day(self.now):
            assert not [one for one in decision.held if "first three days" in one.reason]

    def _has_rested(self) -> bool:
        """Whether the plain rest, the first minutes after coming back and quiet hours are over."""
        if self.now < self.back + self.policy.settle_in:
            return False
        before = [one.at for one in self.given if not one.is_silent]
        if before and self.now - before[-1] < self.policy.spacing:
            return False
        return not any(span.contains(BERLIN.local(self.now).time()) for span in self.policy.quiet)

    def _most(self, at: datetime) -> int:
        is_new = (BERLIN.day(at) - BERLIN.day(self.begun)).days < 3
        return 1 if is_new else self.policy.most_a_day

    def _of_day(self, at: datetime) -> list[Given]:
        day = BERLIN.day(at)
        own = (one.given for one in self.said if one.given.rule != LAW)
        return [one for one in own if BERLIN.day(one.at) == day]

    def _of_week(self, at: datetime) -> list[Given]:
        week = BERLIN.day(at).isocalendar()[:2]
        own = (one.given for one in self.said if one.given.rule != LAW)
        return [one for one in own if BERLIN.day(one.at).isocalendar()[:2] == week]

    def _is_refused(self, rule: str) -> bool:
        return [one.answer for one in self.given if one.rule == rule].count(Answer.NO) >= 5

    def _check_that_all_is_explained(self, decision: Decision, due_now: set[str]) -> None:
        spoken = {one.rule for one in (decision.chosen, *decision.also) if one}
        silent = {one.waiting.finding.rule for one in decision.ended if one.how is End.SILENT}
        held = {one.rule for one in decision.held}
        assert "" in held or due_now <= spoken | silent | held
        assert not (decision.chosen and "" in held)

    def _keep(
        self, decision: Decision, state: str, answer: Answer | None, foretold: datetime | None
    ) -> None:
        for one in decision.ended:
            if one.how is End.SILENT:
                finding = one.waiting.finding
                silent = Given(finding.rule, finding.occasion, self.now, is_silent=True)
                self.given = (*self.given, silent)
        chosen = decision.chosen
        if chosen is None or decision.expires is None:
            return
        answered = self.now if answer else None
        first = Given(chosen.rule, chosen.occasion, self.now, answer, answered)
        parts = tuple(
            Given(one.rule, one.occasion, self.now, answer, answered, is_part=True)
            for one in decision.also
        )
        self.given = (*self.given, first, *parts)
        self.said.append(Said(first, state, decision.expires, foretold, self.back))


def _weekday(at: datetime) -> Weekday:
    return tuple(Weekday)[BERLIN.day(at).weekday()]


def _key(one: Given) -> tuple[str, str]:
    return one.rule, one.occasion


TestLives = Life.TestCase
TestLives.settings = settings(max_examples=counts(150, 10_000), stateful_step_count=30)


def test_a_day_that_was_full_is_followed_by_one_that_is_empty_each_day_of_a_year() -> None:
    policy: dict[str, Any] = {"most_a_day": 2, "spacing": Length.of("1m"), "most_a_week": 350}
    law = Law(Nudge(**policy, patience=Length.of("0s")))
    given: tuple[Given, ...] = ()
    begun = NOON - timedelta(days=30)
    told: dict[object, int] = {}
    for quarter in range(366 * 24):
        now = NOON + timedelta(hours=quarter)
        finding = due("ai", f"hour:{quarter}")
        facts = Facts((finding,), Moment(BERLIN, begun, active=True))
        if settle(now, facts, History(given[-20:]), law).chosen:
            given = (*given[-20:], Given("ai", finding.occasion, now))
            told[BERLIN.day(now)] = told.get(BERLIN.day(now), 0) + 1

    assert len(told) >= 366
    assert set(list(told.values())[1:-1]) == {2}
