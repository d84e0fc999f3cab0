"""The page in front, found in the browser's own history file while the browser runs.

Titles and URLs stay in memory, a few hundred of them, and never reach a log or a disk.
"""

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from config.tools import Browser, Family
from monitor.core.page import is_private, page_titles, plain_title

_NAMES: dict[Family, str] = {"chromium": "History", "firefox": "places.sqlite"}
_QUERIES: dict[Family, str] = {
    "chromium": "SELECT substr(urls.url, 1, 2048), substr(urls.title, 1, 1024)"
    " FROM visits JOIN urls ON urls.id = visits.url ORDER BY visits.visit_time DESC LIMIT 300",
    "firefox": "SELECT substr(p.url, 1, 2048), substr(p.title, 1, 1024)"
    " FROM moz_historyvisits v JOIN moz_places p ON p.id = v.place_id"
    " ORDER BY v.visit_date DESC LIMIT 300",
}
_MOST_STEPS = 1_000_000  # of SQLite's machine, some 30 ms; the queries need a hundredth of it
_LARGEST_COPY = 300 * 1024 * 1024
_CHUNK = 1024 * 1024
_MOST_FILES = 8
_COPY = "humanward-pages-"

Pages = dict[str, str]
"""The newest URL of each page title."""


class Histories:
    """Looks pages up by their titles; it belongs to one thread.

    Chromium locks its history and writes some ten seconds late; Firefox writes at once, into a
    log beside the file. So a page that is not found now may be found at a later look.
    """

    def __init__(self, home: Path | None = None) -> None:
        self._home = home or Path.home()
        self._asked: tuple[str, int | None, str] | None = None
        self._files: tuple[Path, ...] = ()
        self._kept: dict[Path, tuple[object, Pages]] = {}
        _sweep()

    def host(self, browser: Browser, pid: int | None, title: str) -> str | None:
        """The URL of the newest visit whose page title fits the window; None: not found.

        Make a host of it and let go of it at once. A private window is never looked up. It
        raises nothing: a file that cannot be read is a page not found.
        """
        wanted = page_titles(title, browser.suffixes)
        if not wanted or is_private(title) or browser.family not in _NAMES:
            return None
        if self._asked != (browser.name, pid, title) or not self._files:
            self._asked = (browser.name, pid, title)
            self._files = _open_files(browser, pid) or _default_files(browser, self._home)
        histories = [self._pages(browser.family, file) for file in self._files]
        return next((pages[page] for page in wanted for pages in histories if page in pages), None)

    def _pages(self, family: Family, file: Path) -> Pages:
        """Read a file; what needs a copy is read again only after the file has changed."""
        with suppress(OSError, sqlite3.Error):
            if family == "chromium":
                return _read(f"{file.as_uri()}?immutable=1", family)
            state = _state(file)
            kept = self._kept.get(file)
            if kept and kept[0] == state:
                return kept[1]
            if len(self._kept) >= _MOST_FILES:
                self._kept.clear()
            self._kept[file] = (state, {})  # a file that cannot be read is not tried again as it is
            self._kept[file] = (state, _read_copy(file, family))
            return self._kept[file][1]
        return {}


def _open_files(browser: Browser, pid: int | None) -> tuple[Path, ...]:
    """The history files that a process holds open: those of the profiles in use."""
    if pid is None:
        return ()
    name = f"/{_NAMES[browser.family]}"
    found: set[Path] = set()
    with suppress(OSError), os.scandir(f"/proc/{pid}/fd") as links:
        for link in links:
            with suppress(OSError):  # closed in the meantime
                target = os.readlink(link.path)  # noqa: PTH115 - hundreds of them at each new title
                if target.endswith(name):
                    found.add(Path(target))
    return _newest(found)


def _default_files(browser: Browser, home: Path) -> tuple[Path, ...]:
    """The history files in the places where this browser keeps profiles."""
    name = _NAMES[browser.family]
    found: set[Path] = set()
    for folder in (home / one for one in browser.folders):
        with suppress(OSError), os.scandir(folder) as entries:
            found.add(folder / name)
            found.update(Path(entry.path) / name for entry in entries if entry.is_dir())
    return _newest(found)


def _newest(files: set[Path]) -> tuple[Path, ...]:
    """Those that are plain files, the last written first, and not too many."""
    written: list[tuple[int, Path]] = []
    for file in files:
        with suppress(OSError):
            about = file.stat()
            if stat.S_ISREG(about.st_mode):
                written.append((about.st_mtime_ns, file))
    return tuple(file for _, file in sorted(written, reverse=True)[:_MOST_FILES])


def _read(uri: str, family: Family) -> Pages:
    pages: Pages = {}
    with closing(sqlite3.connect(uri, uri=True, timeout=0.1)) as history:
        history.text_factory = _text
        history.set_progress_handler(_give_up, _MOST_STEPS)
        for url, title in history.execute(_QUERIES[family]):
            if isinstance(url, str) and isinstance(title, str) and url.startswith("http"):
                pages.setdefault(plain_title(title), url)
    return pages


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _give_up() -> bool:
    return True


def _read_copy(file: Path, family: Family) -> Pages:
    """Read a copy of a file with its log; a browser that writes meanwhile spoils it."""
    state = _state(file)
    log = _log(file)
    with _private_folder(_size(file) + _size(log)) as folder:
        copy = folder / "copy"
        _copy(file, copy)
        if log.exists():
            _copy(log, _log(copy))
        if _state(file) != state:
            raise sqlite3.DatabaseError(f"{file.name} changed while it was copied")
        return _read(copy.as_uri(), family)


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _state(file: Path) -> tuple[tuple[int, int], ...]:
    """What changes whenever a file or its log does."""
    found = []
    for one in (file, _log(file)):
        with suppress(FileNotFoundError):
            about = one.stat()
            found.append((about.st_size, about.st_mtime_ns))
    return tuple(found)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("xb") as new:
        while chunk := old.read(_CHUNK):
            new.write(chunk)


@contextmanager
def _private_folder(size: int) -> Iterator[Path]:
    """A folder for this user alone, in memory where the system has such, gone at once."""
    if size > _LARGEST_COPY:
        raise OSError("the history is too large to copy")
    place = next((place for place in _places() if _has_room(place, size)), None)
    if place is None:
        raise OSError("no room for a copy of the history")
    folder = place / f"{_COPY}{os.getpid()}-{os.urandom(8).hex()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        _remove(folder)


def _places() -> Iterator[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime.startswith("/"):
        yield Path(runtime)
    yield Path("/dev/shm")  # noqa: S108 - memory; the folder made in it is private
    if sys.platform != "linux":  # there memory has no folder; here a disk must not see addresses
        temporary = os.environ.get("TMPDIR") or os.environ.get("TEMP")
        yield Path(temporary or "/tmp")  # noqa: S108 - the folder made in it is private


def _has_room(place: Path, size: int) -> bool:
    if not os.access(place, os.W_OK | os.X_OK):
        return False
    if sys.platform == "win32":
        return True
    about = os.statvfs(place)
    return about.f_bavail * about.f_frsize > 2 * size


def _remove(folder: Path) -> None:
    with suppress(OSError):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def _sweep() -> None:
    """Remove what a killed process left behind."""
    if not Path("/proc/self").exists():
        return
    for place in _places():
        with suppress(OSError):
            for folder in place.glob(f"{_COPY}*"):
                pid = folder.name.removeprefix(_COPY).partition("-")[0]
                if not Path("/proc", pid).exists():
                    _remove(folder)
