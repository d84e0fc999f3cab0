"""Compositors that start nothing by themselves, and the line in their own settings that does."""

import os
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import UnfitError
from monitor.sense.wayland.wire import open_wire

_FAMILY = "wlroots"  # what some call their desktop: it names none of them
_PROGRAM = re.compile(r"(.*[/=])?humanward(/__main__\.py)?")
_OFF = ("#", "//", "/-", ";")  # begin a line that is commented out


@dataclass(frozen=True, slots=True)
class Compositor:
    """Its name, the file that tells it what to start, and what a line there looks like.

    ``stock`` is the file that holds as long as the person has none of their own.
    """

    name: str
    file: str
    write: Callable[[Sequence[str]], str]
    stock: str = ""
    below: str = ""


def _shell(form: str) -> Callable[[Sequence[str]], str]:
    return lambda command: form.format(shlex.join(command))


def _niri(command: Sequence[str]) -> str:
    escaped = (word.replace("\\", "\\\\").replace('"', '\\"') for word in command)
    return " ".join(("spawn-at-startup", *(f'"{word}"' for word in escaped)))


_ALL = (
    Compositor("sway", "sway/config", _shell("exec {}"), stock="/etc/sway/config"),
    Compositor("Hyprland", "hypr/hyprland.conf", _shell("exec-once = {}")),
    Compositor("labwc", "labwc/autostart", _shell("{} &"), stock="/etc/xdg/labwc/autostart"),
    Compositor("river", "river/init", _shell("{} &")),
    Compositor("Wayfire", "wayfire.ini", _shell("humanward = {}"), below="[autostart]"),
    Compositor("niri", "niri/config.kdl", _niri),
)
_NAMED = {one.name.casefold(): one for one in _ALL}
_SIGNS = {
    "SWAYSOCK": "sway",
    "HYPRLAND_INSTANCE_SIGNATURE": "hyprland",
    "LABWC_PID": "labwc",
    "WAYFIRE_SOCKET": "wayfire",
    "NIRI_SOCKET": "niri",
}


def find(environ: Mapping[str, str]) -> Compositor | None:
    """The one that this session is, by what the session says and else by who holds the socket.

    A desktop named first (LXQt on labwc) starts programs itself; then it is none of them.
    """
    first = environ.get("XDG_CURRENT_DESKTOP", "").partition(":")[0].casefold()
    if first not in {"", _FAMILY}:
        return _NAMED.get(first)
    for variable, name in _SIGNS.items():
        if environ.get(variable):
            return _NAMED[name]
    with suppress(UnfitError):
        wire = open_wire(environ)
        wire.close()
        return _NAMED.get(wire.peer.name.casefold())
    return None


def advise(compositor: Compositor, config: Path, command: Sequence[str]) -> str:
    """What to write where; the line stands alone, so that it can be copied."""
    path = config / compositor.file
    below = f", below {compositor.below}" if compositor.below else ""
    advice = f"Write into {path}{below}:\n{compositor.write(command)}"
    if not path.exists() and compositor.stock and Path(compositor.stock).exists():
        advice = f"Begin with a copy of {compositor.stock}: your own file replaces it.\n{advice}"
    return advice


def told_by(compositor: Compositor, config: Path, tail: Sequence[str]) -> Path | None:
    """The file in which the person had it start with these last words; None: in none."""
    path = config / compositor.file
    folder = path.parent if path.parent != config else path
    for file in (path, *sorted(folder.glob("*.conf")), *sorted(folder.glob("*.d/*"))):
        with suppress(OSError):
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            if any(_has(line, [*tail]) for line in lines):
                return file
    return None


def _has(line: str, tail: list[str]) -> bool:
    """Whether a line starts it with just these last words, also inside the words of a shell."""
    if "humanward" not in line or line.lstrip().startswith(_OFF):
        return False
    words = _words(line)
    for at, word in enumerate(words):
        is_home = words[:at][-1:] == ["--home"]
        if not is_home and _PROGRAM.fullmatch(word) and words[at + 1 :][: len(tail)] == tail:
            return True
    return any(" " in word and _has(word, tail) for word in words)


def _words(line: str) -> list[str]:
    """A line's words as a shell has them; what niri quotes reads the same."""
    read = shlex.shlex(line.replace("--home=", "--home "), posix=True, punctuation_chars=True)
    read.whitespace_split, read.commenters = True, ""
    try:
        return list(read)
    except ValueError:  # an apostrophe in a remark
        return line.split()


def config_home() -> Path:
    """Where each of them keeps its settings."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
