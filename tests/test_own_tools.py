"""The law of the person's own tools: read strictly, and stronger than the catalogue."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import load_catalogue, problems
from config.errors import SettingsError
from config.own_catalogue import merged
from config.own_tools import Own, load, read
from config.tools import Catalogue, Tool
from monitor.core.recognise import Matcher
from monitor.core.types import Kind, Subject

CATALOGUE = load_catalogue()
ACME = Tool("Acme Chat", "assistant", hosts=("chat.acme.example",))
ALL_OF_IT = """
# the firm's
[[tool]]
name = "Acme Chat"
kind = "assistant"
hosts = ["chat.acme.example", "localhost:3000/ui", "nas:8080", "192.168.1.5", "chat"]
apps = ["AcmeChat"]
programs = ["acme"]
titles = ["^Acme Chat$"]
tags = ["work"]

[[ignore]]
tool = "Perplexity"

[[ignore]]
host = "x.com/i/grok"

[[rename]]
tool = "ChatGPT"
to = "Chatty"
"""


def told(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(SettingsError) as caught:
        read(text)
    return [(one.line, f"{one.key}: {one.text}") for one in caught.value.problems]


def tool_with(line: str) -> str:
    return f'[[tool]]\nname = "A"\nkind = "other"\n{line}\n'


def matcher_of(own: Own, catalogue: Catalogue = CATALOGUE) -> Matcher:
    return Matcher(merged(catalogue, own))


def test_a_missing_file_is_nothing_of_ones_own(tmp_path: Path) -> None:
    assert load(tmp_path / "tools.toml") == Own()
    assert merged(CATALOGUE, Own()) is CATALOGUE


def test_everything_that_a_file_may_say_is_read() -> None:
    own = read(ALL_OF_IT)

    assert own.tools[0].name == "Acme Chat"
    assert own.tools[0].programs == ("acme",)
    assert own.ignored_tools == ("Perplexity",)
    assert own.ignored_hosts == ("x.com/i/grok",)
    assert own.names == (("ChatGPT", "Chatty"),)


def test_all_problems_are_told_at_once_each_with_its_line() -> None:
    found = told(
        '[[tool]]\nname = "A"\nkind = "asistant"\nhost = ["a.example"]\n'
        '[[tool]]\nname = "B"\nkind = "other"\napps = "B"\n'
        '[[ignore]]\ntool = "X"\nhost = "y.example"\n'
        "[[renam]]\n"
        '[[rename]]\ntool = "X"\n'
    )

    assert [line for line, _ in found] == [1, 3, 4, 8, 9, 12, 13]
    text = "\n".join(what for _, what in found)
    assert "Did you mean assistant?" in text
    assert "Did you mean hosts?" in text
    assert "Did you mean rename?" in text
    assert 'It takes a list, as in apps = ["..."].' in text
    assert "Give either tool or host." in text
    assert "to is missing." in text


@pytest.mark.parametrize(
    "line",
    [
        'hosts = ["https://chat.example.com"]',
        'hosts = ["Chat.Example.com"]',
        'hosts = ["co.uk"]',
        'hosts = ["github.io"]',
        'hosts = ["localhost"]',
        'hosts = ["127.0.0.1:3000"]',
        'hosts = ["[::1]:3000"]',
        'hosts = ["nas:0"]',
        'hosts = ["nas:70000"]',
        'hosts = ["chat.example.com:443"]',
        'hosts = ["chat.example.com/a b"]',
        'hosts = [""]',
        "hosts = [3000]",
        'titles = ["Acme"]',
        'titles = ["^("]',
        'titles = ["^(Acme|Birch)$"]',
        'titles = ["^.*"]',
        'titles = ["(?i)^acme$"]',
        'programs = ["a b"]',
        'programs = ["2.1.39"]',
        'apps = ["a\\nb"]',
        "hosts = []",
    ],
)
def test_a_key_that_would_match_too_much_or_nothing_is_refused(line: str) -> None:
    assert [place for place, _ in told(tool_with(line))] in ([4], [1], [4, 1], [1, 4])


@pytest.mark.parametrize(
    "text",
    [
        tool_with('hosts = ["a.example"]') * 2,
        tool_with('hosts = ["a.example"]')
        + '[[tool]]\nname = "B"\nkind = "other"\nhosts = ["www.a.example"]\n',
        '[[ignore]]\ntool = "X"\n[[ignore]]\ntool = "x"\n',
        '[[rename]]\ntool = "X"\nto = "Y"\n[[rename]]\ntool = "X"\nto = "Z"\n',
        'tool = "Acme"\n',
        "[tool]\nname = 3\n",
    ],
)
def test_what_is_said_twice_or_in_another_form_is_refused(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    ("subject", "url", "tool"),
    [
        ({}, "https://chat.acme.example/c/1", "Acme Chat"),
        ({}, "https://a.chat.acme.example", "Acme Chat"),
        ({}, "https://chat.acme.example.evil.example", ""),
        ({}, "http://localhost:3000/ui/x", "Acme Chat"),
        ({}, "http://127.0.0.1:3000/ui", "Acme Chat"),
        ({}, "http://127.0.0.1:3000/ui/x", "Acme Chat"),
        ({}, "http://[::1]:3000/ui/x", "Acme Chat"),
        ({}, "http://localhost:3000/other", ""),
        ({}, "http://localhost:3001/ui", ""),
        ({}, "http://nas:8080/", "Acme Chat"),
        ({}, "http://nas:8081/", ""),
        ({}, "http://192.168.1.5:9000", "Acme Chat"),
        ({}, "http://chat/", "Acme Chat"),
        ({}, "http://elsewhere.chat/", ""),
        ({"app": "acmechat"}, "", "Acme Chat"),
        ({"program": "acme"}, "", "Acme Chat"),
        ({"title": "Acme Chat"}, "", "Acme Chat"),
        ({}, "https://chatgpt.com", "Chatty"),
    ],
)
def test_the_persons_tools_are_recognised_as_they_were_told(
    subject: dict[str, str], url: str, tool: str
) -> None:
    found = matcher_of(read(ALL_OF_IT)).which(url=url, **subject)

    assert found.tool == tool


def test_a_key_that_the_person_claims_is_taken_from_the_catalogue() -> None:
    own = Own(tools=(Tool("My Claude", "companion", hosts=("claude.ai",), apps=("CLAUDE",)),))
    catalogue = merged(CATALOGUE, own)

    assert problems(catalogue) == ()
    assert matcher_of(own).which(url="https://claude.ai/chat").tool == "My Claude"
    assert matcher_of(own).which(app="Claude").kind is Kind.COMPANION
    assert matcher_of(own).which(url="https://claude.com").tool == "Claude"


def test_an_own_tool_with_a_known_name_adds_to_it() -> None:
    own = Own(tools=(Tool("chatgpt", "study", hosts=("gpt.acme.example",), tags=("work",)),))
    found = matcher_of(own)

    assert found.which(url="https://gpt.acme.example").tool == "ChatGPT"
    assert found.which(url="https://chatgpt.com").kind is Kind.STUDY
    assert "work" in found.which(url="https://chatgpt.com").tags


def test_an_ignored_tool_is_named_and_is_no_ai() -> None:
    found = matcher_of(Own(ignored_tools=("chatgpt",))).which(url="https://chatgpt.com")

    assert (found.tool, found.kind.is_ai) == ("ChatGPT", False)


def test_an_ignored_host_is_no_ai_with_all_below_it() -> None:
    matcher = matcher_of(Own(ignored_hosts=("openai.com", "x.com/i/grok")))

    assert not matcher.which(url="https://chat.openai.com/c").kind.is_ai
    assert not matcher.which(url="https://openai.com/codex").kind.is_ai
    assert not matcher.which(url="https://x.com/i/grok/1").kind.is_ai
    assert matcher.which(url="https://chatgpt.com").kind.is_ai
    assert matcher.which(url="https://notopenai.com").tool == ""


def test_the_version_changes_with_what_the_person_says_and_with_nothing_else() -> None:
    one = read(ALL_OF_IT)
    with_comments = read(f"# more words\n{ALL_OF_IT}\n")
    other = replace(one, ignored_tools=())

    versions = [merged(CATALOGUE, own).version for own in (one, with_comments, other)]

    assert versions[0] == versions[1] != versions[2]
    assert all(version.startswith(f"{CATALOGUE.version}+") for version in versions)


@given(
    st.lists(st.sampled_from(CATALOGUE.tools), min_size=1, max_size=6, unique_by=lambda t: t.name),
    st.sets(st.sampled_from([tool.name for tool in CATALOGUE.tools]), max_size=4),
)
def test_no_two_tools_claim_one_key_whatever_the_person_takes(
    taken: list[Tool], ignored: set[str]
) -> None:
    own = Own(
        tools=tuple(replace(one, name=f"my {one.name}", evidence="") for one in taken),
        ignored_tools=tuple(sorted(ignored)),
    )
    catalogue = merged(CATALOGUE, own)
    matcher = Matcher(catalogue)

    assert [told for told in problems(catalogue) if "claimed by" in told] == []
    for one in taken:
        for program in one.programs:
            assert matcher.judge(Subject(program=program)).tool == f"my {one.name}"
