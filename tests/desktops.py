"""Wayland desktops without a screen: sway, and Weston as the one that offers nothing.

A compositor refuses to run as root: where the tests are root, all of it runs as an ordinary user.
"""

import json
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tests.processes import Processes, need, wait_for

_ORDINARY = 1000  # accounts from here on are people's, or nobody's
_SWAY = """xwayland enable
output HEADLESS-1 resolution 1280x800
focus_follows_mouse no
"""
_HEADLESS = {
    "WLR_BACKENDS": "headless",
    "WLR_LIBINPUT_NO_DEVICES": "1",
    "WLR_RENDERER": "pixman",
}


class WaylandDesktop(Processes):
    """A desktop of its own, run by an ordinary user; start in it what the test needs."""

    def __init__(self) -> None:
        super().__init__()
        self.env |= {
            "XDG_SESSION_TYPE": "wayland",
            "SHELL": "/bin/sh",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "GDK_BACKEND": "wayland",
        }
        self.compositors: list[subprocess.Popen[bytes]] = []
        self._as_user: tuple[str, ...] = ()
        if os.getuid() == 0:
            need("setpriv")
            user = min(one.pw_uid for one in pwd.getpwall() if one.pw_uid >= _ORDINARY)
            self._as_user = ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups")
            for path in (self.home, *self.home.rglob("*")):
                shutil.chown(path, user, user)

    def spawn(
        self, *command: str | Path, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program as the user of this desktop."""
        return super().spawn(*self._as_user, *command, env=env)

    def run(
        self, *command: str | Path, env: Mapping[str, str] | None = None, timeout_s: float = 30
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as the user of this desktop."""
        return super().run(*self._as_user, *command, env=env, timeout_s=timeout_s)

    def sway(self) -> subprocess.Popen[bytes]:
        """Start sway; from then on the environment leads to it."""
        need("sway", "swaymsg")
        config = self.home / "sway.conf"
        config.write_text(_SWAY)
        self.env.pop("SWAYSOCK", None)  # sway would listen where one before it did
        process = self.compositor("sway", "-c", config, env=_HEADLESS)
        sockets = partial(self._sockets, f"sway-ipc.*.{process.pid}.sock")
        self.env["SWAYSOCK"] = str(wait_for(sockets, "way to talk to sway")[0])
        wait_for(lambda: self.tree()["nodes"], "screen of sway")
        return process

    def weston(self) -> subprocess.Popen[bytes]:
        """Start Weston, which tells no window and no idle time."""
        need("weston")
        return self.compositor("weston", "--backend=headless-backend.so", "--no-config")

    def compositor(
        self, *command: str | Path, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a compositor and wait for its socket; WAYLAND_DISPLAY then names it."""
        process = self.spawn(*command, env=env)
        self.compositors.append(process)

        def is_up() -> list[Path]:
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended: {self.said(process)}")
            return [one for one in self._sockets("wayland-*") if one.suffix != ".lock"]

        self.env["WAYLAND_DISPLAY"] = wait_for(is_up, f"socket of {command[0]}", timeout_s=60)[
            0
        ].name
        return process

    def msg(self, *words: str) -> str:
        """Tell sway a command, or ask it."""
        return self.ask("swaymsg", *words)

    def tree(self) -> dict[str, Any]:
        """What sway shows, as it tells it."""
        tree: dict[str, Any] = json.loads(self.msg("-r", "-t", "get_tree"))
        return tree

    def focused(self) -> bool:
        """Whether anything in sway has the keyboard; under a lock nothing has."""
        return '"focused": true' in json.dumps(self.tree())

    def foot(self, app_id: str, *, title: str = "", command: tuple[str, ...] = ("cat",)) -> int:
        """Open a terminal window of this app_id in sway; return its process."""
        need("foot")
        process = self.spawn("foot", "-a", app_id, "-T", title or app_id, *command)
        self.wait_for_window("app_id", app_id)
        return process.pid

    def mousepad(self) -> int:
        """Open a GTK editor in sway; return its process."""
        need("mousepad")
        process = self.spawn("mousepad", "--disable-server")
        self.wait_for_window("pid", process.pid)
        return process.pid

    def wait_for_window(self, key: str, value: object) -> dict[str, Any]:
        """Wait for a window of which sway tells this."""

        def found() -> dict[str, Any] | None:
            return next((one for one in _windows(self.tree()) if one.get(key) == value), None)

        return wait_for(found, f"window with {key} {value}", timeout_s=60)

    def activate(self, app_id: str) -> None:
        """Bring a window of sway to the front."""
        self.msg(f"[app_id={app_id}]", "focus")

    def swaylock(self) -> subprocess.Popen[bytes]:
        """Lock the screen; a signal, SIGUSR1, unlocks it from now on (before, it would kill)."""
        need("swaylock")
        locker = self.spawn("swaylock", "--color", "000000")
        wait_for(lambda: _catches(locker.pid, signal.SIGUSR1), "ready locker")
        return locker

    def type(self, text: str) -> None:
        """Type a text into the window in front."""
        need("wtype")
        self.ask("wtype", text)

    def _sockets(self, pattern: str) -> list[Path]:
        return sorted(Path(self.env["XDG_RUNTIME_DIR"]).glob(pattern))


def _catches(pid: int, number: signal.Signals) -> bool:
    status = Path(f"/proc/{pid}/status").read_text().split("SigCgt:")[1].split()[0]
    return bool(int(status, 16) >> (number - 1) & 1)


def _windows(node: dict[str, Any]) -> list[dict[str, Any]]:
    below = [*node["nodes"], *node["floating_nodes"]]
    own = [node] if node.get("pid") else []
    return own + [window for one in below for window in _windows(one)]
