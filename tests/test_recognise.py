"""Laws of recognising: names are compared whole, the longest wins, and each verdict says why."""

import sys
from dataclasses import replace

import pytest

from config.catalogue import load_catalogue
from config.tools import Browser, Catalogue, Tool
from monitor.core.recognise import Matcher
from monitor.core.types import Kind, Subject

_CATALOGUE = load_catalogue()
_MATCHER = Matcher(_CATALOGUE)


def test_every_key_of_the_catalogue_leads_to_its_tool() -> None:
    for tool in _CATALOGUE.tools:
        for app in tool.apps:
            assert _MATCHER.judge(Subject(app.upper())).tool == tool.name
        for program in tool.programs:
            assert _MATCHER.judge(Subject("XTerm", program)).tool == tool.name


def test_claude_is_an_agent_in_a_terminal_and_an_assistant_on_the_desktop() -> None:
    in_terminal = _MATCHER.judge(Subject("XTerm", program="claude"))
    on_desktop = _MATCHER.judge(Subject("claude"))

    assert (in_terminal.tool, in_terminal.kind) == ("Claude Code", Kind.CODING_AGENT)
    assert in_terminal.because == "'claude' is a program of Claude Code"
    assert (on_desktop.tool, on_desktop.kind) == ("Claude", Kind.ASSISTANT)
    assert on_desktop.because == "'Claude' is an app of Claude"


@pytest.mark.parametrize("program", ["2.1.39", "Claude", "claude-not", "q", "pi", "forge", ""])
def test_a_program_is_known_by_its_whole_name_alone(program: str) -> None:
    assert not _MATCHER.knows_program(program)
    assert _MATCHER.judge(Subject("XTerm", program)).tool == ""


def test_the_diagram_editor_is_not_the_browser_of_its_name() -> None:
    assert not _MATCHER.is_browser("Dia")
    assert _MATCHER.is_browser("company.thebrowser.dia")


def test_the_host_comes_before_the_app_and_the_app_before_the_hint() -> None:
    by_host = _MATCHER.judge(Subject("firefox", host="claude.ai", hint="ChatGPT"))
    by_app = _MATCHER.judge(Subject("Signal", hint="ChatGPT"))
    by_hint = _MATCHER.judge(Subject("firefox", hint="ChatGPT"))

    assert (by_host.tool, by_host.because) == ("Claude", "claude.ai is a host of Claude")
    assert by_app.tool == "Signal"
    assert (by_hint.tool, by_hint.weak) == ("ChatGPT", True)
    assert by_hint.because == "the title looks like ChatGPT (weak)"


def test_a_browser_is_unrecognised_until_its_page_is_known() -> None:
    unknown = _MATCHER.judge(Subject("firefox-esr"))
    elsewhere = _MATCHER.judge(Subject("firefox-esr", host="*"))
    named = _MATCHER.judge(Subject("firefox-esr", host="example.org", hint="ChatGPT"))

    assert (unknown.tool, unknown.kind) == ("", Kind.BROWSER)
    assert unknown.because == "Firefox ESR is a browser whose page is not known"
    assert (elsewhere.tool, elsewhere.kind) == ("", Kind.OTHER)
    assert (named.tool, named.kind) == ("", Kind.OTHER)
    assert named.because == "example.org is in no entry of the catalogue"


def test_nothing_and_the_unknown_are_told_apart_in_words() -> None:
    assert _MATCHER.judge(Subject()).because == "nothing was in front"
    assert _MATCHER.judge(Subject("mousepad")).because == (
        "'mousepad' is in no entry of the catalogue"
    )
    assert "is a terminal" in _MATCHER.judge(Subject("XTerm", program="vim")).because


@pytest.mark.parametrize(
    ("app", "instance", "key"),
    [
        ("Chromium", "claude.ai__new", "claude.ai"),
        ("Google-chrome", "claude.ai", "claude.ai"),
        ("Chromium", "x.com__i_grok", "x.com/i/grok"),
        ("Chromium", "x.com__home", "x.com"),
        ("chrome-claude.ai__-Default", "", "claude.ai"),
        ("chrome-www.claude.ai__chat-Profile 1", "", "claude.ai"),
        ("Chromium", "chromium (/tmp/claude.ai__new)", ""),
        ("Chromium", "claude.ai.evil.com__new", ""),
        ("XTerm", "claude.ai__new", ""),
        ("notes-claude.ai__-Default", "", ""),
        (f"chrome-{'a' * 32}-Default", "", ""),
        ("firefox", "Navigator", ""),
    ],
)
def test_a_window_in_app_mode_bears_its_host(app: str, instance: str, key: str) -> None:
    assert _MATCHER.app_mode_host(app, instance) == key


def test_names_on_the_desktop_are_compared_in_any_case_and_without_their_file_ending() -> None:
    assert _MATCHER.browser("org.mozilla.Firefox.desktop") is _MATCHER.browser("firefox")
    assert _MATCHER.is_terminal("xterm")
    assert not _MATCHER.is_terminal("xterms")
    assert _MATCHER.judge(Subject(f"chrome-{'a' * 32}-Default")).kind is Kind.BROWSER


@pytest.mark.parametrize(
    ("title", "tool"),
    [
        ("ChatGPT - Chromium", "ChatGPT"),
        ("ChatGPT \u2014 Mozilla Firefox", "ChatGPT"),
        ("ChatGPT \u2014 Work \u2014 Mozilla Firefox", "ChatGPT"),
        ("ChatGPT - Personal - Microsoft\u200b Edge", "ChatGPT"),
        ("ChatGPT - Google Chrome \u2013 Ann", "ChatGPT"),
        ("\u200eGoogle Gemini - Brave", "Gemini"),
        ("A plan for tea - Claude - Google Chrome", "Claude"),
        ("Gemini horoscope \u2014 Mozilla Firefox", ""),
        ("A poem by Poe - Chromium", ""),
        ("Claude Monet - Wikipedia - Chromium", ""),
        ("Is ChatGPT good? - Chromium", ""),
        ("ChatGPT \u2014 Mozilla Firefox Private Browsing", ""),
        ("ChatGPT - [InPrivate] - Microsoft Edge", ""),
        ("ChatGPT - Google Chrome (Incognito)", ""),
        ("Chromium", ""),
        ("", ""),
    ],
)
def test_a_title_hints_only_where_it_is_anchored_and_not_private(title: str, tool: str) -> None:
    assert _MATCHER.title_hint(title) == tool


def test_a_hint_is_taken_for_browsers_alone() -> None:
    assert _MATCHER.which(app="firefox", title="ChatGPT").weak
    assert _MATCHER.which(title="ChatGPT").weak
    assert _MATCHER.which(app="mousepad", title="ChatGPT").tool == ""
    assert _MATCHER.which(app="firefox", url="https://example.org", title="ChatGPT").tool == ""


def test_whatever_a_title_tells_is_called_weak() -> None:
    told = [tool for tool in _CATALOGUE.tools if tool.titles]

    assert len(told) > 40
    for tool in told:
        verdict = _MATCHER.judge(Subject("firefox", hint=tool.name))
        assert (verdict.tool, verdict.weak) == (tool.name, True)


def test_an_address_and_a_title_are_let_go_of_at_once() -> None:
    url = "https://claude.ai/chat/" + str(len(_CATALOGUE.tools))
    title = "Trip " + str(len(_CATALOGUE.tools)) + " - Claude"
    before = sys.getrefcount(url), sys.getrefcount(title)

    _MATCHER.which(app="firefox", url=url)
    _MATCHER.title_hint(title)

    assert (sys.getrefcount(url), sys.getrefcount(title)) == before


def test_the_longest_title_pattern_wins() -> None:
    matcher = Matcher(
        Catalogue(
            version="1",
            tools=(
                Tool("Short", "assistant", titles=("^Tea",)),
                Tool("Long", "companion", titles=("^Tea time$",)),
            ),
            browsers=(Browser("B", "chromium", apps=("b",), suffixes=(" - B",)),),
        )
    )

    assert matcher.title_hint("Tea time - B") == "Long"
    assert matcher.title_hint("Tea times - B") == "Short"


def test_an_empty_catalogue_knows_nothing_and_says_so() -> None:
    matcher = Matcher(replace(_CATALOGUE, tools=(), browsers=(), terminals=()))

    assert matcher.title_hint("ChatGPT") == ""
    assert matcher.host_key("https://claude.ai/") == ""
    assert matcher.judge(Subject("firefox", host="claude.ai")).kind is Kind.OTHER


def test_names_in_no_entry_are_remembered_only_so_far() -> None:
    matcher = Matcher(_CATALOGUE)

    verdicts = {matcher.judge(Subject(f"app{number}")).because for number in range(2000)}

    assert len(verdicts) == 2000
