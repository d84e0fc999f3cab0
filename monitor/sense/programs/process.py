"""Processes as Linux tells them in /proc."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from monitor.sense.programs.naming import named

_KERNEL_THREAD = 0x00200000  # a flag of the kernel: PF_KTHREAD
_LONGEST = 4096  # bytes that are read of a file in /proc: a stat line or a command is shorter


@dataclass(frozen=True, slots=True)
class Process:
    """What /proc/PID/stat says.

    ``tty`` is a device number as os.stat gives it, 0 for none; ``foreground`` the group that the
    keys of that terminal go to. ``start`` tells one bearer of a pid from the next. ``ticks`` of
    CPU are its own and those of its children that ended.
    """

    pid: int
    name: str
    parent: int
    group: int
    session: int
    tty: int
    foreground: int
    start: int
    ticks: int


def read(pid: int) -> Process | None:
    """Read one process; None when it is gone or not ours to see."""
    raw = _slurp(f"/proc/{pid}/stat")
    if not raw:
        return None
    close = raw.rindex(b")")
    name = raw[raw.index(b"(") + 1 : close].decode("utf-8", "replace")
    field = raw[close + 2 :].split(None, 20)
    return Process(
        pid=pid,
        name=name,
        parent=int(field[1]),
        group=int(field[2]),
        session=int(field[3]),
        tty=_device(int(field[4])),
        foreground=int(field[5]),
        start=int(field[19]),
        ticks=sum(map(int, field[11:15])),
    )


def children(pid: int) -> list[int]:
    """The children of a process, the oldest of each thread first; none when it is gone."""
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - twice as fast, at each look
            with open(f"/proc/{pid}/task/{thread}/children", "rb", 0) as file:  # noqa: PTH123 - as above
                found += map(int, file.read().split())
    except OSError:
        return found
    return found


def tells_terminals() -> bool:
    """Whether this system has a /proc that tells terminals, groups and children."""
    return all(Path(path).exists() for path in ("/proc/self/stat", "/proc/thread-self/children"))


def mine() -> tuple[int, ...]:
    """Every process of this user."""
    uid = os.getuid()
    found = []
    with os.scandir("/proc") as entries:
        for entry in entries:
            if entry.name.isdigit():
                try:
                    if entry.stat().st_uid == uid:
                        found.append(int(entry.name))
                except OSError:
                    continue
    return tuple(found)


def is_mine(pid: int) -> bool:
    """Whether a process is this user's; the kernel's own threads are nobody's."""
    try:
        if os.stat(f"/proc/{pid}").st_uid != os.getuid():  # noqa: PTH116 - twice as fast
            return False
    except OSError:
        return False
    raw = _slurp(f"/proc/{pid}/stat")
    return bool(raw) and not int(raw[raw.rindex(b")") + 2 :].split(None, 7)[6]) & _KERNEL_THREAD


def program(pid: int, is_known: Callable[[str], bool]) -> str:
    """Name the program of a process; '' when it is gone."""
    words = command(pid)
    if words:
        return named(words, executable(pid), is_known)
    found = read(pid)
    return found.name if found else ""


def command(pid: int) -> list[str]:
    """The words a process was started with; none when it is gone."""
    words = _slurp(f"/proc/{pid}/cmdline").split(b"\0")
    return [word.decode("utf-8", "replace") for word in words if word]


def executable(pid: int) -> str:
    """The path of a process's program; '' when it is gone or not ours to see."""
    try:
        return os.readlink(f"/proc/{pid}/exe")  # noqa: PTH115 - twice as fast
    except OSError:
        return ""


def device_path(device: int) -> str:
    """Where a terminal is found: /dev/pts/3, /dev/tty2."""
    major, minor = os.major(device), os.minor(device)
    if 136 <= major <= 143:  # noqa: PLR2004 - the kernel's numbers of pseudo-terminals
        return f"/dev/pts/{(major - 136) * 256 + minor}"
    return f"/dev/tty{minor}"


def _slurp(path: str) -> bytes:
    """Read the start of a small file; b'' when it cannot be read. pathlib takes thrice as long."""
    try:
        door = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        return os.read(door, _LONGEST)
    except OSError:  # it went away between the two
        return b""
    finally:
        os.close(door)


def _device(packed: int) -> int:
    """/proc packs a device number in another way than stat does."""
    major, minor = (packed >> 8) & 0xFFF, (packed & 0xFF) | ((packed >> 12) & 0xFFF00)
    return os.makedev(major, minor) if packed else 0
