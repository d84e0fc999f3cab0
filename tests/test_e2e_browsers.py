"""Real browsers under the installed daemon: hosts are found, titles and paths are never kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.rig import Desktop, need, pause, wait_for
from tests.truth import now
from tests.watched import QUICK, Line, Watched

_TITLE, _PATH = "Zanzibar-Quillon-Talk", "qzx7-path-vv81"  # found nowhere but in what is hidden
_SECRETS = (_TITLE.encode(), _PATH.encode(), b"nowhere.example")
_SOON = timedelta(seconds=5)  # typing an address, and the page
_START_S = 120  # a browser's first start on a busy machine


@pytest.fixture
def watched(screen: Desktop, home: Path) -> Watched:
    need("openssl")
    watched = Watched(screen, home)
    watched.choose(QUICK)
    for address in (f"claude.ai/chat/{_PATH}", f"chatgpt.com/c/{_PATH}"):
        screen.pages.put(address, f"{_TITLE} {address[:3]}")
    screen.pages.put(f"nowhere.example/{_PATH}", f"{_TITLE} elsewhere")
    return watched


def test_in_chromium_a_tool_is_found_by_the_history_and_nothing_else_is_kept(
    watched: Watched,
) -> None:
    need("chromium")
    with watched.daemon():
        watched.desktop.chromium(f"https://claude.ai/chat/{_PATH}")
        _wait_for_title(watched, f"{_TITLE} cla")
        for address in (f"chatgpt.com/c/{_PATH}", f"nowhere.example/{_PATH}"):
            pause(2)  # some time on each page; Chromium tells of it ten seconds late
            watched.desktop.visit(f"https://{address}")
            _wait_for_title(watched, watched.desktop.pages.title(*_parted(address)))
        for host in ("claude.ai", "chatgpt.com", "*"):
            _wait_for_host(watched, host)
        report = watched.json("report")
        while_running = list(_leaks(watched))
    lines = watched.lines()

    assert _one(lines, tool="Claude").way == "history"
    assert _one(lines, tool="ChatGPT").host == "chatgpt.com"
    assert {line.host for line in lines} == {"", "claude.ai", "chatgpt.com"}
    assert report["seconds"]["ai"] > 1
    assert [*while_running, *_leaks(watched)] == []
    assert [*_holding(watched, b"claude.ai")] != []  # what is kept can be read there


def test_in_chromium_a_page_with_the_title_of_an_older_one_is_told_by_its_own_visit(
    watched: Watched,
) -> None:
    need("chromium")
    for address in ("claude.ai/chat/9", "chatgpt.com/c/9"):
        watched.desktop.pages.put(address, _TITLE)
    with watched.daemon():
        watched.desktop.chromium("https://claude.ai/chat/9")
        _wait_for_title(watched, _TITLE)
        _wait_for_host(watched, "claude.ai")
        watched.desktop.visit(f"https://nowhere.example/{_PATH}")
        _wait_for_title(watched, f"{_TITLE} elsewhere")
        _wait_for_host(watched, "*")
        pause(6)  # so long ago that no visit before counts as one of the next moment
        left = now()
        watched.desktop.visit("https://chatgpt.com/c/9")
        wait_for(lambda: "elsewhere" not in watched.desktop.title(), "third page", timeout_s=60)
        _wait_for_host(watched, "chatgpt.com")
        pause(2)
    lines = watched.lines()

    assert max(line.end for line in lines if line.host == "claude.ai") < left
    assert min(line.start for line in lines if line.host == "chatgpt.com") - left < _SOON


def test_in_firefox_a_tool_is_found_by_the_history_and_a_private_window_by_nothing(
    watched: Watched,
) -> None:
    with watched.daemon():
        watched.desktop.firefox(f"http://claude.ai/chat/{_PATH}")
        _wait_for_title(watched, f"{_TITLE} cla")
        _wait_for_host(watched, "claude.ai")
        watched.desktop.visit(f"http://nowhere.example/{_PATH}")
        _wait_for_host(watched, "*")
        watched.desktop.key("ctrl+shift+p")
        _wait_for_title(watched, "Private Browsing")
        watched.desktop.visit(f"http://chatgpt.com/c/{_PATH}")
        _wait_for_title(watched, f"{_TITLE} cha")
        pause(3)
    lines = watched.lines()
    private = lines[-1]

    assert _one(lines, tool="Claude").way == "history"
    assert {line.tool for line in lines} == {None, "Claude"}
    assert (private.host, private.kind, private.way) == ("", "browser", "window")
    assert watched.json("report")["seconds"]["unrecognised_browser"] > 2
    assert list(_leaks(watched)) == []


def test_a_window_in_app_mode_is_known_by_its_class_and_incognito_by_nothing(
    watched: Watched,
) -> None:
    need("chromium")
    with watched.daemon():
        watched.desktop.chromium(f"--app=https://claude.ai/chat/{_PATH}")
        _wait_for_title(watched, f"{_TITLE} cla")
        _wait_for_host(watched, "claude.ai")
        watched.desktop.chromium("--incognito", f"https://chatgpt.com/c/{_PATH}")
        _wait_for_title(watched, f"{_TITLE} cha")
        pause(3)
    lines = watched.lines()
    seconds = watched.json("report")["seconds"]

    assert _one(lines, tool="Claude").way == "app_mode"
    assert {line.tool for line in lines} == {None, "Claude"}
    assert seconds["unrecognised_browser"] > 2
    assert seconds["ai_high"] > seconds["ai"] >= seconds["ai_low"] > 0
    assert list(_leaks(watched)) == []


def _parted(address: str) -> tuple[str, str]:
    host, slash, path = address.partition("/")
    return host, slash + path


def _wait_for_title(watched: Watched, words: str) -> None:
    wait_for(lambda: words in watched.desktop.title(), f"page {words}", timeout_s=_START_S)


def _wait_for_host(watched: Watched, host: str) -> None:
    """Wait until the daemon has found a host and written it down."""
    question = "select 1 from subject join stretch on subject = id where host = ?"
    wait_for(lambda: watched.one(question, host), f"host {host}", timeout_s=60)


def _one(lines: list[Line], *, tool: str) -> Line:
    """The longest line of a tool."""
    return max((line for line in lines if line.tool == tool), key=lambda line: line.length)


def _leaks(watched: Watched) -> Iterator[Path]:
    """The files of ours in which a title, a path or an unknown host can be read."""
    return _holding(watched, *_SECRETS)


def _holding(watched: Watched, *words: bytes) -> Iterator[Path]:
    ours = [watched.home, Path(watched.desktop.env["XDG_RUNTIME_DIR"])]
    ours += (watched.desktop.home / "logs").glob("*-humanward.log")
    for file in [one for place in ours for one in [place, *place.rglob("*")]]:
        if file.is_file() and any(word in file.read_bytes() for word in words):
            yield file
