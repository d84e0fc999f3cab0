"""The folder that the host programs and the daemon share, for its owner alone."""

# pathlib would be a tenth of the memory of a host program
# ruff: noqa: PTH102, PTH103, PTH105, PTH112, PTH116, PTH118, PTH120, PTH123

import os
import stat
from contextlib import suppress

FOLDER = "browsers"  # below the runtime folder
PLACES = "places"  # the file in which the daemon names the places it must know besides hosts
WAKE = "wake"  # the daemon's pipe
DRAFT = ".draft"
_IN_MEMORY = ("tmpfs", "ramfs")


def make_folder(folder: str) -> None:
    """Make a folder for its owner alone; OSError unless it is one."""
    os.makedirs(os.path.dirname(folder), mode=0o700, exist_ok=True)
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)
    about = os.lstat(folder)
    owner = os.getuid() if hasattr(os, "getuid") else about.st_uid
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != owner:
        raise NotADirectoryError(folder)


def replace(path: str, text: bytes) -> None:
    """Replace a file at once; nobody else may read it, and no link leads it elsewhere."""
    draft = path + DRAFT
    only_here = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    file = os.open(draft, only_here, 0o600)
    try:
        os.write(file, text)
    finally:
        os.close(file)
    os.replace(draft, path)


def nudge(folder: str) -> None:
    """Wake the daemon, if there is one."""
    try:
        pipe = os.open(os.path.join(folder, WAKE), os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return  # nobody watches
    try:
        if stat.S_ISFIFO(os.fstat(pipe).st_mode):
            os.write(pipe, b"\0")
    except OSError:
        return  # it is full: the daemon wakes anyway
    finally:
        os.close(pipe)


def is_memory(folder: str) -> bool:
    """Whether what is written here, or in the nearest folder above, reaches no disk."""
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    try:
        device = os.stat(folder).st_dev
        number = f"{os.major(device)}:{os.minor(device)}"
        with open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as mounts:
            parts = [line.partition(" - ") for line in mounts]
    except (OSError, AttributeError):
        return False  # no Linux: there memory has no folder
    return any(
        kind.startswith(_IN_MEMORY) for place, _, kind in parts if place.split()[2] == number
    )
