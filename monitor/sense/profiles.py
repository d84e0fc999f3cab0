"""Where browsers keep their histories: one file for each profile."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from config.tools import Browser, Family

NAMES: dict[Family, str] = {"chromium": "History", "firefox": "places.sqlite"}
"""What a history's file is called."""

_MOVED = {
    ".config/": "XDG_CONFIG_HOME",
    "AppData/Local/": "LOCALAPPDATA",
    "AppData/Roaming/": "APPDATA",
}
_LIST = "profiles.ini"
_LONGEST_LIST = 64 * 1024
MOST_FILES = 8


class Profiles:
    """The profiles of one person's browsers: those in use, else those in the usual places."""

    def __init__(self, home: Path, environ: Mapping[str, str]) -> None:
        self._home = home
        self._moved = {
            usual: Path(environ[name])
            for usual, name in _MOVED.items()
            if Path(environ.get(name, "")).is_absolute()
        }

    def histories(self, browser: Browser, pid: int | None) -> tuple[Path, ...]:
        """The histories of a browser, the last written first, and not too many.

        Those that its process holds open are the profiles in use. A process in a sandbox may bear
        another number, and elsewhere than on Linux nobody tells; then the usual places serve.
        """
        return _newest(_held(NAMES[browser.family], pid)) or _newest(self._usual(browser))

    def _usual(self, browser: Browser) -> Iterator[Path]:
        name = NAMES[browser.family]
        for folder in self._folders(browser):
            yield folder / name
            with suppress(OSError), os.scandir(folder) as entries:
                yield from (Path(entry.path) / name for entry in entries if entry.is_dir())
            if browser.family == "firefox":
                yield from (profile / name for profile in _listed(folder))

    def _folders(self, browser: Browser) -> Iterator[Path]:
        for folder in browser.folders:
            yield self._home / folder
            for usual, place in self._moved.items():
                if folder.startswith(usual):
                    yield place / folder.removeprefix(usual)


def _held(name: str, pid: int | None) -> Iterator[Path]:
    """The files of this name that a process holds open."""
    if pid is None:
        return
    with suppress(OSError), os.scandir(f"/proc/{pid}/fd") as links:
        for link in links:
            with suppress(OSError):  # closed in the meantime
                target = os.readlink(link.path)  # noqa: PTH115 - hundreds of them at each new title
                if target.endswith(f"/{name}"):
                    yield Path(target)


def _listed(folder: Path) -> Iterator[Path]:
    """The profiles that Firefox lists; some lie in a place of their person's choice."""
    for place in (folder, folder.parent):
        with suppress(OSError), (place / _LIST).open(encoding="utf-8", errors="replace") as file:
            for line in file.read(_LONGEST_LIST).splitlines():
                key, is_given, path = line.partition("=")
                if is_given and key.strip() == "Path" and "\0" not in path:
                    yield place / path.strip()


def _newest(files: Iterator[Path]) -> tuple[Path, ...]:
    """Those that are plain files, the last written first."""
    written: list[tuple[int, Path]] = []
    for file in dict.fromkeys(files):
        with suppress(OSError):
            about = file.stat()
            if stat.S_ISREG(about.st_mode):
                written.append((about.st_mtime_ns, file))
    return tuple(file for _, file in sorted(written, reverse=True)[:MOST_FILES])
