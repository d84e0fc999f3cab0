"""Facts about the session that several sensors ask for."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path


def is_wsl() -> bool:
    """Whether this Linux runs inside Windows."""
    try:
        release = Path("/proc/sys/kernel/osrelease").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "microsoft" in release.lower()


def desktop_in_reach(environ: Mapping[str, str]) -> str:
    """Name the display that answers, '' when none does."""
    wayland = environ.get("WAYLAND_DISPLAY", "")
    if wayland and _answers(os.path.join(environ.get("XDG_RUNTIME_DIR", ""), wayland)):  # noqa: PTH118 - an absolute name stays what it is
        return wayland
    display = environ.get("DISPLAY", "")
    host, _, rest = display.rpartition(":")
    if host and not host.startswith("unix"):
        return display  # a display on another machine, which the user named; X itself will tell
    number = rest.split(".")[0]
    if number.isdigit() and _answers(f"/tmp/.X11-unix/X{number}"):  # noqa: S108 - where X has it
        return display
    return ""


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(0.5)
        try:
            door.connect(path)
        except OSError:
            return False
    return True
