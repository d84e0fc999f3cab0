"""The values of the sound server's own protocol: each bears a letter that tells its kind."""

import struct
from collections.abc import Callable, Iterator, Mapping

Tag = int | bytes | dict[bytes, bytes] | None

BROKEN = (ValueError, TypeError, LookupError, struct.error)

_END = b"\0"
_LENGTH = struct.Struct(">I")
_PLAIN: dict[bytes, Tag] = {b"1": 1, b"0": 0, b"N": None}
_NUMBERS = {
    kind: struct.Struct(form)
    for kind, form in (
        (b"B", ">B"),
        (b"L", ">I"),
        (b"V", ">I"),
        (b"R", ">Q"),
        (b"U", ">Q"),
        (b"r", ">q"),
    )
}
_COUNTED = {b"m": 1, b"v": 4}  # channels, volumes: so many octets each


def number(value: int) -> bytes:
    """Write a number."""
    return b"L" + _LENGTH.pack(value)


def nothing() -> bytes:
    """Write a text that is not there."""
    return b"N"


def octets(value: bytes) -> bytes:
    """Write any octets."""
    return b"x" + _LENGTH.pack(len(value)) + value


def properties(values: Mapping[bytes, bytes]) -> bytes:
    """Write properties."""
    written = (
        b"t" + key + _END + number(len(value) + 1) + octets(value + _END)
        for key, value in values.items()
    )
    return b"P" + b"".join(written) + b"N"


def read(packet: bytes) -> Iterator[Tag]:
    """Read every value in turn; an error tells that it is not this language (see BROKEN)."""
    at = 0
    while at < len(packet):
        value, at = _one(packet, at)
        yield value


def _one(packet: bytes, at: int) -> tuple[Tag, int]:
    kind, at = packet[at : at + 1], at + 1
    if kind in _PLAIN:
        return _PLAIN[kind], at
    if kind in _NUMBERS:
        form = _NUMBERS[kind]
        return form.unpack_from(packet, at)[0], at + form.size
    if kind in _COUNTED:
        return None, at + 1 + packet[at] * _COUNTED[kind]
    return _READERS[kind](packet, at)


def _text(packet: bytes, at: int) -> tuple[Tag, int]:
    end = packet.index(_END, at)
    return packet[at:end], end + 1


def _octets(packet: bytes, at: int) -> tuple[Tag, int]:
    start = at + _LENGTH.size
    end = start + int(_LENGTH.unpack_from(packet, at)[0])
    return packet[start:end], end


def _properties(packet: bytes, at: int) -> tuple[Tag, int]:
    found: dict[bytes, bytes] = {}
    while True:
        key, at = _one(packet, at)
        if key is None:
            return found, at
        _, at = _one(packet, at)
        value, at = _one(packet, at)
        if not isinstance(key, bytes) or not isinstance(value, bytes):
            raise TypeError("a property that is none")
        found[key] = value.rstrip(_END)


def _skip(length: int) -> Callable[[bytes, int], tuple[Tag, int]]:
    return lambda _, at: (None, at + length)


_READERS: dict[bytes, Callable[[bytes, int], tuple[Tag, int]]] = {
    b"t": _text,
    b"x": _octets,
    b"P": _properties,
    b"a": _skip(6),  # a sample format
    b"T": _skip(8),  # a time of day
}
