"""A private desktop: display, windows, bus, notifications, browsers, the installed command."""

import json
import os
import random
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from tests.browsers import Browser, open_chromium, open_firefox
from tests.pages import Pages, serve
from tests.processes import Processes, missing, need, pause, wait_for

__all__ = ["Desktop", "Dunst", "XTerm", "installed", "missing", "need", "pause", "wait_for"]

_DISPLAYS = range(100, 1000)
_DISPLAY_TRIES = 20
_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server puts them
_BUS = """<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
_DUNSTRC = "[global]\n dmenu = {menu}\n idle_threshold = 0\n[urgency_normal]\n timeout = 600\n"


@dataclass(frozen=True, slots=True)
class XTerm:
    """A terminal window of a known WM_CLASS."""

    app: str
    window: int
    process: subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Dunst:
    """A real notification server whose button menu is answered by a script."""

    desktop: "Desktop"
    process: subprocess.Popen[bytes]
    choice: Path

    def displayed(self) -> int:
        """How many notifications are on the screen."""
        return int(self.desktop.ask("dunstctl", "count", "displayed"))

    def press(self, label: str) -> None:
        """Press the button with this label on what is shown."""
        self.choice.write_text(label)
        self.desktop.ask("dunstctl", "context")


class Desktop(Processes):
    """A desktop of its own; start in it what the test needs. Leaving it ends it all."""

    def xvfb(self, size: str = "1280x800x24", *options: str) -> str:
        """Start an X server on a number that is certainly its own; return DISPLAY."""
        return self.x_server(size, *options)[1]

    def x_server(
        self, size: str = "1280x800x24", *options: str
    ) -> tuple[subprocess.Popen[bytes], str]:
        """The same, with the server itself."""
        need("Xvfb")
        for number in random.SystemRandom().sample(_DISPLAYS, _DISPLAY_TRIES):
            if (_SOCKETS / f"X{number}").exists():
                continue
            display = f":{number}"
            server = self.spawn(
                *("Xvfb", display, "-screen", "0", size, "-nolisten", "tcp", "-noreset", *options)
            )
            wait_for(partial(_is_settled, server, number), f"display {display}", timeout_s=60)
            if server.poll() is None:
                self.env["DISPLAY"] = display
                return server, display
        raise RuntimeError(f"no free X display in {_DISPLAY_TRIES} tries")

    def openbox(self) -> subprocess.Popen[bytes]:
        """Start the window manager."""
        need("openbox", "xprop")
        manager = self.spawn("openbox")
        check = ("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
        wait_for(lambda: "window id" in self.run(*check).stdout, "window manager")
        return manager

    def bus(self) -> str:
        """Start a session bus on which nothing is started by being called."""
        need("dbus-daemon")
        config = self.home / "bus.conf"
        config.write_text(_BUS.format(folder=self.env["XDG_RUNTIME_DIR"]))
        options = ("--nofork", "--nopidfile", "--print-address=1")
        process = self.spawn("dbus-daemon", f"--config-file={config}", *options)
        printed = re.compile(r"^unix:.+(?=\n)", re.MULTILINE)
        address = wait_for(lambda: printed.search(self.said(process)), "session bus")[0]
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address
        return address

    def dunst(self) -> Dunst:
        """Start a notification server; it needs a display and a bus."""
        need("dunst", "dunstctl", "dbus-send")
        choice, menu, settings = (self.home / name for name in ("choice", "menu", "dunstrc"))
        menu.write_text(f'#!/bin/sh\nexec grep -m1 -F -- "$(cat {choice})"\n')
        menu.chmod(0o755)
        settings.write_text(_DUNSTRC.format(menu=menu))
        process = self.spawn("dunst", "-conf", settings)
        wait_for(lambda: self.has_name("org.freedesktop.Notifications"), "notification server")
        return Dunst(self, process, choice)

    def has_name(self, name: str) -> bool:
        """Whether somebody on the bus answers to a name."""
        bus = "org.freedesktop.DBus"
        call = ("dbus-send", "--session", "--print-reply", f"--dest={bus}", "/")
        return "true" in self.run(*call, f"{bus}.NameHasOwner", f"string:{name}").stdout

    def xterm(
        self, wm_class: str, *, name: str = "", title: str = "", command: tuple[str, ...] = ("cat",)
    ) -> XTerm:
        """Open a terminal with this WM_CLASS; the command runs inside."""
        need("xterm", "xdotool")
        names = ("-class", wm_class, "-name", name or wm_class.lower(), "-T", title or wm_class)
        process = self.spawn("xterm", *names, "-e", *command)
        return XTerm(wm_class, self.window(pid=process.pid), process)

    def window(self, app: str = "", *, pid: int = 0, title: str = "") -> int:
        """Wait for a visible window of this class, process or title; return its number."""
        wanted = ["--class", f"^{re.escape(app)}$"] if app else []
        wanted += ["--pid", str(pid)] if pid else []
        wanted += ["--name", re.escape(title)] if title else []
        search = ("xdotool", "search", "--all", "--onlyvisible", *wanted)
        found = wait_for(
            lambda: self.run(*search).stdout.splitlines()[-1:], f"window {wanted}", timeout_s=60
        )
        return int(found[0])

    def activate(self, window: int) -> None:
        """Bring a window to the front and wait until it is there."""
        self.ask("xdotool", "windowactivate", "--sync", str(window))

    def active(self) -> int:
        """The number of the window in front; 0 when there is none."""
        return int(self.run("xdotool", "getactivewindow").stdout or 0)

    def title(self) -> str:
        """The title of the window in front."""
        return self.run("xdotool", "getactivewindow", "getwindowname").stdout.strip()

    def key(self, *keys: str) -> None:
        """Press keys, in the words of xdotool: Shift_L, ctrl+l, Return."""
        self.ask("xdotool", "key", *keys)

    def type(self, text: str) -> None:
        """Type a text into the window in front."""
        self.ask("xdotool", "type", "--delay", "5", text)

    def screenshot(self, path: Path) -> None:
        """Keep a picture of the whole screen."""
        need("import")
        self.ask("import", "-window", "root", path)

    @cached_property
    def pages(self) -> Pages:
        """The web: every host, answered on this machine."""
        need("openssl")
        return self.enter_context(serve(self.home))

    def chromium(self, *words: str) -> Browser:
        """Start Chromium; the words are addresses and options such as --app=URL."""
        return open_chromium(self, self.pages, *words)

    def firefox(self, *words: str, name: str = "rig") -> Browser:
        """Start Firefox with a profile; the words are http addresses and options."""
        return open_firefox(self, self.pages, *words, name=name)

    def visit(self, url: str) -> None:
        """Go to an address in the browser that is in front."""
        self.key("ctrl+l")
        pause(0.3)  # the address line takes the keys only after a redraw
        self.type(url)
        self.key("Return")

    def humanward(
        self, *words: str | Path, env: Mapping[str, str] | None = None, timeout_s: float = 30
    ) -> subprocess.CompletedProcess[str]:
        """Run the installed command to its end."""
        return self.run(installed(), *words, env=env, timeout_s=timeout_s)

    @contextmanager
    def daemon(
        self, home: Path, *, env: Mapping[str, str] | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run the installed daemon, from the moment it watches until SIGTERM."""
        process = self.spawn(installed(), "--home", home, "run", env=env)
        watching = partial(self._is_watching, process, home, env)
        try:
            wait_for(watching, "daemon that watches", timeout_s=30)
        except TimeoutError as error:
            raise RuntimeError(f"{error}; it said: {self.said(process)}") from error
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(10)

    def _is_watching(
        self, process: subprocess.Popen[bytes], home: Path, env: Mapping[str, str] | None
    ) -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"run ended with {process.returncode}: {self.said(process)}")
        told = self.humanward("--home", home, "status", "--format", "json", env=env)
        return told.returncode == 0 and json.loads(told.stdout)["watching"] is True


def installed() -> Path:
    """The installed command: the one beside this Python."""
    command = Path(sys.executable).with_name("humanward")
    if not os.access(command, os.X_OK):
        raise FileNotFoundError(f"{command} is missing: run `pip install -e .` first")
    return command


def _is_settled(server: subprocess.Popen[bytes], number: int) -> bool:
    """Ended, or the owner of the number and listening."""
    if server.poll() is not None:
        return True
    lock = Path(f"/tmp/.X{number}-lock")  # noqa: S108 - where every X server puts it
    if not lock.exists() or lock.read_text().strip() != str(server.pid):
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(_SOCKETS / f"X{number}")) == 0
