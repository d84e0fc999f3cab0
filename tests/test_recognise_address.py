"""Laws of addresses: hosts are compared whole, label by label, and the longest wins."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.catalogue import load_catalogue
from config.tools import Catalogue, Tool
from monitor.core.recognise import Matcher
from monitor.core.types import Kind, Subject

_CATALOGUE = load_catalogue()
_MATCHER = Matcher(_CATALOGUE)
_KNOWN_HOSTS = sorted(
    host for tool in _CATALOGUE.tools for host in tool.hosts if not re.search(r"[/?:]|^www\.", host)
)
_LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)


@pytest.mark.parametrize(
    ("url", "tool"),
    [
        ("https://claude.ai/new", "Claude"),
        ("https://www.claude.ai/", "Claude"),
        ("https://sub.claude.ai/", "Claude"),
        ("https://CLAUDE.AI./", "Claude"),
        ("http://claude.ai:8080/", "Claude"),
        ("https://claude.ai/code/session", "Claude Code on the web"),
        ("https://gemini.google.com/app", "Gemini"),
        ("https://google.com/ai", "Google AI Mode"),
        ("https://www.google.com/search?q=tea&udm=50", "Google AI Mode"),
        ("https://www.google.com/search?q=udm%3D50", "Google Search"),
        ("https://www.google.co.uk/search?q=tea", "Google Search"),
        ("https://duckduckgo.com/?q=tea&ia=chat", "Duck.ai"),
        ("https://duckduckgo.com/?q=tea", "DuckDuckGo"),
        ("https://mail.google.com/mail/u/0/", "Gmail"),
        ("https://x.com/i/grok?conversation=1", "Grok"),
        ("https://x.com/i/grokster", "X"),
        ("https://github.com/copilot/c/1", "GitHub Copilot"),
        ("https://huggingface.co/chat", "HuggingChat"),
        ("https://huggingface.co/models", "Hugging Face"),
        ("https://en.wikipedia.org/wiki/Tea", "Wikipedia"),
        ("http://localhost:3080/c/new", "LibreChat"),
        ("http://127.0.0.1:3080/", "LibreChat"),
        ("http://[::1]:3080/", "LibreChat"),
    ],
)
def test_an_address_belongs_to_the_tool_with_the_longest_host_and_path(url: str, tool: str) -> None:
    verdict = _MATCHER.which(app="firefox", url=url)

    assert verdict.tool == tool
    assert not verdict.weak


@pytest.mark.parametrize(
    "url",
    [
        "https://fedex.com/",  # ends in x.com
        "https://thankyou.com/",  # ends in you.com
        "https://notclaude.ai/",
        "https://notai.claude.ai.evil.com/",
        "https://evil.com/claude.ai",
        "https://evil.com/?u=https://claude.ai/",
        "https://evil.com/#claude.ai",
        "https://claude.ai@evil.com/",
        "https://claude.ai:pass@evil.com/",
        "https://evil.com\\@claude.ai/",
        "https://evil.com\x00.claude.ai/",
        "https://evil.com%2f.claude.ai/",
        "https://evil..claude.ai/",
        "https://github.com/torvalds/linux",
        "https://docs.google.com/document/d/1",
        "http://localhost:3000/",
        "http://localhost/",
        "http://[claude.ai]/",
        "http://[::1/",
        "http://claude.ai:99999/",
        "https://cl\u0430ude.ai/",  # a Cyrillic letter
        "ftp://claude.ai/",
        "file:///home/ann/claude.ai",
        "javascript:claude.ai",
        "claude.ai",
        "",
        "\x00",
        "https://" + "a" * 70_000 + ".claude.ai/",
    ],
)
def test_what_only_looks_like_a_tools_address_is_none(url: str) -> None:
    assert _MATCHER.host_key(url) == ""


def test_the_gemini_site_is_no_search() -> None:
    assert _MATCHER.which(url="https://gemini.google.com/").kind is Kind.ASSISTANT


def test_the_key_of_an_address_names_the_site_and_nothing_below_it() -> None:
    assert _MATCHER.host_key("https://acme-merger.slack.com/archives/C1") == "slack.com"
    assert _MATCHER.host_key("https://www.x.com/i/grok?conversation=7#a") == "x.com/i/grok"
    assert _MATCHER.host_key("http://localhost:3080/c/secret") == "localhost:3080"
    assert _MATCHER.host_key("https://www.google.com/search?q=a&udm=50") == (
        "google.com/search?udm=50"
    )


def test_a_port_is_a_part_of_the_name_where_an_entry_says_so() -> None:
    at_home = (
        Tool("Chat", "assistant", hosts=("nas.lan:3000", "192.168.1.7:8080/chat", "www.chat")),
        Tool("Files", "other", hosts=("nas.lan",)),
    )
    matcher = Matcher(Catalogue("1", at_home))

    found = {
        url: matcher.host_key(f"http://{url}")
        for url in ("nas.lan:3000/c/1", "NAS.lan:3000", "nas.lan:3001/", "nas.lan/", "chat/c/1",
                    "192.168.1.7:8080/chat", "192.168.1.7:8080/", "192.168.1.7/chat", "a.chat/",
                    "x.nas.lan:3000/")
    }  # fmt: skip

    assert found == {
        "nas.lan:3000/c/1": "nas.lan:3000",
        "NAS.lan:3000": "nas.lan:3000",
        "nas.lan:3001/": "nas.lan",
        "nas.lan/": "nas.lan",
        "chat/c/1": "chat",
        "192.168.1.7:8080/chat": "192.168.1.7:8080/chat",
        "192.168.1.7:8080/": "",
        "192.168.1.7/chat": "",
        "a.chat/": "",
        "x.nas.lan:3000/": "nas.lan",
    }
    for key in filter(None, found.values()):
        tool = "Files" if key == "nas.lan" else "Chat"
        assert matcher.judge(Subject("firefox", host=key)).tool == tool


def test_the_plain_host_is_told_without_www_port_and_user() -> None:
    assert _MATCHER.host_of("https://ann:pw@WWW.Example.org.:8443/x?y") == "example.org"
    assert _MATCHER.host_of("https://b\u00fccher.example/") == "xn--bcher-kva.example"
    assert _MATCHER.host_of("http://www.com/") == "www.com"
    assert _MATCHER.host_of("http://[2001:DB8::1]:8080/") == "[2001:db8::1]"
    assert _MATCHER.host_of("about:blank") == ""


@given(host=st.sampled_from(_KNOWN_HOSTS), before=_LABEL, after=_LABEL)
def test_a_host_never_matches_as_a_part_of_a_word(host: str, before: str, after: str) -> None:
    glued = _MATCHER.host_key(f"https://{before}{host}/")
    followed = _MATCHER.host_key(f"https://{host}{after}.invalid/")
    below = _MATCHER.host_key(f"https://{before}.{host}/")

    assert glued != host
    assert followed == ""
    assert below.endswith(host)


@given(st.text(), st.sampled_from(["", "http://", "https://", "https://claude.ai"]))
def test_no_text_upsets_the_matcher(text: str, start: str) -> None:
    url = start + text

    assert _MATCHER.host_key(url) == "" or _MATCHER.which(url=url).tool
    assert "/" not in _MATCHER.host_of(url)
    assert _MATCHER.app_mode_host("Chromium", text) is not None
    assert _MATCHER.judge(Subject(app=text, program=text, host=text, hint=text)).because


@given(st.sampled_from([host for tool in _CATALOGUE.tools for host in tool.hosts]))
def test_a_kept_key_is_judged_as_its_address_was(host: str) -> None:
    url = f"http://{host}"
    key = _MATCHER.host_key(url)

    assert key == host.removeprefix("www.")
    assert _MATCHER.judge(Subject("firefox", host=key)) == _MATCHER.which(app="firefox", url=url)
