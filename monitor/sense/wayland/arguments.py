"""The arguments of a Wayland event, as they lie in its message."""

import struct

WORD = struct.Struct("=I")


class BadMessageError(Exception):
    """The compositor sent what the protocol does not allow."""


class Body:
    """The arguments of an event, taken one by one; BadMessageError where they end too early."""

    __slots__ = ("_at", "_raw")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def number(self) -> int:
        """Take an unsigned number, or an object's."""
        return int(WORD.unpack(self._take(4))[0])

    def numbers(self) -> tuple[int, ...]:
        """Take an array of numbers."""
        raw = self._array()
        return struct.unpack(f"={len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def text(self) -> str:
        """Take a text; an absent one is ''."""
        return self._array()[:-1].decode("utf-8", "replace")

    def _array(self) -> bytes:
        length = self.number()
        return self._take(length + -length % 4)[:length]

    def _take(self, length: int) -> bytes:
        taken = self._raw[self._at : self._at + length]
        if len(taken) < length:
            raise BadMessageError
        self._at += length
        return taken
