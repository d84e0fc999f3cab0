"""Laws of where histories lie: every place of every browser, several profiles, one person's own."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.tools import Browser
from monitor.sense.history import Histories
from tests.visits import BROWSERS, CHROMIUM_FILE, FIREFOX_FILE, PAGES, Visits, newest

_CHROMIUM = BROWSERS["Chromium"]
_FIREFOX = BROWSERS["Firefox"]
_FILES = {"chromium": "History", "firefox": "places.sqlite"}
_NOBODY = 2**22 + 1  # above the greatest number that a process may have
_PLACES = [
    pytest.param(browser, folder, id=f"{browser.name} in {folder}")
    for browser in BROWSERS.values()
    for folder in browser.folders
]


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[Visits]:
    with Visits(tmp_path) as opened:
        yield opened


def _title(browser: Browser, page: str = "A plan for tea") -> str:
    return page + (browser.suffixes[0] if browser.suffixes else "")


@pytest.mark.parametrize(("browser", "folder"), _PLACES)
def test_a_page_is_found_in_every_place_where_a_browser_keeps_profiles(
    tmp_path: Path, visits: Visits, browser: Browser, folder: str
) -> None:
    visits.write(f"{folder}/Profile 3/{_FILES[browser.family]}", *PAGES)

    assert newest(Histories(tmp_path), browser, _NOBODY, _title(browser)) == PAGES[0][0]


@pytest.mark.parametrize("browser", [_CHROMIUM, BROWSERS["Opera"], BROWSERS["Firefox ESR"]])
def test_a_folder_may_be_the_profile_itself(
    tmp_path: Path, visits: Visits, browser: Browser
) -> None:
    visits.write(f"{browser.folders[0]}/{_FILES[browser.family]}", *PAGES)

    assert newest(Histories(tmp_path), browser, None, _title(browser)) == PAGES[0][0]


def test_another_browsers_history_is_not_looked_into(tmp_path: Path, visits: Visits) -> None:
    visits.write(".config/google-chrome/Default/History", *PAGES)
    visits.write(".librewolf/ann.default/places.sqlite", *PAGES)

    assert newest(Histories(tmp_path), _CHROMIUM, None, _title(_CHROMIUM)) is None
    assert newest(Histories(tmp_path), _FIREFOX, None, _title(_FIREFOX)) is None


def test_of_several_profiles_the_newest_visit_counts_and_not_the_newest_file(
    tmp_path: Path, visits: Visits
) -> None:
    mine = visits.write(".config/chromium/Default/History", ("https://mine.example/", "Sign in"))
    mine.execute("UPDATE visits SET visit_time = 13000000000000002")
    other = visits.write(".config/chromium/Guest/History", ("https://other.example/", "Sign in"))
    other.execute("UPDATE visits SET visit_time = 13000000000000001")

    found = newest(Histories(tmp_path), _CHROMIUM, None, "Sign in - Chromium")

    assert found == "https://mine.example/"


def test_a_page_that_sent_its_visitor_on_is_not_the_page(tmp_path: Path, visits: Visits) -> None:
    pages = (("http://short.example/x", "Tea"), ("https://claude.ai/chat/1", "Tea"))
    history = visits.write(CHROMIUM_FILE, *pages)
    history.execute("UPDATE visits SET visit_time = 7")  # one moment for the whole chain

    assert newest(Histories(tmp_path), _CHROMIUM, None, "Tea - Chromium") == pages[1][0]


@pytest.mark.parametrize("is_far", [True, False])
def test_profiles_of_firefox_may_lie_anywhere_if_it_lists_them(
    tmp_path: Path, visits: Visits, *, is_far: bool
) -> None:
    visits.write("elsewhere/mine/places.sqlite", *PAGES)
    path = tmp_path / "elsewhere/mine" if is_far else "../../elsewhere/mine"
    folder = tmp_path / ".mozilla/firefox"
    folder.mkdir(parents=True)
    listed = f"[General]\n\n[Profile0]\nIsRelative={int(not is_far)}\nPath={path}\n"
    (folder / "profiles.ini").write_text(listed)

    assert newest(Histories(tmp_path), _FIREFOX, None, _title(_FIREFOX)) == PAGES[0][0]


@pytest.mark.parametrize("listed", [b"Path", b"Path=\0\n", b"\xff\xfePath=x", b"Path=x\n" * 99_999])
def test_an_odd_list_of_profiles_upsets_nothing(
    tmp_path: Path, visits: Visits, listed: bytes
) -> None:
    visits.write(FIREFOX_FILE, *PAGES)
    (tmp_path / ".mozilla/firefox/profiles.ini").write_bytes(listed)

    assert newest(Histories(tmp_path), _FIREFOX, None, _title(_FIREFOX)) == PAGES[0][0]


@pytest.mark.parametrize(
    ("name", "usual", "browser"),
    [
        ("XDG_CONFIG_HOME", "chromium/Default/History", _CHROMIUM),
        ("XDG_CONFIG_HOME", "mozilla/firefox/ann.default/places.sqlite", _FIREFOX),
        ("LOCALAPPDATA", "Chromium/User Data/Default/History", _CHROMIUM),
        ("APPDATA", "Mozilla/Firefox/Profiles/ann.default/places.sqlite", _FIREFOX),
    ],
)
def test_a_person_may_have_moved_the_places(  # noqa: PLR0913, PLR0917 - three cases and two fixtures
    tmp_path: Path,
    visits: Visits,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    usual: str,
    browser: Browser,
) -> None:
    visits.write(f"moved/{usual}", *PAGES)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(name, str(tmp_path / "moved"))

    moved = newest(Histories(), browser, None, _title(browser))
    monkeypatch.setenv(name, "relative/counts/as/unset")
    unset = newest(Histories(), browser, None, _title(browser))

    assert (moved, unset) == (PAGES[0][0], None)


@pytest.mark.parametrize(
    ("browser", "name", "title"),
    [
        (_CHROMIUM, CHROMIUM_FILE, "A plan for tea - Chromium (Inkognito)"),
        (_CHROMIUM, CHROMIUM_FILE, "A plan for tea - Chromium (Navigation priv\u00e9e)"),
        (_CHROMIUM, CHROMIUM_FILE, "A plan for tea - Chromium (Guest)"),
        (_FIREFOX, FIREFOX_FILE, "A plan for tea \u2014 Mozilla Firefox Privater Modus"),
        (_FIREFOX, FIREFOX_FILE, "A plan for tea \u2014 Mozilla Firefox (Navigation priv\u00e9e)"),
        (_FIREFOX, FIREFOX_FILE, "A plan for tea \u2014 Mozilla Firefox \u2014 tryb prywatny"),
        (_FIREFOX, FIREFOX_FILE, "A plan for tea \u2014 tryb prywatny \u2014 Mozilla Firefox"),
    ],
)
def test_a_private_window_in_any_language_stays_unrecognised_even_if_its_page_is_known(
    tmp_path: Path, visits: Visits, browser: Browser, name: str, title: str
) -> None:
    visits.write(name, *PAGES)

    assert newest(Histories(tmp_path), browser, None, title) is None


def test_a_history_that_rests_is_not_read_at_every_look(tmp_path: Path, visits: Visits) -> None:
    visits.write(CHROMIUM_FILE, *PAGES).close()
    file = tmp_path / CHROMIUM_FILE
    histories = Histories(tmp_path)

    first = newest(histories, _CHROMIUM, None, "News - Chromium")
    again = newest(histories, _CHROMIUM, None, "News - Chromium")
    about = file.stat()
    file.write_bytes(bytes(about.st_size))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    rested = newest(histories, _CHROMIUM, None, "A plan for tea - Chromium")
    file.write_bytes(bytes(about.st_size + 1))
    changed = newest(histories, _CHROMIUM, None, "A plan for tea - Chromium")

    assert (first, again, rested, changed) == (PAGES[1][0], PAGES[1][0], PAGES[0][0], None)


_WRITER = """
import sqlite3, sys
history = sqlite3.connect(sys.argv[1], isolation_level=None)
history.execute("PRAGMA locking_mode=EXCLUSIVE")
number = 0
print("ready", flush=True)
while True:
    history.execute("BEGIN")
    for _ in range(200):
        number += 1
        title = ("Tea", "Cake")[number % 2]
        history.execute("INSERT INTO urls (url, title) VALUES (?, ?)",
                        (f"https://{title.lower()}.example/{number}/{'x' * 300}", title))
        history.execute("INSERT INTO visits SELECT max(id), max(id), max(id) FROM urls")
    history.execute("COMMIT")
    if number > 5000:
        history.execute("DELETE FROM visits")
        history.execute("DELETE FROM urls")
        history.execute("VACUUM")
        number = 0
"""


def test_what_is_read_while_the_browser_writes_is_the_page_or_nothing(
    tmp_path: Path, visits: Visits
) -> None:
    visits.write(CHROMIUM_FILE, ("https://tea.example/", "Tea")).close()
    command = (sys.executable, "-c", _WRITER, str(tmp_path / CHROMIUM_FILE))
    histories = Histories(tmp_path)
    found = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603 - ours
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            for _ in range(300):
                url = newest(histories, _CHROMIUM, None, "Tea - Chromium")
                found.add(url and url.partition(".example/")[0])
        finally:
            writer.kill()

    assert found <= {"https://tea", None}
    assert "https://tea" in found


def test_a_history_with_other_tables_is_a_page_not_found(tmp_path: Path) -> None:
    file = tmp_path / CHROMIUM_FILE
    file.parent.mkdir(parents=True)
    with sqlite3.connect(file) as history:
        history.execute("CREATE TABLE urls (id INTEGER PRIMARY KEY, address)")
    history.close()

    assert newest(Histories(tmp_path), _CHROMIUM, None, _title(_CHROMIUM)) is None
