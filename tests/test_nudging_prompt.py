"""The law of the companion laws' reminder: after three hours it comes, whatever was said before."""

from dataclasses import replace as changed
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from config.profiles import LAW_180, settings_under
from config.schema import DEFAULTS, Profile, Settings
from monitor.core.notices import Answer, Finding
from monitor.core.nudging.holds import next_possible
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import Decision, Facts, Given, History, Law, Moment
from monitor.core.rehearse import Said
from monitor.core.types import Kind, Stretch, Subject, Verdict
from monitor.service.due import law
from tests.judging import BERLIN, LONG_AGO, NOON, POLICY, THERE, due, minutes
from tests.replaying import Life, lived, rehearsed

SETTINGS = settings_under(Profile.LAW_180)
BY = Law(POLICY, {}, leading=frozenset({"contact"}), prompt=frozenset({"law-180"}))
DAY = timedelta(days=1)


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


def session(first_seen: datetime = LONG_AGO) -> Life:
    """Three hours and ten minutes with AI, from noon on."""
    stretch = Stretch(NOON, NOON + minutes(190), Subject("1"))
    return Life(((stretch, Verdict("Claude", Kind.ASSISTANT, "")),), BERLIN, first_seen)


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
    just_before = replace(DEFAULTS.limit[0], name="near", at_most=LAW_180.at_most - minutes(5))
    nudge = SETTINGS.nudge
    crowded = replace(SETTINGS, limit=(*SETTINGS.limit, just_before))

    (told,) = reminders(session(), crowded)

    assert told.at <= NOON + LAW_180.at_most + nudge.spacing + nudge.patience


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
    assert next_possible(NOON, full, THERE, by) == NOON


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
