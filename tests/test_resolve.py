"""The law of resolving: a title is used at once, and what is kept follows the settings at once."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema import Hosts
from monitor.core.sighting import Reading
from monitor.core.types import ELSEWHERE, Subject, Way
from monitor.core.visit import Visit, meant
from monitor.sense.history import Histories
from monitor.service.resolve import Resolved, Resolver
from tests.fakes import NOON, FakeClock
from tests.visits import CHROMIUM_FILE, FIREFOX_FILE, PAGES, Visits, visit
from tests.watching import MATCHER

NOW = FakeClock().read()
TEA = Reading(app="Chromium", title="A plan for tea - Chromium")
NEWS = Reading(app="Chromium", title="News - Chromium")


@pytest.fixture
def resolver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with Visits(tmp_path) as visits:
        visits.write(CHROMIUM_FILE, *PAGES, at=NOON)
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

    assert resolver.resolve(reading, NOW).subject == Subject("Chromium", host=host)


def test_a_change_of_the_settings_holds_for_the_page_in_front(resolver: Resolver) -> None:
    before = resolver.resolve(TEA, NOW)
    resolver.hosts = Hosts.NONE

    assert before.subject.host == "claude.ai"
    assert resolver.resolve(TEA, NOW).subject.host == ""


def test_a_program_in_a_terminal_is_its_own_subject(resolver: Resolver) -> None:
    told = resolver.resolve(Reading(app="terminal", program="claude"), NOW)

    assert told == Resolved(Subject("terminal", "claude"), Way.TERMINAL)


def test_a_browser_of_another_machine_is_told_by_its_title_alone(resolver: Resolver) -> None:
    told = resolver.resolve(replace(TEA, elsewhere=True), NOW)
    hinted = resolver.resolve(
        Reading(app="Chromium", title="ChatGPT - Chromium", elsewhere=True), NOW
    )

    assert (told.subject, told.way) == (Subject("Chromium"), Way.WINDOW)
    assert (hinted.subject.host, hinted.way) == ("", Way.TITLE)


def test_a_private_window_is_the_browser_alone(resolver: Resolver) -> None:
    told = resolver.resolve(Reading(app="Chromium", title=TEA.title, private=True), NOW)

    assert told.subject == Subject("Chromium")


def test_a_private_window_without_a_frame_of_the_browser_is_the_browser_too(
    resolver: Resolver,
) -> None:
    app = "chrome-claude.ai__-Default"
    openly = resolver.resolve(Reading(app=app), NOW)
    privately = resolver.resolve(Reading(app=app, private=True), NOW)

    assert (openly.subject.host, openly.way) == ("claude.ai", Way.APP_MODE)
    assert (privately.subject.host, privately.way) == ("", Way.WINDOW)


def test_a_page_that_no_history_tells_is_asked_for_only_a_while(resolver: Resolver) -> None:
    clock = FakeClock()
    unknown = Reading(app="Chromium", title="Nowhere to be found - Chromium")

    told = [resolver.resolve(unknown, clock.read())]
    told += [resolver.resolve(unknown, clock.advance(5)) for _ in range(40)]

    assert [one.is_final for one in told] == [False] * 12 + [True] * 29  # looked up no more
    assert resolver.page == 1


def test_a_new_title_is_a_new_page(resolver: Resolver) -> None:
    for reading in (TEA, NEWS, TEA, TEA):
        resolver.resolve(reading, NOW)

    assert resolver.page == 3


@pytest.mark.parametrize(
    ("app", "name"),
    [
        ("firefox-esr", "Firefox ESR"),
        ("Firefox", "Firefox"),
        ("google-chrome-stable", "Google Chrome"),
        ("chrome-claude.ai__-Default", "Google Chrome"),
        ("Navigator", "Navigator"),
    ],
)
def test_a_browser_bears_the_name_that_people_know(resolver: Resolver, app: str, name: str) -> None:
    told = resolver.resolve(Reading(app=app, title="Tea"), NOW)

    assert told.subject.app == name
    assert MATCHER.is_browser(name) is MATCHER.is_browser(app)


class Tabs:
    """A browser that writes its history late; titles come up, and looks follow."""

    def __init__(self, home: Path, history: sqlite3.Connection, app: str) -> None:
        self.clock = FakeClock()
        self.app = app
        self.resolver = Resolver(MATCHER, Histories(home), Hosts.KNOWN, lambda _: "")
        self._history = history

    def visited(self, url: str, ago: float = 0, title: str = "Trip") -> None:
        """The browser writes down a visit of so many seconds ago."""
        at = self.clock.read().wall - timedelta(seconds=ago)
        visit(self._history, (url, title), at=at)

    def look(self, after: float = 0, title: str = "Trip") -> tuple[str, bool]:
        """Look so many seconds later: the host, and whether that is the last word on it."""
        at = self.clock.advance(after)
        browser = MATCHER.browser(self.app)
        assert browser is not None
        told = self.resolver.resolve(
            Reading(app=self.app, title=f"{title}{browser.suffixes[0]}"), at
        )
        return told.subject.host, told.is_final


@pytest.fixture
def chromium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tabs]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with Visits(tmp_path) as visits:
        yield Tabs(tmp_path, visits.write(CHROMIUM_FILE), "Chromium")


@pytest.fixture
def firefox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tabs]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with Visits(tmp_path) as visits:
        yield Tabs(tmp_path, visits.write(FIREFOX_FILE), "firefox")


def test_a_visit_of_this_moment_is_of_the_page_that_came_up_and_no_older_one_is(
    chromium: Tabs,
) -> None:
    chromium.visited("https://claude.ai/chat/1", ago=3600)
    chromium.visited("https://chatgpt.com/c/1", ago=1)

    assert chromium.look() == ("chatgpt.com", True)


def test_an_older_page_of_the_same_title_is_no_last_word_while_the_new_one_is_not_written(
    chromium: Tabs,
) -> None:
    chromium.visited("https://claude.ai/chat/1", ago=3600)
    first = [chromium.look(), chromium.look(after=9)]
    chromium.visited("https://chatgpt.com/c/1", ago=9)

    assert first == [("claude.ai", False)] * 2
    assert chromium.look(after=1) == ("chatgpt.com", True)


def test_a_tab_that_is_come_back_to_is_told_by_its_old_visit_when_no_new_one_is_written(
    chromium: Tabs,
) -> None:
    chromium.visited("https://claude.ai/chat/1", ago=3600)

    told = [chromium.look(after=after) for after in (0, 5, 5, 5, 5)]

    assert told == [("claude.ai", False)] * 3 + [("claude.ai", True)] * 2


def test_titles_that_turn_like_a_wheel_are_told_for_good_at_once(chromium: Tabs) -> None:
    titles = ("Trip", "(1) Trip") * 6
    for title in set(titles):
        chromium.visited("https://claude.ai/chat/1", ago=3600, title=title)

    told = [chromium.look(after=1, title=title) for title in titles]
    calm = chromium.look(after=60, title="Trip")

    assert told == [("claude.ai", False)] * 5 + [("claude.ai", True)] * 7
    assert calm == ("claude.ai", False)


def test_of_two_old_pages_with_one_title_neither_is_named_before_the_newer_is_known(
    chromium: Tabs,
) -> None:
    chromium.visited("https://claude.ai/chat/1", ago=7200)
    chromium.visited("https://chatgpt.com/c/1", ago=3600)

    told = [chromium.look(after=after) for after in (0, 10, 5)]

    assert told == [("", False), ("", False), ("chatgpt.com", True)]


def test_of_two_pages_with_one_title_visited_at_once_none_is_guessed(chromium: Tabs) -> None:
    chromium.visited("https://claude.ai/chat/1", ago=2)
    chromium.visited("https://chatgpt.com/c/1", ago=1)

    told = [chromium.look(after=after) for after in (0, 30, 30, 30)]

    assert told == [("", False), ("", False), ("", True), ("", True)]


def test_two_pages_with_one_title_that_are_kept_alike_are_no_riddle(chromium: Tabs) -> None:
    chromium.visited("https://one.example/", ago=2)
    chromium.visited("https://two.example/", ago=1)

    assert chromium.look() == (ELSEWHERE, True)


def test_firefox_writes_at_once_so_an_old_visit_is_believed_sooner(firefox: Tabs) -> None:
    firefox.visited("https://claude.ai/chat/1", ago=3600)

    assert firefox.look() == ("claude.ai", False)
    assert firefox.look(after=4) == ("claude.ai", True)


def test_an_earlier_page_is_told_late_by_the_visit_of_its_own_moment(chromium: Tabs) -> None:
    chromium.visited("https://claude.ai/chat/1", ago=3600)
    chromium.look()
    came_up = chromium.resolver.since
    assert came_up is not None
    chromium.look(after=6, title="News")
    chromium.visited("https://chatgpt.com/c/1", ago=6)
    trip = Reading(app="Chromium", title="Trip - Chromium")

    told = chromium.resolver.again(trip, came_up, chromium.clock.advance(4))

    assert (told.subject.host, told.is_final) == ("chatgpt.com", True)


@given(
    ages=st.lists(st.floats(0, 1e6), max_size=6),
    sites=st.lists(st.sampled_from("abc"), min_size=6, max_size=6),
    is_written=st.booleans(),
)
def test_what_is_told_of_a_page_was_visited_and_the_last_word_is_near_or_written(
    ages: list[float],
    sites: list[str],
    is_written: bool,  # noqa: FBT001 - drawn
) -> None:
    visits = [Visit(NOON - timedelta(seconds=age), site) for age, site in zip(ages, sites)]  # noqa: B905 - fewer ages
    visits.sort(key=lambda one: one.at, reverse=True)

    told = meant(visits, NOON, is_written=is_written)

    assert told is None or told.site in {one.site for one in visits}
    assert told is None or told.is_final <= (is_written or min(ages) <= 5)
    assert told is not None or not visits or len({one.site for one in visits}) > 1
