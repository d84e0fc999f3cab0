"""See the window in front and the last input on Windows, through ctypes alone.

Windows tells changes only to programs that pump messages; here every look asks. Programs are named
by their file ("chrome.exe"), in small letters: Windows keeps the case that a program was called
with. The lock is told by the session's flag, which means what it says from Windows 8 on.
"""

import ctypes
import ntpath
from collections.abc import Callable
from ctypes import byref, sizeof
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.sighting import Around, Reading
from monitor.errors import UnfitError
from monitor.ports import Clock, Sensor
from monitor.sense.foreign.win32 import LastInput, Monitor, Rect, Session, Win, Word, load_windows

_SHELL = frozenset({"Progman", "WorkerW", "Shell_TrayWnd", "Shell_SecondaryTrayWnd"})
_FRAME = "applicationframehost.exe"  # holds the windows of apps from the store
_OWN_SESSION, _SESSION_INFO = 0xFFFFFFFF, 25  # WTS_CURRENT_SESSION, WTSSessionInfoEx
_ON_SCREEN, _LOCKED, _UNLOCKED = 0, 0, 1  # WTSActive, and the flags of a session
_MAY_ASK = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_READ_OBJECTS = 0x0001  # DESKTOP_READOBJECTS
_NEAREST = 2  # MONITOR_DEFAULTTONEAREST
_LETTERS = 1024  # of a title or a class; a path may have 32767
_PATH = 32768
_WRAP_MS = 1 << 32  # ticks begin anew every 49.7 days
_AHEAD_MS = 5000  # an input that came while we asked


def open_windows(
    clock: Clock, follows_title: Callable[[str], bool], system: Win | None = None
) -> Sensor:
    """Look at this person's desktop; UnfitError says why it cannot be seen."""
    win = system or load_windows()
    session = _session(win)
    if session is not None and session.number == 0:
        raise UnfitError(
            "humanward runs as a service here, where no desktop is: start it logged in"
        )
    return Windows(win, clock, follows_title)


class Windows:
    """The foreground window, the program behind it, and the last input of the session."""

    name = "windows"

    def __init__(self, win: Win, clock: Clock, follows_title: Callable[[str], bool]) -> None:
        self._win = win
        self._follows_title = follows_title
        self._input = _LastInput(win, clock)

    def look(self) -> Reading:
        """See what is in front; a locked screen or another's session hides it."""
        session = _session(self._win)
        if session is not None and session.switched:
            return Reading(locked=session.locked)
        idle = self._input.ago()
        locked = session.locked if session else None
        if locked:
            return Reading(app="", idle=idle, locked=True)
        if not self._may_look():
            return Reading(idle=idle, locked=locked)
        return self._look(idle, locked=locked)

    def fileno(self) -> int | None:
        """Nothing is reported."""
        return None

    def drain(self) -> bool:
        """Nothing is reported."""
        return False

    def close(self) -> None:
        """Nothing is held."""

    def _look(self, idle: timedelta | None, *, locked: bool | None) -> Reading:
        window = self._win.user32.GetForegroundWindow()
        if not window or self._kind(window) in _SHELL:
            return Reading(app="", idle=idle, locked=locked)
        pid, app = self._program(window)
        return Reading(
            app=app or None,
            title=self._title(window) if app and self._follows_title(app) else "",
            pid=pid,
            idle=idle,
            locked=locked,
            fullscreen=self._is_full(window),
        )

    def _may_look(self) -> bool:
        """Whether the input is on our desktop, and on none that asks for a password or consent."""
        desktop = self._win.user32.OpenInputDesktop(0, 0, _READ_OBJECTS)
        if not desktop:
            return False
        self._win.user32.CloseDesktop(desktop)
        return True

    def _program(self, window: int) -> tuple[int | None, str]:
        """The process and the file of a window's program; of an app in a frame, its own."""
        pid = self._pid(window)
        app = self._file(pid)
        if app == _FRAME:
            inner: int | None = None
            while inner := self._win.user32.FindWindowExW(window, inner, None, None):
                own = self._pid(inner)
                if own not in (0, pid):
                    return own, self._file(own)
        return pid or None, app

    def _pid(self, window: int) -> int:
        pid = Word()
        self._win.user32.GetWindowThreadProcessId(window, byref(pid))
        return pid.value

    def _file(self, pid: int) -> str:
        """The name of a process's file; '' when it is gone or not ours to ask."""
        kernel32 = self._win.kernel32
        process = kernel32.OpenProcess(_MAY_ASK, 0, pid) if pid else None
        if not process:
            return ""
        try:
            path, size = ctypes.create_unicode_buffer(_PATH), Word(_PATH)
            kernel32.QueryFullProcessImageNameW(process, 0, path, byref(size))
        finally:
            kernel32.CloseHandle(process)
        return ntpath.basename(path.value).casefold()

    def _kind(self, window: int) -> str:
        text = ctypes.create_unicode_buffer(_LETTERS)
        self._win.user32.GetClassNameW(window, text, _LETTERS)
        return text.value

    def _title(self, window: int) -> str:
        text = ctypes.create_unicode_buffer(_LETTERS)
        self._win.user32.GetWindowTextW(window, text, _LETTERS)
        return text.value

    def _is_full(self, window: int) -> bool | None:
        """Whether a window is as large as its display; a maximised one is larger, or smaller."""
        rect, info = Rect(), Monitor(size=sizeof(Monitor))
        monitor = self._win.user32.MonitorFromWindow(window, _NEAREST)
        if not monitor or not self._win.user32.GetWindowRect(window, byref(rect)):
            return None
        if not self._win.user32.GetMonitorInfoW(monitor, byref(info)):
            return None
        return _edges(rect) == _edges(info.whole)


def open_windows_session() -> "WindowsSession":
    """Ask this Windows whether this person's session is locked or off the screen."""
    return WindowsSession(load_windows())


class WindowsSession:
    """Whether this person's session is locked or off the screen: a source for the surroundings."""

    due = timedelta.min  # at each look: nothing is reported

    def __init__(self, win: Win) -> None:
        self._win = win
        self._around = Around()

    def look(self, now: timedelta, until: float) -> None:  # noqa: ARG002 - it takes no time
        """Ask; what cannot be asked counts as: no."""
        session = _session(self._win)
        self._around = Around(
            locked=session is not None and session.locked is True,
            switched=session is not None and session.switched,
        )

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


class _LastInput:
    """The time since the last input, over every turn of the tick counter."""

    def __init__(self, win: Win, clock: Clock) -> None:
        self._win = win
        self._clock = clock
        self._tick: int | None = None
        self._came = timedelta()

    def ago(self) -> timedelta | None:
        """None where it cannot be told."""
        info = LastInput(size=sizeof(LastInput))
        if not self._win.user32.GetLastInputInfo(byref(info)):
            return None
        ago_ms = (self._win.kernel32.GetTickCount() - info.tick) % _WRAP_MS
        now = self._clock.read().mono
        if info.tick != self._tick:
            self._tick = info.tick
            self._came = now - timedelta(
                milliseconds=0 if ago_ms > _WRAP_MS - _AHEAD_MS else ago_ms
            )
        return max(now - self._came, timedelta())


@dataclass(frozen=True, slots=True)
class _Session:
    number: int
    locked: bool | None
    switched: bool


def _session(win: Win) -> _Session | None:
    """The session of this process; None where it cannot be asked."""
    found, size = ctypes.POINTER(Session)(), Word()
    if not win.wtsapi32.WTSQuerySessionInformationW(
        None, _OWN_SESSION, _SESSION_INFO, byref(found), byref(size)
    ):
        return None
    try:
        if size.value < sizeof(Session):
            return None
        told = found.contents
        locked = {_LOCKED: True, _UNLOCKED: False}.get(told.flags)
        return _Session(told.session, locked, told.state != _ON_SCREEN)
    finally:
        win.wtsapi32.WTSFreeMemory(found)


def _edges(rect: Rect) -> tuple[int, int, int, int]:
    return rect.left, rect.top, rect.right, rect.bottom
