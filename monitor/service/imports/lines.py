"""Read logs of one JSON object a line into types that have no field for text."""

from collections.abc import Iterator
from functools import partial
from typing import TypeVar

import msgspec

from monitor.service.imports.exchange import Readable

_Line = TypeVar("_Line")


def decoded(stream: Readable, kind: type[_Line]) -> Iterator[_Line]:
    """Each line that fits the type; another is none of those looked for, or was torn.

    ``map`` and ``filter`` let go of a line before what was made of it is looked at.
    """
    return filter(None, map(partial(decode, kind=kind), stream))


def decode(line: bytes, *, kind: type[_Line]) -> _Line | None:
    """Make the type of a line; None when it does not fit. What stands in the line is not told."""
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
