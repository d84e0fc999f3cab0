"""History files as browsers write them, held open as browsers hold them."""

import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.catalogue import load_catalogue
from config.tools import Browser
from monitor.sense.history import Histories

BROWSERS = {browser.name: browser for browser in load_catalogue().browsers}
CHROMIUM_FILE = ".config/chromium/Default/History"
FIREFOX_FILE = ".mozilla/firefox/ann.default/places.sqlite"
PAGES = (("https://claude.ai/chat/1", "A plan for tea"), ("https://example.org/", "News"))
_SCHEMA = {
    "History": "CREATE TABLE urls (id INTEGER PRIMARY KEY, url, title);"
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER);"
    "CREATE INDEX visits_time_index ON visits (visit_time);",
    "places.sqlite": "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url, title);"
    "CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, place_id INTEGER, visit_date INTEGER);"
    "CREATE INDEX moz_historyvisits_dateindex ON moz_historyvisits (visit_date);",
}
_BEGAN = {
    "urls": datetime(1601, 1, 1, tzinfo=UTC),
    "moz_places": datetime(1970, 1, 1, tzinfo=UTC),
}
_TABLES = {"History": ("urls", "visits"), "places.sqlite": ("moz_places", "moz_historyvisits")}


class Visits(ExitStack):
    """Writes histories below a home folder; leaving it closes them."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home

    def write(
        self, name: str, *pages: tuple[object, object], at: datetime | None = None
    ) -> sqlite3.Connection:
        """Make a history with visits, oldest first, and keep it open."""
        file = self.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        history = self.enter_context(closing(sqlite3.connect(file, isolation_level=None)))
        if file.name == "places.sqlite":
            history.execute("PRAGMA journal_mode=WAL")
            history.execute("PRAGMA locking_mode=EXCLUSIVE")
        history.executescript(_SCHEMA[file.name])
        visit(history, *pages, at=at)
        return history


def visit(
    history: sqlite3.Connection, *pages: tuple[object, object], at: datetime | None = None
) -> None:
    """Add visits to a history, in the tables that it has; without a moment they are of long ago."""
    known = {row[0] for row in history.execute("SELECT name FROM sqlite_master")}
    places, visits = next(pair for pair in _TABLES.values() if known.issuperset(pair))
    when = "max(id)" if at is None else str((at - _BEGAN[places]) // timedelta(microseconds=1))
    for url, title in pages:
        history.execute(f"INSERT INTO {places} (url, title) VALUES (?, ?)", (url, title))  # noqa: S608 - ours
        history.execute(f"INSERT INTO {visits} SELECT max(id), max(id), {when} FROM {places}")  # noqa: S608 - ours


def newest(histories: Histories, browser: Browser, pid: int | None, title: str) -> str | None:
    """The URL of the newest visit to a page with this title; None for none."""
    found = histories.visits(browser, pid, title)
    return found[0].url if found else None
