"""The installed `nudges rehearse`: kept days by the settings in force, and by tried ones beside."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from config.paths import Home
from tests.rehearsing import lived, told
from tests.rig import Desktop
from tests.watched import Watched

WEEK = ("--since", "2024-03-04", "--until", "2024-03-10")


@pytest.fixture
def kept(tmp_path: Path) -> Home:
    return lived(tmp_path / "home")


@pytest.fixture
def past(desktop: Desktop, kept: Home) -> Watched:
    return Watched(desktop, kept.ledger.parent)


def test_it_tells_each_nudge_by_day_and_rule_at_the_minute(kept: Home) -> None:
    (said,) = told(kept)

    assert said[:3] == [
        ("Mon 09:50", "break"), ("Mon 12:53", "break"), ("Mon 13:08", "long-ai-session"),
    ]  # fmt: skip
    assert len(said) == 21


def test_todays_settings_stand_beside_the_tried_ones(past: Watched) -> None:
    text = past.told("nudges", "rehearse", *WEEK, "--set", "limit.break.at_most=3h")
    lines = [line.split() for line in text.splitlines()]

    assert ["as", "it", "is", "tried"] in lines
    assert ["nudges", "21", "7"] in lines
    assert ["break", "14", "0"] in lines
    assert ["long-ai-session", "7", "7"] in lines
    assert "  Mon 2024-03-04                   3         1   break 2, long-ai-session" in text
    assert "Tried: limit.break.at_most=3h" in text


def test_what_it_cannot_know_and_why_other_nudges_really_came_stand_below(past: Watched) -> None:
    text = " ".join(past.told("nudges", "rehearse", *WEEK).split())

    assert "Asking whether it came to a talk needs an answer, so it is left out." in text
    assert "In these days no nudge really came. What stands here may be otherwise: your" in text


def test_json_holds_every_nudge_and_csv_a_line_for_each_day_and_rule(past: Watched) -> None:
    tried = ("--set", "nudge.on=false")
    found: dict[str, Any] = past.json("nudges", "rehearse", *WEEK, *tried)
    table = past.told("nudges", "rehearse", *WEEK, *tried, "--format", "csv")
    rows = list(csv.reader(StringIO(table)))

    assert found["version"] == 1
    assert (found["since"], found["until"], found["days"]) == ("2024-03-04", "2024-03-10", 7)
    assert found["plays"]["as_it_is"]["by_rule"] == {"break": 14, "long-ai-session": 7}
    assert found["plays"]["as_it_is"]["a_day"] == {"median": 3.0, "p90": 3.0, "most": 3}
    assert found["plays"]["as_it_is"]["said"][0]["at"] == "2024-03-04T09:50:00.000Z"
    assert found["plays"]["tried"]["nudges"] == 0
    assert rows[:3] == [
        ["day", "rule", "as_it_is", "tried"],
        ["2024-03-04", "break", "2", "0"],
        ["2024-03-04", "long-ai-session", "1", "0"],
    ]


def test_it_changes_neither_settings_nor_ledger(past: Watched) -> None:
    past.choose('[nudge]\nspacing = "20m"\n')
    before = {one.name: one.read_bytes() for one in past.home.iterdir() if one.is_file()}
    past.told("nudges", "rehearse", *WEEK, "--set", "nudge.profile=firm")
    after = {one.name: one.read_bytes() for one in past.home.iterdir() if one.name in before}

    assert after == before


def test_a_profile_leaves_what_the_person_chose(kept: Home) -> None:
    kept.settings.write_text('[[limit]]\nname = "break"\non = false\n')

    before, firm = told(kept, "nudge.profile=firm")

    assert before[0] == ("Mon 13:03", "long-ai-session")
    assert firm[0] == ("Mon 12:48", "long-ai-session")
    assert "break" not in {rule for _, rule in (*before, *firm)}


def test_every_mistake_in_what_is_to_be_tried_is_told_at_once(past: Watched) -> None:
    slips = {
        "nudge.profil=firm": "nudge.profil: There is no such setting. Did you mean nudge.profile?",
        "limit.break.at_most=30": '30 needs a unit, such as "30s" or "30m".',
        "limit.braek.at_most=30m": 'There is no limit "braek". Did you mean break?',
        "limit.at_most=30m": "Say which one, as in limit.break.at_most.",
        "nudge.most_a_day=0": "0 is too little",
        "nonsense": '"nonsense" is no change. Write it as KEY=VALUE',
    }
    words = [word for slip in slips for word in ("--set", slip)]
    said = past.say("nudges", "rehearse", *WEEK, *words)

    assert said.returncode == 3
    assert said.stdout == ""
    assert [slip for slip in slips.values() if slip not in said.stderr] == []
    assert "Traceback" not in said.stderr


def test_a_new_limit_can_be_tried_and_a_key_not_twice(past: Watched) -> None:
    new = ("--set", "limit.mine.what=tool:claude", "--set", "limit.mine.at_most=30m")
    found = past.json("nudges", "rehearse", *WEEK, *new)
    twice = past.say("nudges", "rehearse", "--set", "nudge.on=true", "--set", "nudge.on=false")

    assert found["plays"]["tried"]["by_rule"]["mine"] == 7
    assert "nudge.on: It is given twice." in twice.stderr


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, "--since 2024-03-10 --until 2024-03-04", "2024-03-10 is after 2024-03-04."),
        (2, "--until 2999-01-01", "2999-01-01 is still to come."),
        (2, "--since 2999-01-01", "2999-01-01 is still to come."),
        (1, "--since 2023-03-04 --until 2023-03-10", "Nothing is kept of 2023-03-04"),
    ],
)
def test_a_slip_about_days_is_told_in_a_sentence(
    past: Watched, code: int, words: str, said: str
) -> None:
    done = past.say("nudges", "rehearse", *words.split())

    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""


def test_where_nothing_was_ever_watched_it_says_so(desktop: Desktop, home: Path) -> None:
    done = Watched(desktop, home).say("nudges", "rehearse")

    assert done.returncode == 1
    assert "Nothing is kept of" in done.stderr


def test_a_long_span_is_told_by_weeks_and_a_hostile_name_reaches_no_terminal(past: Watched) -> None:
    spring = ("--since", "2024-02-01", "--until", "2024-04-30")
    text = past.told("nudges", "rehearse", *spring)
    evil = past.say("nudges", "rehearse", *spring, "--set", "limit.\x1b[31m.at_most=30m")

    assert "by week, from Monday" in text
    assert "  Mon 2024-03-04                  21   break 14, long-ai-session 7" in text
    assert "\x1b" not in evil.stderr
    assert evil.returncode == 3
