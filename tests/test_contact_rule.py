"""The law of reminding people of people: whom, when, why, and when to keep silent."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from config.schema import Contact as Rule
from config.schema import Length
from monitor.core.notices import Answer, Figure, Finding, Nudge, Response
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import Breakpoint, Facts, Given, History, Law, Waiting
from monitor.core.people import Birthday, Contact, How, Person, Told
from monitor.core.rules import contact
from monitor.core.rules.sighted import Sighted, carry, sight
from monitor.core.types import Kind, Mark, Presence, Stretch, Subject, Track, Verdict
from tests.judging import BERLIN, CLAUDE, EDITOR, NOON, POLICY, THERE, at, minutes

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RULE = Rule()
ZOOM = Verdict("Zoom", Kind.CALL, "app")
SIGNAL = Verdict("Signal", Kind.MESSAGE, "app")
ANNA = Person("Anna", 7 * DAY, NOON - 30 * DAY)
BEN = Person("Ben", 14 * DAY, NOON - 30 * DAY)


def talk(ago: timedelta, name: str = "Anna", told: Told = Told.SAID) -> Contact:
    return Contact(name, NOON - ago, How.CALL, told)


def found(
    *talks: Contact,
    people: tuple[Person, ...] = (ANNA, BEN),
    now: datetime = NOON,
    rule: Rule = RULE,
) -> tuple[Finding, ...]:
    return contact.findings(people, talks, now, BERLIN, rule)


def born_today(name: str, number: int = 1) -> Person:
    return replace(ANNA, name=name, birthday=Birthday(11, 23, 1990), number=number)


def said(person: str = "Anna", ago: timedelta = 4 * HOUR, rule: str = contact.NAME) -> Nudge:
    when = NOON - ago
    return Nudge(f"c{ago}", when, when, rule, "day:x", "A word?", "Call", (), person)


def answer(nudge: Nudge, one: Answer = Answer.DID, after: timedelta = timedelta()) -> Response:
    return Response(nudge.code, nudge.at + after, one, "desktop")


def seen(start: float, length: float, verdict: Verdict, **more: int) -> tuple[Stretch, Verdict]:
    begin = NOON + minutes(start)
    return Stretch(begin, begin + minutes(length), Subject("some"), **more), verdict  # type: ignore[arg-type] # marks alone


def test_until_somebody_is_named_it_is_silent() -> None:
    assert found(people=()) == ()


def test_after_three_days_without_any_talk_it_names_the_most_overdue() -> None:
    quiet = talk(3 * DAY, "Ben"), talk(4 * DAY)

    assert found(*quiet, now=NOON - HOUR) == ()
    assert [one.person for one in found(*quiet)] == ["Anna"]


def test_a_talk_that_was_noted_with_nobody_named_is_a_talk() -> None:
    quiet = talk(3 * DAY, "Ben"), talk(4 * DAY)

    assert found(*quiet, talk(HOUR, "")) == ()


def test_it_names_who_is_overdue_though_there_were_other_talks() -> None:
    (one,) = found(talk(9 * DAY), talk(HOUR, "Ben"))

    assert one == Finding(
        "contact",
        "day:2026-11-23",
        (
            Figure("days", 9.0, "d"),
            Figure("every", 7.0, "d"),
            Figure("over", 2.0, "d"),
            Figure("noted", 1.0, ""),
            Figure("quiet", 0.0, "d"),
            Figure("since", at("2026-11-23T04:00+01:00").timestamp(), "unix"),
        ),
        "Anna",
    )


def test_who_was_never_talked_with_is_told_from_the_day_of_naming() -> None:
    (one,) = found(people=(replace(ANNA, added=NOON - 8 * DAY),))

    assert (one.figure("days"), one.figure("noted")) == (8.0, 0.0)


def test_who_was_named_today_is_left_alone_for_their_interval_and_three_days() -> None:
    fresh = (replace(ANNA, added=NOON),)

    assert found(people=fresh, now=NOON + 3 * DAY - minutes(1)) == ()
    assert found(people=fresh, now=NOON + 3 * DAY) != ()


def test_the_rule_and_its_birthdays_can_be_switched_off() -> None:
    born = (born_today("Cleo"),)

    assert found(rule=changed(RULE, on=False)) == ()
    assert found(people=born, rule=changed(RULE, on=False)) == ()
    assert [one.rule for one in found(people=born, rule=changed(RULE, birthdays=False))] == [
        "contact"
    ]


def test_its_length_of_silence_is_a_setting() -> None:
    quiet = talk(12 * HOUR), talk(12 * HOUR, "Ben")

    assert found(*quiet) == ()
    assert found(*quiet, rule=changed(RULE, after=Length.of("12h"))) != ()


def test_a_birthday_is_the_reason_of_its_day_and_each_has_an_occasion_of_its_own() -> None:
    twins = (born_today("Cleo", 1), born_today("Abel", 2), ANNA)

    both = found(people=twins)
    after_one = found(talk(HOUR, "Abel"), people=twins)
    named_since = found(people=(*twins, born_today("Aaron", 4)))

    assert [(one.rule, one.person, one.occasion) for one in both] == [
        ("birthday", "Abel", "day:2026-11-23#2"),
        ("birthday", "Cleo", "day:2026-11-23#1"),
    ]
    assert after_one == both[1:] == named_since[2:]
    assert named_since[:2] == (replace(named_since[0], occasion="day:2026-11-23#4"), both[0])
    assert both[0].figure("turns") == 36.0


def test_a_talk_of_yesterday_does_not_stand_for_the_birthday() -> None:
    assert [one.rule for one in found(talk(DAY, "Cleo"), people=(born_today("Cleo"),))] == [
        "birthday"
    ]


def test_caps_follow_the_setting() -> None:
    caps = contact.caps(changed(RULE, most_a_week=2))

    assert (caps["contact"].a_day, caps["contact"].a_week) == (1, 2)
    assert set(caps) == {"contact", "birthday", "follow-up"}


_AGO = st.timedeltas(timedelta(), 40 * DAY)
_TALKS = st.lists(st.builds(talk, _AGO, st.sampled_from(["Anna", "Ben", ""])), max_size=8)


@given(_TALKS, _AGO)
def test_a_talk_that_was_seen_never_makes_it_speak(talks: list[Contact], ago: timedelta) -> None:
    with_seen = found(*talks, talk(ago, "", Told.SEEN))

    assert {one.person for one in with_seen} <= {one.person for one in found(*talks)}


@given(_TALKS)
def test_it_speaks_of_one_person_a_day_who_is_the_most_overdue(talks: list[Contact]) -> None:
    told = found(*talks)

    assert len(told) <= 1
    for one in told:
        over, quiet = one.figure("over"), one.figure("quiet")
        assert over is not None
        assert quiet is not None
        assert over >= 0 or quiet >= 3


def test_hours_after_a_word_was_taken_up_it_asks_whether_it_came_to_a_talk() -> None:
    nudge = said(ago=4 * HOUR)
    told = [(nudge, answer(nudge, after=minutes(5)))]

    (one,) = contact.follow_ups(told, (), NOON, RULE)

    assert (one.rule, one.occasion, one.person) == ("follow-up", f"nudge:{nudge.code}", "Anna")
    assert one.figure("hours") == 3.0
    assert one.figure("since") == nudge.at.timestamp()
    assert one.figure("took_up") == (nudge.at + minutes(5)).timestamp()


@pytest.mark.parametrize(
    ("why", "nudge", "response", "talks"),
    [
        ("silence counts as nothing", said(), None, ()),
        ("it was put off", said(), Answer.LATER, ()),
        ("it was refused", said(), Answer.NO, ()),
        ("it is too soon", said(ago=2 * HOUR), Answer.DID, ()),
        ("it is long ago", said(ago=37 * HOUR), Answer.DID, ()),
        ("a talk was noted since", said(), Answer.DID, (talk(HOUR),)),
        ("it was of a limit", said(rule="break"), Answer.DID, ()),
        ("nobody was named", said(person=""), Answer.DID, ()),
    ],
)
def test_it_does_not_ask_where(
    why: str, nudge: Nudge, response: Answer | None, talks: tuple[Contact, ...]
) -> None:
    told = [(nudge, response and answer(nudge, response))]

    assert contact.follow_ups(told, talks, NOON, RULE) == (), why


def test_of_two_words_about_one_person_the_latest_is_asked_about() -> None:
    early, late = said(ago=20 * HOUR), said(ago=4 * HOUR)
    told = [(late, answer(late)), (early, answer(early))]

    (one,) = contact.follow_ups(told, (talk(30 * HOUR),), NOON, RULE)

    assert one.occasion == f"nudge:{late.code}"


def test_asking_after_can_be_switched_off() -> None:
    nudge = said()
    told = [(nudge, answer(nudge))]

    assert contact.follow_ups(told, (), NOON, RULE) != ()
    assert contact.follow_ups(told, (), NOON, changed(RULE, follow_up=False)) == ()
    assert contact.follow_ups(told, (), NOON, changed(RULE, on=False)) == ()


def test_two_minutes_of_a_call_are_a_talk_with_somebody_unknown() -> None:
    short = sight([seen(0, 1.9, ZOOM)], BERLIN)
    enough = sight([seen(0, 1.9, ZOOM), seen(2.5, 1, ZOOM)], BERLIN)
    attempts = sight([seen(0, 1.9, ZOOM), seen(5, 1, ZOOM)], BERLIN)

    assert short.contacts == attempts.contacts == ()
    assert enough.contacts == (Contact("", NOON + minutes(3.5), How.CALL, Told.SEEN),)


def test_a_call_behind_another_window_is_a_call_and_a_voice_mode_of_ai_is_none() -> None:
    behind = sight([seen(0, 1, ZOOM), seen(1, 5, EDITOR, marks=Mark.CALL)], BERLIN)
    voice = sight([seen(0, 30, CLAUDE, marks=Mark.CALL)], BERLIN)

    assert [one.at for one in behind.contacts] == [NOON + minutes(6)]
    assert voice.contacts == ()


def test_five_minutes_of_messages_in_a_day_are_a_talk() -> None:
    night = NOON + 15.5 * HOUR - NOON  # 03:30 in Berlin, the last half hour of the day
    late = night / minutes(1)
    one_day = [seen(0, 3, SIGNAL), seen(300, 2, SIGNAL)]
    two_days = [seen(late, 4.9, SIGNAL), seen(late + 60, 4.9, SIGNAL)]

    assert [one.how for one in sight(one_day, BERLIN).contacts] == [How.MESSAGE]
    assert sight(two_days, BERLIN).contacts == ()


def test_what_nobody_attended_is_no_talk() -> None:
    idle, behind = seen(0, 30, ZOOM), seen(0, 30, ZOOM)

    alone = (replace(idle[0], presence=Presence.IDLE), ZOOM)
    unattended = (replace(behind[0], track=Track.UNATTENDED), ZOOM)

    assert sight([alone, unattended], BERLIN).contacts == ()


def test_of_a_closed_day_the_sums_tell_as_much_as_is_needed() -> None:
    found = carry(
        carry(Sighted(), minutes(2), minutes(4), NOON), minutes(1), minutes(5), NOON + DAY
    )

    assert [(one.at, one.how) for one in found.contacts] == [
        (NOON, How.CALL),
        (NOON + DAY, How.MESSAGE),
    ]


def test_a_fortnight_of_silence_brings_one_word_a_day_and_three_a_week_at_most() -> None:
    law = Law(POLICY, contact.caps(RULE))
    given: list[Given] = []
    waiting: tuple[Waiting, ...] = ()
    for quarter in range(14 * 24 * 4):
        now = NOON + quarter * minutes(15)
        moment = replace(THERE, between=Breakpoint.FOCUS)
        facts = Facts(found(now=now), moment)
        decision = settle(now, facts, History(tuple(given), waiting), law)
        waiting = decision.waiting
        if decision.chosen is not None:
            given.append(Given(decision.chosen.rule, decision.chosen.occasion, now))

    days = [BERLIN.day(one.at) for one in given]
    assert len(days) == len(set(days))
    assert [sum(at <= day < at + 7 * DAY for day in days) for at in days[:3]] == [3, 3, 3]
    assert len(days) == 6
