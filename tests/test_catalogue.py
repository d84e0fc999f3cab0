"""Laws of the catalogue: every fact belongs to one tool, and nothing in it is too wide."""

from dataclasses import replace
from itertools import product
from pathlib import Path
from string import ascii_lowercase

import pytest
from publicsuffixlist import PublicSuffixList

from config.catalogue import CatalogueError, load_catalogue, problems, read_catalogue
from config.public_suffixes import is_public_suffix
from config.tools import KINDS, Browser, Catalogue, Tool
from monitor.core.types import Kind

_CATALOGUE = load_catalogue()
_NO_AI = {"people", "reference"}
_TAGS = {*_NO_AI, "ai_optional", "ai_browser", "local", "unseen"}
_ADDED = {"ai_optional"}  # editors that are no tool of AI by themselves
_TOML = b"""
version = "1"
terminals = ["XTerm"]
terminals_of_many_windows = ["konsole"]
[[tool]]
name = "Tea"
kind = "assistant"
hosts = ["tea.example"]
evidence = "OWN"
[[browser]]
name = "Leaf"
family = "chromium"
apps = ["leaf"]
suffixes = [" - Leaf"]
"""


def test_the_shipped_catalogue_breaks_no_law() -> None:
    assert problems(_CATALOGUE) == ()


def test_all_ai_tools_of_the_release_are_there() -> None:
    tools = [tool for tool in _CATALOGUE.tools if not _NO_AI & set(tool.tags)]
    listed = [tool for tool in tools if not tool.evidence.startswith("OWN")]

    assert len(listed) == 263
    assert {tag for tool in tools if tool not in listed for tag in tool.tags} == _ADDED
    assert {tool.kind for tool in tools} == {
        *(kind.value for kind in Kind if kind.is_ai),
        "ai_ide",
        "other",
    }


def test_tools_for_being_with_people_and_for_looking_up_are_there_with_their_sites() -> None:
    people = [tool for tool in _CATALOGUE.tools if "people" in tool.tags]
    reference = [tool for tool in _CATALOGUE.tools if "reference" in tool.tags]

    assert len(people) >= 100
    assert sum(bool(tool.hosts) for tool in people) >= 60
    assert len(reference) >= 60
    assert all(tool.hosts for tool in reference)


def test_no_host_of_a_tool_is_a_place_where_anybody_may_have_a_site() -> None:
    suffixes = PublicSuffixList()
    names = {
        host: host.partition("/")[0].partition("?")[0]
        for tool in _CATALOGUE.tools
        for host in tool.hosts
        if not host.startswith(("www.", "localhost:"))
    }

    assert [host for host, name in names.items() if suffixes.privatesuffix(name) is None] == []
    assert suffixes.privatesuffix("ai.studio") is None  # where Google shows what people built


_COMMON = ("ac", "biz", "co", "com", "edu", "go", "gov", "info", "net", "ne", "or", "org", "web")


def test_what_everybody_registers_or_hosts_under_is_known_as_such_and_nothing_else_is() -> None:
    suffixes = PublicSuffixList()
    official = PublicSuffixList(only_icann=True, accept_unknown=False)
    countries = map("".join, product(ascii_lowercase, repeat=2))
    names = [f"{first}.{country}" for country in countries for first in _COMMON]
    others = [one for one in names if is_public_suffix(one) != (official.publicsuffix(one) == one)]
    hosted = ("github.io", "pages.dev", "ngrok-free.app", "trycloudflare.com", "duckdns.org")

    assert len(others) <= 5, others  # countries change their minds now and then
    assert all(is_public_suffix(name) and suffixes.is_public(name) for name in hosted)
    assert not any(map(is_public_suffix, ("web.de", "t.co", "x.com", "acme.co.uk", "box")))


def test_tools_whose_ai_may_be_switched_off_are_no_ai_by_themselves() -> None:
    optional = [tool for tool in _CATALOGUE.tools if "ai_optional" in tool.tags]

    assert {tool.name for tool in optional} >= {"Visual Studio Code", "Notion", "Warp"}
    assert {tool.kind for tool in optional} == {"ai_ide", "other"}


def test_people_and_reference_are_marked_as_such() -> None:
    people = {tool.kind for tool in _CATALOGUE.tools if "people" in tool.tags}
    reference = {tool.kind for tool in _CATALOGUE.tools if "reference" in tool.tags}

    assert people == {kind.value for kind in Kind if kind.is_people}
    assert reference == {"reference", "search"}


def test_every_entry_says_where_its_facts_are_from() -> None:
    entries: list[Tool | Browser] = [*_CATALOGUE.tools, *_CATALOGUE.browsers]

    assert [entry.name for entry in entries if not entry.evidence] == []


def test_no_tool_bears_a_tag_that_nobody_explains() -> None:
    assert {tag for tool in _CATALOGUE.tools for tag in tool.tags} == _TAGS


def test_no_terminal_is_told_twice_and_all_of_many_windows_are_terminals() -> None:
    names = [name.casefold() for name in _CATALOGUE.terminals]
    many = {name.casefold() for name in _CATALOGUE.terminals_of_many_windows}

    assert len(set(names)) == len(names)
    assert many <= set(names)


def test_the_kinds_of_the_catalogue_are_those_that_the_core_knows() -> None:
    assert {kind.value for kind in Kind} - {Kind.BROWSER.value} == set(KINDS)


def test_browsers_say_how_to_find_a_page() -> None:
    for browser in _CATALOGUE.browsers:
        assert browser.family in ("chromium", "firefox", "other")
        assert browser.apps
        assert all(end.startswith((" - ", " \u2014 ")) for end in browser.suffixes)
        assert all(not folder.startswith(("/", "~")) for folder in browser.folders)
        assert len(set(browser.folders)) == len(browser.folders)


def test_each_browser_with_a_history_is_found_on_every_system_that_it_runs_on() -> None:
    folders = {one.name: one.folders for one in _CATALOGUE.browsers}
    starts = (".", ".var/app/", "Library/Application Support/", "AppData/")

    for name in ("Chromium", "Google Chrome", "Brave", "Microsoft Edge", "Vivaldi", "Firefox"):
        for start in starts:
            assert any(folder.startswith(start) for folder in folders[name]), (name, start)
    for name in ("Chromium", "Brave", "Firefox"):
        assert any(folder.startswith("snap/") for folder in folders[name]), name


@pytest.mark.parametrize(
    ("tool", "told"),
    [
        (Tool("A", "robot", apps=("a",)), "A: robot is no kind"),
        (Tool("A", "assistant"), "A: nothing tells it"),
        (Tool("A", "assistant", hosts=("com",)), "A: com is no host"),
        (Tool("A", "assistant", hosts=("co.uk",)), "A: co.uk belongs to many"),
        (Tool("A", "assistant", hosts=("www.github.io",)), "A: www.github.io belongs to many"),
        (Tool("A", "assistant", hosts=("https://a.example",)), "A: https://a.example is no host"),
        (Tool("A", "assistant", hosts=("A.example",)), "A: A.example is no host"),
        (Tool("A", "assistant", hosts=("a.example/",)), "A: a.example/ is no host"),
        (Tool("A", "assistant", hosts=("localhost",)), "A: localhost is no host"),
        (Tool("A", "assistant", programs=("2.1.39",)), "A: '2.1.39' is no program's name"),
        (Tool("A", "assistant", programs=("gh copilot",)), "A: 'gh copilot' is no program's name"),
        (Tool("A", "assistant", titles=("Poe",)), "A: the title 'Poe' is not anchored"),
        (Tool("A", "assistant", titles=("^",)), "A: the title '^' fits an empty title"),
    ],
)
def test_a_broken_law_is_told_in_words(tool: Tool, told: str) -> None:
    assert problems(Catalogue("1", (tool,))) == (told,)


def test_a_title_that_does_not_compile_is_told() -> None:
    (told,) = problems(Catalogue("1", (Tool("A", "assistant", titles=("^(",)),)))

    assert told.startswith("A: the title '^(' does not compile: ")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (Tool("A", "study", hosts=("a.example",)), Tool("B", "study", hosts=("www.a.example",)),
         "host 'a.example' is claimed by A (tool 1) and by B (tool 2)"),
        (Tool("A", "study", apps=("Tea",)), Tool("B", "study", apps=("tea",)),
         "app 'tea' is claimed by A (tool 1) and by B (tool 2)"),
        (Tool("A", "study", programs=("tea",)), Tool("B", "study", programs=("tea",)),
         "program 'tea' is claimed by A (tool 1) and by B (tool 2)"),
        (Tool("Tea", "study", apps=("a",)), Tool("TEA", "study", apps=("b",)),
         "name 'tea' is claimed by Tea (tool 1) and by TEA (tool 2)"),
    ],
)  # fmt: skip
def test_no_two_tools_claim_one_key(one: Tool, other: Tool, told: str) -> None:
    assert problems(Catalogue("1", (one, other))) == (told,)


def test_no_browser_claims_a_tools_app() -> None:
    browser = Browser("Leaf", "chromium", apps=("TEA",), suffixes=(" - Leaf",))

    (told,) = problems(Catalogue("1", (Tool("Tea", "study", apps=("tea",)),), (browser,)))

    assert told == "app 'tea' is claimed by Tea (tool 1) and by Leaf (browser)"


def test_a_catalogue_is_read_into_plain_tuples() -> None:
    found = read_catalogue(_TOML)

    assert replace(found, version="") == Catalogue(
        version="",
        tools=(Tool("Tea", "assistant", hosts=("tea.example",), evidence="OWN"),),
        browsers=(Browser("Leaf", "chromium", apps=("leaf",), suffixes=(" - Leaf",)),),
        terminals=("XTerm",),
        terminals_of_many_windows=("konsole",),
    )


def test_any_change_of_the_text_changes_the_version() -> None:
    before = read_catalogue(_TOML).version
    after = read_catalogue(_TOML.replace(b"assistant", b"companion")).version

    assert before.startswith("1-")
    assert after.startswith("1-")
    assert before != after


@pytest.mark.parametrize("raw", [b"", b"\xff", b"version = ", _TOML + b"colour = 'red'\n"])
def test_a_damaged_catalogue_is_refused_with_what_to_do(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_bytes(raw)

    with pytest.raises(CatalogueError, match=r"catalogue\.toml cannot be read") as refused:
        load_catalogue(file)

    assert "again" in refused.value.hint


def test_a_missing_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="No such file"):
        load_catalogue(tmp_path / "catalogue.toml")
