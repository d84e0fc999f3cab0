"""The installed `tools`: one command adds, the past is judged anew, a running daemon follows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.own_tools import load
from tests.past import DAY, keep_past
from tests.rig import Desktop, wait_for
from tests.watched import QUICK, Watched

_ON_DAY = ("--since", DAY, "--until", DAY)
_ADD = ("tools", "add", "Acme Chat", "--kind", "assistant")
_JUDGED_AS_NOW = (
    "select count(*) from verdict join subject on subject.id = verdict.subject where app = '{}'"
    " and catalogue = (select value from meta where key = 'catalogue')"
)
_ACME = (*_ADD, "--host", "https://Chat.Acme.example/")


@pytest.fixture
def past(desktop: Desktop, home: Path) -> Watched:
    keep_past(home)
    return Watched(desktop, home)


@pytest.fixture
def empty(desktop: Desktop, home: Path) -> Watched:
    return Watched(desktop, home)


def which(watched: Watched, *words: str) -> tuple[str | None, str]:
    found = watched.json("tools", "which", *words)
    return found["tool"], found["kind"]


def ai_seconds(watched: Watched) -> float:
    seconds: float = watched.json("report", *_ON_DAY)["seconds"]["ai"]
    return seconds


def test_a_companys_chat_is_one_command_and_its_undoing_another(empty: Watched) -> None:
    added = empty.told(*_ACME)
    known = which(empty, "--url", "https://chat.acme.example/c/1")
    removed = empty.json("tools", "remove", "acme chat")

    assert added.splitlines()[0] == "Acme Chat (assistant) is known by chat.acme.example."
    assert known == ("Acme Chat", "assistant")
    assert removed["removed"] == ["the tool"]
    assert which(empty, "--url", "https://chat.acme.example") == (None, "other")
    assert empty.json("tools", "list", "--own")["tools"] == []


def test_a_web_ui_on_this_computer_is_known_by_its_port(empty: Watched) -> None:
    empty.told("tools", "add", "Open WebUI", "--host", "localhost:3000")

    assert which(empty, "--url", "http://localhost:3000/c/1") == ("Open WebUI", "local_model")
    assert which(empty, "--url", "http://127.0.0.1:3000/") == ("Open WebUI", "local_model")
    assert which(empty, "--url", "http://localhost:3001/") == (None, "other")


def test_ignoring_renaming_and_taking_back_move_the_past(past: Watched) -> None:
    before = ai_seconds(past)
    ignored = past.json("tools", "ignore", "claude")
    without = ai_seconds(past)
    back = past.json("tools", "remove", "Claude")
    renamed = past.json("tools", "rename", "Claude", "Clod")
    subjects = past.json("report", *_ON_DAY)["subjects"]

    assert (before, without) == (1800, 0)
    assert ignored["moved"] == {
        "subjects": 1,
        "seconds": 1800.0,
        "ai_seconds": -1800.0,
        "tagged_seconds": 0.0,
    }
    assert back["moved"] == {
        "subjects": 1,
        "seconds": 1800.0,
        "ai_seconds": 1800.0,
        "tagged_seconds": 0.0,
    }
    assert renamed["moved"] == {
        "subjects": 1,
        "seconds": 1800.0,
        "ai_seconds": 0.0,
        "tagged_seconds": 0.0,
    }
    assert subjects[0]["tool"] == "Clod"


def test_a_tool_of_the_catalogue_gets_a_tag_and_loses_it_again(past: Watched) -> None:
    told = past.told("tools", "add", "claude", "--tag", "work")
    listed = past.told("tools", "list", "--own")
    without = past.json("report", *_ON_DAY, "--without", "work")
    again = past.json("tools", "remove", "Claude")

    assert told.splitlines() == [
        "Claude (assistant) bears the tag work.",
        "30 min of the past goes by its tags as they are now.",
    ]
    assert "claude.ai" in listed
    assert "(yours, tag work)" in listed
    assert (without["seconds"]["ai"], without["without"]["seconds"]) == (0, 1800)
    assert again["removed"] == ["its tags"]
    assert past.json("tools", "list", "--own")["tools"] == []
    assert which(past, "--url", "https://claude.ai") == ("Claude", "assistant")


def test_a_tool_that_is_called_otherwise_gets_its_tag_by_either_name(past: Watched) -> None:
    past.told("tools", "rename", "Claude", "Clod")
    by_its_own = past.told("tools", "add", "Claude", "--tag", "work").splitlines()[0]
    by_mine = past.told("tools", "add", "clod", "--tag", "home").splitlines()[0]

    assert by_its_own == "Clod (assistant) bears the tag work."
    assert by_mine == "Clod (assistant) bears the tag home."
    assert past.json("report", *_ON_DAY, "--without", "home")["seconds"]["ai"] == 0


def test_a_tag_for_what_no_tool_is_called_is_refused_with_a_guess(empty: Watched) -> None:
    refused = empty.say("tools", "add", "Cluade", "--tag", "work")

    assert "No tool is called Cluade. Did you mean claude?" in refused.stderr
    assert not (empty.home / "tools.toml").exists()


def test_how_much_of_the_past_moved_is_said_in_words(past: Watched) -> None:
    told = past.told("tools", "add", "My Editor", "--kind", "assistant", "--app", "Cursor")

    assert told.splitlines()[1] == "20 min of the past moved: 20 min more with AI tools."
    assert past.told(*_ACME).splitlines()[1] == "Nothing kept so far is judged otherwise by it."


def test_a_host_is_ignored_with_all_below_it(past: Watched) -> None:
    past.told("tools", "ignore", "--host", "https://claude.ai/")

    assert ai_seconds(past) == 0
    assert which(past, "--url", "https://claude.ai/chat/1") == ("claude.ai", "other")
    past.told("tools", "remove", "claude.ai")
    assert ai_seconds(past) == 1800


def test_the_list_tells_what_is_the_persons_own(empty: Watched) -> None:
    for words in (
        _ACME,
        ("tools", "ignore", "Perplexity"),
        ("tools", "rename", "ChatGPT", "Chatty"),
    ):
        empty.told(*words)
    own: list[dict[str, Any]] = empty.json("tools", "list", "--own")["tools"]
    text = empty.told("tools", "list", "--own")

    assert {(one["tool"], one["own"], one["ignored"], one["was"]) for one in own} == {
        ("Acme Chat", True, False, None),
        ("Perplexity", False, True, None),
        ("Chatty", False, False, "ChatGPT"),
    }
    assert "(yours)" in text
    assert "(the catalogue's ChatGPT)" in text
    assert len(empty.json("tools", "list")["tools"]) > 200


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (1, "ignore Clauude", "Did you mean claude?"),
        (1, "rename Nix Nax", "No tool is called Nix."),
        (1, "remove Nix", "You said nothing of Nix so far."),
        (1, "add Nix --host nix.example", "say of which kind it is"),
        (1, "add Nix --kind assistant --app firefox", "firefox is a browser"),
        (1, "add Nix --kind assistant --app kitty", "kitty is a terminal"),
        (2, "add Nix --kind assistant", "Give at least one of --host"),
        (2, "ignore", "Give either a tool's NAME or --host."),
        (2, "ignore Claude --host claude.ai", "Give either a tool's NAME or --host."),
        (3, "add Nix --kind assistant --host localhost", "say which port"),
        (3, "add Nix --kind assistant --host co.uk", "belongs to many"),
        (3, "add Nix --kind assistant --title Nix", "is not anchored"),
    ],
)
def test_a_slip_says_what_is_wrong_and_changes_nothing(
    empty: Watched, code: int, words: str, said: str
) -> None:
    told = empty.say("tools", *words.split())

    assert told.returncode == code
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert told.stdout == ""
    assert not (empty.home / "tools.toml").exists()


def test_a_bad_file_is_told_with_its_lines_and_left_alone(empty: Watched) -> None:
    empty.told(*_ACME)
    file = empty.home / "tools.toml"
    bad = file.read_text() + '\n[[ignore]]\nname = "x"\n[[tool]]\n'
    file.write_text(bad)

    for words in (("tools", "list"), ("tools", "which", "--app", "x"), _ACME):
        told = empty.say(*words)
        assert told.returncode == 3
        assert "line 7: ignore[1].name: There is no such key." in told.stderr
        assert told.stdout == ""
    assert file.read_text() == bad


@pytest.fixture
def watched(screen: Desktop, home: Path) -> Iterator[Watched]:
    watched = Watched(screen, home)
    watched.choose(QUICK)
    bring(watched, "AcmeChat")
    with watched.daemon():
        wait_for(lambda: watched.one("select count(*) from stretch"), "the first stretch")
        yield watched


def bring(watched: Watched, app: str) -> None:
    watched.desktop.activate(watched.desktop.xterm(app).window)


def is_in_front(watched: Watched, app: str) -> bool:
    now = watched.json("status")["now"]
    return bool(now) and now["app"] == app


def tool_in_front(watched: Watched) -> object:
    return watched.json("status")["now"]["tool"]


def tool_of_one_first_met(watched: Watched, app: str) -> object:
    """No command can have judged it: the verdict is the daemon's own."""
    bring(watched, app)
    wait_for(lambda: is_in_front(watched, app), f"{app} in front")
    return tool_in_front(watched)


def test_a_running_daemon_takes_up_what_is_added_and_what_is_taken_back(watched: Watched) -> None:
    before = tool_in_front(watched)
    wait_for(lambda: watched.json("report")["seconds"]["active"] > 3, "some time in front")
    watched.told(*_ADD, "--app", "AcmeHelp", "--app", "AcmeChat", "--app", "AcmeDesk")
    at_once = watched.json("report")["seconds"]
    tool = tool_of_one_first_met(watched, "AcmeHelp")
    watched.flushed()
    grown = watched.json("report")["seconds"]["ai"]
    watched.told("tools", "remove", "Acme Chat")
    none = tool_of_one_first_met(watched, "AcmeDesk")
    watched.flushed()

    assert (before, tool, none) == (None, "Acme Chat", None)
    assert watched.one(_JUDGED_AS_NOW.format("AcmeDesk")) == 1
    assert at_once["ai"] > 3  # what is kept is judged anew by the command itself
    assert grown > at_once["ai"]
    assert watched.json("report")["seconds"]["ai"] == 0


def test_a_bad_file_never_stops_a_daemon_and_the_last_good_tools_hold(watched: Watched) -> None:
    file = watched.home / "tools.toml"
    watched.told(*_ADD, "--app", "AcmeChat", "--app", "AcmeHelp", "--app", "AcmeDesk")
    good = file.read_text()
    before = tool_of_one_first_met(watched, "AcmeHelp")
    file.write_text('[[tool]]\nname = "Half"\n')
    wait_for(lambda: watched.json("status")["note"], "the note")
    note = watched.json("status")["note"]
    tool = tool_of_one_first_met(watched, "AcmeDesk")
    file.write_text(good.replace("Acme Chat", "Birch"))
    wait_for(lambda: tool_in_front(watched) == "Birch", "the tool that an editor wrote")

    assert "Your own tools of before are in force" in note
    assert "line 1: tool[1]: kind is missing." in note
    assert (before, tool) == ("Acme Chat", "Acme Chat")
    assert "h of the past are judged anew" in watched.log()
    wait_for(lambda: watched.json("status")["note"] is None, "the note's end")
    assert load(file).tools[0].name == "Birch"


def test_what_changed_while_no_daemon_ran_is_judged_at_its_start(
    past: Watched, screen: Desktop
) -> None:
    (past.home / "tools.toml").write_text('[[ignore]]\ntool = "Claude"\n')
    before = ai_seconds(past)
    with Watched(screen, past.home).daemon():
        pass

    assert (before, ai_seconds(past)) == (1800, 0)
    assert "0.5 h of the past are judged anew" in past.log()
