"""The page in front, found in the browser's own history file while the browser runs.

Titles and URLs stay in memory, the newest thousand of a profile, and reach neither log nor disk.
"""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.tools import Browser, Family
from monitor.core.page import Endings, plain_title
from monitor.sense import copies
from monitor.sense.profiles import MOST_FILES, NAMES, Profiles

_QUERIES: dict[Family, str] = {
    "chromium": "SELECT v.visit_time, substr(u.url, 1, 2048), substr(u.title, 1, 1024)"
    " FROM visits v JOIN urls u ON u.id = v.url ORDER BY v.visit_time DESC, v.id DESC LIMIT 1000",
    "firefox": "SELECT v.visit_date, substr(p.url, 1, 2048), substr(p.title, 1, 1024)"
    " FROM moz_historyvisits v JOIN moz_places p ON p.id = v.place_id"
    " ORDER BY v.visit_date DESC, v.id DESC LIMIT 1000",
}
_BEGAN: dict[Family, datetime] = {  # both count microseconds, each from its own beginning
    "chromium": datetime(1601, 1, 1, tzinfo=UTC),
    "firefox": datetime(1970, 1, 1, tzinfo=UTC),
}
_WRITTEN: dict[Family, timedelta] = {  # so long after a visit it is in the file for sure
    "chromium": timedelta(seconds=15),
    "firefox": timedelta(seconds=3),
}
_MOST_STEPS = 1_000_000  # of SQLite's machine, some 30 ms; the queries need a fiftieth of it
_TORN_TWICE = 2

Pages = dict[str, dict[str, int]]
"""The URLs that bear a title, and when each was visited last, in the browser's own count."""


@dataclass(frozen=True, slots=True)
class PageVisit:
    """The last visit to a page. Make a host of its URL and let go of it at once."""

    at: datetime
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a file held in a state; settled: it was read again in that state, or cannot be."""

    state: copies.State
    pages: Pages
    settled: bool


class Histories:
    """Looks pages up by their titles; it belongs to one thread.

    Chromium locks its history and writes some ten seconds late; Firefox writes at once, into a
    log beside the file. So a page that is not found now may be found at a later look.
    """

    def __init__(self, home: Path | None = None) -> None:
        self._profiles = Profiles(home or Path.home(), {} if home else os.environ)
        self._endings: dict[str, Endings] = {}
        self._asked: tuple[str, int | None, str] | None = None
        self._files: tuple[Path, ...] = ()
        self._kept: dict[Path, _Kept] = {}
        copies.sweep()

    def visits(self, browser: Browser, pid: int | None, title: str) -> tuple[PageVisit, ...]:
        """The last visit to each page whose title fits the window, the newest first; () for none.

        A private window is never looked up. It raises nothing: a file that cannot be read is a
        page not found.
        """
        endings = self._endings.get(browser.name)
        if endings is None:
            endings = self._endings[browser.name] = Endings(browser.suffixes)
        wanted = endings.pages(title)
        if not wanted or endings.is_private(title) or browser.family not in NAMES:
            return ()
        if self._asked != (browser.name, pid, title) or not self._files:
            self._asked = (browser.name, pid, title)
            self._files = self._profiles.histories(browser, pid)
        histories = [self._pages(browser.family, file) for file in self._files]
        for page in wanted:
            if found := [one for pages in histories for one in pages.get(page, {}).items()]:
                return _dated(found, _BEGAN[browser.family])
        return ()

    @staticmethod
    def is_written(browser: Browser, ago: timedelta) -> bool:
        """Whether a page that was gone to so long ago is in the history by now."""
        return ago >= _WRITTEN.get(browser.family, timedelta())

    def _pages(self, family: Family, file: Path) -> Pages:
        """The pages of a file; one that did not change is not read again and again."""
        try:
            state = copies.state(file)
        except OSError:
            return {}
        kept = self._kept.get(file)
        if kept and kept.state == state and kept.settled:
            return kept.pages
        if kept is None and len(self._kept) >= MOST_FILES:
            self._kept.clear()
        read = _read_copy if family == "firefox" else _read_in_place
        pages: Pages = {}
        with suppress(OSError, sqlite3.Error):
            pages = read(file, family)
        met_before = kept is not None and kept.state == state
        self._kept[file] = _Kept(state, pages, settled=met_before or family == "firefox")
        return pages


def _read_copy(file: Path, family: Family) -> Pages:
    """Firefox locks its file and writes into a log: only a copy of both tells all."""
    with copies.copied(file) as copy:
        return _read(copy.as_uri(), family)


def _read_in_place(file: Path, family: Family) -> Pages:
    """Chromium's lock is passed by; what was read while it wrote may be torn, and is let go."""
    uri = f"{file.as_uri()}?immutable=1"
    for _ in range(_TORN_TWICE):
        before = copies.state(file)
        pages = _read(uri, family)
        if copies.state(file) == before:
            return pages
    return {}


def _read(uri: str, family: Family) -> Pages:
    pages: Pages = {}
    met = set()
    with closing(sqlite3.connect(uri, uri=True, timeout=0.1)) as history:
        history.text_factory = _text
        history.set_progress_handler(_give_up, _MOST_STEPS)
        for when, url, title in history.execute(_QUERIES[family]):
            if not (isinstance(when, int) and isinstance(url, str) and isinstance(title, str)):
                continue
            page = plain_title(title)
            if url.startswith("http") and (page, when) not in met:  # the end of a chain of hops
                met.add((page, when))
                pages.setdefault(page, {}).setdefault(url, when)
    return pages


def _dated(found: list[tuple[str, int]], began: datetime) -> tuple[PageVisit, ...]:
    """Visits by our clock, the newest first; a time that no clock shows is none."""
    visits = []
    for url, when in found:
        with suppress(OverflowError):
            visits.append(PageVisit(began + timedelta(microseconds=when), url))
    return tuple(sorted(visits, key=lambda visit: visit.at, reverse=True))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _give_up() -> bool:
    return True
