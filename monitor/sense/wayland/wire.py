"""Speak to a Wayland compositor: messages both ways over its socket, every wait bounded.

Descriptors that the compositor sends along are not taken in: the kernel closes them at once.
"""

import os
import select
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import NoReturn

from monitor.errors import SensorLostError, UnfitError
from monitor.sense.wayland.arguments import WORD, BadMessageError, Body

PATIENCE_S = 1.9  # a look may take 2 s in all
_DISPLAY, _REGISTRY = 1, 2
_SYNC, _GET_REGISTRY = 0, 1  # requests of wl_display
_BIND = 0  # request of wl_registry
_ERROR, _DELETE_ID = 0, 1  # events of wl_display
_GLOBAL, _GLOBAL_REMOVE = 0, 1  # events of wl_registry
_HEAD = struct.Struct("=II")
_SERVERS = 0xFF000000  # from here on the compositor gives the numbers of objects
_READ = 65536
_READS = 32  # at a time; the rest keeps the descriptor readable


Handler = Callable[[int, Body], None]
"""Called with the number of an event and its arguments."""


@dataclass(frozen=True, slots=True)
class Peer:
    """The compositor's socket, process and user, and what it is called: "weston", "Hyprland"."""

    path: str
    pid: int
    uid: int
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that the compositor offers: what it speaks, and up to which version."""

    name: int
    interface: str
    version: int


class Wire:
    """One connection; SensorLostError from everything once the compositor is gone or hangs."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        self.peer = _peer_of(connection)
        self._socket = connection
        self._readable = select.poll()
        self._readable.register(connection, select.POLLIN)
        self._unread = bytearray()
        self._offers: dict[int, Offer] = {}
        self._handlers: dict[int, Handler] = {_DISPLAY: self._hear, _REGISTRY: self._list}
        self._next = _REGISTRY + 1
        self._free: list[int] = []
        self._lost = ""
        self.request(_DISPLAY, _GET_REGISTRY, _REGISTRY)
        self.round_trip()

    def offers(self, interface: str) -> tuple[Offer, ...]:
        """Everything offered now that speaks this."""
        return tuple(one for one in self._offers.values() if one.interface == interface)

    def bind(self, offer: Offer, version: int, handler: Handler | None = None) -> int:
        """Take up an offer, in this version at most; return the object's number."""
        named = offer.interface.encode() + b"\0"
        text = WORD.pack(len(named)) + named + bytes(-len(named) % 4)
        made = self.new(handler)
        words = _HEAD.pack(min(version, offer.version), made)
        self._send(_REGISTRY, _BIND, WORD.pack(offer.name) + text + words)
        return made

    def new(self, handler: Handler | None = None) -> int:
        """Give a number to an object that the next request makes."""
        if self._free:
            made = self._free.pop()
        else:
            made, self._next = self._next, self._next + 1
        if handler:
            self._handlers[made] = handler
        return made

    def meet(self, number: int, handler: Handler) -> None:
        """Hear an object that the compositor made."""
        if number < _SERVERS:
            raise BadMessageError
        self._handlers[number] = handler

    def forget(self, number: int, destroy: int) -> None:
        """Let go of an object by this request of its."""
        self._handlers.pop(number, None)
        self.request(number, destroy)

    def request(self, number: int, opcode: int, *words: int) -> None:
        """Send a request whose arguments are numbers."""
        self._send(number, opcode, b"".join(map(WORD.pack, words)))

    def round_trip(self) -> None:
        """Take in all that the compositor has to say up to now; it has 2 s to answer."""
        answered: list[int] = []
        end = monotonic() + PATIENCE_S
        self.request(_DISPLAY, _SYNC, self.new(lambda opcode, _: answered.append(opcode)))
        while not answered:
            left = end - monotonic()
            if left <= 0 or not self._readable.poll(left * 1000):
                self._lose(f"the Wayland compositor did not answer in {PATIENCE_S:.0f} s")
            self._read()

    def drain(self) -> None:
        """Take in what arrived; it never waits."""
        if self._lost:
            self._lose(self._lost)
        for _ in range(_READS):
            if not self._readable.poll(0):
                return
            self._read()

    def fileno(self) -> int | None:
        """The descriptor that wakes when the compositor says something; None after close."""
        number = self._socket.fileno()
        return None if number < 0 else number

    def close(self) -> None:
        """Leave the compositor; safe to call twice."""
        self._lost = self._lost or "the connection to the Wayland compositor was closed"
        self._socket.close()

    def _send(self, number: int, opcode: int, body: bytes) -> None:
        if self._lost:
            self._lose(self._lost)
        try:
            self._socket.sendall(_HEAD.pack(number, (len(body) + 8) << 16 | opcode) + body)
        except BlockingIOError:
            self._lose("the Wayland compositor hangs: it reads nothing any more")
        except OSError:
            self._lose("the Wayland compositor went away")

    def _read(self) -> None:
        """Read once, which does not wait, and hand every whole message to its handler."""
        try:
            arrived = self._socket.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            arrived = b""
        if not arrived:
            self._lose("the Wayland compositor went away")
        self._unread += arrived
        at = 0
        while len(self._unread) - at >= _HEAD.size:
            number, word = _HEAD.unpack_from(self._unread, at)
            size = word >> 16
            if size < _HEAD.size or size % 4:
                self._lose("the Wayland compositor sends what is no message")
            if len(self._unread) - at < size:
                break
            body = bytes(self._unread[at + _HEAD.size : at + size])
            at += size
            self._dispatch(number, word & 0xFFFF, body)
        del self._unread[:at]

    def _dispatch(self, number: int, opcode: int, body: bytes) -> None:
        handler = self._handlers.get(number)
        if handler is None:
            return  # of an object that was let go while the event travelled
        try:
            handler(opcode, Body(body))
        except BadMessageError:
            self._lose("the Wayland compositor sends a message with wrong arguments")

    def _hear(self, opcode: int, body: Body) -> None:
        if opcode == _ERROR:
            number, code = body.number(), body.number()
            self._lose(f"the Wayland compositor hung up (error {code} of object {number})")
        if opcode == _DELETE_ID:
            number = body.number()
            self._handlers.pop(number, None)
            if _REGISTRY < number < self._next and number not in self._free:
                self._free.append(number)

    def _list(self, opcode: int, body: Body) -> None:
        name = body.number()
        if opcode == _GLOBAL:
            self._offers[name] = Offer(name, body.text(), body.number())
        elif opcode == _GLOBAL_REMOVE:
            self._offers.pop(name, None)

    def _lose(self, why: str) -> NoReturn:
        self._lost = why
        raise SensorLostError(why)


def open_wire(environ: Mapping[str, str]) -> Wire:
    """Connect to the compositor that WAYLAND_DISPLAY names; UnfitError says why that fails."""
    display = environ.get("WAYLAND_DISPLAY", "")
    if not display:
        raise UnfitError("no WAYLAND_DISPLAY is set, so there is no Wayland desktop to look at")
    if not display.startswith("/") and not environ.get("XDG_RUNTIME_DIR"):
        raise UnfitError(f"XDG_RUNTIME_DIR is not set, so {display} cannot be found; log in anew")
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE_S)
    try:
        connection.connect(place_of(environ))
        return Wire(connection)
    except (OSError, ValueError) as error:
        connection.close()
        why = getattr(error, "strerror", None) or error
        raise UnfitError(f"the Wayland display {display} cannot be reached ({why})") from error
    except SensorLostError as error:
        connection.close()
        raise UnfitError(str(error)) from error


def place_of(environ: Mapping[str, str]) -> str:
    """The path of the socket that an environment names."""
    folder, display = environ.get("XDG_RUNTIME_DIR", ""), environ.get("WAYLAND_DISPLAY", "")
    return os.path.join(folder, display)  # noqa: PTH118 - an absolute name stays what it is


def _peer_of(connection: socket.socket) -> Peer:
    """The process at the other end, where the system tells it."""
    path = str(connection.getpeername())
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return Peer(path, 0, os.getuid(), "the Wayland compositor")
    pid, uid, _ = struct.unpack("=iII", connection.getsockopt(socket.SOL_SOCKET, option, 12))
    try:
        name = Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
    except OSError:
        name = ""
    return Peer(path, pid, uid, name or "the Wayland compositor")
