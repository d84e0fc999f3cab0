"""Ask and hear sway over its own socket; every wait is bounded."""

import json
import select
import socket
import struct
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NoReturn

from monitor.errors import SensorLostError, UnfitError

_PATIENCE_S = 1.9
_MAGIC = b"i3-ipc"
_HEAD = struct.Struct("=6sII")
_SUBSCRIBE, _GET_TREE = 2, 4
_WORKSPACE, _WINDOW, _SHUTDOWN = 0x80000000, 0x80000003, 0x80000006
_EVENTS = ["window", "workspace", "shutdown"]
_LONGEST = 16 << 20  # a tree of a thousand windows is 1 MB
_READ = 65536
_READS = 32  # at a time; the rest keeps the descriptor readable


@dataclass(frozen=True, slots=True)
class Window:
    """A window as sway tells it."""

    number: int
    app: str
    instance: str = ""
    title: str = field(default="", repr=False)
    pid: int | None = None
    fullscreen: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A change: of a window, or without one of a workspace."""

    change: str
    window: Window | None = None


class SwayIpc:
    """One connection; SensorLostError from everything once sway is gone or hangs."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        self._socket = connection
        self._readable = select.poll()
        self._readable.register(connection, select.POLLIN)
        self._unread = bytearray()
        self._heard: list[Event] = []
        self._lost = ""
        if not self._ask(_SUBSCRIBE, json.dumps(_EVENTS)).get("success"):
            raise UnfitError("sway refuses to tell its events; update sway")

    def front(self, *, within: float) -> Window | None:
        """Ask for the window that has the focus, or had it last; None on an empty workspace."""
        return _front_of(self._ask(_GET_TREE, within=within))

    def drain(self) -> tuple[Event, ...]:
        """Take every event that arrived; it never waits."""
        if self._lost:
            self._lose(self._lost)
        for _ in range(_READS):
            if not self._readable.poll(0):
                break
            self._read()
        heard, self._heard = tuple(self._heard), []
        return heard

    def fileno(self) -> int | None:
        """The descriptor that wakes at an event; None after close."""
        number = self._socket.fileno()
        return None if number < 0 else number

    def close(self) -> None:
        """Leave sway; safe to call twice."""
        self._lost = self._lost or "the connection to sway was closed"
        self._socket.close()

    def _ask(self, kind: int, question: str = "", *, within: float = _PATIENCE_S) -> dict[str, Any]:
        """Wait for the answer; what was told before it is older than it, and forgotten."""
        if self._lost:
            self._lose(self._lost)
        end = monotonic() + within
        raw = question.encode()
        try:
            self._socket.sendall(_HEAD.pack(_MAGIC, len(raw), kind) + raw)
        except BlockingIOError:
            self._lose("sway hangs: it reads nothing any more")
        except OSError:
            self._lose("sway went away")
        answer: dict[str, Any] | None = None
        while answer is None:
            left = end - monotonic()
            if left <= 0 or not self._readable.poll(left * 1000):
                self._lose("sway did not answer in time")
            answer = self._read()
        return answer

    def _read(self) -> dict[str, Any] | None:
        """Read once, which does not wait; keep the events, return the answer if it came."""
        try:
            arrived = self._socket.recv(_READ)
        except BlockingIOError:
            return None
        except OSError:
            arrived = b""
        if not arrived:
            self._lose("sway went away")
        self._unread += arrived
        answer = None
        while len(self._unread) >= _HEAD.size:
            magic, length, kind = _HEAD.unpack_from(self._unread)
            if magic != _MAGIC or length > _LONGEST:
                self._lose("what answers at SWAYSOCK does not speak as sway does")
            if len(self._unread) < _HEAD.size + length:
                break
            told = self._parse(bytes(self._unread[_HEAD.size : _HEAD.size + length]))
            del self._unread[: _HEAD.size + length]
            if kind in {_WORKSPACE, _WINDOW, _SHUTDOWN}:
                self._hear(kind, told)
            else:
                answer = told
                self._heard.clear()
        return answer

    def _hear(self, kind: int, told: dict[str, Any]) -> None:
        if kind == _SHUTDOWN:
            self._lose("sway is ending")
        container = told.get("container") if kind == _WINDOW else None
        window = _front_of(container) if isinstance(container, dict) else None
        self._heard.append(Event(str(told.get("change", "")), window))

    def _parse(self, raw: bytes) -> dict[str, Any]:
        try:
            told = json.loads(raw.decode("utf-8", "replace"))
        except ValueError:
            told = None
        if not isinstance(told, dict):
            self._lose("what answers at SWAYSOCK does not speak as sway does")
        return told

    def _lose(self, why: str) -> NoReturn:
        self._lost = why
        raise SensorLostError(why)


def _front_of(node: dict[str, Any]) -> Window | None:
    """Follow what had the focus last down to a window."""
    while order := node.get("focus"):
        below = [*node.get("nodes", ()), *node.get("floating_nodes", ())]
        inner = next((one for one in below if one.get("id") == order[0]), None)
        if inner is None:
            return None
        node = inner
    if not node.get("pid"):
        return None
    named = node.get("window_properties") or {}
    return Window(
        number=node["id"],
        app=node.get("app_id") or named.get("class") or "",
        instance=named.get("instance") or "",
        title=node.get("name") or "",
        pid=node["pid"],
        fullscreen=bool(node.get("fullscreen_mode")),
    )


def open_ipc(path: str) -> SwayIpc:
    """Connect to sway; UnfitError says why that fails."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(_PATIENCE_S)
    try:
        connection.connect(path)
        return SwayIpc(connection)
    except (OSError, ValueError) as error:
        connection.close()
        why = getattr(error, "strerror", None) or error
        raise UnfitError(
            f"no sway can be asked ({why}): it ended, or SWAYSOCK is of an older session"
        ) from error
    except SensorLostError as error:
        connection.close()
        raise UnfitError(str(error)) from error
    except UnfitError:
        connection.close()
        raise
