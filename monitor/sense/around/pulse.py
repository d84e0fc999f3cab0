"""A line to the sound server (PulseAudio, or PipeWire in its place) in its own protocol.

It is told who records, and never records itself; nothing but the stdlib is needed.
"""

import os
import socket
import struct
import sys
from itertools import count
from pathlib import Path
from time import monotonic

from monitor.bus.entry import LEAST_S
from monitor.errors import CallError, LineLostError, UnfitError
from monitor.sense.around import tags
from monitor.sense.around.tags import Tag

GET_SOURCE = 23
LIST_RECORDINGS = 32

_ERROR, _REPLY, _AUTH, _NAME, _SUBSCRIBE, _EVENT = 0, 2, 8, 9, 35, 66
_VERSION = 19  # the oldest language in which a recording says whether it is held
_COOKIE = bytes(256)  # not needed: our own server knows us by our user
_RECORDINGS = 8  # of all that the server reports, who records
_HEAD = struct.Struct(">IIIII")
_CONTROL = 0xFFFFFFFF
_LONGEST = 1 << 20


class Pulse:
    """One connection; UnfitError when it lets nobody in, LineLostError when it went away."""

    def __init__(self, path: Path, *, within: float) -> None:
        self._serials = count(1)
        self._buffer = b""
        self._is_news = False
        self._socket = socket.socket(socket.AF_UNIX)
        end = monotonic() + within
        try:
            self._socket.settimeout(within)
            self._socket.connect(str(path))
            self.ask(_AUTH, tags.number(_VERSION) + tags.octets(_COOKIE), until=end)
            name = tags.properties({b"application.name": b"humanward"})
            self.ask(_NAME, name, until=end)
            self.ask(_SUBSCRIBE, tags.number(_RECORDINGS), until=end)
        except (OSError, CallError, LineLostError) as error:
            self.close()
            raise UnfitError(f"The sound server at {path} does not let us in ({error}).") from error

    def ask(self, command: int, words: bytes = b"", *, until: float) -> tuple[Tag, ...]:
        """Ask and wait for the answer; CallError when the server refuses."""
        serial = next(self._serials)
        packet = tags.number(command) + tags.number(serial) + words
        try:
            self._socket.settimeout(max(until - monotonic(), LEAST_S))
            whole = _HEAD.pack(len(packet), _CONTROL, 0, 0, 0) + packet
            sent = self._socket.sendmsg([whole], _passport()) if command == _AUTH else 0
            self._socket.sendall(whole[sent:])
        except OSError as error:
            raise LineLostError("the sound server went away") from error
        while True:
            for kind, about, *rest in self._receive(max(until - monotonic(), LEAST_S)):
                if about == serial and kind in (_REPLY, _ERROR):
                    if kind == _ERROR:
                        raise CallError("Refused", f"it refuses with error {rest[:1]}")
                    return tuple(rest)
            if monotonic() >= until:
                raise LineLostError("the sound server hangs")

    def fileno(self) -> int:
        """The descriptor that wakes when somebody begins or ends to record."""
        return self._socket.fileno()

    @property
    def has_heard(self) -> bool:
        """Whether something was reported before an answer, which makes nothing readable."""
        return self._is_news

    def drain(self) -> bool:
        """Take in what was reported; True when it is worth asking who records."""
        while self._receive(0):
            continue
        is_news, self._is_news = self._is_news, False
        return is_news

    def close(self) -> None:
        """Hang up; safe to call twice."""
        self._socket.close()

    def _receive(self, within: float) -> list[tuple[Tag, ...]]:
        """The messages that the next read brings."""
        try:
            self._socket.settimeout(within)
            data = self._socket.recv(65536)
        except (BlockingIOError, TimeoutError):
            return []
        except OSError as error:
            raise LineLostError("the sound server went away") from error
        if not data:
            raise LineLostError("the sound server went away")
        self._buffer += data
        try:
            return list(self._messages())
        except tags.BROKEN as error:
            raise LineLostError("the sound server says what cannot be read") from error

    def _messages(self) -> list[tuple[Tag, ...]]:
        messages = []
        while len(self._buffer) >= _HEAD.size:
            length, channel, *_ = _HEAD.unpack_from(self._buffer)
            if length > _LONGEST:
                raise ValueError("a message without end")
            end = _HEAD.size + length
            if len(self._buffer) < end:
                break
            packet, self._buffer = self._buffer[_HEAD.size : end], self._buffer[end:]
            if channel == _CONTROL:
                message = tuple(tags.read(packet))
                self._is_news = self._is_news or message[:1] == (_EVENT,)
                messages.append(message)
        return messages


def _passport() -> list[tuple[int, int, bytes]]:
    """Who we are, vouched for by the kernel; what is sent before the server listens has none."""
    if sys.platform != "linux":
        return []
    us = struct.pack("3i", os.getpid(), os.getuid(), os.getgid())
    return [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, us)]
