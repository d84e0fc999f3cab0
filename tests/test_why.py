"""The installed `why`: what brought a nudge, what would have stopped it, and what holds one now."""

import shlex
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.effect import Effect
from monitor.core.notices import Answer, Figure
from monitor.core.people import Contact, How, Person
from monitor.core.types import Presence, Stretch, Subject
from monitor.store import connect, people
from tests.ledgers import filled_home, use
from tests.nudged import FAILED, LOGGED, a_nudge, give
from tests.rig import Desktop
from tests.truth import now
from tests.watched import Watched

CHAT, PEN = Subject("firefox", host="claude.ai"), Subject("pen")
NUDGED = now().replace(microsecond=0) - timedelta(hours=2)


def before(minutes: float) -> datetime:
    """So many minutes before the nudge."""
    return NUDGED - timedelta(minutes=minutes)


def figures(amount: float = 3600, limit: float = 3000) -> tuple[Figure, ...]:
    """Of an hour up to the nudge."""
    since = before(60).timestamp()
    return (
        Figure("amount", amount, "s"),
        Figure("limit", limit, "s"),
        Figure("since", since, "unix"),
    )


@pytest.fixture
def place(home: Path) -> Home:
    """An hour up to the nudge with the pen, and twice with Claude."""
    life: list[Stretch] = [
        use(before(90), before(70), CHAT),
        use(before(60), before(35), CHAT),
        use(before(35), before(15), PEN),
        use(before(15), before(0), CHAT),
        use(before(0), before(-30), PEN, presence=Presence.IDLE),
    ]
    return filled_home(home, life)


@pytest.fixture
def watched(desktop: Desktop, place: Home) -> Watched:
    return Watched(desktop, place.ledger.parent)


def test_a_nudge_is_explained_from_its_rule_to_what_came_of_it(
    watched: Watched, place: Home
) -> None:
    nudge = a_nudge("k3f", NUDGED, figures=figures(), also=(("ai-of-the-day", "day:1"),))
    give(place, nudge, ways=(FAILED, LOGGED), answer=Answer.LATER,
         effect=Effect(left_ai=True, left_screen=True))  # fmt: skip
    lines = watched.told("why", "K3F").splitlines()

    for told in (
        "Rule: break, the screen: at most 50m without a break.",
        "The limit is the same now.",
        "It waited with ai-of-the-day, and both were said at once.",
        "What it counted, 1 h 00 in all:",
        "     40 min  firefox · claude.ai (Claude, assistant)",
        "     20 min  pen",
        "Through desktop: not shown, there is no session bus",
        "Through log: perhaps shown, written to the log",
        "You said: later.",
        "After it: the AI tool was left, the screen was left.",
    ):
        assert told in lines, told
    assert any(line.startswith("Figures: counted 1 h 00, limit then 50 min, since ")
               for line in lines)  # fmt: skip


def test_the_same_as_json_has_every_part(watched: Watched, place: Home) -> None:
    give(place, a_nudge("k3f", NUDGED, figures=figures()), answer=Answer.NO)
    told = watched.json("why", "k3f")

    assert (told["version"], told["code"], told["rule"]) == (1, "k3f", "break")
    assert told["limit"] == {
        "says": "the screen: at most 50m without a break", "seconds": 3000.0, "on": True,
    }  # fmt: skip
    assert [(one["app"], one["tool"], one["seconds"]) for one in told["evidence"]] == [
        ("firefox", "Claude", 2400.0),
        ("pen", None, 1200.0),
    ]
    assert (told["response"]["answer"], told["response"]["via"]) == ("no", "desktop")
    assert (told["followed_by"], told["effect"]) == ("left_screen", None)


def test_each_line_that_would_have_stopped_it_can_be_typed(watched: Watched, place: Home) -> None:
    watched.choose('[nudge]\nquiet = ["22:30-07:00"]\n')
    give(place, a_nudge("k3f", NUDGED, figures=figures()))
    stops = watched.json("why", "k3f")["stops"]
    typed = [shlex.split(one["command"]) for one in stops]
    hour = NUDGED.hour

    assert [line[0] for line in typed] == ["humanward"] * 4
    assert [line[1:] for line in typed[:2]] == [
        ["config", "set", "limit.break.at_most", "1h 5m"],
        ["config", "set", "limit.break.on", "false"],
    ]
    assert typed[2][-1].startswith("22:30-07:00, ")
    assert stops[2]["what"] == f"quiet hours, {hour:02}:00-{hour + 1:02}:00"
    for line in typed[:3]:
        watched.told(*line[1:])
    assert watched.json("why", "k3f")["limit"]["on"] is False


def test_a_limit_that_was_changed_since_is_told_as_then_and_now(
    watched: Watched, place: Home
) -> None:
    give(place, a_nudge("k3f", NUDGED, figures=figures(amount=5400)))
    watched.told("config", "set", "limit.break.at_most", "70m")
    changed = watched.told("why", "k3f")
    watched.told("config", "set", "limit.break.on", "false")

    assert "The limit was 50 min then; it is 1 h 10 now." in changed
    assert "such as 1h 35m" in changed
    assert "It was judged by 1 h 30: since then the record, or the limit, was changed." in changed
    assert "This limit is switched off now." in watched.told("why", "k3f")


def test_no_higher_limit_is_offered_where_that_of_now_would_have_stopped_it(
    watched: Watched, place: Home
) -> None:
    give(place, a_nudge("k3f", NUDGED, figures=figures()))
    watched.told("config", "set", "limit.break.at_most", "70m")
    told = watched.told("why", "k3f")

    assert "it is 1 h 10 now, which would have stopped it." in " ".join(told.split())
    assert "a higher limit" not in told


def test_a_rule_that_is_gone_from_the_settings_is_said_to_be(watched: Watched, place: Home) -> None:
    give(place, a_nudge("k3f", NUDGED, rule="bygone", figures=figures()))
    told = watched.told("why", "k3f")

    assert "Rule: bygone, a limit that is not in your settings any more." in told
    assert "What it counted" not in told


def test_of_many_subjects_the_longest_are_told_and_the_rest_is_summed(
    desktop: Desktop, home: Path
) -> None:
    life = [
        use(before(60 - 4 * number), before(56 - 4 * number), Subject(f"app{number}"))
        for number in range(15)
    ]
    place = filled_home(home, life)
    give(place, a_nudge("k3f", NUDGED, figures=figures()))
    lines = Watched(desktop, home).told("why", "k3f").splitlines()
    first = lines.index("What it counted, 1 h 00 in all:") + 1

    assert lines[first + 11] == "     16 min  4 other things"
    assert all("  app" in line for line in lines[first : first + 11])


def test_what_is_too_long_ago_for_its_evidence_is_said(watched: Watched, place: Home) -> None:
    give(place, a_nudge("k3f", NUDGED, figures=figures()))
    connection = connect.for_writing(place.ledger)
    connection.execute("insert into meta values ('raw_since', ?)",
                       (str(int(now().timestamp() * 1000)),))  # fmt: skip
    connection.close()

    assert "only sums are kept" in watched.told("why", "k3f")
    assert watched.json("why", "k3f")["evidence"] is None


def test_a_word_about_somebody_is_explained_by_the_talks_that_were_noted(
    watched: Watched, place: Home
) -> None:
    connection = connect.for_writing(place.ledger)
    anna = Person("Anna", timedelta(days=7), before(60 * 24 * 30))
    people.add(connection, place.ledger, anna)
    for days in (-1, 9, 20):
        talk = Contact("Anna", NUDGED - timedelta(days=days), How.CALL)
        people.log(connection, place.ledger, talk, NUDGED)
    connection.close()
    told_of = (Figure("days", 9.0, "d"), Figure("every", 7.0, "d"), Figure("noted", 1.0, ""))
    give(place, a_nudge("k3f", NUDGED, rule="contact", figures=told_of, person="Anna"))
    told = watched.told("why", "k3f")
    plain = watched.json("why", "k3f")

    assert "Figures: 9 days since a talk with them" in told
    assert "About: Anna; talks noted before it: " in told
    assert [one["how"] for one in plain["talks"]] == ["call", "call"]
    assert plain["stops"][0]["command"] == "humanward config set contact.on false"


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        (1.0, "a talk with them was noted that day, the last talk with anybody less than a day"),
        (0.0, "you named them that day, the last talk with anybody less than a day"),
    ],
)
def test_what_was_on_the_same_day_is_said_as_people_do(
    watched: Watched, place: Home, noted: float, said: str
) -> None:
    told_of = (Figure("days", 0.0, "d"), Figure("noted", noted, ""), Figure("quiet", 0.0, "d"))
    give(place, a_nudge("k3f", NUDGED, rule="contact", figures=told_of, person="Anna"))

    assert f"Figures: {said} before." in watched.told("why", "k3f")


@pytest.mark.parametrize(
    ("rule", "figure", "command"),
    [
        ("returning", "returns", "humanward config set returning.times 8"),
        ("ask-first", "episodes", "humanward config set ask_first.episodes 8"),
    ],
)
def test_a_habit_is_explained_by_the_ai_tools_of_its_time(
    watched: Watched, place: Home, rule: str, figure: str, command: str
) -> None:
    since = Figure("since", before(60).timestamp(), "unix")
    give(place, a_nudge("k3f", NUDGED, rule=rule, figures=(Figure(figure, 7.0, ""), since)))
    told = watched.json("why", "k3f")

    assert [(one["tool"], one["seconds"]) for one in told["evidence"]] == [("Claude", 2400.0)]
    assert told["stops"][0]["command"] == command
    assert told["stops"][1]["command"].endswith(" false")
