"""The few requests that are put to an X server, each as the bytes of the X protocol.

Written by hand because every wait must be bounded: libxcb waits without end for the rest of a
server's greeting, and for the rest of an answer that has begun.
"""

import struct
import sys

ORDER = b"l" if sys.byteorder == "little" else b"B"
LONGEST_BYTES = 4096  # of a property; a title may be longer, a name is not

_INTERN_ATOM = 16
_ANY_TYPE = 0
_EVENT_MASK = 0x800  # the one window attribute that is ever set


def greeting(name: bytes, key: bytes) -> bytes:
    """Ask to be let in, with the name of a secret and the secret itself."""
    head = struct.pack("=cxHHHHxx", ORDER, 11, 0, len(name), len(key))
    return head + _padded(name) + _padded(key)


def follow(window: int, mask: int) -> bytes:
    """Hear these events of a window from now on; it has no answer."""
    return struct.pack("=BxHIII", 2, 4, window, _EVENT_MASK, mask)


def tree(window: int) -> bytes:
    """The root, the parent and the children of a window."""
    return struct.pack("=BxHI", 15, 2, window)


def atom(name: str) -> bytes:
    """The number of a name."""
    return _named(_INTERN_ATOM, name)


def extension(name: str) -> bytes:
    """Whether the server has an extension, and the number of its requests."""
    return _named(98, name)


def property_of(window: int, name: int) -> bytes:
    """What a window says about itself under a name."""
    return struct.pack("=BxHIIIII", 20, 6, window, name, _ANY_TYPE, 0, LONGEST_BYTES // 4)


def pointer(root: int) -> bytes:
    """Which window of a root the pointer is in."""
    return struct.pack("=BxHI", 38, 2, root)


def focus() -> bytes:
    """Which window the keys go to."""
    return struct.pack("=BxH", 43, 1)


def last_input(saver: int, root: int) -> bytes:
    """How long ago the last input was; by the extension MIT-SCREEN-SAVER."""
    return struct.pack("=BBHI", saver, 1, 2, root)


def process_of(resource: int, window: int) -> bytes:
    """Which process of this machine made a window; by the extension X-Resource, from 1.2 on."""
    return struct.pack("=BBHIII", resource, 4, 4, 1, window, 2)


def outputs(randr: int, root: int) -> bytes:
    """The screens that are plugged in; by the extension RANDR, from 1.3 on."""
    return struct.pack("=BBHI", randr, 25, 2, root)


def output(randr: int, number: int) -> bytes:
    """What one of them is called."""
    return struct.pack("=BBHII", randr, 9, 3, number, 0)


def _named(opcode: int, name: str) -> bytes:
    raw = name.encode("ascii")
    body = struct.pack("=Hxx", len(raw)) + _padded(raw)
    return struct.pack("=BxH", opcode, 1 + len(body) // 4) + body


def _padded(raw: bytes) -> bytes:
    return raw + bytes(-len(raw) % 4)
