"""Enter an X display: where its socket is, the secret that opens it, and its greeting."""

import os
import re
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from time import monotonic

from monitor.errors import UnfitError
from monitor.sense.x import request

_WITHIN_S = 2.0
_NAME = re.compile(
    r"(?:(?P<protocol>tcp|unix|inet|inet6)/)?(?P<host>.*?):(?P<number>\d+)(?:\.\d+)?"
)
_SECRET = b"MIT-MAGIC-COOKIE-1"
_LOCAL, _WILD = 256, 65535  # families of addresses in an Xauthority file
_LET_IN = 1
_OF_SECRETS = ("authori", "protocol specified", "cookie")
_SCREEN = struct.Struct("=I16xHH15xB")  # root, width and height in pixels, number of depths


@dataclass(frozen=True, slots=True)
class Entry:
    """An open display: its socket and the root windows of its screens."""

    socket: socket.socket
    roots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    host: str  # '' for this machine
    number: int
    path: str


@dataclass(frozen=True, slots=True)
class _Secret:
    """One entry of an Xauthority file."""

    family: int
    address: bytes
    number: bytes
    name: bytes
    secret: bytes = field(repr=False)


def enter(display: str, environ: Mapping[str, str]) -> Entry:
    """Open a display; UnfitError says why it lets nobody in. It takes 2 s at most."""
    place = _place(display)
    try:
        door = _connect(place)
        try:
            return Entry(door, _greet(door, display, _secret(environ, place, door)))
        except BaseException:
            door.close()
            raise
    except (OSError, struct.error) as error:
        raise UnfitError(f"the display {display} does not answer") from error


def _place(display: str) -> _Place:
    """Take a DISPLAY apart."""
    found = _NAME.fullmatch(display)
    if found is None:
        raise UnfitError(f"the display {display} does not answer: a display's name is like ':0'")
    host, number = found["host"], int(found["number"])
    if host.startswith("/"):
        return _Place("", number, display)  # the whole of it is the path of a socket
    if found["protocol"] == "unix" or host == "unix" or host.endswith("/unix"):
        host = ""
    return _Place(host.strip("[]"), number, f"/tmp/.X11-unix/X{number}")  # noqa: S108 - where X has it


def _connect(place: _Place) -> socket.socket:
    if place.host:
        return socket.create_connection((place.host, 6000 + place.number), _WITHIN_S)
    try:
        return _connect_here(place.path)
    except OSError:
        return _connect_here("\0" + place.path)  # Linux's second name of the same socket


def _connect_here(path: str) -> socket.socket:
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.settimeout(_WITHIN_S)
    try:
        door.connect(path)
    except OSError:
        door.close()
        raise
    return door


def _greet(door: socket.socket, display: str, secret: bytes) -> tuple[int, ...]:
    """Say who we are; learn the roots."""
    read = _reader(door, monotonic() + _WITHIN_S)
    door.sendall(request.greeting(_SECRET if secret else b"", secret))
    verdict, size, words = struct.unpack("=BB4xH", read(8))
    rest = read(words * 4)
    if verdict != _LET_IN:
        why = ": " + "".join(filter(str.isprintable, rest[:size].decode("latin-1")))
        if not size or any(word in why.casefold() for word in _OF_SECRETS):
            why = " without its secret: set XAUTHORITY to the session's file"
        raise UnfitError(f"the display {display} lets nobody in{why}")
    return tuple(_roots(rest))


def _reader(door: socket.socket, until: float) -> Callable[[int], bytes]:
    """Read exactly so many bytes, or OSError when they do not come in time."""

    def read(size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            left = until - monotonic()
            if left <= 0:
                raise TimeoutError
            door.settimeout(left)
            part = door.recv(size - len(found))
            if not part:
                raise ConnectionResetError
            found += part
        return bytes(found)

    return read


def _roots(setup: bytes) -> Iterator[int]:
    vendor, screens, formats = struct.unpack_from("=16xH2xBB", setup)
    at = 32 + vendor + -vendor % 4 + 8 * formats
    for _ in range(screens):
        root, _, _, depths = _SCREEN.unpack_from(setup, at)
        yield root
        at += _SCREEN.size
        for _ in range(depths):
            at += 8 + 24 * struct.unpack_from("=2xH", setup, at)[0]


def _secret(environ: Mapping[str, str], place: _Place, door: socket.socket) -> bytes:
    """The secret of a display in the Xauthority file; b'' where there is none.

    On this machine one made out for another name of it serves too: hosts are renamed in
    mid-session.
    """
    path = environ.get("XAUTHORITY") or os.path.join(environ.get("HOME", ""), ".Xauthority")  # noqa: PTH118 - '' must stay no folder
    try:
        raw = Path(path).read_bytes()
    except OSError:
        return b""
    numbers = (b"", str(place.number).encode())
    fits = [one for one in _secrets(raw) if one.name == _SECRET and one.number in numbers]
    peer = _peer(door)
    address = peer or os.uname().nodename.encode()
    exact = [one for one in fits if one.family == _WILD or one.address == address]
    near = [] if peer else [one for one in fits if one.family == _LOCAL]
    return next((one.secret for one in (*exact, *near)), b"")


def _peer(door: socket.socket) -> bytes:
    """The address of another machine as an Xauthority file has it; b'' for this one."""
    if door.family == socket.AF_UNIX:
        return b""
    address = ip_address(door.getpeername()[0])
    return b"" if address.is_loopback else address.packed


def _secrets(raw: bytes) -> Iterator[_Secret]:
    at = 0
    while at + 2 <= len(raw):
        family = int.from_bytes(raw[at : at + 2], "big")
        at += 2
        fields = []
        for _ in range(4):
            size = int.from_bytes(raw[at : at + 2], "big")
            fields.append(raw[at + 2 : at + 2 + size])
            at += 2 + size
        yield _Secret(family, *fields)
