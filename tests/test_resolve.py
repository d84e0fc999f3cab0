"""The law of resolving: a title is used at once, and what is kept follows the settings at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.schema import Hosts
from monitor.core.types import ELSEWHERE, Reading, Subject, Way
from monitor.sense.history import Histories
from monitor.service.resolve import Resolved, Resolver
from tests.visits import CHROMIUM_FILE, PAGES, Visits
from tests.watching import MATCHER

TEA = Reading(app="Chromium", title="A plan for tea - Chromium")
NEWS = Reading(app="Chromium", title="News - Chromium")


@pytest.fixture
def resolver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with Visits(tmp_path) as visits:
        visits.write(CHROMIUM_FILE, *PAGES)
        yield Resolver(MATCHER, Histories(tmp_path), Hosts.KNOWN, lambda _: "")


@pytest.mark.parametrize(
    ("hosts", "reading", "host"),
    [
        (Hosts.KNOWN, TEA, "claude.ai"),
        (Hosts.KNOWN, NEWS, ELSEWHERE),
        (Hosts.ALL, NEWS, "example.org"),
        (Hosts.NONE, TEA, ""),
    ],
)
def test_a_host_is_kept_as_the_settings_want_it(
    resolver: Resolver, hosts: Hosts, reading: Reading, host: str
) -> None:
    resolver.hosts = hosts

    assert resolver.resolve(reading).subject == Subject("Chromium", host=host)


def test_a_change_of_the_settings_holds_for_the_page_in_front(resolver: Resolver) -> None:
    before = resolver.resolve(TEA)
    resolver.hosts = Hosts.NONE

    assert before.subject.host == "claude.ai"
    assert resolver.resolve(TEA).subject.host == ""


def test_a_program_in_a_terminal_is_its_own_subject(resolver: Resolver) -> None:
    told = resolver.resolve(Reading(app="terminal", program="claude"))

    assert told == Resolved(Subject("terminal", "claude"), Way.TERMINAL)


def test_a_private_window_is_the_browser_alone(resolver: Resolver) -> None:
    told = resolver.resolve(Reading(app="Chromium", title=TEA.title, private=True))

    assert told.subject == Subject("Chromium")


def test_a_page_that_no_history_tells_is_asked_for_only_a_while(resolver: Resolver) -> None:
    unknown = Reading(app="Chromium", title="Nowhere to be found - Chromium")

    told = [resolver.resolve(unknown) for _ in range(40)]

    assert [one.is_final for one in told] == [False] * 12 + [True] * 28  # looked up no more
    assert resolver.page == 1


def test_a_new_title_is_a_new_page(resolver: Resolver) -> None:
    for reading in (TEA, NEWS, TEA, TEA):
        resolver.resolve(reading)

    assert resolver.page == 3
