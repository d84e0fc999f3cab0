"""See the window in front and the last input on an X display, through xcffib."""

import select
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from monitor.core.types import Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Sensor
from monitor.sense.session import is_wsl

_ATOMS = (
    "_NET_ACTIVE_WINDOW", "_NET_WM_NAME", "_NET_WM_PID", "_NET_WM_STATE",
    "_NET_WM_STATE_FULLSCREEN", "_NET_SUPPORTING_WM_CHECK", "UTF8_STRING",
)  # fmt: skip
_PATIENCE_S = 2.0
_LONGEST = 1024  # words of a property that are read; a title may be longer, a name is not


@dataclass(frozen=True, slots=True)
class _Front:
    """The window in front: what never changes about it, and whether its title is followed."""

    window: int
    app: str
    instance: str
    pid: int | None
    follows: bool


def open_x11(environ: Mapping[str, str], follows_title: Callable[[str], bool]) -> Sensor:
    """Open the display that DISPLAY names; UnfitError says why it cannot serve."""
    display = environ.get("DISPLAY", "")
    if not display:
        raise UnfitError("no DISPLAY is set, so there is no X display to look at")
    if environ.get("WAYLAND_DISPLAY") and environ.get("XDG_SESSION_TYPE") != "x11":
        raise UnfitError("this is a Wayland session: X would show only part of the windows")
    if is_wsl():
        raise UnfitError("under WSL the windows belong to Windows, X shows only some of them")
    try:
        import xcffib  # noqa: PLC0415 - a system library stands behind it
        import xcffib.screensaver  # noqa: PLC0415 - as above
        import xcffib.xproto  # noqa: PLC0415 - as above
    except (ImportError, OSError) as error:
        raise UnfitError(f"xcffib cannot be used: {error}") from error
    try:
        sensor = X11(_connect(xcffib, display), xcffib, follows_title)
    except xcffib.ConnectionException as error:
        raise UnfitError(f"the display {display} does not answer") from error
    if not sensor.has_manager():
        sensor.close()
        raise UnfitError(f"no window manager on {display} tells which window is active (EWMH)")
    return sensor


def _connect(xcffib: Any, display: str) -> Any:
    connection = xcffib.connect(display)
    name = "MIT-SCREEN-SAVER"
    if not connection.core.QueryExtension(len(name), name).reply().present:
        connection.disconnect()
        raise UnfitError(f"the display {display} does not tell the last input (no {name})")
    return connection


class X11:
    """The active window by _NET_ACTIVE_WINDOW, idle time by MIT-SCREEN-SAVER.

    A change of focus always wakes; a change of title only where ``follows_title(app)`` says so.
    """

    name = "x11"

    def __init__(self, connection: Any, xcffib: Any, follows_title: Callable[[str], bool]) -> None:
        self._x = xcffib
        self._c = connection
        self._follows_title = follows_title
        setup = connection.get_setup()
        self._root = setup.roots[connection.pref_screen].root
        asked = {name: connection.core.InternAtom(False, len(name), name) for name in _ATOMS}
        self._atom = {name: cookie.reply().atom for name, cookie in asked.items()}
        self._saver = connection(xcffib.screensaver.key)
        self._masks = xcffib.xproto.EventMask
        self._front: _Front | None = None
        self._follow(self._root, self._masks.PropertyChange)

    def has_manager(self) -> bool:
        """Whether a window manager keeps _NET_ACTIVE_WINDOW."""
        try:
            found = self._property(self._root, "_NET_SUPPORTING_WM_CHECK").reply()
        except (self._x.ConnectionException, self._x.Error):
            return False
        return bool(found.value_len)

    def look(self) -> Reading:
        """See the active window; all questions of a look travel together."""
        try:
            return self._look()
        except self._x.ConnectionException as error:
            raise SensorLostError("the X display went away") from error

    def fileno(self) -> int | None:
        """The descriptor of the connection."""
        try:
            return int(self._c.get_file_descriptor())
        except self._x.ConnectionException:
            return None

    def drain(self) -> bool:
        """Take in every event; True when the focus or a followed title changed."""
        worth = False
        while True:
            try:
                event = self._c.poll_for_event()
            except self._x.ConnectionException as error:
                raise SensorLostError("the X display went away") from error
            except self._x.Error:
                worth = True  # a window went away under a request; the look will tell
                continue
            if event is None:
                return worth
            worth = worth or self._is_news(event)

    def close(self) -> None:
        """Leave the display."""
        try:
            self._c.disconnect()
        except self._x.ConnectionException:
            return

    def _look(self) -> Reading:
        self._until = time.monotonic() + _PATIENCE_S
        idle = self._saver.QueryInfo(self._root)
        active = self._property(self._root, "_NET_ACTIVE_WINDOW")
        asked = self._ask(self._front) if self._front else None
        self._await_answer()
        window = _first_word(active.reply())
        if self._front is None or window != self._front.window:
            if asked:
                self._answer(asked)
            self._front = self._meet(window)
            asked = self._ask(self._front) if self._front else None
            if asked:
                self._await_answer()
        answer = self._answer(asked) if asked else None
        input_ago = timedelta(milliseconds=idle.reply().ms_since_user_input)
        if self._front is None or answer is None:
            self._front = None  # a stale or empty _NET_ACTIVE_WINDOW: nothing is in front
            return Reading(app="", idle=input_ago)
        state, *names = answer
        return Reading(
            app=self._front.app,
            instance=self._front.instance,
            title=next(filter(None, map(_title, names)), ""),
            pid=self._front.pid,
            idle=input_ago,
            fullscreen=self._atom["_NET_WM_STATE_FULLSCREEN"] in _words(state),
        )

    def _meet(self, window: int) -> _Front | None:
        """Learn what does not change about a window, and follow it; None when it is gone."""
        if self._front:
            self._follow(self._front.window, 0)
        if not window:
            return None
        class_asked = self._property(window, self._x.xproto.Atom.WM_CLASS)
        pid_asked = self._property(window, "_NET_WM_PID")
        self._await_answer()
        answer = self._answer((class_asked, pid_asked))
        if answer is None:
            return None
        instance, app = _class_of(answer[0])
        app = app or instance
        follows = self._follows_title(app)
        mask = self._masks.StructureNotify | (self._masks.PropertyChange if follows else 0)
        self._follow(window, mask)
        return _Front(window, app, instance, _first_word(answer[1]) or None, follows)

    def _ask(self, front: _Front) -> tuple[Any, ...]:
        """Ask what may have changed; the title only where somebody needs it."""
        asked = [self._property(front.window, "_NET_WM_STATE")]
        if front.follows:
            asked.append(self._property(front.window, "_NET_WM_NAME"))
            asked.append(self._property(front.window, self._x.xproto.Atom.WM_NAME))
        return tuple(asked)

    def _answer(self, asked: tuple[Any, ...]) -> list[Any] | None:
        """Take every answer about a window; None when the window is gone."""
        answers = []
        for cookie in asked:
            try:
                answers.append(cookie.reply())
            except self._x.xproto.WindowError:
                continue
        return answers if len(answers) == len(asked) else None

    def _await_answer(self) -> None:
        """Wait for the server, but not for ever: a reply alone is waited for without end.

        Right after the questions were sent, nothing of their answers can have been read yet.
        """
        self._c.flush()
        left = max(0.1, self._until - time.monotonic())
        if not select.select([self._c.get_file_descriptor()], [], [], left)[0]:
            raise SensorLostError(f"the X display did not answer in {_PATIENCE_S:.0f} s")

    def _follow(self, window: int, mask: int) -> None:
        attribute = self._x.xproto.CW.EventMask
        self._c.core.ChangeWindowAttributes(window, attribute, [mask])
        self._c.flush()

    def _is_news(self, event: Any) -> bool:
        proto = self._x.xproto
        if isinstance(event, proto.PropertyNotifyEvent):
            if event.window == self._root:
                return bool(event.atom == self._atom["_NET_ACTIVE_WINDOW"])
            return event.atom in (self._atom["_NET_WM_NAME"], proto.Atom.WM_NAME)
        if isinstance(event, proto.DestroyNotifyEvent | proto.UnmapNotifyEvent):
            return self._front is not None and event.window == self._front.window
        return False

    def _property(self, window: int, name: str | int) -> Any:
        atom = self._atom[name] if isinstance(name, str) else name
        return self._c.core.GetProperty(False, window, atom, 0, 0, _LONGEST)


def _words(reply: Any) -> tuple[int, ...]:
    if reply.format != 32 or not reply.value_len:  # noqa: PLR2004 - a list of words, by the protocol
        return ()
    raw = reply.value.raw
    return struct.unpack(f"={len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _first_word(reply: Any) -> int:
    words = _words(reply)
    return words[0] if words else 0


def _title(reply: Any) -> str:
    """The text of a title; all but UTF-8 is Latin-1, as ICCCM has it."""
    raw = bytes(reply.value.raw) if reply.value_len else b""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _class_of(reply: Any) -> tuple[str, str]:
    """WM_CLASS holds two names, each ended by NUL: the instance, then the class."""
    raw = bytes(reply.value.raw) if reply.value_len else b""
    parts = [*raw.decode("utf-8", "replace").split("\0"), "", ""]
    return parts[0], parts[1]
