"""Who tells what truly was in front on sway, KWin and GNOME: the compositor itself, unasked.

KWin and GNOME Shell note each change by their own clock, the moment they make it. sway's word bears
no time: it counts from the moment it came here.
"""

import json
import socket
import struct
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from jeepney import DBusAddress, MessageType, new_method_call, new_method_return

from monitor.bus.address import session_sockets
from monitor.bus.line import Line
from tests.truth import Stay, now, stays_of

if TYPE_CHECKING:  # a desktop that is not wanted is not loaded
    from tests.gnome import Gnome
    from tests.rig import Desktop

_HEAD = struct.Struct("=6sII")
_SUBSCRIBE, _TREE = 2, 4
_SCRIPTING = DBusAddress("/Scripting", bus_name="org.kde.KWin", interface="org.kde.kwin.Scripting")
_NAME_KWIN = "witness"
_KWIN = """const tell = (window) => callDBus("{line}", "/truth", "org.example.Truth", "Moved",
    String(Date.now()), window ? String(window.desktopFileName || window.resourceClass) : "");
workspace.clientActivated.connect(tell);
tell(workspace.activeClient);
"""
_GNOME = """(() => {
    const note = () => global.truth.push(
        [Date.now(), global.display.focus_window?.get_wm_class() ?? '']);
    global.truth = [];
    global.display.connect('notify::focus-window', note);
    note();
})()"""
_AN_APP_BY_FILE = "/"  # KWin tells the file of an app that has none by its path


class _Noting:
    """What all of them share: the changes so far, in order."""

    def __init__(self) -> None:
        self._seen: list[tuple[datetime, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def stays(self, until: datetime) -> tuple[Stay, ...]:
        """What was in front since the witness came, in order, without empty stays."""
        self._collect()
        return stays_of(tuple(self._seen), until)

    def _collect(self) -> None:
        """Take in the changes so far."""

    def _leave(self) -> None:
        """Follow no more."""


class SwayWitness(_Noting):
    """Reads sway's events as they come, in a thread that does nothing else."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._send(_SUBSCRIBE, b'["window"]')
        self._receive()
        self._send(_TREE)
        self._seen.append((now(), _focused(self._receive())))
        self._thread = Thread(target=self._listen)
        self._thread.start()

    def _leave(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while event := self._receive():
                if event.get("change") == "focus":
                    self._seen.append((now(), _app(event["container"])))

    def _send(self, kind: int, body: bytes = b"") -> None:
        self._socket.sendall(_HEAD.pack(b"i3-ipc", len(body), kind) + body)

    def _receive(self) -> dict[str, Any]:
        """The next word of sway; nothing when it hung up."""
        head = self._socket.recv(_HEAD.size, socket.MSG_WAITALL)
        if len(head) < _HEAD.size:
            return {}
        body = self._socket.recv(_HEAD.unpack(head)[1], socket.MSG_WAITALL)
        told: dict[str, Any] = json.loads(body)
        return told


class KWinWitness(_Noting):
    """Loads a script of its own into KWin; each change comes with the moment by KWin's clock."""

    def __init__(self, desktop: "Desktop") -> None:
        super().__init__()
        self._line = Line(session_sockets(desktop.env))
        file = desktop.home / f"{_NAME_KWIN}.js"
        file.write_text(_KWIN.format(line=self._line.name))
        self._script("loadScript", str(file), _NAME_KWIN)
        self._script("start")

    def _collect(self) -> None:
        for call in self._line.drain():
            if call.header.message_type is MessageType.method_call:
                self._line.tell(new_method_return(call))  # the bus counts what is unanswered
                at_ms, app = call.body
                name = app.rpartition(_AN_APP_BY_FILE)[2].removesuffix(".desktop")
                self._seen.append((_moment(int(at_ms)), name))

    def _leave(self) -> None:
        self._script("unloadScript", _NAME_KWIN)
        self._line.close()

    def _script(self, member: str, *words: str) -> None:
        signature = "s" * len(words) or None
        self._line.ask(new_method_call(_SCRIPTING, member, signature, words), within=10)


class GnomeWitness(_Noting):
    """Notes inside GNOME Shell, started with --unsafe-mode; the notes are fetched from there."""

    def __init__(self, gnome: "Gnome") -> None:
        super().__init__()
        self._gnome = gnome
        gnome.evaluate(_GNOME)

    def _collect(self) -> None:
        told = json.loads(self._gnome.evaluate("global.truth.splice(0)"))
        self._seen += [(_moment(at_ms), app) for at_ms, app in told]


def _moment(since_ms: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=since_ms)


def _focused(node: dict[str, Any]) -> str:
    """The app of the focused window below a node; '' for none."""
    if node["focused"]:
        return _app(node)
    below = (*node["nodes"], *node["floating_nodes"])
    return next(filter(None, map(_focused, below)), "")


def _app(container: dict[str, Any]) -> str:
    x_class = container.get("window_properties", {}).get("class")
    return container.get("app_id") or x_class or ""
