"""The installed `limits`: one line makes a limit, another takes it back, and comments stay."""

from datetime import timedelta
from pathlib import Path
from shlex import split

import pytest

from config.load import load
from config.profiles import settings_under
from config.schema import BUILT_IN, Length, Profile, Span, Weekday
from monitor.core.types import Subject, Zone
from tests.ledgers import filled_home, use
from tests.rig import Desktop
from tests.truth import now
from tests.watched import Watched

_CLAUDE = Subject("firefox", host="claude.ai")
_MINE = """\
# mine
[[limit]]
name = "break"   # often
at_most = "40m"

# --- last ---
[nudge]
quiet = ["22:00-07:00"]  # sleep
"""


@pytest.fixture
def empty(desktop: Desktop, home: Path) -> Watched:
    return Watched(desktop, home)


@pytest.fixture
def past(desktop: Desktop, home: Path) -> Watched:
    """Two hours with Claude on each of three days, the last of them yesterday."""
    today = now() - timedelta(hours=4)  # where days begin
    noon = today.replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
    lately = [noon - timedelta(days=day) for day in (4, 2, 0)]
    hours = [one + timedelta(hours=part) for one in lately for part in (0, 1)]
    filled_home(
        home,
        (use(start, start + timedelta(hours=1), _CLAUDE) for start in hours),
        zones=(Zone(lately[0] - timedelta(days=1), "UTC"),),
    )
    return Watched(desktop, home)


def settings_of(watched: Watched) -> Path:
    return watched.home / "settings.toml"


@pytest.mark.parametrize(
    ("words", "name", "wanted"),
    [
        (
            "tool:character.ai 20m",
            "character-ai",
            {"what": "tool:Character.AI", "at_most": Length.of("20m")},
        ),
        (
            "kind:coding_agent 2h --days sat,sun",
            "coding-agent",
            {"days": (Weekday.SAT, Weekday.SUN), "at_most": Length.of("2h")},
        ),
        (
            "ai 0s --hours 22:00-04:00",
            "ai",
            {"hours": (Span.of("22:00-04:00"),), "at_most": Length.of("0s")},
        ),
        ("screen 30m --per spell --again 15m --name short --days mon", "short",
         {"per": "spell", "again": Length.of("15m")}),
    ],
)  # fmt: skip
def test_one_line_makes_a_limit_and_comments_stay(
    empty: Watched, words: str, name: str, wanted: dict[str, object]
) -> None:
    empty.choose(_MINE)

    told = empty.told("limits", "add", *words.split())
    made = load(settings_of(empty)).limit[-1]
    text = settings_of(empty).read_text()

    assert told.startswith(f"Added {name}: ")
    assert made.name == name
    assert {key: getattr(made, key) for key in wanted} == wanted
    assert "# often" in text
    assert text.endswith(_MINE.partition("# --- last")[2])
    empty.told("limits", "remove", name)
    assert settings_of(empty).read_text().split() == _MINE.split()


def test_what_is_added_twice_on_other_days_bears_another_name(empty: Watched) -> None:
    names = [
        empty.json("limits", "add", *words.split())["limit"]["name"]
        for words in (
            "tool:Claude 1h",
            "tool:Claude 2h --days sat",
            "tool:Claude 3h --per week",
            "kind:companion 9m --per session",
        )
    ]

    assert names == ["claude", "claude-2", "claude-3", "companion-2"]


def test_a_built_in_limit_is_switched_off_and_an_own_one_taken_out_each_with_its_undoing(
    empty: Watched,
) -> None:
    empty.told("limits", "add", "tag:local", "90m", "--per", "session", "--name", "it's mine")
    before = load(settings_of(empty))
    for name in ("Break", "IT'S MINE"):
        told = empty.told("limits", "remove", name)
        held = {limit.name: limit.on for limit in load(settings_of(empty)).limit}

        assert not held.get(name.lower(), False)
        undo = told.splitlines()[-1].partition("humanward ")[2]
        empty.told(*split(undo))
        assert load(settings_of(empty)) == before


def test_a_limit_without_a_tag_tells_so_and_is_brought_back_as_it_was(past: Watched) -> None:
    past.told("tools", "add", "Claude", "--tag", "work")
    added = past.told("limits", "add", "ai", "30m", "--per", "week", "--without", "WORK")
    listed = past.told("limits", "list")
    tried = past.json("limits", "try", "ai", "30m", "--without", "work")
    whole = past.json("limits", "try", "ai", "30m")
    undo = past.told("limits", "remove", "ai").splitlines()[-1].partition("humanward ")[2]
    past.told(*split(undo))

    assert added.startswith("Added ai: AI tools: at most 30m a week, without work.")
    assert "AI tools: at most 30m a week, without work (yours)" in listed
    assert (tried["limit"]["without"], tried["reached"]) == (["work"], [])
    assert len(whole["reached"]) == 3
    assert load(settings_of(past)).limit[-1].without == ("work",)


def test_a_tag_that_no_tool_bears_is_said_of_a_limit_and_taken_by_none(empty: Watched) -> None:
    empty.choose('[[limit]]\nname = "break"\nwithout = ["wrk"]\n')
    gives = "`humanward tools add NAME --tag wrk` gives it."

    assert f"No tool bears the tag wrk yet; {gives}" in empty.told("limits")
    assert empty.json("limits")["unborne"] == ["wrk"]
    refused = empty.say("limits", "add", "ai", "3h", "--without", "wrk")
    assert "No tool has the tag wrk." in refused.stderr


def test_switching_off_twice_is_said(empty: Watched) -> None:
    empty.told("limits", "remove", "break")

    assert "was switched off already" in empty.told("limits", "remove", "break")


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (1, "add tool:Charakter.AI 20m", "Did you mean character.ai?"),
        (1, "add tag:wrk 20m", "No tool has the tag wrk."),
        (1, "add kind:companion 20m", "config set limit.companion.at_most 20m"),
        (1, "add ai 3h --days sat --name contact", "The name contact is taken."),
        (1, "add ai 3h --per week --name Break", "The name Break is taken."),
        (1, "remove brak", "Did you mean break?"),
        (1, "try tool:Clauude 1h", "Did you mean claude?"),
        (2, "add kind:companoin 20m", "Did you mean companion?"),
        (2, "add companion 20m", "Did you mean kind:companion?"),
        (2, "add ai 20", "20 needs a unit"),
        (2, "add ai -5m", '"-5m" is no length of time; write it as in "1h 30m".'),
        (2, "try ai -1h --per week", '"-1h" is no length of time'),
        (2, "add ai 1h --agian 5m", "Did you mean '--again'?"),
        (2, "add ai -5m --bogus", "No such option '--bogus'."),
        (2, "add ai 30d", "it takes 0s to 7d"),
        (2, "add ai 1h --per dya", "Did you mean day?"),
        (2, "add ai 1h --days satt", "Did you mean sat?"),
        (2, "add ai 1h --hours 25:00-26:00", "an hour that no day has"),
        (2, f"add ai 1h --name {'x' * 41}", "1 to 40 letters"),
        (2, "profile frm", "Did you mean firm?"),
        (2, "--format json list", "Give --format after list."),
        (2, "ad ai 1h", "No such command 'ad'"),
    ],
)
def test_a_slip_says_what_is_wrong_and_changes_nothing(
    empty: Watched, code: int, words: str, said: str
) -> None:
    told = empty.say("limits", *words.split())

    assert told.returncode == code
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert told.stdout == ""
    assert not settings_of(empty).exists()


def test_a_bad_file_is_told_with_its_line_and_left_alone(empty: Watched) -> None:
    empty.choose(bad := '[[limit]]\nname = "x"\nwhat = "ay"\n')

    for words in (("list",), ("add", "ai", "3h"), ("remove", "x"), ("profile", "firm")):
        told = empty.say("limits", *words)
        assert told.returncode == 3
        assert "line 3: limit.x.what" in told.stderr
    assert settings_of(empty).read_text() == bad


def test_the_list_tells_all_limits_whose_they_are_and_what_each_counts(past: Watched) -> None:
    past.choose(f'{_MINE}[[limit]]\nname = "\\u00e4"\nwhat = "ai"\nat_most = "5h"\nper = "week"\n')
    found = past.json("limits")
    by_name = {one["name"]: one for one in found["limits"]}
    text = past.told("limits", "list")

    assert found["profile"] == "balanced"
    assert list(by_name) == [*(limit.name for limit in BUILT_IN), "ä"]
    assert by_name["break"] | {"so_far": None} == {
        "name": "break", "what": "screen", "at_most": 2400.0, "per": "spell",
        "days": [day.value for day in Weekday], "hours": [], "without": [], "again": 0.0,
        "on": True, "built_in": True, "changed": True, "so_far": None,
    }  # fmt: skip
    assert (by_name["ä"]["built_in"], by_name["ai-of-the-day"]["changed"]) == (False, False)
    assert by_name["ai-of-the-day"]["so_far"] == 0
    assert by_name["ä"]["so_far"] in {0, 7200, 14_400, 21_600}  # as many of the days as are of it
    assert "the screen: at most 40m without a break (yours)" in text
    assert max(map(len, text.splitlines())) <= 79


def test_trying_tells_how_often_and_on_which_days_and_changes_nothing(past: Watched) -> None:
    found = past.json("limits", "try", "tool:claude", "90m")
    text = past.told("limits", "try", "ai", "30m", "--again", "1h")

    assert len(found["days_watched"]) == len(found["days_reached"]) == len(found["reached"]) == 3
    assert [one[11:16] for one in found["reached"]] == ["13:30"] * 3
    assert found["limit"]["what"] == "tool:Claude"
    assert "reached 6 times, on 3 of the 3 days watched." in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 79
    assert past.json("limits", "try", "ai", "3h")["reached"] == []
    never = past.told("limits", "try", "screen", "0s", "--hours", "03:00-03:01")
    assert "never have been reached" in never
    assert not settings_of(past).exists()


def test_trying_where_nothing_was_watched_says_so(empty: Watched) -> None:
    assert "Nothing was watched" in empty.told("limits", "try", "ai", "1h")


def test_a_profile_is_shown_and_chosen_and_told_how_to_undo(empty: Watched) -> None:
    empty.choose(_MINE)
    before = load(settings_of(empty))
    shown = empty.told("limits", "profile")
    chosen = empty.told("limits", "profile", "law-180")
    held = load(settings_of(empty))
    undo = chosen.splitlines()[-1].partition("humanward ")[2]

    assert "balanced *" in shown
    assert held.limit[-1] == settings_under(Profile.LAW_180).limit[-1]
    assert held.limit[0].at_most == Length.of("40m")
    assert "already" in empty.told("limits", "profile", "law-180")
    assert "law-180" in empty.told("limits", "list")
    empty.told(*split(undo))
    assert load(settings_of(empty)) == before
    assert empty.json("limits", "profile")["differences"][0] == {
        "key": "nudge.most_a_day", "gentle": "3", "balanced": "8", "firm": "12", "law-180": "8",
    }  # fmt: skip


def test_names_with_control_characters_never_reach_a_terminal(empty: Watched) -> None:
    told = empty.say("limits", "add", "tool:\x1b[31mEvil", "1h")

    assert told.returncode in {1, 2}
    assert "\x1b" not in told.stderr + told.stdout
