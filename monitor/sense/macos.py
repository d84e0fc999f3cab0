"""See the window in front and the last input on macOS, through pyobjc.

No run loop runs here, so nothing is reported and every look asks. That is also why NSWorkspace is
not asked: without a run loop its frontmostApplication stays what it was. The order of the windows
on the screen is always fresh: the first ordinary one belongs to the app in front. An app in front
that has no window at all cannot be told from the one behind it.

A title is told only to programs that may record the screen; without that it is ''.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from monitor.core.sighting import Around, Reading
from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Sensor
from monitor.sense.foreign.apple import Mac, Quartz, load_mac

_ORDINARY, _MENU_BAR = 0, 24  # layers of windows
_NOTCH = 40  # points at the top of a display that a full-screen window may leave free
_DISPLAYS = 16  # at most so many are asked for
_NO_SESSION = "there is no desktop session here: start humanward at the Mac itself, not over ssh"


def open_macos(follows_title: Callable[[str], bool], system: Mac | None = None) -> Sensor:
    """Look at this Mac's screen; UnfitError says why it cannot be seen."""
    mac = system or load_mac()
    if mac.quartz.CGSessionCopyCurrentDictionary() is None:
        raise UnfitError(_NO_SESSION)
    return MacOS(mac, follows_title)


class MacOS:
    """The owner of the first ordinary window is in front; the last input is the hardware's."""

    name = "macos"

    def __init__(self, mac: Mac, follows_title: Callable[[str], bool]) -> None:
        self._mac = mac
        self._follows_title = follows_title

    def look(self) -> Reading:
        """See what is in front; another person's session on the screen hides it."""
        with self._mac.objc.autorelease_pool():
            session = _session(self._mac.quartz)
            if session is None:
                raise SensorLostError("the desktop session ended")
            if session.switched:
                return Reading(locked=False)
            if session.locked:
                return Reading(app="", idle=self._idle(), locked=True)
            return self._look()

    def fileno(self) -> int | None:
        """Nothing is reported."""
        return None

    def drain(self) -> bool:
        """Nothing is reported."""
        return False

    def close(self) -> None:
        """Nothing is held."""

    def _look(self) -> Reading:
        quartz = self._mac.quartz
        shown = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
        told = quartz.CGWindowListCopyWindowInfo(shown, quartz.kCGNullWindowID)
        if told is None:
            return Reading(idle=self._idle(), locked=False)
        windows = tuple(told)
        window = next(filter(_is_ordinary, windows), None)
        if window is None:
            return Reading(app="", idle=self._idle(), locked=False)
        pid = int(window["kCGWindowOwnerPID"])
        app, name = self._names(pid, window)
        follows = app is not None and self._follows_title(app)
        return Reading(
            app=app,
            instance=name,
            title=str(window.get("kCGWindowName") or "") if follows else "",
            pid=pid,
            idle=self._idle(),
            locked=False,
            fullscreen=self._is_full(window, windows),
        )

    def _names(self, pid: int, window: Mapping[str, Any]) -> tuple[str | None, str]:
        """The app's name for the system, or else the one for people; and the one for people."""
        running = self._mac.appkit.NSRunningApplication
        app = running.runningApplicationWithProcessIdentifier_(pid)
        owner = str(window.get("kCGWindowOwnerName") or "")
        name = str((app and app.localizedName()) or owner)
        return str((app and app.bundleIdentifier()) or name) or None, name

    def _idle(self) -> timedelta:
        quartz = self._mac.quartz
        source, any_input = quartz.kCGEventSourceStateHIDSystemState, quartz.kCGAnyInputEventType
        seconds = quartz.CGEventSourceSecondsSinceLastEventType(source, any_input)
        return timedelta(seconds=max(0.0, seconds))

    def _is_full(self, window: Mapping[str, Any], windows: Iterable[Mapping[str, Any]]) -> bool:
        """Whether a window covers a display; below a notch only where the menu bar is gone."""
        quartz = self._mac.quartz
        error, displays, _ = quartz.CGGetActiveDisplayList(_DISPLAYS, None, None)
        if error:
            return False
        has_bar = any(one.get("kCGWindowLayer") == _MENU_BAR for one in windows)
        left, top, right, bottom = _edges(window)
        for display in map(quartz.CGDisplayBounds, displays):
            x, y = display.origin.x, display.origin.y
            if (left, right, bottom) == (x, x + display.size.width, y + display.size.height):
                return top == y or (y < top <= y + _NOTCH and not has_bar)
        return False


def open_mac_session() -> "MacSession":
    """Ask this Mac whether this person's session is locked or off the screen."""
    return MacSession(load_mac())


class MacSession:
    """Whether this person's session is locked or off the screen: a source for the surroundings."""

    due = timedelta.min  # at each look: nothing is reported

    def __init__(self, mac: Mac) -> None:
        self._mac = mac
        self._around = Around()

    def look(self, now: timedelta, until: float) -> None:  # noqa: ARG002 - it takes no time
        """Ask; what cannot be asked counts as: no."""
        with self._mac.objc.autorelease_pool():
            self._around = _session(self._mac.quartz) or Around()

    def drain(self) -> bool:
        """Nothing is reported."""
        return False

    def fileno(self) -> int | None:
        """Nothing is reported."""
        return None

    def around(self, now: timedelta) -> tuple[Around, ...]:  # noqa: ARG002 - it does not age
        """Tell what is known."""
        return (self._around,)

    def troubles(self) -> tuple[str, ...]:
        """Everything can be asked."""
        return ()

    def close(self) -> None:
        """Nothing is held."""


def _session(quartz: Quartz) -> Around | None:
    session = quartz.CGSessionCopyCurrentDictionary()
    if session is None:
        return None
    return Around(
        locked=bool(session.get("CGSSessionScreenIsLocked")),
        switched=not session.get("kCGSSessionOnConsoleKey", True),
    )


def _is_ordinary(window: Mapping[str, Any]) -> bool:
    """Some apps keep windows that nobody can see: of no size, or transparent."""
    if window.get("kCGWindowLayer") != _ORDINARY or not window.get("kCGWindowAlpha", 1):
        return False
    left, top, right, bottom = _edges(window)
    return right - left > 1 and bottom - top > 1


def _edges(window: Mapping[str, Any]) -> tuple[float, float, float, float]:
    at = window["kCGWindowBounds"]
    return at["X"], at["Y"], at["X"] + at["Width"], at["Y"] + at["Height"]
