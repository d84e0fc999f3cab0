"""GNOME Shell without a screen: private buses, a mocked login1, real windows, real input."""

import re
import select
import subprocess
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import pytest
from jeepney import DBusAddress, new_method_call

from monitor.bus.address import session_sockets
from monitor.bus.line import Line
from monitor.core.sighting import Reading
from monitor.ports import Sensor
from monitor.sense.gnome_shell.shell import extension_folder, form_for
from monitor.service.desktop import extension_files
from tests.processes import need, wait_for
from tests.rig import Desktop

ESCAPE, F11, SHIFT, SUPER = 0xFF1B, 0xFFC8, 0xFFE1, 0xFFEB
_SYSTEM_BUS = """<busconfig><type>system</type><listen>unix:tmpdir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
_SETTINGS = ("env", "LC_ALL=C.UTF-8", "gsettings")  # names of extensions may be of any letters
_REMOTE = "org.gnome.Mutter.RemoteDesktop"
_SHELL = DBusAddress("/org/gnome/Shell", bus_name="org.gnome.Shell", interface="org.gnome.Shell")
PYTHON = "/usr/bin/python3"  # the system's own: dbusmock is a Debian package


def need_dbusmock() -> None:
    """Skip the test that asks where dbusmock is missing."""
    need(PYTHON, "gdbus")
    if not Path("/usr/lib/python3/dist-packages/dbusmock").exists():
        pytest.skip("needs python3-dbusmock")


class Gnome(Desktop):
    """A GNOME session on Wayland; ``start`` begins it."""

    def __init__(self) -> None:
        super().__init__()
        self.env |= {
            "GSETTINGS_BACKEND": "keyfile",
            "GDK_BACKEND": "wayland",
            "XDG_CURRENT_DESKTOP": "GNOME",
            "XDG_SESSION_TYPE": "wayland",
        }
        self._programs: list[subprocess.Popen[bytes]] = []

    @cached_property
    def version(self) -> str:
        """The version of the shell: 43.9."""
        need("gnome-shell")
        return self.ask("gnome-shell", "--version").split()[-1]

    @property
    def form(self) -> str:
        """The form of the extension for this shell."""
        return form_for(self.version)

    @property
    def folder(self) -> Path:
        """Where the extension belongs."""
        return extension_folder(self.env)

    def place_extension(self) -> None:
        """Put the extension there and on the list, as if installed before the login."""
        self.folder.mkdir(parents=True)
        for name, held in extension_files(self.form).items():
            (self.folder / name).write_bytes(held)
        self.set("enabled-extensions", f"['{self.folder.name}']")

    def start(self, *words: str, env: Mapping[str, str] | None = None) -> None:
        """Start both buses, login1 and the shell, and leave the overview."""
        need("gnome-shell", "gsettings", "gdbus", "dbus-daemon", "dbus-send")
        self.bus()
        self._login1()
        self.set("welcome-dialog-last-shown-version", "'999'")
        self.shell = self.spawn(
            *("gnome-shell", "--headless", "--virtual-monitor", "1280x800", "--wayland", *words),
            env=env,
        )
        wait_for(self._has_started, "GNOME Shell", timeout_s=60)
        self.env["WAYLAND_DISPLAY"] = self._said_of("Using Wayland display name '(.+)'")
        self.env |= self._x_display()
        self._line = Line(session_sockets(self.env))
        self.callback(self._line.close)
        self._keyboard = self._remote_keyboard()
        wait_for(self._left_overview, "desktop without its overview")

    def set(self, key: str, value: str) -> None:
        """Change a setting of the shell."""
        self.ask(*_SETTINGS, "set", "org.gnome.shell", key, value)

    def setting(self, key: str) -> str:
        """A setting of the shell, as gsettings writes it."""
        return self.ask(*_SETTINGS, "get", "org.gnome.shell", key)

    def press(self, *keys: int) -> None:
        """Press these keys together on a real keyboard, as far as the compositor can tell."""
        for is_down, order in ((True, keys), (False, reversed(keys))):
            for key in order:
                told = new_method_call(self._keyboard, "NotifyKeyboardKeysym", "ub", (key, is_down))
                self._line.ask(told, within=5)

    def type(self, text: str) -> None:
        """Type a text into the window in front."""
        for sign in text:
            self.press(ord(sign))

    def mousepad(self) -> subprocess.Popen[bytes]:
        """Open a GTK editor."""
        need("mousepad")
        restore = ("org.xfce.mousepad.preferences.file", "session-restore", "never")
        self.ask("gsettings", "set", *restore)  # else it asks first about what was killed unsaved
        return self.program("mousepad", "--disable-server")

    def foot(
        self, app_id: str, title: str = "", command: tuple[str, ...] = ("cat",)
    ) -> subprocess.Popen[bytes]:
        """Open a terminal that bears this name."""
        need("foot")
        return self.program("foot", "-a", app_id, "-T", title or app_id, *command)

    def program(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program with a window; ``end_programs`` ends it."""
        process = self.spawn(*command)
        self._programs.append(process)
        return process

    def end_programs(self) -> None:
        """End every program with a window, the last one first."""
        while self._programs:
            self.end(self._programs.pop())

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End a program, and with it its windows."""
        process.terminate()
        process.wait(10)

    def evaluate(self, script: str) -> str:
        """Run a script inside a shell that was started with --unsafe-mode; its value as JSON."""
        worked, value = self._line.ask(new_method_call(_SHELL, "Eval", "s", (script,)), within=10)
        if not worked:
            raise RuntimeError(value)
        return str(value)

    def _login1(self) -> None:
        """A system bus with a login1 that says what the shell needs to hear."""
        need_dbusmock()
        config = self.home / "system.conf"
        config.write_text(_SYSTEM_BUS.format(folder=self.env["XDG_RUNTIME_DIR"]))
        bus = self.spawn("dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1")
        printed = re.compile(r"^unix:.+(?=\n)", re.MULTILINE)
        address = wait_for(lambda: printed.search(self.said(bus)), "system bus")[0]
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = address
        self.spawn(PYTHON, "-m", "dbusmock", "--system", "--template", "logind")
        ping = (
            "--object-path",
            "/org/freedesktop/login1",
            "--method",
            "org.freedesktop.DBus.Peer.Ping",
        )
        call = ("gdbus", "call", "--address", address, "--dest", "org.freedesktop.login1", *ping)
        wait_for(lambda: self.run(*call).returncode == 0, "login1")

    def _has_started(self) -> bool:
        if self.shell.poll() is not None:
            raise RuntimeError(f"gnome-shell ended: {self.said(self.shell)}")
        return "GNOME Shell started" in self.said(self.shell)

    def _said_of(self, pattern: str) -> str:
        return wait_for(lambda: re.search(pattern, self.said(self.shell)), pattern)[1]

    def _x_display(self) -> dict[str, str]:
        """Where X programs find XWayland."""
        secrets = Path(self.env["XDG_RUNTIME_DIR"]).glob(".mutter-Xwaylandauth.*")
        display = self._said_of("Using public X11 display (:[0-9]+)")
        return {"DISPLAY": display, "XAUTHORITY": str(next(secrets))}

    def _remote_keyboard(self) -> DBusAddress:
        """Keys that the compositor takes for those of a keyboard; it ends with our line."""
        desk = DBusAddress(f"/{_REMOTE.replace('.', '/')}", bus_name=_REMOTE, interface=_REMOTE)
        (path,) = self._line.ask(new_method_call(desk, "CreateSession"), within=10)
        keyboard = DBusAddress(path, bus_name=_REMOTE, interface=f"{_REMOTE}.Session")
        self._line.ask(new_method_call(keyboard, "Start"), within=10)
        return keyboard

    def _left_overview(self) -> bool:
        """The overview holds the keyboard after the login; Escape ends it."""
        self.press(ESCAPE)
        shown = DBusAddress(
            "/org/gnome/Shell",
            bus_name="org.gnome.Shell",
            interface="org.freedesktop.DBus.Properties",
        )
        asked = new_method_call(shown, "Get", "ss", ("org.gnome.Shell", "OverviewActive"))
        return not self._line.ask(asked, within=10)[0][1]


def sees(sensor: Sensor, wanted: Callable[[Reading], bool], what: str) -> Reading:
    """Look whenever the sensor wakes, as the watcher does, until it shows what is wanted."""

    def look() -> Reading | None:
        select.select([sensor.fileno() or 0], [], [], 1)
        if not sensor.drain():
            return None
        reading = sensor.look()
        return reading if wanted(reading) else None

    return wait_for(look, what, timeout_s=30)


def is_app(name: str) -> Callable[[Reading], bool]:
    """Whether a reading shows this app."""
    return lambda reading: reading.app == name
