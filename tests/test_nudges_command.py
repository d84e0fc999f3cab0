"""The installed `nudges` and `answer`: what was said, what was held back, what comes next."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.effect import Effect
from monitor.core.notices import Answer
from monitor.core.nudging.words import End
from tests.ledgers import filled_home
from tests.nudged import FAILED, LOGGED, a_nudge, ended, give, hold_back
from tests.rig import Desktop, installed, need
from tests.truth import now
from tests.watched import Watched

HOSTILE = "an\x1b[31mna\x07"
HOUR = timedelta(hours=1)
REASONS = ("you are in a call", "something fills the whole screen")


@pytest.fixture
def place(home: Path) -> Home:
    """A home in which nothing was ever said."""
    return filled_home(home, [])


@pytest.fixture
def watched(desktop: Desktop, place: Home) -> Watched:
    return Watched(desktop, place.ledger.parent)


def test_where_nothing_was_said_the_list_is_calm(watched: Watched) -> None:
    assert watched.told("nudges").splitlines() == [
        "No nudges in the last 14 days.",
        "`humanward why` tells what may bring one, and what holds one back.",
    ]
    assert watched.told("nudges", "--days", "1", "--all").startswith(
        "No nudges in the last day, and none held back."
    )
    assert watched.told("nudges", "effect") == (
        "No nudges, so there is nothing to tell of them yet.\n"
    )
    assert watched.json("nudges") == {"version": 1, "nudges": []}


def test_a_nudge_is_listed_with_what_was_said_to_it_and_what_came_of_it(
    watched: Watched, place: Home
) -> None:
    nudge = a_nudge("k3f", now() - HOUR, person="Anna", also=(("ai-of-the-day", "day:1"),))
    effect = Effect(left_ai=True, left_screen=False)
    give(place, nudge, ways=(FAILED, LOGGED), answer=Answer.DID, effect=effect)
    told = watched.told("nudges")
    in_all = watched.told("nudges", "effect")
    (plain,) = watched.json("nudges", "--days", "3")["nudges"]

    assert "you said: did it" in told
    assert "desktop: not shown, there is no session bus" in told
    assert "log: perhaps shown, written to the log" in told
    assert in_all.startswith("1 nudge: 1 perhaps shown.")
    assert "after it: the AI tool was left, the screen was not left" in told
    assert told.endswith("1 nudge in the last 14 days.\n")
    assert list(plain)[-4:] == ["expires", "person", "also", "effect"]
    assert (plain["response"], plain["person"]) == ("did", "Anna")
    assert plain["also"] == [{"rule": "ai-of-the-day", "occasion": "day:1"}]
    assert plain["effect"] == {"left_ai": True, "left_screen": False, "talked": None}


def test_that_no_talk_was_noted_is_said_only_when_the_day_is_over(
    watched: Watched, place: Home
) -> None:
    for code, ago in (("k3f", timedelta(0)), ("m4g", 30 * HOUR)):
        effect = Effect(None, None, talked=False)
        give(place, a_nudge(code, now() - ago, occasion=code), effect=effect)

    told = {one["code"]: one["effect"]["talked"] for one in watched.json("nudges")["nudges"]}
    assert told == {"k3f": None, "m4g": False}


def test_what_was_held_back_is_shown_with_how_it_ended_and_why(
    watched: Watched, place: Home
) -> None:
    give(place, a_nudge("k3f", now() - 2 * HOUR))
    hold_back(place, ended(now() - HOUR, End.EXPIRED, reasons=REASONS))
    hold_back(place, ended(now(), End.SILENT))
    told = watched.told("nudges", "--all")
    held = watched.json("nudges", "--all")["held_back"]
    csv = watched.told("nudges", "--all", "--format", "csv").splitlines()

    assert told.index("k3f") < told.index("held back: break") < told.index("left out by chance")
    assert "it found no good moment and expired" in told
    assert "held by: you are in a call" in told
    assert told.endswith("1 nudge in the last 14 days, 2 held back.\n")
    assert [(one["how"], one["reasons"]) for one in held] == [
        ("expired", sorted(REASONS)),
        ("silent", []),
    ]
    assert [line.rpartition(",")[2] for line in csv] == ["held_back", "", "expired", "silent"]
    assert "held_back" not in watched.json("nudges")


def test_no_line_is_wider_than_the_terminal_and_none_carries_its_commands(
    watched: Watched, place: Home
) -> None:
    need("script")
    give(place, a_nudge("k3f", now(), rule=HOSTILE, person=HOSTILE, also=((HOSTILE, "x"),)))
    hold_back(place, ended(now(), End.EXPIRED, rule=HOSTILE, reasons=(f"{HOSTILE} " * 30,)))
    for words in ("nudges --all", "nudges effect", "why k3f", "why"):
        command = f"stty cols 44; {installed()} --home {watched.home} {words}"
        told = watched.desktop.run("script", "-qec", command, "/dev/null").stdout
        lines = told.replace("\r", "").splitlines()

        assert all("humanward config set" in line for line in lines if len(line) > 44)
        assert "\x1b[31m" not in told
        assert "\x07" not in told


@pytest.mark.parametrize("answer", ["did", "later", "no"])
def test_an_answer_says_what_comes_next(watched: Watched, place: Home, answer: str) -> None:
    watched.choose('[nudge]\nsnooze = "1h"\n')
    give(place, a_nudge("k3f", now()))
    told = watched.told("answer", "K3F", answer)
    again = (now() + HOUR).astimezone()

    following = {
        "did": "",
        "later": f"It comes again at .*{again:%H}:[0-5][0-9], if it is still so then.\n",
        "no": "`humanward why k3f` tells what brought it, and how to have less of it.\n",
    }
    said = {"did": "did it", "later": "later", "no": "not helpful"}[answer]
    assert re.fullmatch(f"Noted for k3f: {said}.\n{following[answer]}", told)


@pytest.mark.parametrize("asks", [True, False])
def test_who_takes_up_a_word_about_somebody_is_told_of_the_question_to_come(
    watched: Watched,
    place: Home,
    asks: bool,  # noqa: FBT001 - a switch
) -> None:
    watched.choose(f"[contact]\nfollow_up = {str(asks).lower()}\n")
    give(place, a_nudge("k3f", now(), rule="contact", person="Anna"))

    told = watched.told("answer", "k3f", "did")
    assert ("Later you are asked once whether it came to a talk." in told) is asks


def test_the_question_whether_it_came_to_a_talk_has_answers_in_its_own_words(
    watched: Watched, place: Home
) -> None:
    give(place, a_nudge("k3f", now(), rule="follow-up", occasion="nudge:m4g", person="Anna"))

    assert watched.told("answer", "k3f", "no") == "Noted for k3f: not yet.\n"
    assert "you said: not yet" in watched.told("nudges")
    told = watched.told("answer", "k3f", "did")
    assert told == "Changed for k3f: yes, we talked.\nBefore, you had said: not yet.\n"


def test_what_is_put_off_a_third_time_is_let_go(watched: Watched, place: Home) -> None:
    told = []
    for turn in range(3):
        give(place, a_nudge(f"c{turn}", now() - (3 - turn) * HOUR))
        told.append(watched.told("answer", f"c{turn}", "later").splitlines()[1])

    assert told[0].startswith("It comes again at ")
    assert ", for the last time, " in told[1]
    assert told[2] == "It was put off twice before, so it is let go now."


def test_what_was_put_off_within_another_was_put_off(watched: Watched, place: Home) -> None:
    within = a_nudge("c0", now() - 2 * HOUR, rule="contact", also=(("break", "spell:1"),))
    give(place, within, answer=Answer.LATER)
    give(place, a_nudge("c1", now() - HOUR))

    assert ", for the last time, " in watched.told("answer", "c1", "later")


def test_what_reached_nobody_was_not_put_off(watched: Watched, place: Home) -> None:
    give(place, a_nudge("c0", now() - 2 * HOUR), ways=(FAILED,))
    give(place, a_nudge("c1", now() - HOUR))

    assert ", for the last time, " not in watched.told("answer", "c1", "later")


def test_of_two_answers_the_last_counts_and_the_first_is_told(
    watched: Watched, place: Home
) -> None:
    give(place, a_nudge("k3f", now()), answer=Answer.NO)
    told = watched.told("answer", "k3f", "did")

    assert told == "Changed for k3f: did it.\nBefore, you had said: not helpful.\n"
    assert watched.json("nudges")["nudges"][0]["response"] == "did"


def test_the_same_answer_twice_is_told_as_the_one_of_before(watched: Watched, place: Home) -> None:
    give(place, a_nudge("k3f", now()))
    told = [watched.told("answer", "k3f", "did") for _ in range(2)]

    assert told == ["Noted for k3f: did it.\n", "k3f was answered so already: did it.\n"]


def test_an_answer_is_noted_though_the_settings_cannot_be_read(
    watched: Watched, place: Home
) -> None:
    give(place, a_nudge("k3f", now()))
    watched.choose("[nudge\n")

    assert watched.told("answer", "k3f", "later") == "Noted for k3f: later.\n"


@pytest.mark.parametrize("words", [("answer", "k3g", "did"), ("why", "k3g")])
def test_a_code_that_is_not_known_is_met_with_the_one_that_was_meant(
    watched: Watched, place: Home, words: tuple[str, ...]
) -> None:
    give(place, a_nudge("k3f", now()))
    told = watched.say(*words)

    assert (told.returncode, told.stdout) == (1, "")
    assert 'There is no nudge with the code "k3g". Did you mean k3f?' in told.stderr
    assert "`humanward nudges --days 365` lists those of a year." in told.stderr


@pytest.mark.parametrize("words", ["--days 3 effect", "--all effect", "--format json effect"])
def test_options_of_the_list_are_none_of_its_other_commands(watched: Watched, words: str) -> None:
    told = watched.say("nudges", *words.split())

    assert (told.returncode, told.stdout) == (2, "")
    assert "Give its options after effect." in told.stderr


def test_a_slip_in_a_command_of_the_group_is_met_with_what_was_meant(watched: Watched) -> None:
    told = watched.say("nudges", "effcet")

    assert told.returncode == 2
    assert "nudges has no command 'effcet'. Did you mean effect?" in told.stderr


def test_every_word_of_the_list_is_there_before_any_home_is(desktop: Desktop, home: Path) -> None:
    empty = Watched(desktop, home)
    ways: list[Callable[[], str]] = [
        lambda: empty.told("nudges", "--all"),
        lambda: empty.told("nudges", "effect"),
        lambda: empty.told("why"),
    ]

    assert all(way() for way in ways)
    assert empty.say("why", "k3f").returncode == 1
    assert not home.exists()
