"""`explain` and `correct` through the installed command, on a past of which all is known."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.paths import home as home_in
from monitor.core.days import Calendar
from monitor.core.types import Subject, Zone
from tests.corrected import forget, roll
from tests.ledgers import filled_home, use
from tests.past import DAY, keep_past
from tests.rig import Desktop, installed, wait_for
from tests.watched import Watched, is_whole

_ON_DAY = ("--since", DAY, "--until", DAY)
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)


@pytest.fixture
def past(desktop: Desktop, home: Path) -> Watched:
    keep_past(home)
    return Watched(desktop, home)


@pytest.fixture
def empty(desktop: Desktop, home: Path) -> Watched:
    return Watched(desktop, home)


def day(past: Watched) -> dict[str, Any]:
    report = past.json("report", *_ON_DAY)
    seconds: dict[str, Any] = report["seconds"]
    return seconds


def test_an_explanation_says_what_how_and_why(past: Watched) -> None:
    told = past.told("explain", DAY, "12:10").splitlines()

    assert told == [
        "Monday 2026-03-02 12:10:00 UTC",
        "In front: firefox · claude.ai, 12:00:00 to 12:30:00 (30 min).",
        "Taken for Claude (assistant): claude.ai is a host of Claude.",
        "Seen by the browser's history file.",
        "Somebody was there (by input), so it counts as active time and as AI time.",
        "At work by itself: claude (Claude Code, coding agent), 12:00:00 to 12:15:00 (15 min);"
        " never counted as your time.",
    ]


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("12:35", "the page could not be told, so it may have been AI"),
        ("12:55", "as time with people"),
        ("13:10", "an editor with AI inside has a line of its own"),
        ("13:45", "Nobody was there (no input for a while), so it does not count."),
        ("14:30", "Nothing was seen: asleep, 14:00:00 to 15:00:00 (1 h 00)."),
        ("15:05", "Nothing was seen: nothing could be seen, 15:00:00 to 15:10:00 (10 min)."),
        ("16:00", "Nothing is kept of this moment."),
        ("11:00", "watching began 2026-03-02 12:00"),
    ],
)
def test_an_explanation_fits_each_sort_of_moment(past: Watched, clock: str, said: str) -> None:
    assert said in past.told("explain", f"{DAY} {clock}")


def test_an_explanation_as_json_keeps_its_contract(past: Watched) -> None:
    past.told("correct", "ai", DAY, "12:30-12:40", "--tool", "ChatGPT")

    told = past.json("explain", DAY, "12:35")
    gap = past.json("explain", DAY, "14:30")

    assert set(told) == {
        "version", "when", "local", "day", "kept", "began", "seen", "beside", "gap", "gaps",
        "corrections", "hour",
    }  # fmt: skip
    assert (told["version"], told["kept"], told["day"]) == (1, "stretch", DAY)
    assert told["when"] == f"{DAY}T12:35:00.000Z"
    assert (told["seen"]["kind"], told["seen"]["tool"]) == ("browser", None)
    assert told["seen"]["counted"]["tool"] == "ChatGPT"
    assert told["seen"]["counted"]["end"] == f"{DAY}T12:40:00.000Z"
    assert (told["seen"]["counted"]["active"], told["seen"]["counted"]["ai"]) == (True, True)
    assert [one["number"] for one in told["corrections"]] == [1]
    assert (gap["kept"], gap["seen"], gap["gap"]["reason"]) == ("gap", None, "suspended")
    assert gap["gap"]["end"] == f"{DAY}T15:00:00.000Z"


def test_a_correction_is_shown_counted_and_undone(past: Watched) -> None:
    before = day(past)
    made = past.told("correct", "away", DAY, "12:15-12:20")
    listed = past.told("correct", "--list")
    corrected = day(past)
    explained = past.told("explain", DAY, "12:16")
    undone = past.told("correct", "--undo", "1")

    assert made.splitlines() == [
        "Noted, number 1: I was away, 2026-03-02 12:15 to 12:20.",
        "5 min less active time, 5 min less AI time.",
        "`humanward correct --undo 1` takes it back.",
    ]
    assert listed == "  1  I was away, 2026-03-02 12:15 to 12:20\n"
    assert corrected["active"] == before["active"] - 300
    assert corrected["ai"] == before["ai"] - 300
    assert "As you corrected it, 12:15:00 to 12:20:00 (5 min): You were away" in explained
    assert "5 min more active time, 5 min more AI time." in undone
    assert day(past) == before
    assert past.told("correct") == (
        "Nothing is corrected. `humanward correct --help` tells what can be.\n"
    )


def test_each_sort_of_correction_counts(past: Watched) -> None:
    past.told("correct", "not-ai", DAY, "12:00-12:50")
    past.told("correct", "ai", f"{DAY} 13:00-13:10", "--tool", "cursor")
    past.told("correct", "there", DAY, "13:30", "to", "13:40")

    told = day(past)

    assert told["active"] == 5400 + 600
    assert told["ai"] == 600
    assert told["ai_editor"] == 600
    assert told["unrecognised_browser"] == 600


def test_an_export_stays_as_it_was_and_names_the_corrections(past: Watched) -> None:
    before = past.told("data", "export")
    csv = past.told("data", "export", "--format", "csv")
    past.told("correct", "not-ai", DAY)

    lines = [json.loads(line) for line in past.told("data", "export").splitlines()]

    assert [one.pop("corrected", []) for one in lines] == [[1], [], [1], [], [1], [], [1]]
    assert lines == [json.loads(line) for line in before.splitlines()]
    assert past.told("data", "export", "--format", "csv") == csv


def test_corrections_as_json_keep_their_contract(past: Watched) -> None:
    made = past.json("correct", "not-ai", DAY, "12:00-12:30", "--tool", "Claude")
    listed = past.json("correct", "--list")
    undone = past.json("correct", "--undo", "1")

    one = listed["corrections"][0]
    assert made["seconds"]["ai"] == {"before": 1800.0, "after": 0.0}
    assert (made["undone"], undone["undone"], undone["from_sums"]) == (False, True, [])
    assert made["corrections"] == undone["corrections"] == [one]
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]{12}Z", one.pop("made"))
    assert one == {
        "number": 1,
        "start": f"{DAY}T12:00:00.000Z",
        "end": f"{DAY}T12:30:00.000Z",
        "claim": "not-ai",
        "tool": "Claude",
        "kind": None,
        "app": None,
    }


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        (2, "no moment", ["explain", "half past tea"]),
        (2, "still to come", ["explain", "2999-01-01 10:00"]),
        (2, "no day 2026-02-29", ["explain", "2026-02-29", "10:00"]),
        (2, "Missing argument", ["explain"]),
        (2, "ends before it begins", ["correct", "away", "2026-03-02 15:00-14:00"]),
        (2, "still to come", ["correct", "away", "2999-01-01 10:00-11:00"]),
        (2, "Missing option '--tool'", ["correct", "ai", "2026-03-02"]),
        (2, "Give either", ["correct", "--list", "--undo", "1"]),
        (2, "Give either", ["correct", "--list", "away", "2026-03-02"]),
        (2, "after away", ["correct", "--format", "json", "away", "2026-03-02"]),
        (2, "--undo", ["correct", "--undo", "0"]),
        (2, "No such command", ["correct", "gone", "2026-03-02"]),
        (1, "no correction 9", ["correct", "--undo", "9"]),
        (1, "Did you mean replika?", ["correct", "ai", "2026-03-02", "--tool", "Replica"]),
        (1, "no AI tool", ["correct", "ai", "2026-03-02", "--tool", "zoom"]),
        (1, "a year at most", ["correct", "away", "2024-01-01 10:00 to 2026-01-01 10:00"]),
    ],
)
def test_a_slip_is_told_in_a_sentence_and_changes_nothing(
    past: Watched, code: int, said: str, words: list[str]
) -> None:
    told = past.say(*words)

    assert told.returncode == code
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert told.stdout == ""
    assert past.json("correct", "--list")["corrections"] == []


def test_hostile_words_reach_no_terminal_as_they_are(past: Watched) -> None:
    told = past.told("explain", DAY, "13:25")
    slip = past.say("explain", "\x1b[31m14:32\x9b")
    past.told("correct", "not-ai", DAY, "--app", "\x1b[31mEvil")

    assert "Evil" in told
    for text in (told, slip.stderr, past.told("correct", "--list")):
        assert "\x1b" not in text
        assert "\x9b" not in text


def test_long_ago_is_told_and_corrected_from_sums_and_says_so(past: Watched) -> None:
    place = home_in(past.home)
    calendar, later = Calendar((Zone(_LONG_AGO, "UTC"),)), datetime(2026, 4, 1, tzinfo=UTC)
    roll(place, calendar, later)
    forget(place, later)
    before = day(past)

    told = past.told("explain", DAY, "12:35").splitlines()
    quiet = past.told("explain", DAY, "18:00")
    made = past.told("correct", "not-ai", DAY, "12:00-13:10")
    corrected = day(past)
    past.told("correct", "--undo", "1")

    assert told[1:] == [
        "It is too long ago for single moments: after privacy.raw_days only sums are kept.",
        "In the hour from 12:00, with your corrections:",
        "   30 min  firefox · claude.ai (Claude, assistant)",
        "   20 min  firefox",
        "   15 min  claude (Claude Code, coding agent), at work by itself",
        "   10 min  zoom (Zoom, call)",
    ]
    assert "No active time is kept of the hour from 18:00." in quiet
    assert past.json("explain", DAY, "12:35")["kept"] == "sums"
    assert "Of 2026-03-02 only sums are kept (privacy.raw_days)" in made
    assert "Up to 20 min stays as it was" in made
    assert (corrected["ai"], corrected["ai_editor"]) == (0, 1200)
    assert day(past) == before


def test_a_correction_killed_at_its_work_is_finished_by_the_next_sums(
    desktop: Desktop, home: Path
) -> None:
    begins, zones = datetime(2026, 3, 2, 12, tzinfo=UTC), [Zone(_LONG_AGO, "UTC")]
    quarter, days = timedelta(seconds=15), 12
    life = [
        use(start, start + quarter, Subject("browser", host="claude.ai"))
        for day in range(days)
        for start in (begins + day * _ONE_DAY + n * 2 * quarter for n in range(300))
    ]
    calendar, later = Calendar(tuple(zones)), begins + 30 * _ONE_DAY
    kept = filled_home(home, life, zones=zones)
    roll(kept, calendar, later)
    watched = Watched(desktop, home)

    command = (
        installed(),
        "--home",
        home,
        "correct",
        "not-ai",
        "2026-03-02 10:00 - 2026-03-15 10:00",
    )
    process = desktop.spawn(*command)
    wait_for(lambda: watched.one("select count(*) from correction"), "correction")
    process.kill()
    process.wait(10)
    roll(kept, calendar, later)

    assert is_whole(kept.ledger)
    assert watched.one("select count(*) from day_facts where facts ->> 'ai' > 0") == 0
    told = watched.json("report", "--since", "2026-03-02", "--until", "2026-03-14")
    assert told["seconds"]["ai"] == 0
    assert told["seconds"]["active"] == days * 300 * 15


def test_on_the_first_day_both_say_kindly_that_there_is_nothing_yet(empty: Watched) -> None:
    explained = empty.told("explain", "10m ago")
    corrected = empty.say("correct", "away", "10m ago to now")

    assert "Nothing was ever watched here. `humanward start` begins." in explained
    assert empty.json("explain", "10m ago")["kept"] == "nothing"
    assert empty.json("correct")["corrections"] == []
    assert corrected.returncode == 1
    assert "nothing to correct" in corrected.stderr
    assert not empty.home.exists()
