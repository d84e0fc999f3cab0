"""A real KWin without a screen: its bus, its windows as KWin itself tells them, real input."""

import select
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call, new_method_return

from monitor.bus.address import session_sockets
from monitor.bus.line import Line
from monitor.errors import CallError, SensorLostError
from monitor.ports import Clock, Sensor
from monitor.sense.kwin import open_kwin
from monitor.sense.wayland.wire import Wire, open_wire
from monitor.service.clock import SystemClock
from tests.rig import Desktop, need, wait_for

A, F11 = 30, 87  # keys, as the kernel numbers them
_KWIN = "org.kde.KWin"
_SOCKET = "wayland-plasma"
_AUTHENTICATE, _KEY = 0, 10  # requests of org_kde_kwin_fake_input
_NO_TEXT = (1, 0)  # an empty text in words of the wire
_TELLER = '#!/bin/sh\necho "$DISPLAY" >"{file}.new"\nmv "{file}.new" "{file}"\n'
_ANSWER = 'callDBus("{name}", "/test", "org.example.Test", "Say", String((() => {{ {body} }})()));'


class Plasma:
    """KWin 5.27 on a bus of its own; what it says of its windows comes by a script of the test."""

    def __init__(self, desktop: Desktop) -> None:
        need("kwin_wayland", "dbus-daemon", "Xwayland")
        self.desktop = desktop
        desktop.bus()
        self._program = desktop.home / "kwin_wayland"
        # a copy bears no file capabilities, with which a container may not start it
        shutil.copyfile(shutil.which("kwin_wayland") or "", self._program)
        self._program.chmod(0o755)
        desktop.env |= {"XDG_CURRENT_DESKTOP": "KDE", "WAYLAND_DISPLAY": _SOCKET}
        self._display, self._teller = desktop.home / "display", desktop.home / "teller"
        self._teller.write_text(_TELLER.format(file=self._display))
        self._teller.chmod(0o755)
        self._line = Line(session_sockets(desktop.env))
        desktop.callback(self._line.close)
        self._fingers: tuple[Wire, int] | None = None
        self._asked = 0
        self.kwin = self.start()

    @property
    def env(self) -> dict[str, str]:
        """What a program of this session sees."""
        return self.desktop.env

    def start(self) -> subprocess.Popen[bytes]:
        """Start KWin, at first or once more, and wait until it serves."""
        self._display.unlink(missing_ok=True)
        screen = ("--virtual", "--width", "1280", "--height", "800", "--no-lockscreen")
        settings = {"KWIN_COMPOSE": "Q", "KWIN_WAYLAND_NO_PERMISSION_CHECKS": "1"}
        command = (self._program, *screen, "--socket", _SOCKET, "--xwayland", self._teller)
        self.kwin = self.desktop.spawn(*command, env=settings)
        wait_for(self._serves, "KWin", timeout_s=60)
        return self.kwin

    def mousepad(self) -> subprocess.Popen[bytes]:
        """Open a GTK program on Wayland and wait until its window is in front."""
        need("mousepad")
        return self._open("mousepad", "--disable-server", env={"GDK_BACKEND": "wayland"})

    def konsole(self) -> subprocess.Popen[bytes]:
        """Open a Qt program on Wayland and wait until its window is in front."""
        need("konsole")
        platform = {"QT_QPA_PLATFORM": "wayland"}
        return self._open("konsole", "--separate", "-e", "cat", env=platform)

    def xterm(self, *options: str) -> subprocess.Popen[bytes]:
        """Open an X program on KWin's XWayland and wait until its window is in front."""
        need("xterm")
        wait_for(self._display.exists, "XWayland")
        display = self._display.read_text().strip()
        return self._open("xterm", *options, "-e", "cat", env={"DISPLAY": display})

    def activate(self, program: subprocess.Popen[bytes]) -> None:
        """Bring a program's window to the front, as the task bar does."""
        found = f"workspace.clientList().find((one) => one.pid === {program.pid})"
        self.ask(f"workspace.activeClient = {found};")
        wait_for(lambda: self.front() == program.pid, "window in front")

    def front(self) -> int:
        """The process whose window KWin holds active; 0 for none."""
        return int(self.ask("return workspace.activeClient ? workspace.activeClient.pid : 0;"))

    def title(self) -> str:
        """The title of the active window."""
        return self.ask("return workspace.activeClient.caption;")

    def is_fullscreen(self) -> bool:
        """Whether the active window fills the screen."""
        return self.ask("return workspace.activeClient.fullScreen;") == "true"

    def press(self, key: int) -> None:
        """Press a key and let it go, as a keyboard does."""
        if self._fingers is None:
            wire = open_wire(self.env)
            device = wire.bind(wire.offers("org_kde_kwin_fake_input")[0], 4)
            wire.request(device, _AUTHENTICATE, *_NO_TEXT, *_NO_TEXT)
            self._fingers = wire, device
            self.desktop.callback(wire.close)
        wire, device = self._fingers
        for state in (1, 0):
            wire.request(device, _KEY, key, state)
            wire.round_trip()

    def scripts(self) -> frozenset[str]:
        """The scripts of humanward that KWin holds, each named by who may have loaded it."""
        newest = Line(session_sockets(self.env))
        newest.close()
        guests = (f"humanward-1-{number}" for number in range(int(newest.name.split(".")[1])))
        return frozenset(one for one in guests if self._scripting("isScriptLoaded", one)[0])

    def load(self, name: str) -> None:
        """Load somebody else's script, and run it."""
        file = self.desktop.home / f"{name}.js"
        file.write_text("const nothing = 0;")
        self._scripting("loadScript", str(file), name)
        self._scripting("start")

    def unload(self, *names: str) -> None:
        """Take scripts out of KWin, as anybody may."""
        for name in names:
            self._scripting("unloadScript", name)

    def ask(self, body: str) -> str:
        """What these words of KWin's own script language return."""
        self._asked += 1
        name = f"test-{self._asked}"
        file = self.desktop.home / f"{name}.js"
        file.write_text(_ANSWER.format(name=self._line.name, body=body))
        self._scripting("loadScript", str(file), name)
        try:
            self._scripting("start")  # KWin's numbers for scripts are not always their own
            return wait_for(self._answer, "answer of KWin")
        finally:
            self._scripting("unloadScript", name)
            file.unlink()

    def _open(self, *command: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
        program = self.desktop.spawn(*command, env=env)

        def is_front() -> bool:
            if program.poll() is not None:
                raise RuntimeError(f"{command[0]} ended: {self.desktop.said(program)}")
            return self.front() == program.pid

        wait_for(is_front, f"window of {command[0]}", timeout_s=60)
        return program

    def _serves(self) -> bool:
        if self.kwin.poll() is not None:
            raise RuntimeError(f"KWin ended: {self.desktop.said(self.kwin)}")
        with suppress(CallError):
            return bool(self.ask("return true;"))
        return False

    def _answer(self) -> str | None:
        said = None
        for call in self._line.drain():
            if call.header.message_type is MessageType.method_call:
                self._line.tell(new_method_return(call))  # the bus counts what is unanswered
                said = str(call.body[0])
        return said

    def _scripting(self, member: str, *words: str) -> tuple[Any, ...]:
        return self._call("/Scripting", "org.kde.kwin.Scripting", member, *words)

    def _call(self, path: str, interface: str, member: str, *words: str) -> tuple[Any, ...]:
        place = DBusAddress(path, bus_name=_KWIN, interface=interface)
        return self._line.ask(new_method_call(place, member, "s" * len(words) or None, words))


@contextmanager
def looking(
    kde: Plasma, follows: Callable[[str], bool] = lambda _: False, clock: Clock | None = None
) -> Iterator[Sensor]:
    """A sensor that has taken in what was there already."""
    sensor = open_kwin(kde.env, clock or SystemClock(), follows)
    try:
        sensor.drain()
        yield sensor
    finally:
        sensor.close()


def news(sensor: Sensor) -> bool:
    """Wait as the watcher does, until a fresh look is worth it."""
    return wait_for(lambda: sensor.drain() or (_wait(sensor) and sensor.drain()), "news")


def _wait(sensor: Sensor) -> bool:
    eye = sensor.fileno()
    return eye is not None and bool(select.select([eye], [], [], 5)[0])


def titled(sensor: Sensor) -> str:
    """The title, which is told right after it was asked for."""
    return wait_for(lambda: sensor.look().title, "title")


def lost(sensor: Sensor) -> str:
    """Wait until the desktop is lost, and tell the reason."""

    def reason() -> str:
        try:
            sensor.drain()
        except SensorLostError as error:
            return str(error)
        return ""

    return wait_for(reason, "loss")
