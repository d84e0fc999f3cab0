"""Tell XWayland from an X server that has the screen to itself."""

import struct

from monitor.sense.x import request
from monitor.sense.x.line import XLine

_RESOURCES = struct.Struct("=16xHH")  # numbers of controllers and of outputs
_OUTPUT = struct.Struct("=26xHHxxHH")  # controllers, modes, clones, letters of the name
_OUTPUT_HEAD = 36


def is_xwayland(line: XLine, root: int) -> bool:
    """Whether this server is a guest on a Wayland desktop; old ones tell by their outputs."""
    if line.extension("XWAYLAND"):
        return True
    randr = line.extension("RANDR")
    return bool(randr) and any(name.startswith(b"XWAYLAND") for name in _outputs(line, randr, root))


def _outputs(line: XLine, randr: int, root: int) -> list[bytes]:
    (resources,) = line.ask(request.outputs(randr, root))
    if resources is None:
        return []
    controllers, count = _RESOURCES.unpack_from(resources)
    numbers = struct.unpack_from(f"={count}I", resources, 32 + 4 * controllers)
    return [
        _name(told) for told in line.ask(*(request.output(randr, one) for one in numbers)) if told
    ]


def _name(told: bytes) -> bytes:
    controllers, modes, clones, letters = _OUTPUT.unpack_from(told)
    at = _OUTPUT_HEAD + 4 * (controllers + modes + clones)
    return told[at : at + letters]
