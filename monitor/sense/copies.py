"""Private copies of a browser's file, in memory where the system has such, gone at once."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LARGEST = 300 * 1024 * 1024
_CHUNK = 1024 * 1024
_NAME = "humanward-pages-"

State = tuple[tuple[int, int], ...]
"""What changes whenever a file or its log does."""


@contextmanager
def copied(file: Path) -> Iterator[Path]:
    """A copy of a database with its log; OSError when it changed meanwhile, or finds no room."""
    before = state(file)
    log = _log(file)
    with _private_folder(sum(size for size, _ in before)) as folder:
        copy = folder / "copy"
        _copy(file, copy)
        with suppress(FileNotFoundError):
            _copy(log, _log(copy))
        if state(file) != before:
            raise OSError(f"{file.name} changed while it was copied")
        yield copy


def state(file: Path) -> State:
    """The sizes and times of a database and its log."""
    found = []
    for one in (file, _log(file)):
        with suppress(FileNotFoundError):
            about = one.stat()
            found.append((about.st_size, about.st_mtime_ns))
    return tuple(found)


def sweep() -> None:
    """Remove what a killed process left behind."""
    if not Path("/proc/self").exists():
        return
    for place in _places():
        with suppress(OSError):
            for folder in place.glob(f"{_NAME}*"):
                pid = folder.name.removeprefix(_NAME).partition("-")[0]
                if not Path("/proc", pid).exists():
                    _remove(folder)


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("xb") as new:
        while chunk := old.read(_CHUNK):
            new.write(chunk)


@contextmanager
def _private_folder(size: int) -> Iterator[Path]:
    """A folder for this user alone."""
    if size > _LARGEST:
        raise OSError("the history is too large to copy")
    place = next((place for place in _places() if _has_room(place, size)), None)
    if place is None:
        raise OSError("no room for a copy of the history")
    folder = place / f"{_NAME}{os.getpid()}-{os.urandom(8).hex()}"
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
