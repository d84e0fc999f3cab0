"""The law of what a person says of tools one after the other: the later word holds, and is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from config.errors import SettingsError
from config.own_catalogue import merged
from config.own_tools import Own, load
from config.paths import Home
from config.paths import home as home_in
from config.tools import Catalogue, Tool
from monitor.core.recognise import Matcher
from monitor.core.types import Subject
from monitor.errors import MonitorError
from monitor.service import tools
from monitor.service.matching import load_matcher
from tests.rig import Desktop
from tests.watched import Watched

ACME = Tool("Acme Chat", "assistant", hosts=("chat.acme.example",))
PAGE = "https://chat.acme.example/c/1"


@pytest.fixture
def own_home(tmp_path: Path) -> Home:
    return home_in(tmp_path / "home")


@pytest.mark.parametrize("to", ["Claude", "claude", "Acme Chat", "x.example"])
def test_no_tool_is_called_by_a_name_that_another_one_bears(own_home: Home, to: str) -> None:
    tools.add(own_home, ACME)
    tools.ignore(own_home, host="x.example")
    before = load(own_home.tools)

    with pytest.raises(MonitorError, match=f"{to} is another tool's name"):
        tools.rename(own_home, "Claude Code", to)
    assert load(own_home.tools) == before


def test_the_catalogues_name_of_a_tool_stays_its_own_when_it_is_called_otherwise(
    own_home: Home,
) -> None:
    tools.rename(own_home, "Claude", "Clod")

    for taken in ("Claude", "Clod"):
        with pytest.raises(MonitorError, match="another tool's name"):
            tools.rename(own_home, "Claude Code", taken)
    tools.rename(own_home, "Clod", "CLOD")
    tools.rename(own_home, "CLOD", "Claude")
    assert load(own_home.tools).names == (("Claude", "Claude"),)


def test_a_tool_that_is_called_otherwise_is_ignored_by_either_name(own_home: Home) -> None:
    tools.rename(own_home, "ChatGPT", "Chatty")
    by_mine = tools.ignore(own_home, name="Chatty").tool
    by_its_own = tools.ignore(own_home, name="chatgpt").tool

    assert by_mine is not None
    assert (by_mine.name, by_mine.was, by_mine.kind) == ("Chatty", "ChatGPT", "other")
    assert by_its_own == by_mine
    assert load(own_home.tools).ignored_tools == ("ChatGPT",)


def test_a_host_that_was_ignored_is_known_from_the_moment_it_is_added(own_home: Home) -> None:
    tools.ignore(own_home, host="chat.acme.example")
    tools.ignore(own_home, host="acme.example")
    with own_home.tools.open("a") as file:
        file.write("# the end\n")
    added = tools.add(own_home, ACME)
    again = tools.add(own_home, ACME)

    assert added.removed == ("that chat.acme.example is ignored",)
    assert again.removed == ()
    assert load(own_home.tools).ignored_hosts == ("acme.example",)
    assert "# the end" in own_home.tools.read_text()
    assert load_matcher(own_home).which(url=PAGE).tool == "Acme Chat"
    assert not load_matcher(own_home).which(url="https://acme.example").kind.is_ai


def test_an_ignored_host_stays_ignored_when_what_was_added_is_refused(own_home: Home) -> None:
    tools.ignore(own_home, host="chat.acme.example")
    before = own_home.tools.read_text()

    with pytest.raises(SettingsError, match="belongs to many"):
        tools.add(own_home, replace(ACME, hosts=("chat.acme.example", "co.uk")))
    assert own_home.tools.read_text() == before


def test_own_tools_below_an_ignored_host_are_named_and_stay(own_home: Home) -> None:
    tools.add(own_home, ACME)
    tools.add(own_home, Tool("Birch", "study", hosts=("birch.acme.example", "birch.example")))
    tools.ignore(own_home, name="Birch")
    above = tools.ignore(own_home, host="acme.example")
    itself = tools.ignore(own_home, host="chat.acme.example")

    assert above.still == (("Acme Chat", "chat.acme.example"),)
    assert itself.still == ()


def test_an_own_host_that_is_ignored_is_no_ai_with_all_below_it() -> None:
    own = Own(tools=(ACME,), ignored_hosts=("chat.acme.example",))
    matcher = Matcher(merged(Catalogue("", ()), own))

    for host in ("chat.acme.example", "a.chat.acme.example"):
        assert matcher.judge(Subject("firefox", host=host)).tool == "chat.acme.example"


def test_the_answer_says_what_is_taken_back_and_what_stays(desktop: Desktop, home: Path) -> None:
    watched = Watched(desktop, home)
    watched.told("tools", "ignore", "--host", "chat.acme.example")
    added = watched.told(
        *("tools", "add", "Acme Chat", "--kind", "assistant", "--host", "chat.acme.example")
    )
    ignored = watched.told("tools", "ignore", "--host", "acme.example")

    assert added.splitlines()[0] == (
        "Acme Chat (assistant) is known by chat.acme.example."
        " Taken back: that chat.acme.example is ignored."
    )
    assert ignored.splitlines()[0] == (
        "acme.example counts as no AI. Your own Acme Chat stays, known by chat.acme.example."
    )
    assert watched.json("tools", "ignore", "--host", "acme.example")["still"] == [
        {"tool": "Acme Chat", "host": "chat.acme.example"}
    ]


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("not a host", "not a host is no host."),
        ("a\nb.example", "must be one line of text"),
        (f"{'a' * 250}.example", "A host has at most 253 letters."),
    ],
)
def test_a_host_that_is_none_is_told_as_it_was_typed_and_as_one_problem(
    desktop: Desktop, home: Path, host: str, said: str
) -> None:
    told = Watched(desktop, home).say("tools", "add", "X", "--kind", "other", "--host", host)

    assert told.returncode == 3
    assert "one problem" in told.stderr
    assert said in told.stderr


def test_a_name_of_one_house_is_told_as_it_was_typed(desktop: Desktop, home: Path) -> None:
    watched = Watched(desktop, home)
    told = watched.told("tools", "add", "Oak Chat", "--kind", "assistant", "--host", "chat")

    assert told.startswith("Oak Chat (assistant) is known by chat.\n")
    assert watched.json("tools", "which", "--url", "http://chat/")["tool"] == "Oak Chat"


def test_a_tool_that_is_added_is_ignored_no_longer_and_a_tag_alone_adds_nothing(
    desktop: Desktop, home: Path
) -> None:
    watched = Watched(desktop, home)
    watched.told("tools", "ignore", "ChatGPT")
    tagged = watched.told("tools", "add", "ChatGPT", "--tag", "work")
    added = watched.told("tools", "add", "ChatGPT", "--host", "chat.acme.example")

    assert "Taken back" not in tagged
    assert "(assistant)" in added
    assert "Taken back: that ChatGPT is ignored." in added
