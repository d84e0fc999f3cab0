"""What an X server reports, as far as it matters here."""

import struct
from dataclasses import dataclass

# what to ask for
STRUCTURE, PROPERTY, FOCUS = 1 << 17, 1 << 22, 1 << 21
CROSSING = 1 << 4 | 1 << 5  # the pointer enters or leaves

# what comes of it
ENTER_NOTIFY, LEAVE_NOTIFY, FOCUS_IN, FOCUS_OUT = 7, 8, 9, 10
DESTROY_NOTIFY, UNMAP_NOTIFY, PROPERTY_NOTIFY = 17, 18, 28
MOVES = frozenset({ENTER_NOTIFY, LEAVE_NOTIFY, FOCUS_IN, FOCUS_OUT})

_WORDS = struct.Struct("=4xIII")
_GRABS = frozenset({1, 2})  # a focus that is only lent, and given back


@dataclass(frozen=True, slots=True)
class Event:
    """One report: the window it is about, and for a property its name and the server's time."""

    kind: int
    window: int
    atom: int = 0
    at_ms: int = 0


def read(frame: bytes) -> Event | None:
    """Read a report; None for what means nothing here."""
    kind = frame[0] & 0x7F  # the highest bit says that another program sent it
    first, second, third = _WORDS.unpack_from(frame)
    if kind == PROPERTY_NOTIFY:
        return Event(kind, first, second, third)
    if kind in (DESTROY_NOTIFY, UNMAP_NOTIFY):
        return Event(kind, second)
    if kind in (FOCUS_IN, FOCUS_OUT):
        return None if frame[8] in _GRABS else Event(kind, first)
    if kind in (ENTER_NOTIFY, LEAVE_NOTIFY):
        return Event(kind, third)
    return None
