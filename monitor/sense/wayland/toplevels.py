"""The windows of a Wayland desktop, as the compositor tells them to docks and task bars.

Two protocols say which window is activated: zwlr_foreign_toplevel_manager_v1 (sway, river, labwc,
Wayfire, Hyprland ...) and zcosmic_toplevel_info_v1 (COSMIC). ext_foreign_toplevel_list_v1 alone
does not. Only the first was run on a real compositor (sway); COSMIC's, in version 1 and from
version 2 on, where it extends the ext list, is written by its description.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from monitor.errors import SensorLostError, UnfitError
from monitor.sense.wayland.arguments import Body
from monitor.sense.wayland.wire import Wire

_WLR, _COSMIC = "zwlr_foreign_toplevel_manager_v1", "zcosmic_toplevel_info_v1"
_EXT = "ext_foreign_toplevel_list_v1"
_WLR_VERSION, _COSMIC_VERSION = 3, 3  # the newest that is known here
_EXTENDS_SINCE = 2  # from this version on COSMIC extends the ext list
_TOPLEVEL, _FINISHED = 0, 1  # events of all three
_GET_COSMIC_TOPLEVEL = 1  # request of COSMIC's
_ACTIVATED, _FULLSCREEN = 2, 3  # states, the same two in both protocols


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How one protocol numbers the events of a window, and the request that lets go of it."""

    title: int
    app_id: int
    state: int | None
    closed: int
    destroy: int


_OF_WLR = _Dialect(title=0, app_id=1, state=4, closed=6, destroy=7)
_OF_COSMIC = _Dialect(title=2, app_id=3, state=8, closed=0, destroy=0)
_OF_EXT = _Dialect(title=2, app_id=3, state=None, closed=0, destroy=0)


@dataclass(slots=True)
class Toplevel:
    """A window; ``activated`` grows with each that comes to the front, 0 for those behind.

    ``title`` is '' unless the titles of this app are followed. ``extension`` is the object that
    tells the state of a window of the ext list.
    """

    app_id: str = ""
    title: str = field(default="", repr=False)
    activated: int = 0
    fullscreen: bool = False
    extension: int = 0


class Toplevels:
    """Keeps what is told of every window; UnfitError where the activated one is not told."""

    def __init__(self, wire: Wire, follows_title: Callable[[str], bool]) -> None:
        self._wire = wire
        self._follows_title = follows_title
        self._windows: dict[int, Toplevel] = {}
        self._turns = count(1)
        self._news = False
        self._finished = False
        self._info = 0
        self._bind()
        wire.round_trip()
        wire.round_trip()  # COSMIC tells the state of a window when asked for it in the first

    def front(self) -> Toplevel | None:
        """The window that was activated last and still is; None: none is."""
        if self._finished:
            raise SensorLostError("the Wayland compositor tells of its windows no more")
        front = max(self._windows.values(), key=lambda one: one.activated, default=None)
        return front if front and front.activated else None

    def take_news(self) -> bool:
        """Whether the front, or what is told of it, changed since this was asked last."""
        news, self._news = self._news, False
        return news

    def _bind(self) -> None:
        name = self._wire.peer.name
        wlr, cosmic, ext = map(self._wire.offers, (_WLR, _COSMIC, _EXT))
        if wlr:
            self._wire.bind(wlr[0], _WLR_VERSION, partial(self._meet, _OF_WLR))
        elif cosmic and cosmic[0].version < _EXTENDS_SINCE:
            self._wire.bind(cosmic[0], 1, partial(self._meet, _OF_COSMIC))
        elif cosmic and ext:
            self._info = self._wire.bind(cosmic[0], _COSMIC_VERSION)
            self._wire.bind(ext[0], 1, partial(self._meet, _OF_EXT))
        elif ext:
            raise UnfitError(
                f"{name} lists its windows ({_EXT}) but does not tell which one is in front"
                f" (it offers no {_WLR}); use an X11 session or another compositor"
            )
        else:
            raise UnfitError(
                f"{name} tells nobody which window is in front (it offers neither {_WLR} nor"
                f" {_COSMIC}); use an X11 session or another compositor"
            )

    def _meet(self, dialect: _Dialect, opcode: int, body: Body) -> None:
        if opcode == _TOPLEVEL:
            number = body.number()
            window = self._windows[number] = Toplevel()
            self._wire.meet(number, partial(self._hear, dialect, number))
            if self._info:
                window.extension = self._wire.new(partial(self._hear_state, window))
                self._wire.request(self._info, _GET_COSMIC_TOPLEVEL, window.extension, number)
        elif opcode == _FINISHED:
            self._finished = self._news = True

    def _hear(self, dialect: _Dialect, number: int, opcode: int, body: Body) -> None:
        window = self._windows[number]
        if opcode == dialect.state:
            self._set_state(window, body)
        elif opcode == dialect.title:
            self._set_title(window, body.text())
        elif opcode == dialect.app_id:
            window.app_id = body.text()
            self._set_title(window, window.title)
            self._news |= bool(window.activated)
        elif opcode == dialect.closed:
            self._news |= bool(window.activated)
            del self._windows[number]
            if window.extension:
                self._wire.forget(window.extension, _OF_COSMIC.destroy)
            self._wire.forget(number, dialect.destroy)

    def _set_title(self, window: Toplevel, title: str) -> None:
        """Keep a title only where somebody needs it, or while the app is not told yet."""
        if window.app_id and not self._follows_title(window.app_id):
            window.title = ""
            return
        self._news |= bool(window.activated) and title != window.title
        window.title = title

    def _hear_state(self, window: Toplevel, opcode: int, body: Body) -> None:
        if opcode == _OF_COSMIC.state:
            self._set_state(window, body)

    def _set_state(self, window: Toplevel, body: Body) -> None:
        states = body.numbers()
        before = window.activated, window.fullscreen
        if _ACTIVATED not in states:
            window.activated = 0
        elif not window.activated:
            window.activated = next(self._turns)
        window.fullscreen = _FULLSCREEN in states
        changed = before != (window.activated, window.fullscreen)
        self._news |= changed and bool(before[0] or window.activated)
