"""Processes as Linux tells them in /proc: terminals, foreground groups, names.

Arguments are read to name a program that runs inside an interpreter; they are never kept.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_INTERPRETER = re.compile(
    r"(node|nodejs|bun|deno|python|pypy|ruby|perl|sh|bash|dash|npx|uv|uvx|env)[\d.]*"
)
_TAKES_VALUE = frozenset({"-W", "-X", "-r", "--require", "--import", "--loader", "-C"})
_ENTRY = re.compile(r"(cli|index|main|__main__|bin|start)\.(c?js|mjs|ts|py)")
_VERSION = re.compile(r"\d+(\.\d+)+([-+.]\w+)*")


@dataclass(frozen=True, slots=True)
class Process:
    """What /proc/PID/stat says; ``tty`` is a device number as stat gives it, 0 for none."""

    pid: int
    name: str
    parent: int
    group: int
    session: int
    tty: int
    foreground: int


def read(pid: int) -> Process | None:
    """Read one process; None when it is gone or not ours to see."""
    try:
        raw = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return None
    close = raw.rindex(b")")
    name = raw[raw.index(b"(") + 1 : close].decode("utf-8", "replace")
    field = raw[close + 2 :].split()
    parent, group, session, tty, foreground = map(int, field[1:6])
    return Process(pid, name, parent, group, session, _device(tty), foreground)


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


def program(pid: int, is_known: Callable[[str], bool]) -> str:
    """Name the program of a process; '' when it is gone."""
    words = _command(pid)
    if words:
        return named(words, _executable(pid), is_known)
    found = read(pid)
    return found.name if found else ""


def named(words: list[str], executable: str, is_known: Callable[[str], bool]) -> str:
    """Name the program of a command line.

    What an interpreter runs is named only when it is known ("@openai/codex", "aider"): the name
    of any other script is an argument, and arguments are not kept.
    """
    name = _base(words[0].split(" ")[0]).lstrip("-")
    inner = ""
    if _INTERPRETER.fullmatch(name):
        inner = _script(words)
    elif _VERSION.fullmatch(name):  # some programs are started by the number of their version
        inner = _named_by_folder(executable or words[0])
    return inner if inner and is_known(inner) else name


def _command(pid: int) -> list[str]:
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()[:4096]
    except OSError:
        return []
    return [word.decode("utf-8", "replace") for word in raw.split(b"\0") if word]


def _executable(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/exe").readlink())
    except OSError:
        return ""


def _script(words: list[str]) -> str:
    """The name of what an interpreter runs; '' when it runs nothing that has a name."""
    rest = iter(words[1:])
    for word in rest:
        if word == "-m":
            return next(rest, "").split(".__main__")[0]
        if word in ("-c", "-e", "--eval", "-p"):
            return ""
        if word in _TAKES_VALUE:
            next(rest, "")
        elif not word.startswith("-"):
            return _script_name(word)
    return ""


def _script_name(path: str) -> str:
    name = _base(path)
    if not _ENTRY.fullmatch(name):
        return name
    parts = path.split("/")
    if "node_modules" in parts[:-1]:
        at = len(parts) - parts[::-1].index("node_modules")
        scoped = parts[at].startswith("@") and at + 1 < len(parts)
        return "/".join(parts[at : at + 2]) if scoped else parts[at]
    folder = [part for part in parts[:-1] if part not in ("", "bin", "dist", "src", "lib")]
    return folder[-1] if folder else name


def _named_by_folder(path: str) -> str:
    """``.../claude/versions/2.1.39`` is claude."""
    for part in reversed(path.split("/")[:-1]):
        if part and part not in ("versions", "bin", "dist", "current"):
            return part
    return ""


def _device(packed: int) -> int:
    """/proc packs a device number in another way than stat does."""
    major, minor = (packed >> 8) & 0xFFF, (packed & 0xFF) | ((packed >> 12) & 0xFFF00)
    return os.makedev(major, minor) if packed else 0


def _base(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
