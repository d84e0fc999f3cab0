"""Fakes of the libraries of Windows: no Windows has been asked here.

Each answers as Microsoft documents it: 0 or None for what failed, the rest filled in through the
reference that was handed over.
"""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, sizeof
from dataclasses import dataclass, field
from typing import Any

from monitor.core.sighting import Reading
from monitor.sense.foreign.win32 import LastInput, Monitor, Rect, Session, Win, Word
from monitor.sense.windows import open_windows
from tests.fakes import FakeClock

TURN = 1 << 32
SCREEN = (0, 0, 1920, 1080)


def at(kind: type[Any], reference: Any) -> Any:  # noqa: ANN401 - ctypes tells no types
    """What a reference leads to."""
    return ctypes.cast(reference, POINTER(kind))[0]


def session(*, number: int = 1, state: int = 0, flags: int = 1) -> Session:
    return Session(level=1, session=number, state=state, flags=flags)


@dataclass
class FakeWindow:
    pid: int
    kind: str = "Window"
    title: str = ""
    rect: tuple[int, int, int, int] = (10, 10, 500, 400)
    inside: tuple[int, ...] = ()


@dataclass
class FakeUser32:
    """user32.dll, as much of it as is called."""

    front: int | None = 1
    windows: dict[int, FakeWindow] = field(default_factory=dict)
    last_input: int | None = 1000
    is_secure: bool = False
    held: int = 0

    def GetForegroundWindow(self) -> int | None:  # noqa: N802 - Microsoft's
        return self.front

    def FindWindowExW(  # noqa: N802 - Microsoft's
        self, parent: int, after: int | None, name: str | None, title: str | None, /
    ) -> int | None:
        assert (name, title) == (None, None)
        inside = (*self.windows[parent].inside, None)
        return inside[0 if after is None else inside.index(after) + 1]

    def GetClassNameW(self, window: int, text: Any, size: int, /) -> int:  # noqa: ANN401, N802 - ctypes' and Microsoft's
        text.value = self.windows[window].kind[: size - 1]
        return len(text.value)

    def GetWindowTextW(self, window: int, text: Any, size: int, /) -> int:  # noqa: ANN401, N802 - as above
        text.value = self.windows[window].title[: size - 1]
        return len(text.value)

    def GetWindowThreadProcessId(self, window: int, pid: Any, /) -> int:  # noqa: ANN401, N802 - as above
        ctypes.cast(pid, POINTER(Word))[0] = self.windows[window].pid
        return 77

    def GetWindowRect(self, window: int, rect: Any, /) -> int:  # noqa: ANN401, N802 - as above
        found = at(Rect, rect)
        found.left, found.top, found.right, found.bottom = self.windows[window].rect
        return 1

    def MonitorFromWindow(self, window: int, flags: int, /) -> int | None:  # noqa: N802 - Microsoft's
        assert (window in self.windows, flags) == (True, 2)
        return 9

    def GetMonitorInfoW(self, monitor: int, info: Any, /) -> int:  # noqa: ANN401, N802 - as above
        found = at(Monitor, info)
        assert (monitor, found.size) == (9, 40)
        found.whole.left, found.whole.top, found.whole.right, found.whole.bottom = SCREEN
        return 1

    def GetLastInputInfo(self, info: Any, /) -> int:  # noqa: ANN401, N802 - as above
        found = at(LastInput, info)
        assert found.size == 8
        if self.last_input is None:
            return 0
        found.tick = self.last_input % TURN
        return 1

    def OpenInputDesktop(self, flags: int, inherit: int, access: int, /) -> int | None:  # noqa: N802 - Microsoft's
        assert (flags, inherit, access) == (0, 0, 1)
        if self.is_secure:
            return None
        self.held += 1
        return 5

    def CloseDesktop(self, desktop: int, /) -> int:  # noqa: N802 - Microsoft's
        assert desktop == 5
        self.held -= 1
        return 1


@dataclass
class FakeKernel32:
    """kernel32.dll, as much of it as is called; a handle is its process's number and 1000."""

    files: dict[int, str] = field(default_factory=dict)
    tick: int = 13_500
    held: int = 0

    def OpenProcess(self, access: int, inherit: int, pid: int, /) -> int | None:  # noqa: N802 - Microsoft's
        assert (access, inherit) == (0x1000, 0)
        if pid not in self.files:
            return None
        self.held += 1
        return 1000 + pid

    def QueryFullProcessImageNameW(  # noqa: N802 - Microsoft's
        self,
        process: int,
        flags: int,
        text: Any,  # noqa: ANN401 - ctypes'
        size: Any,  # noqa: ANN401 - as above
        /,
    ) -> int:
        assert flags == 0
        path = self.files[process - 1000]
        if not path:
            return 0
        assert at(Word, size) > len(path)
        text.value = path
        return 1

    def CloseHandle(self, handle: int, /) -> int:  # noqa: N802 - Microsoft's
        assert handle > 1000
        self.held -= 1
        return 1

    def GetTickCount(self) -> int:  # noqa: N802 - Microsoft's
        return self.tick % TURN


@dataclass
class FakeWtsapi32:
    """wtsapi32.dll, as much of it as is called; flags 0 is locked, 1 unlocked, -1 unknown."""

    session: Session | None = field(default_factory=session)
    held: int = 0

    def WTSQuerySessionInformationW(  # noqa: N802 - Microsoft's
        self,
        server: None,
        number: int,
        what: int,
        buffer: Any,  # noqa: ANN401 - ctypes'
        size: Any,  # noqa: ANN401 - as above
        /,
    ) -> int:
        assert (server, number, what) == (None, 0xFFFFFFFF, 25)
        if self.session is None:
            return 0
        self.held += 1
        ctypes.cast(buffer, POINTER(POINTER(Session)))[0] = ctypes.pointer(self.session)
        ctypes.cast(size, POINTER(Word))[0] = sizeof(Session)
        return 1

    def WTSFreeMemory(self, memory: Any, /) -> None:  # noqa: ANN401, N802 - as above
        assert memory
        self.held -= 1


_FILES = {
    21: r"C:\Program Files\Google\Chrome\Application\CHROME.EXE",
    22: r"C:\Windows\System32\ApplicationFrameHost.exe",
    23: r"C:\Program Files\WindowsApps\Calculator\CalculatorApp.exe",
    24: "",
}


@dataclass
class Fakes:
    user32: FakeUser32 = field(default_factory=FakeUser32)
    kernel32: FakeKernel32 = field(default_factory=lambda: FakeKernel32(dict(_FILES)))
    wtsapi32: FakeWtsapi32 = field(default_factory=FakeWtsapi32)
    clock: FakeClock = field(default_factory=FakeClock)

    @property
    def system(self) -> Win:
        return Win(self.user32, self.kernel32, self.wtsapi32)

    def show(self, window: FakeWindow, *inside: FakeWindow) -> None:
        """Bring a window to the front."""
        numbers = tuple(range(2, 2 + len(inside)))
        window.inside = numbers
        self.user32.windows = {1: window, **dict(zip(numbers, inside, strict=True))}

    def look(self, follows: Callable[[str], bool] = lambda _: False) -> Reading:
        return open_windows(self.clock, follows, self.system).look()

    def pass_time(self, ms: int) -> None:
        """Let the clock and the ticks go on."""
        self.clock.advance(ms / 1000)
        self.kernel32.tick += ms
