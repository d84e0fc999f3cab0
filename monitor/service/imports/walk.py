"""Walk through a big JSON file piece by piece and hand out a few plain values of some objects.

Texts pass through the parser one after the other; none is gathered, kept or handed out.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import ijson  # type: ignore[import-untyped] # it brings no types

from monitor.errors import MonitorError
from monitor.service.imports.exchange import Readable

ANY = "*"
_ENTRY = ""  # the name of a place in a list
_AT_ONCE = 1 << 16
_SCALARS = frozenset({"string", "number", "boolean"})

Scalar = str | int | float | bool | None
Way = tuple[str, ...]


class BrokenError(MonitorError):
    """The file is no sound JSON. What it says near the fault is never told."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which objects: where each stands, and the values wanted of each, as ways from there.

    A list's places have the name '', and ANY fits every name.
    """

    at: Way
    wanted: tuple[Way, ...]


def objects(stream: Readable, shape: Shape) -> Iterator[tuple[Scalar, ...]]:
    """Hand out the wanted values of each object, None for one that is not there."""
    seeker = _Objects(shape)
    parser = ijson.basic_parse_coro(seeker, use_float=True)
    while _feed(parser, stream):
        found, seeker.found = seeker.found, []
        yield from found


def first_key(stream: Readable, keys: frozenset[str]) -> str:
    """The first of these keys that an object in the file's outermost list bears; else ''."""
    seeker = _FirstKey(keys)
    parser = ijson.basic_parse_coro(seeker, use_float=True)
    while not seeker.key and _feed(parser, stream):
        pass
    return seeker.key


def _feed(parser: Any, stream: Readable) -> bool:  # noqa: ANN401 - ijson brings no types
    """Parse one piece more; False at the end. No piece is held, and no event is queued.

    The parser's own errors repeat what stands in the file: they go no further.
    """
    with suppress(ijson.JSONError, UnicodeDecodeError):
        piece = stream.read(_AT_ONCE)
        if piece:
            parser.send(piece)
        else:
            parser.close()
        return bool(piece)
    raise BrokenError("It is cut short or damaged.", hint="Unpack or download it again, please.")


class _Objects:
    """Is sent what the parser meets, event by event, and keeps what is wanted of it."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._depth = len(shape.at)
        self._deepest = self._depth + max(map(len, shape.wanted))
        self._path: list[str] = []
        self._values: dict[Way, Scalar] | None = None
        self.found: list[tuple[Scalar, ...]] = []

    def send(self, met: tuple[str, Any]) -> None:
        """Take one event."""
        event, value = met
        path = self._path
        if event == "map_key":
            path[-1] = value
        elif event in {"start_map", "start_array"}:
            if event == "start_map" and len(path) == self._depth and _fits(path, self._shape.at):
                self._values = {}
            path.append(_ENTRY)
        elif event in {"end_map", "end_array"}:
            path.pop()
            if self._values is not None and len(path) == self._depth:
                self.found.append(tuple(map(self._values.get, self._shape.wanted)))
                self._values = None
        elif self._values is not None and len(path) <= self._deepest and event in _SCALARS:
            way = tuple(path[self._depth :])
            if way in self._shape.wanted:
                self._values[way] = value


class _FirstKey:
    """Is sent what the parser meets, and keeps one key."""

    def __init__(self, keys: frozenset[str]) -> None:
        self._keys = keys
        self._depth = 0
        self._is_list = False
        self.key = ""

    def send(self, met: tuple[str, Any]) -> None:
        """Take one event."""
        event, value = met
        if event == "map_key":
            if self._is_list and self._depth == 2 and not self.key and value in self._keys:  # noqa: PLR2004 - in the list, in the object
                self.key = value
        elif event in {"start_map", "start_array"}:
            self._is_list = self._is_list or (self._depth == 0 and event == "start_array")
            self._depth += 1
        elif event in {"end_map", "end_array"}:
            self._depth -= 1


def _fits(path: list[str], at: Way) -> bool:
    return all(wanted in {ANY, name} for name, wanted in zip(path, at, strict=True))
