"""What a window of an X display says about itself; whatever it says, reading it never fails."""

import struct
from dataclasses import dataclass

from monitor.sense.x.request import LONGEST_BYTES

_HEAD = struct.Struct("=xBxxIIII12x")  # format, words, type, bytes left out, length in units
_COUNT, _MAKER = struct.Struct("=8xI"), struct.Struct("=44xI")  # behind 12 bytes of what it is of
_UNITS = {8: 1, 16: 2, 32: 4}
_LONGEST_NAME = 200
_WORD_BITS, _TEXT_BITS = 32, 8


@dataclass(frozen=True, slots=True)
class Front:
    """The window in front: what never changes about it, and whether its title is followed.

    ``app`` is None when it says no name. ``elsewhere``: its program runs on another machine.
    """

    window: int
    app: str | None
    instance: str
    pid: int | None
    elsewhere: bool
    follows: bool


def words(answer: bytes | None) -> tuple[int, ...]:
    """A property that is a list of numbers; () for one that is absent or of another form."""
    raw = _value(answer, _WORD_BITS)
    return struct.unpack(f"={len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def first_word(answer: bytes | None) -> int:
    """A property that is one number; 0 for none."""
    return next(iter(words(answer)), 0)


def is_there(answer: bytes | None) -> bool:
    """Whether a window has a property at all."""
    return answer is not None and bool(_HEAD.unpack_from(answer)[2])


def text(answer: bytes | None) -> str:
    """A property that is a text, up to its first NUL; all but UTF-8 is Latin-1, as ICCCM has it."""
    raw = _value(answer, _TEXT_BITS)
    whole = len(raw) < LONGEST_BYTES
    raw = raw.partition(b"\0")[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if not whole and error.start > len(raw) - 4:  # cut in the middle of a letter
            return raw[: error.start].decode("utf-8")
        return raw.decode("latin-1")


def names(answer: bytes | None) -> tuple[str, str]:
    """WM_CLASS holds two names, each ended by NUL: the instance, then the class."""
    raw = _value(answer, _TEXT_BITS)
    parts = [*raw.decode("utf-8", "replace").split("\0"), "", ""]
    return _name(parts[0]), _name(parts[1])


def names_machine(machine: str, own: str) -> bool:
    """Whether WM_CLIENT_MACHINE names this machine, or none.

    Another name may be one that this machine had before, or that of a container on it.
    """
    return not machine or _host(machine) in (_host(own), "localhost")


def maker(answer: bytes | None) -> int:
    """The process of this machine that made a window, by X-Resource; 0 for none."""
    if answer is None or not _COUNT.unpack_from(answer)[0] or len(answer) < _MAKER.size:
        return 0
    return int(_MAKER.unpack_from(answer)[0])


def _name(told: str) -> str:
    """What may be kept of a name: no name is that long, or holds what cannot be printed."""
    return "".join(filter(str.isprintable, told[:_LONGEST_NAME]))


def _host(name: str) -> str:
    return name.partition(".")[0].casefold()


def _value(answer: bytes | None, bits: int) -> bytes:
    if answer is None:
        return b""
    form, _, _, _, units = _HEAD.unpack_from(answer)
    return answer[32 : 32 + units * _UNITS[bits]] if form == bits else b""
