"""The law of the companion laws' reminder: after three hours it comes, whatever was said before."""

from dataclasses import replace as changed
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from config.profiles import LAW_180, settings_under
from config.schema import DEFAULTS, Length, Per, Profile, Settings
from monitor.core.notices import Answer, Finding
from monitor.core.nudging.holds import next_possible
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import (
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
from monitor.core.play import Said
from monitor.core.types import Kind, Stretch, Subject, Verdict
from monitor.service.due import law
from tests.judging import BERLIN, LONG_AGO, NOON, POLICY, THERE, due, minutes, told
from tests.replaying import Life, lived, rehearsed

SETTINGS = settings_under(Profile.LAW_180)
BY = Law(POLICY, {}, leading=frozenset({"contact"}), prompt=frozenset({"law-180"}))
DAY = timedelta(days=1)
REMINDED = Given("law-180", "session:1", NOON - minutes(2))
WITHIN = Given("ai", "day:1", REMINDED.at, is_part=True)
DOCS = Path(__file__).parents[1] / "docs" / "nudges.md"


def wanted(occasion: str = "session:1") -> Finding:
    """The reminder, just due."""
    return due("law-180", occasion, amount=180, limit=180)


def decide(
    *findings: Finding,
    given: tuple[Given, ...] = (),
    moment: Moment = THERE,
    by: Law = BY,
    now: datetime = NOON,
) -> Decision:
    """One judgement at noon."""
    return settle(now, Facts(findings, moment), History(given), by)


def session(first_seen: datetime = LONG_AGO, length: int = 190) -> Life:
    """Three hours and ten minutes with AI, unless told otherwise, from noon on."""
    stretch = Stretch(NOON, NOON + minutes(length), Subject("1"))
    return Life(((stretch, Verdict("Claude", Kind.ASSISTANT, "")),), BERLIN, first_seen)


def in_hours(length: timedelta) -> str:
    """A length as the docs tell it."""
    hours, rest = divmod(length // minutes(1), 60)
    return f"{hours} h {rest} min"


def reminders(life: Life, settings: Settings) -> list[Said]:
    """The reminders of a life, the same minute by minute as in the rehearsal."""
    told = lived(life, settings)

    assert told == rehearsed(life, settings)
    return [one for one in told if one.rule == LAW_180.name]


@pytest.mark.parametrize("first_seen", [LONG_AGO, NOON])
@pytest.mark.parametrize("most_a_day", [1, 2, 8])
@pytest.mark.parametrize("stay_silent", [0, 50])
def test_a_session_of_3_h_10_hears_of_it_on_a_full_day_and_on_the_first_one_too(
    first_seen: datetime, most_a_day: int, stay_silent: int
) -> None:
    nudge = replace(SETTINGS.nudge, most_a_day=most_a_day, stay_silent=stay_silent)

    (told,) = reminders(session(first_seen), replace(SETTINGS, nudge=nudge))

    latest = NOON + LAW_180.at_most + nudge.patience
    assert told.at <= latest + minutes(1)


def test_after_a_nudge_just_before_it_comes_once_the_plain_rest_is_over() -> None:
    nudge = SETTINGS.nudge
    near = LAW_180.at_most - nudge.patience - minutes(1)
    just_before = replace(DEFAULTS.limit[0], name="near", at_most=near)
    crowded = replace(SETTINGS, limit=(just_before, LAW_180))

    (told,) = reminders(session(length=240), crowded)

    latest = NOON + LAW_180.at_most + nudge.spacing + nudge.patience
    assert latest - minutes(1) <= told.at <= latest


def test_the_docs_tell_by_when_it_comes_with_the_settings_of_the_profile() -> None:
    mostly = LAW_180.at_most + SETTINGS.nudge.patience
    latest = mostly + SETTINGS.nudge.spacing
    said = f"it comes by {in_hours(latest)}, mostly by {in_hours(mostly)}."

    assert said in " ".join(DOCS.read_text("utf-8").split())


def test_neither_caps_nor_the_doubled_rest_nor_five_refusals_hold_it() -> None:
    by = changed(BY, policy=replace(POLICY, most_a_day=3, most_a_week=3))
    full = tuple(Given("break", f"spell:{n}", NOON - minutes(15 * n)) for n in (3, 2, 1))
    noes = tuple(
        Given("law-180", f"session:old{ago}", NOON - ago * DAY, Answer.NO, NOON - ago * DAY)
        for ago in (5, 4, 3, 2, 1)
    )

    assert decide(due(), given=full, by=by).chosen is None
    assert decide(wanted(), given=full, by=by).chosen == wanted()
    assert decide(wanted(), given=(*noes, *full), by=by).chosen == wanted()


def test_the_next_possible_nudge_is_the_reminder_only_once_it_is_due_or_comes_again() -> None:
    by = changed(BY, policy=replace(POLICY, most_a_day=1))
    full, morning = (told(minutes(60)),), NOON + timedelta(hours=19)
    later = changed(REMINDED, answer=Answer.LATER, answered=NOON - minutes(1))

    assert next_possible(NOON, full, THERE, by) == morning
    assert next_possible(NOON, full, THERE, by, (due(),)) == morning
    assert next_possible(NOON, full, THERE, by, (wanted(),)) == NOON
    assert next_possible(NOON, (*full, REMINDED), THERE, by, (wanted(),)) == morning
    assert next_possible(NOON, (*full, later), THERE, by, (wanted(),)) == NOON + minutes(9)


def test_the_plain_rest_and_every_forbidden_moment_hold_it() -> None:
    just_now = (Given("break", "spell:1", NOON - minutes(14)),)

    assert [one.until for one in decide(wanted(), given=just_now).held] == [NOON + minutes(1)]
    assert decide(wanted(), moment=changed(THERE, call=True)).chosen is None
    assert decide(wanted(), moment=changed(THERE, fullscreen=True)).chosen is None
    assert decide(wanted(), moment=changed(THERE, locked=True)).chosen is None
    assert decide(wanted(), moment=changed(THERE, silence="dunst is paused")).chosen is None
    assert decide(wanted(), now=NOON + minutes(11 * 60)).chosen is None


def test_it_counts_in_no_cap_so_it_takes_nothing_from_the_other_nudges() -> None:
    by = changed(BY, policy=replace(POLICY, most_a_day=1, most_a_week=1))
    reminded = (Given("law-180", "session:1", NOON - minutes(15)),)
    newcomer = changed(THERE, first_seen=NOON - minutes(300))

    assert decide(due(), given=reminded, by=by).chosen == due()
    assert decide(due(), given=reminded, by=by, moment=newcomer).chosen == due()


def test_after_it_the_others_wait_for_the_plain_rest_or_as_long_as_they_had_to_anyway() -> None:
    long_ago, just_now = (
        tuple(told(minutes(ago), occasion=f"spell:a{ago}") for ago in given)
        for given in ((50, 30), (50, 30, 5))
    )

    def rest(*given: Given) -> list[datetime | None]:
        return [one.until for one in decide(due(), given=given).held]

    assert rest(*long_ago) == []
    assert rest(*long_ago, REMINDED) == rest(*long_ago, REMINDED, WITHIN) == [NOON + minutes(13)]
    assert rest(*just_now) == [NOON + minutes(55)]
    assert rest(*just_now, REMINDED) == rest(*just_now, REMINDED, WITHIN) == [NOON + minutes(55)]


def test_what_is_said_within_it_takes_no_place_in_the_first_days_and_is_not_said_again() -> None:
    newcomer = changed(THERE, first_seen=NOON - minutes(300))
    given, later = (REMINDED, WITHIN), NOON + minutes(15)
    within = due(WITHIN.rule, WITHIN.occasion)

    assert decide(due(), given=given, moment=newcomer, now=later).chosen == due()
    assert decide(within, given=given, moment=newcomer, now=later).chosen is None


def test_what_holds_it_for_long_makes_it_late_and_never_expired() -> None:
    call = changed(THERE, call=True)
    waiting: tuple[Waiting, ...] = ()
    ended: tuple[Ended, ...] = ()
    for minute in range(40):
        facts = Facts((wanted(),), call)
        decision = settle(NOON + minutes(minute), facts, History((), waiting), BY)
        waiting, ended = decision.waiting, (*ended, *decision.ended)
    now, history = NOON + minutes(40), History((), waiting)
    late = settle(now, Facts((wanted(),), THERE), history, BY)
    gone = settle(now, Facts((), THERE), history, BY)

    assert ended == late.ended == ()
    assert (late.chosen, late.expires) == (wanted(), now + POLICY.expires)
    assert [one.how for one in gone.ended] == [End.MOOT]
    assert gone.ended[0].waiting.reasons == {"you are in a call"}


def test_it_goes_first_and_what_needs_its_own_buttons_waits_for_its_own_nudge() -> None:
    person, far = due("contact", "contact:Anna"), due(amount=900)

    decision = decide(person, far, wanted())

    assert (decision.chosen, decision.also) == (wanted(), (far,))
    assert [one.finding for one in decision.waiting] == [person]


def test_put_off_it_comes_again_after_the_snooze() -> None:
    later = (Given("law-180", "session:1", NOON - minutes(10), Answer.LATER, NOON - minutes(10)),)

    assert decide(wanted(), given=later).chosen == wanted()
    assert decide(wanted(), given=later, now=NOON - minutes(1)).chosen is None


def test_only_a_reminder_that_is_switched_on_stands_before_the_caps() -> None:
    off = replace(SETTINGS, limit=(*DEFAULTS.limit, replace(LAW_180, on=False)))

    assert law(SETTINGS).prompt == {"law-180"}
    assert law(off).prompt == law(DEFAULTS).prompt == frozenset()


@pytest.mark.parametrize(
    ("at_most", "per", "again", "is_prompt"),
    [
        ("3h", Per.SESSION, "0s", True),
        ("3h", Per.SESSION, "3h", True),
        ("4h", Per.SESSION, "4h", True),
        ("3h", Per.SESSION, "20m", False),
        ("20m", Per.SESSION, "3h", False),
        ("3h", Per.SPELL, "3h", False),
    ],
)
def test_a_reminder_that_comes_more_often_than_the_law_asks_obeys_the_caps(
    at_most: str,
    per: Per,
    again: str,
    is_prompt: bool,  # noqa: FBT001 - a switch
) -> None:
    own = replace(LAW_180, at_most=Length.of(at_most), per=per, again=Length.of(again))

    assert bool(law(replace(SETTINGS, limit=(own,))).prompt) is is_prompt
