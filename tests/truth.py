"""What truly was in front, told by somebody who has nothing to do with the product.

Here stands what tells it on X11; for other desktops see ``tests/witnesses.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Protocol, Self, cast

import xcffib
from xcffib import xproto

_CALIBRATIONS = 10
_WRAP_MS = 1 << 32


@dataclass(frozen=True, slots=True)
class Stay:
    """From one change of the window in front to the next; app '' means: nothing in front."""

    start: datetime
    end: datetime
    app: str

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start


def now() -> datetime:
    """The present, by the system's clock."""
    return datetime.now(UTC)  # noqa: TID251 - the truth is told by the machine's own clock


def stays_of(seen: Sequence[tuple[datetime, str]], until: datetime) -> tuple[Stay, ...]:
    """The stays between these changes of the window in front, in order, without empty ones."""
    ends = [at for at, _ in seen[1:]] + [until]
    found: list[Stay] = []
    for (start, app), end in zip(seen, ends, strict=True):
        if found and found[-1].app == app:
            found[-1] = Stay(found[-1].start, end, app)
        elif end > start:
            found.append(Stay(start, end, app))
    return tuple(found)


class Witness(Protocol):
    """Follows the window in front from the moment it is entered until it is left."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def stays(self, until: datetime) -> tuple[Stay, ...]:
        """What was in front since the witness came, in order, without empty stays."""
        ...


class Spy:
    """Follows _NET_ACTIVE_WINDOW. A change bears the X server's own time stamp, not ours.

    So a busy machine does not blur the edges; but collect soon after each change.
    """

    def __init__(self, display: str) -> None:
        self._x = cast("Any", xcffib.connect(display))  # xcffib tells no types
        root = self._x.get_setup().roots[0]
        self._root = root.root
        self._active = self._atom("_NET_ACTIVE_WINDOW")
        self._window = self._x.generate_id()
        self._x.core.CreateWindow(
            *(0, self._window, self._root, 0, 0, 1, 1, 0, xproto.WindowClass.InputOnly),
            *(root.root_visual, xproto.CW.EventMask, [xproto.EventMask.PropertyChange]),
        )
        self._base, self._base_ms = self._calibrate()
        self._x.core.ChangeWindowAttributes(
            self._root, xproto.CW.EventMask, [xproto.EventMask.PropertyChange]
        )
        self._seen: list[tuple[datetime, str]] = [(now(), self.app())]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._x.disconnect()

    def app(self) -> str:
        """The class of the window in front now; '' when there is none."""
        active = self._property(self._root, self._active)
        window = int.from_bytes(active[:4], "little")
        if not window:
            return ""
        try:
            names = self._property(window, xproto.Atom.WM_CLASS).decode().split("\0")
        except xproto.WindowError:  # closed between the two questions
            return ""
        return names[1] if len(names) > 1 else ""

    def collect(self) -> None:
        """Take in the changes so far."""
        while (event := self._x.poll_for_event()) is not None:
            if isinstance(event, xproto.PropertyNotifyEvent) and self._is_move(event):
                self._seen.append((self._moment(event.time), self.app()))

    def stays(self, until: datetime) -> tuple[Stay, ...]:
        """What was in front since the spy came, in order, without empty stays."""
        self.collect()
        return stays_of(self._seen, until)

    def _is_move(self, event: xproto.PropertyNotifyEvent) -> bool:
        return bool(event.window == self._root and event.atom == self._active)

    def _moment(self, server_ms: int) -> datetime:
        since_ms = (server_ms - self._base_ms + _WRAP_MS // 2) % _WRAP_MS - _WRAP_MS // 2
        return self._base + timedelta(milliseconds=since_ms)

    def _calibrate(self) -> tuple[datetime, int]:
        """One moment told by both clocks: the server's stamp on a change of our own."""
        return min((self._stamp() for _ in range(_CALIBRATIONS)), key=lambda found: found[0])[1]

    def _stamp(self) -> tuple[timedelta, tuple[datetime, int]]:
        asked = now()
        self._x.core.ChangeProperty(
            *(xproto.PropMode.Append, self._window, self._active, xproto.Atom.STRING, 8, 0, b"")
        )
        self._x.flush()
        event = self._x.wait_for_event()
        if not isinstance(event, xproto.PropertyNotifyEvent):
            raise TypeError(f"the X server told of {event!r} where its time was asked for")
        return (took := now() - asked), (asked + took / 2, event.time)

    def _atom(self, name: str) -> int:
        atom: int = self._x.core.InternAtom(False, len(name), name).reply().atom  # noqa: FBT003 - xcffib's own order
        return atom

    def _property(self, window: int, atom: int) -> bytes:
        asked = self._x.core.GetProperty(False, window, atom, xproto.Atom.Any, 0, 256)  # noqa: FBT003 - xcffib's own order
        return bytes(asked.reply().value.buf())
