"""Laws of the browser's history: titles are compared whole, private ones never, nothing raises."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.tools import Browser
from monitor.sense.history import Histories
from tests.visits import BROWSERS, CHROMIUM_FILE, FIREFOX_FILE, PAGES, Visits, newest, visit

_CHROMIUM = BROWSERS["Chromium"]
_FIREFOX = BROWSERS["Firefox"]
_EDGE = BROWSERS["Microsoft Edge"]
_BOTH = ((_CHROMIUM, CHROMIUM_FILE), (_FIREFOX, FIREFOX_FILE))


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies are made; it must be empty whenever nothing is being read."""
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[Visits]:
    with Visits(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("browser", "name", "title"),
    [
        (_CHROMIUM, CHROMIUM_FILE, "A plan for tea - Chromium"),
        (_CHROMIUM, CHROMIUM_FILE, "A plan for tea"),
        (_CHROMIUM, CHROMIUM_FILE, "A  plan\u200b for tea - Chromium \u2013 Ann"),
        (_EDGE, ".config/microsoft-edge/Profile 1/History",
         "A plan for tea - Personal - Microsoft\u200b Edge"),
        (BROWSERS["Opera"], ".config/opera/History", "A plan for tea - Opera"),
        (_FIREFOX, FIREFOX_FILE, "A plan for tea \u2014 Mozilla Firefox"),
        (_FIREFOX, FIREFOX_FILE, "A plan for tea \u2013 Mozilla Firefox"),
        (_FIREFOX, FIREFOX_FILE, "A plan for tea \u2014 Work \u2014 Mozilla Firefox"),
    ],
)  # fmt: skip
def test_a_page_is_found_by_the_title_of_its_window(
    tmp_path: Path, visits: Visits, browser: Browser, name: str, title: str
) -> None:
    visits.write(name, *PAGES)

    assert newest(Histories(tmp_path), browser, None, title) == "https://claude.ai/chat/1"


@pytest.mark.parametrize(
    ("browser", "title"),
    [
        (_CHROMIUM, "A plan - Chromium"),
        (_CHROMIUM, "A plan for tea and more - Chromium"),
        (_CHROMIUM, "Chromium"),
        (_CHROMIUM, " - Chromium"),
        (_CHROMIUM, "ab - Chromium"),
        (_CHROMIUM, ""),
        (_CHROMIUM, "A plan for tea - Google Chrome (Incognito)"),
        (_EDGE, "A plan for tea - [InPrivate] - Microsoft Edge"),
        (_FIREFOX, "A plan for tea \u2014 Mozilla Firefox Private Browsing"),
        (_FIREFOX, "A plan for tea \u2014 Mozilla Firefox (Private Browsing)"),
        (BROWSERS["Safari"], "A plan for tea"),
    ],
)
def test_other_short_and_private_titles_find_nothing(
    tmp_path: Path, visits: Visits, browser: Browser, title: str
) -> None:
    pages = (*PAGES, ("https://a.example/", ""), ("https://b.example/", "ab"))
    visits.write(".config/chromium/Default/History", *pages)
    visits.write(".config/microsoft-edge/Default/History", *pages)
    visits.write(FIREFOX_FILE, *pages)

    assert newest(Histories(tmp_path), browser, None, title) is None


def test_the_newest_of_two_pages_with_one_title_is_meant(tmp_path: Path, visits: Visits) -> None:
    visits.write(
        CHROMIUM_FILE, ("https://old.example/", "Sign in"), ("https://new.example/", "Sign in")
    )

    found = newest(Histories(tmp_path), _CHROMIUM, None, "Sign in - Chromium")

    assert found == "https://new.example/"


def test_the_files_that_the_browsers_process_holds_open_come_first(
    tmp_path: Path, visits: Visits
) -> None:
    visits.write("elsewhere/Profile 7/History", ("https://held.example/", "Tea"))
    visits.write(CHROMIUM_FILE, ("https://default.example/", "Tea")).close()

    held = newest(Histories(tmp_path), _CHROMIUM, os.getpid(), "Tea - Chromium")
    gone = newest(Histories(tmp_path), _CHROMIUM, 2**22 + 1, "Tea - Chromium")

    assert (held, gone) == ("https://held.example/", "https://default.example/")


def test_a_visit_made_later_is_found_at_a_later_look(tmp_path: Path, visits: Visits) -> None:
    histories = Histories(tmp_path)
    for browser, name, title in (
        (_CHROMIUM, CHROMIUM_FILE, "Later - Chromium"),
        (_FIREFOX, FIREFOX_FILE, "Later \u2014 Mozilla Firefox"),
    ):
        history = visits.write(name, *PAGES)
        before = newest(histories, browser, None, title)
        visit(history, ("https://later.example/", "Later"))
        after = newest(histories, browser, None, title)

        assert (before, after) == (None, "https://later.example/")


@pytest.mark.parametrize(("browser", "name"), _BOTH)
def test_a_history_that_cannot_be_read_is_a_page_not_found(
    tmp_path: Path, runtime: Path, browser: Browser, name: str
) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    title = f"News{browser.suffixes[0]}"

    file.write_bytes(b"SQLite format 3\0" + bytes(5000))
    torn = newest(Histories(tmp_path), browser, None, title)
    file.unlink()
    os.mkfifo(file)
    pipe = newest(Histories(tmp_path), browser, None, title)
    file.unlink()
    missing = newest(Histories(tmp_path), browser, None, title)

    assert (torn, pipe, missing) == (None, None, None)
    assert list(runtime.iterdir()) == []


@pytest.mark.parametrize(("browser", "name"), _BOTH)
def test_odd_rows_are_passed_over(
    tmp_path: Path, visits: Visits, browser: Browser, name: str
) -> None:
    history = visits.write(name, *PAGES, ("https://b.example/", "no UTF-8"))
    table = "urls" if browser is _CHROMIUM else "moz_places"
    history.execute(f"UPDATE {table} SET title = CAST(X'FF41' AS TEXT) WHERE id = 3")  # noqa: S608 - ours
    visit(history, (None, "News"), (b"a", b"News"), ("https://a.example/", None), (7, 7))
    visit(history, ("data:text/plain,News", "News"), ("about:news", "News"))

    assert newest(Histories(tmp_path), browser, None, f"News{browser.suffixes[0]}") == PAGES[1][0]


def test_a_look_at_a_hundred_thousand_visits_is_quick(tmp_path: Path, visits: Visits) -> None:
    history = visits.write(CHROMIUM_FILE)
    history.execute("BEGIN")
    visit(history, *((f"https://site{n}.example/", f"Page {n}") for n in range(100_000)))
    history.execute("COMMIT")
    histories = Histories(tmp_path)

    start = time.process_time()
    found = newest(histories, _CHROMIUM, None, "Page 99990 - Chromium")
    took = time.process_time() - start

    assert found == "https://site99990.example/"
    assert took < 0.1
