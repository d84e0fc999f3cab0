"""The files that our host programs keep, one for each profile of each browser that runs."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from monitor.sense.browser.folder import DRAFT

_LONGEST = 4096
_LONGEST_SALT = 64  # bytes
_LAST_S = 1e10  # no clock that begins with the machine gets so far


@dataclass(frozen=True, slots=True)
class Said:
    """The last word of one extension, and of which browser process.

    ``focused``: one of its windows is in front of the browser's others. ``site`` is a host with
    what was asked for of its path and query, '' for a page that is none; ``hashes`` stand for it
    where the runtime folder is on a disk. ``audible``: the tab plays.
    """

    browser: int
    at: timedelta
    focused: bool = False
    private: bool = False
    site: str = ""
    salt: str = ""
    hashes: tuple[str, ...] = ()
    audible: bool = False


class _Told(msgspec.Struct):
    """A word as it lies in a file."""

    at: float
    focused: bool = False
    private: bool = False
    host: str = ""
    tail: str = ""
    salt: str = ""
    hashes: tuple[str, ...] = ()
    audible: bool = False


_decoder = msgspec.json.Decoder(_Told)


def said_in(folder: Path) -> tuple[Said, ...]:
    """What the extensions of running browsers said last; FileNotFoundError without a folder."""
    told = (_read(Path(file), browser) for file, browser in _files(folder))
    return tuple(one for one in told if one is not None)


def sweep(folder: Path) -> None:
    """Remove what programs left behind that were killed."""
    kept = {file for file, _ in _files(folder)}
    for entry in os.scandir(folder):
        name = entry.name.removesuffix(DRAFT)
        if _numbers(name) and f"{folder}/{name}" not in kept:
            with suppress(OSError):
                os.unlink(entry.path)  # noqa: PTH108 - a name, no object


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            numbers = _numbers(entry.name)
            if numbers and _is_child(*numbers):
                yield f"{folder}/{entry.name}", numbers[0]


def _numbers(name: str) -> tuple[int, int] | None:
    """The browser's process and the program's own in the name of a file."""
    browser, dash, host = name.partition("-")
    if dash and browser.isdecimal() and host.isdecimal():
        return int(browser), int(host)
    return None


def _is_child(browser: int, host: int) -> bool:
    """Whether the program still runs, and was started by that browser."""
    if sys.platform == "linux":
        with suppress(OSError, ValueError, IndexError):
            about = Path("/proc", str(host), "stat").read_text().rpartition(")")[2].split()
            return about[0] not in "ZX" and int(about[1]) == browser
        return False
    import psutil  # noqa: PLC0415 - only where there is no /proc

    with suppress(psutil.Error):
        return browser in {one.pid for one in psutil.Process(host).parents()}
    return False


def _read(file: Path, browser: int) -> Said | None:
    """One file; None when it is none of ours, or went away."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            is_file = stat.S_ISREG(os.fstat(handle).st_mode)
            raw = os.read(handle, _LONGEST) if is_file else b""
        finally:
            os.close(handle)
        return _said(_decoder.decode(raw), browser)
    except (OSError, ValueError, RecursionError):  # msgspec's own errors are ValueErrors
        return None


def _said(told: _Told, browser: int) -> Said | None:
    if not 0 <= told.at <= _LAST_S or len(bytes.fromhex(told.salt)) > _LONGEST_SALT:
        return None
    return Said(
        browser,
        at=timedelta(seconds=told.at),
        focused=told.focused,
        private=told.private,
        site=told.host + told.tail,
        salt=told.salt,
        hashes=told.hashes,
        audible=told.audible,
    )


def names_talking(folder: Path) -> tuple[str, ...]:
    """The name of the browser's process for each extension that talks now; it takes some ms."""
    import psutil  # noqa: PLC0415 - only a command asks this

    found = []
    with suppress(FileNotFoundError):
        for one in said_in(folder):
            with suppress(psutil.Error):
                name = psutil.Process(one.browser).name()
                found.append(name.casefold().removesuffix(".exe"))
    return tuple(found)
