"""A fake compositor that says what its script says, for what no compositor here speaks.

It is no proof that a real one does the same: it is written by the descriptions of the protocols.
"""

import socket
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from tests.processes import wait_for

_HEAD = struct.Struct("=II")
_DISPLAY = 1

Words = tuple[int, ...]
Reply = Callable[["ScriptedCompositor", Words], None]
"""Called with the words of a request, or with the number of an object just bound."""
Replies = Mapping[tuple[str, int | None], Reply]
"""What follows a request at once, by its interface and opcode; opcode None: being bound."""


class ScriptedCompositor:
    """Offers what it is told to; what is requested of it is in ``asked``."""

    def __init__(
        self,
        folder: Path,
        offers: Sequence[tuple[str, int]],
        replies: Replies | None = None,
    ) -> None:
        self.environ = {"WAYLAND_DISPLAY": "scripted-0", "XDG_RUNTIME_DIR": str(folder)}
        self.asked: list[tuple[str, int, Words]] = []  # interface, opcode, arguments
        self.bound: dict[str, tuple[int, int]] = {}  # interface: its object and version
        self.is_silent = False
        self._offers = tuple(offers)
        self._replies = dict(replies or {})
        self._interfaces = {_DISPLAY: "wl_display"}
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / "scripted-0"))
        self._door.listen()
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def say(self, number: int, opcode: int, *arguments: int | str | tuple[int, ...]) -> None:
        """Send an event."""
        self.write(event(number, opcode, *arguments))

    def write(self, raw: bytes) -> None:
        """Send these bytes, whatever they mean."""
        self.client.sendall(raw)

    def hang_up(self) -> None:
        """Leave the client alone."""
        self.client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End."""
        with suppress(OSError):  # it sleeps in accept, or nobody is connected
            self._door.shutdown(socket.SHUT_RDWR)
        with suppress(OSError, AttributeError):
            self.hang_up()
        self._thread.join(5)
        self._door.close()

    def heard(self, interface: str, opcode: int) -> Words:
        """Wait for a request and tell its words."""

        def found() -> list[Words]:
            return [words for *what, words in self.asked if what == [interface, opcode]]

        return wait_for(found, f"request {opcode} of {interface}")[-1]

    def _serve(self) -> None:
        with suppress(OSError):
            self.client, _ = self._door.accept()
            with self.client:
                self._listen()

    def _listen(self) -> None:
        unread = b""
        while arrived := self.client.recv(65536):
            unread += arrived
            while len(unread) >= _HEAD.size and len(unread) >= (size := _size(unread)):
                number, word = _HEAD.unpack_from(unread)
                self._take(number, word & 0xFFFF, unread[_HEAD.size : size])
                unread = unread[size:]

    def _take(self, number: int, opcode: int, body: bytes) -> None:
        interface = self._interfaces.get(number, "")
        if (interface, opcode) == ("wl_registry", 0):
            self._bind(body)
            return
        words = struct.unpack(f"={len(body) // 4}I", body)
        self.asked.append((interface, opcode, words))
        if (interface, opcode) == ("wl_display", 1):
            self._interfaces[words[0]] = "wl_registry"
            for name, (offer, version) in enumerate(self._offers, 1):
                self.say(words[0], 0, name, offer, version)
        elif (interface, opcode) == ("wl_display", 0) and not self.is_silent:
            self.say(words[0], 0, 0)
            self.say(_DISPLAY, 1, words[0])
        if reply := self._replies.get((interface, opcode)):
            reply(self, words)

    def _bind(self, body: bytes) -> None:
        interface = self._offers[struct.unpack_from("=I", body)[0] - 1][0]
        version, made = struct.unpack("=II", body[-8:])
        self.bound[interface] = (made, version)
        self._interfaces[made] = interface
        if reply := self._replies.get((interface, None)):
            reply(self, (made,))


def event(number: int, opcode: int, *arguments: int | str | tuple[int, ...]) -> bytes:
    """The bytes of an event: numbers, texts, and arrays of numbers."""
    body = b"".join(map(_packed, arguments))
    return _HEAD.pack(number, (len(body) + _HEAD.size) << 16 | opcode) + body


@contextmanager
def scripted(
    folder: Path,
    offers: Sequence[tuple[str, int]],
    replies: Replies | None = None,
) -> Iterator[ScriptedCompositor]:
    """Run a scripted compositor until the end of the block."""
    compositor = ScriptedCompositor(folder, offers, replies)
    try:
        yield compositor
    finally:
        compositor.close()


def _packed(argument: int | str | tuple[int, ...]) -> bytes:
    if isinstance(argument, int):
        return struct.pack("=I", argument)
    if isinstance(argument, str):
        raw = argument.encode() + b"\0"
    else:
        raw = struct.pack(f"={len(argument)}I", *argument)
    return struct.pack("=I", len(raw)) + raw + bytes(-len(raw) % 4)


def _size(unread: bytes) -> int:
    return int(_HEAD.unpack_from(unread)[1] >> 16)
