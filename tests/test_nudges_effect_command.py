"""The installed `nudges effect`: whether nudges help, and no more than the moments allow to say."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.effect import Effect
from monitor.core.notices import Answer
from monitor.core.nudging.words import End
from monitor.core.shares import Share
from tests.ledgers import filled_home
from tests.nudged import FAILED, LOGGED, SHOWN, a_nudge, ended, give, hold_back, talk
from tests.rig import Desktop
from tests.truth import now
from tests.watched import Watched

HOUR = timedelta(hours=1)


@pytest.fixture
def place(home: Path) -> Home:
    """A home in which nothing was ever said."""
    return filled_home(home, [])


@pytest.fixture
def watched(desktop: Desktop, place: Home) -> Watched:
    return Watched(desktop, place.ledger.parent)


def stay_silent(watched: Watched, share: int = 20) -> None:
    watched.choose(f"[nudge]\nstay_silent = {share}\n")


def many(place: Home, after: Share, beside: Share, how: End) -> None:
    """So many moments with a nudge and without, of which so many were followed."""
    for number in range(after.of):
        nudge = a_nudge(f"c{number}", now() - 40 * HOUR, occasion=f"spell:{number}")
        give(place, nudge, effect=Effect(None, left_screen=number < after.count))
    for number in range(beside.of):
        moment = ended(now() - 30 * HOUR, how, occasion=f"spell:held{number}")
        hold_back(place, moment, effect=Effect(None, left_screen=number < beside.count))


def test_of_few_moments_it_is_said_that_nothing_is_known_yet(watched: Watched, place: Home) -> None:
    stay_silent(watched)
    many(place, Share(20, 40), Share(2, 9), End.SILENT)
    told = watched.told("nudges", "effect")

    assert "whether it helps is not known yet: that takes 60 moments in all" in told
    assert "followed 20 of 40 times, 50 % (35-65)" in told
    assert watched.json("nudges", "effect")["all"]["tells"] == "too_few"


def test_moments_left_out_by_chance_tell_whether_nudges_help(watched: Watched, place: Home) -> None:
    stay_silent(watched)
    many(place, Share(40, 60), Share(4, 20), End.SILENT)
    told = watched.told("nudges", "effect")
    plain = watched.json("nudges", "effect")
    (rule,) = plain["rules"]

    assert "you follow more often after a nudge: +47 points (+22 to +63)" in told
    assert "followed means: the screen was left within 5 minutes, for 5 or more" in told
    assert plain["beside"] == "silent"
    assert (rule["rule"], rule["sign"], rule["tells"]) == ("break", "left_screen", "more")
    assert rule["after"] == {
        "followed": 40, "of": 60, "share": 0.6667, "low": 0.5406, "high": 0.7727,
    }  # fmt: skip


def test_moments_that_expired_are_said_to_be_no_fair_comparison(
    watched: Watched, place: Home
) -> None:
    many(place, Share(40, 60), Share(4, 20), End.EXPIRED)
    told = " ".join(watched.told("nudges", "effect").split())

    assert "that found no good moment: followed 4 of 20 times" in told
    assert "+47 points (+22 to +63), of moments that are not alike" in told
    assert "no proof either way" in told
    assert "you follow more often" not in told


def test_what_reached_nobody_is_listed_and_in_no_share(watched: Watched, place: Home) -> None:
    for code, ways in (("k3f", (SHOWN,)), ("m4g", (FAILED,)), ("p6h", (FAILED, LOGGED))):
        nudge = a_nudge(code, now() - 40 * HOUR, occasion=code)
        give(place, nudge, ways=ways, answer=Answer.NO, effect=Effect(None, left_screen=True))
    whole = watched.json("nudges", "effect")["all"]

    assert whole["outcomes"] == {"shown": 1, "unknown": 1, "failed": 1}
    assert whole["answers"] == {"did": 0, "later": 0, "no": 3, "none": 0}
    assert (whole["after"]["followed"], whole["after"]["of"]) == (1, 1)


def test_a_silence_beside_a_nudge_of_another_rule_is_no_silence(
    watched: Watched, place: Home
) -> None:
    stay_silent(watched)
    left = Effect(None, left_screen=True)
    give(place, a_nudge("k3f", now() - 40 * HOUR, rule="screen-of-the-day"), effect=left)
    for ago in (40 * HOUR - timedelta(minutes=15), 40 * HOUR + timedelta(minutes=15), 30 * HOUR):
        hold_back(place, ended(now() - ago, End.SILENT, occasion=f"spell:{ago}"), effect=left)
    whole = watched.json("nudges", "effect")["all"]

    assert (whole["after"]["of"], whole["beside"]["of"]) == (1, 1)


def test_what_is_silent_at_one_moment_is_one_moment(watched: Watched, place: Home) -> None:
    stay_silent(watched)
    at, left = now() - 40 * HOUR, Effect(left_ai=True, left_screen=True)
    give(place, a_nudge("k3f", at - 24 * HOUR), effect=left)
    hold_back(
        place, ended(at, End.SILENT), ended(at, End.SILENT, rule="ai-of-the-day"), effect=left
    )
    whole = watched.json("nudges", "effect")["all"]

    assert (whole["after"]["of"], whole["beside"]["of"]) == (1, 1)


def test_a_rule_about_people_is_followed_by_a_talk(watched: Watched, place: Home) -> None:
    stay_silent(watched)
    effect = Effect(left_ai=True, left_screen=True, talked=True)
    give(place, a_nudge("k3f", now() - 60 * HOUR, rule="contact"), effect=effect)
    hold_back(place, ended(now() - 90 * HOUR, End.SILENT, rule="contact"))
    talk(place, now() - 90 * HOUR + timedelta(seconds=1))
    (rule,) = watched.json("nudges", "effect")["rules"]

    assert rule["sign"] == "talked"
    assert (rule["after"]["followed"], rule["beside"]["followed"]) == (1, 1)


def test_not_yet_is_an_answer_to_a_question_and_no_refusal(watched: Watched, place: Home) -> None:
    for code, rule in (("k3f", "break"), ("m4g", "follow-up"), ("p6h", "follow-up")):
        give(place, a_nudge(code, now(), rule=rule, occasion=code), answer=Answer.NO)
    told = watched.told("nudges", "effect")

    assert "You answered, follow-up aside: did it 0, later 0, not helpful 1, nothing 0." in told
    assert "answered: yes, we talked 0, later 0, not yet 2, nothing 0" in told


def test_a_span_of_days_may_be_told_alone(watched: Watched, place: Home) -> None:
    give(place, a_nudge("k3f", now() - 24 * 40 * HOUR))
    give(place, a_nudge("m4g", now(), occasion="spell:2"))
    of_today = watched.json("nudges", "effect", "--since", "today")
    csv = watched.told("nudges", "effect", "--until", "yesterday", "--format", "csv").splitlines()
    slip = watched.say("nudges", "effect", "--since", "today", "--until", "yesterday")

    assert of_today["all"]["given"] == 1
    assert of_today["since"] is not None
    assert [line.split(",")[:2] for line in csv] == [
        ["rule", "given"],
        ["all", "1"],
        ["break", "1"],
    ]
    assert slip.returncode == 2
