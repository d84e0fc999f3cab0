"""A line to an X display for one thread: ask, and hear what happens; every wait is bounded.

What arrives while an answer is awaited is kept for ``drain``; the descriptor is not readable for
it any more, so drain before every wait.
"""

import select
import socket
import struct
from collections import deque
from collections.abc import Iterator
from time import monotonic

from monitor.errors import SensorLostError
from monitor.sense.x import request

_FRAME = 32  # bytes; the least that a server ever sends
_LARGEST = 1 << 20  # bytes of one answer: more than any question here can bring
_REPLY, _GENERIC = 1, 35  # kinds of what arrives; 0 is an error, all others are events
_READ, _READS = 16384, 16  # bytes, and so often at a time
_HEAD = struct.Struct("=BxHI")  # kind, number of the request, words beyond the first 32 bytes


class XLine:
    """One connection; SensorLostError when the display went away or does not answer."""

    def __init__(self, door: socket.socket) -> None:
        self._socket = door
        door.settimeout(0)
        self._readable = select.poll()
        self._readable.register(door, select.POLLIN)
        self._sent = 0
        self._unsent = b""
        self._raw = bytearray()
        self._heard: deque[bytes] = deque()
        self._within = self._until = 0.0

    def allow(self, seconds: float) -> None:
        """From now on, all questions together may take so long."""
        self._within, self._until = seconds, monotonic() + seconds

    def tell(self, command: bytes) -> None:
        """Send what has no answer, together with the next question or ``flush``.

        What the server refuses of it is not told.
        """
        self._sent += 1
        self._unsent += command

    def flush(self) -> None:
        """Send what was told."""
        if self._unsent:
            data, self._unsent = self._unsent, b""
            self._send(data)

    def ask(self, *questions: bytes) -> list[bytes | None]:
        """Send questions together and wait for every answer; None: the server refused it."""
        first = self._sent + 1
        self._sent += len(questions)
        self._unsent += b"".join(questions)
        self.flush()
        answers: dict[int, bytes | None] = {}
        while len(answers) < len(questions):
            self._wait()
            for kind, number, frame in self._frames():
                if kind > _REPLY:
                    self._heard.append(frame)
                elif (which := (number - first) & 0xFFFF) < len(questions):
                    answers[which] = frame if kind == _REPLY else None
        return [answers[which] for which in range(len(questions))]

    def drain(self) -> Iterator[bytes]:
        """Take every event that arrived; it never waits."""
        for kind, _, frame in self._frames():
            if kind > _REPLY:
                self._heard.append(frame)
        while self._heard:
            yield self._heard.popleft()

    def atoms(self, *names: str) -> dict[str, int]:
        """The numbers of names."""
        found = self.ask(*map(request.atom, names))
        return {name: _word(answer) for name, answer in zip(names, found, strict=True)}

    def extension(self, name: str) -> int:
        """The number that an extension's requests begin with; 0 where there is none."""
        (answer,) = self.ask(request.extension(name))
        return answer[9] if answer and answer[8] else 0

    def fileno(self) -> int | None:
        """The descriptor that wakes when something arrives; None after the end."""
        number = self._socket.fileno()
        return None if number < 0 else number

    def close(self) -> None:
        """Leave the display; safe to call twice."""
        self._socket.close()

    def _send(self, data: bytes) -> None:
        """What does not fit at once goes to a server that takes nothing in any more."""
        try:
            sent = self._socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self.close()
            raise self._lost() from error
        if sent < len(data):
            self.close()
            raise self._silent()

    def _wait(self) -> None:
        left = self._until - monotonic()
        if self._socket.fileno() < 0:
            raise self._lost()
        if left <= 0 or not self._readable.poll(left * 1000):
            raise self._silent()

    def _frames(self) -> Iterator[tuple[int, int, bytes]]:
        """Everything that has arrived whole: its kind, the request it is about, its bytes."""
        self._receive()
        raw = self._raw
        while len(raw) >= _FRAME:
            kind, number, words = _HEAD.unpack_from(raw)
            size = _FRAME + 4 * words if kind in (_REPLY, _GENERIC) else _FRAME
            if size > _LARGEST:
                self.close()
                raise SensorLostError("the X display sent what cannot be read")
            if len(raw) < size:
                return
            frame = bytes(raw[:size])
            del raw[:size]
            yield kind & 0x7F, number, frame

    def _receive(self) -> None:
        """Take what is there; what is more than that keeps the descriptor readable."""
        for _ in range(_READS):
            try:
                data = self._socket.recv(_READ)
            except BlockingIOError:
                return
            except OSError as error:
                self.close()
                raise self._lost() from error
            if not data:
                self.close()
                raise self._lost()
            self._raw += data
            if len(data) < _READ:
                return

    def _silent(self) -> SensorLostError:
        return SensorLostError(f"the X display did not answer in {self._within:.0f} s")

    def _lost(self) -> SensorLostError:
        return SensorLostError("the X display went away")


def _word(answer: bytes | None) -> int:
    return int(struct.unpack_from("=8xI", answer)[0]) if answer else 0
