"""Start with the session: a systemd user unit, an XDG autostart entry, or a line to write."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import MonitorError
from monitor.service import compositors, door
from monitor.service.compositors import Compositor, config_home

_UNIT = "humanward.service"
_WATCH = ("run", "--quiet")
_SESSION = "graphical-session.target"
_PLAIN = re.compile(r"[\w@%+=:,./-]+")
_SERVICE = """[Unit]
Description=humanward: see how much you lean on AI tools and screens
PartOf=graphical-session.target
After=graphical-session.target

[Service]
ExecStart={command}
Restart=on-failure
RestartSec=5
RestartPreventExitStatus=3 4
Nice=10
UMask=0077
NoNewPrivileges=yes

[Install]
WantedBy={target}
"""
_ENTRY = """[Desktop Entry]
Type=Application
Name=humanward
Comment=See how much you lean on AI tools and screens
Exec={command}
Terminal=false
NoDisplay=true
X-GNOME-Autostart-enabled=true
"""


@dataclass(frozen=True, slots=True)
class State:
    """Whether it starts by itself, by which file, and for which home."""

    is_on: bool
    way: str
    path: Path | None


def state(words: Sequence[str]) -> State:
    """Tell whether this home starts by itself in a session like this one."""
    here, own = _here(), _own()
    waits = own is not None and _holds(_unit_path(), f"WantedBy={_SESSION}")
    if not waits and _holds(_unit_path(), _unit_line(words)):
        return State(is_on=True, way="systemd", path=_unit_path())
    if here and (path := _told_by(here, words)):
        return State(is_on=True, way=f"the settings of {here.name}", path=path)
    if own is None and _holds(_entry_path(), _entry_line(words)):
        return State(is_on=True, way="XDG autostart", path=_entry_path())
    return State(is_on=False, way="", path=None)


def by_hand() -> str:
    """How to let it start where ``switch_on`` cannot, in a sentence; '' where it can."""
    if not sys.platform.startswith("linux"):
        return "Add `humanward run --quiet` to what your system starts at login."
    own = _own()
    if own is None:
        return ""
    return f"{own.name} starts it by a line in its settings: `humanward autostart on` tells which."


def switch_on(words: Sequence[str]) -> str:
    """Make it start with the session; return in a sentence what was done."""
    if path := _told_by(_here(), words):
        return f"It starts with your session already, by {path}."
    if own := _own():
        raise MonitorError(
            f"{own.name} starts only what its own settings name, and those are yours to write.",
            hint=compositors.advise(own, config_home(), (*_installed(), *words, *_WATCH)),
        )
    try:
        if _has_systemd() and (_has_graphical_session() or not _has_display()):
            return _switch_on_systemd(words)
        path = _entry_path()
        _write(path, _ENTRY.format(command=_entry_line(words)))
    except OSError as error:
        raise MonitorError(f"It cannot be set up: {error}.") from error
    return f"It starts with your session now, by {path}."


def switch_off(words: Sequence[str] = ()) -> str:
    """Let it start no more by itself; return in a sentence what was done, or is to be done."""
    removed = []
    if _unit_path().exists():
        _systemctl("disable", _UNIT)
        _unit_path().unlink()
        removed.append(str(_unit_path()))
    if _entry_path().exists():
        _entry_path().unlink()
        removed.append(str(_entry_path()))
    gone = f"{' and '.join(removed)} {'is' if len(removed) == 1 else 'are'} gone"
    if path := _told_by(_here(), words):
        raise MonitorError(
            f"It starts by a line in {path}, too; {gone}."
            if removed
            else f"It starts by a line in {path}.",
            hint="That file is yours: take the line out of it.",
        )
    if not removed:
        return "It was not set to start by itself."
    return f"It starts no more by itself; {gone}."


def _here() -> Compositor | None:
    """The compositor of this session, of those that start what their own settings name."""
    return compositors.find(os.environ)


def _own() -> Compositor | None:
    """The same where nothing but its own settings starts anything: systemd knows no session."""
    here = _here()
    return None if here and _has_systemd() and _has_graphical_session() else here


def _told_by(here: Compositor | None, words: Sequence[str]) -> Path | None:
    return compositors.told_by(here, config_home(), (*words, *_WATCH)) if here else None


def _installed() -> Sequence[str]:
    """The installed command, by its whole path: a session may look in fewer folders."""
    script = Path(sys.executable).with_name("humanward")
    return (str(script),) if script.exists() else door.command()


def _holds(path: Path, line: str) -> bool:
    return path.exists() and line in path.read_text(encoding="utf-8", errors="replace")


def _switch_on_systemd(words: Sequence[str]) -> str:
    target = _SESSION if _has_graphical_session() else "default.target"
    _write(_unit_path(), _SERVICE.format(command=_unit_line(words), target=target))
    _systemctl("daemon-reload")
    told = _systemctl("enable", _UNIT)
    if told.returncode:
        _unit_path().unlink()
        raise MonitorError(f"systemd would not have it: {told.stderr.strip()}")
    return f"It starts with your session now, by the systemd user unit {_UNIT}."


def _has_systemd() -> bool:
    return bool(shutil.which("systemctl")) and _systemctl("is-system-running").stdout.strip() in {
        "running",
        "degraded",
        "starting",
    }


def _has_display() -> bool:
    """A display that systemd knows nothing of (startx, a bare window manager) starts later."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _has_graphical_session() -> bool:
    told = _systemctl("is-active", _SESSION)
    return told.stdout.strip() == "active"


def _systemctl(*words: str) -> subprocess.CompletedProcess[str]:
    command = ("systemctl", "--user", *words)
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - our own words
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def _unit_line(words: Sequence[str]) -> str:
    """The command line as systemd reads it: '%' begins a specifier, '$' a variable."""
    line = _joined(words, escaped='"\\')
    return line.replace("%", "%%").replace("$", "$$")


def _entry_line(words: Sequence[str]) -> str:
    """The same as a desktop entry has it: quoted first, then written as a string."""
    line = _joined(words, escaped='"`$\\')
    return line.replace("\\", "\\\\").replace("%", "%%")


def _joined(words: Sequence[str], *, escaped: str) -> str:
    signs = str.maketrans({sign: f"\\{sign}" for sign in escaped})
    command = door.command(*words, *_WATCH)
    return " ".join(
        word if _PLAIN.fullmatch(word) else f'"{word.translate(signs)}"' for word in command
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(text, encoding="utf-8")


def _unit_path() -> Path:
    return config_home() / "systemd" / "user" / _UNIT


def _entry_path() -> Path:
    return config_home() / "autostart" / "humanward.desktop"
