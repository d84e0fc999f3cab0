"""The law of the person's own hosts: an own host is a known one, and no other is kept by it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.catalogue import load_catalogue
from config.own_catalogue import merged
from config.own_tools import Own
from config.schema import Hosts
from config.tools import Tool
from monitor.core.recognise import Matcher
from monitor.core.sighting import Reading
from monitor.core.types import ELSEWHERE, Subject
from monitor.sense.history import Histories
from monitor.service.resolve import Resolver
from tests.fakes import NOON, FakeClock
from tests.rig import Desktop, need, wait_for
from tests.visits import CHROMIUM_FILE, Visits
from tests.watched import QUICK, Watched

_PAGES = (
    ("https://chat.acme.example/c/42", "Tea"),
    ("http://localhost:3000/c/7", "Local"),
    ("http://127.0.0.1:3000/c/8", "By number"),
    ("http://[::1]:3000/c/9", "By six"),
    ("https://localhost/", "Locked"),
    ("http://localhost:8080/", "Docs"),
    ("https://intern.acme.example/", "Wages"),
    ("https://claude.ai/chat/1", "Trip"),
)
_OWN = Own(
    tools=(
        Tool("Acme Chat", "assistant", hosts=("chat.acme.example",)),
        Tool("Open WebUI", "local_model", hosts=("localhost:3000",)),
    ),
    ignored_hosts=("claude.ai",),
)
_PATH = "qzx7-path-vv81"  # found nowhere but in the browser's own files
_START_S = 120  # a browser's first start on a busy machine


@pytest.fixture
def matcher() -> Matcher:
    return Matcher(merged(load_catalogue(), _OWN))


@pytest.fixture
def resolver(
    tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Resolver]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with Visits(tmp_path) as visits:
        visits.write(CHROMIUM_FILE, *_PAGES, at=NOON)
        yield Resolver(matcher, Histories(tmp_path), Hosts.KNOWN, lambda _: "")


@pytest.mark.parametrize(
    ("title", "known", "in_full"),
    [
        ("Tea", "chat.acme.example", "chat.acme.example"),
        ("Local", "localhost:3000", "localhost:3000"),
        ("By number", "localhost:3000", "localhost:3000"),
        ("By six", "localhost:3000", "localhost:3000"),
        ("Locked", ELSEWHERE, "localhost"),
        ("Docs", ELSEWHERE, "localhost"),
        ("Wages", ELSEWHERE, "intern.acme.example"),
        ("Trip", "claude.ai", "claude.ai"),
    ],
)
def test_an_own_host_is_kept_as_a_known_one(
    resolver: Resolver, title: str, known: str, in_full: str
) -> None:
    reading = Reading(app="Chromium", title=f"{title} - Chromium")
    kept = {}
    for hosts in Hosts:
        resolver.hosts = hosts
        kept[hosts] = resolver.resolve(reading, FakeClock().read()).subject

    assert kept[Hosts.KNOWN] == Subject("Chromium", host=known)
    assert kept[Hosts.ALL] == Subject("Chromium", host=in_full)
    assert kept[Hosts.NONE] == Subject("Chromium")


def test_what_is_kept_of_an_own_host_is_judged_as_the_person_said(matcher: Matcher) -> None:
    found = {
        host: matcher.judge(Subject("Chromium", host=host))
        for host in ("chat.acme.example", "localhost:3000", "claude.ai")
    }

    assert [(one.tool, one.kind.is_ai) for one in found.values()] == [
        ("Acme Chat", True),
        ("Open WebUI", True),
        ("claude.ai", False),
    ]


@pytest.fixture
def watched(screen: Desktop, home: Path) -> Watched:
    need("openssl", "chromium")
    watched = Watched(screen, home)
    watched.choose(QUICK)
    screen.pages.put(f"chat.acme.example/{_PATH}", "A page of the firm")
    return watched


def in_front(watched: Watched, key: str) -> object:
    now = watched.json("status")["now"]
    return now and now[key]


def test_the_page_in_front_gets_its_name_when_its_host_is_added_and_not_before(
    watched: Watched,
) -> None:
    seen = "select count(*) from stretch join subject on subject = subject.id where host = ?"
    with watched.daemon():
        watched.desktop.chromium(f"https://chat.acme.example/{_PATH}")
        wait_for(lambda: "firm" in watched.desktop.title(), "the page", timeout_s=_START_S)
        wait_for(lambda: watched.one(seen, ELSEWHERE), "the page's host", timeout_s=_START_S)
        before = watched.one(seen, "chat.acme.example")
        watched.told(
            *("tools", "add", "Acme Chat", "--kind", "assistant", "--host", "chat.acme.example")
        )
        wait_for(lambda: in_front(watched, "tool") == "Acme Chat", "the tool")
        watched.flushed()
    report = watched.json("report")
    lines = watched.lines()

    assert before == 0
    assert report["seconds"]["ai"] > 0
    assert {line.host for line in lines if line.tool == "Acme Chat"} == {"chat.acme.example"}
    kept = [file for file in watched.home.rglob("*") if file.is_file()]
    assert [file for file in kept if _PATH.encode() in file.read_bytes()] == []
