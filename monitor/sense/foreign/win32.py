"""The functions of Windows, as far as they are called; another look-alike can be handed in.

A call answers 0 or None where it failed. Whatever is filled in is handed over by reference.
"""
# ruff: noqa: N802 - the names are Microsoft's

import ctypes
import sys
from ctypes import POINTER, Structure, c_int32, c_uint32, c_void_p, c_wchar_p
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from monitor.errors import UnfitError

Ref = Any  # ctypes.byref of what is filled in; ctypes tells no type for it
Word = c_uint32  # 32 bits here too, where a look-alike stands in for Windows
_TRUTH, _HANDLE, _TEXT = c_int32, c_void_p, c_wchar_p


class Rect(Structure):
    """A RECT."""

    _fields_: ClassVar = [(name, c_int32) for name in ("left", "top", "right", "bottom")]


class Monitor(Structure):
    """A MONITORINFO; ``size`` is to be set first."""

    _fields_: ClassVar = [
        ("size", Word), ("whole", Rect), ("work", Rect), ("flags", Word),
    ]  # fmt: skip


class LastInput(Structure):
    """A LASTINPUTINFO; ``size`` is to be set first. ``tick`` is in ms since the start."""

    _fields_: ClassVar = [("size", Word), ("tick", Word)]


class Session(Structure):
    """The beginning of a WTSINFOEX of level 1."""

    _fields_: ClassVar = [
        ("level", Word), ("unused", Word), ("session", Word),
        ("state", c_int32), ("flags", c_int32),
    ]  # fmt: skip


class User32(Protocol):
    """Windows, displays and input."""

    def GetForegroundWindow(self) -> int | None:
        """The window in front."""
        ...

    def FindWindowExW(
        self, parent: int, after: int | None, name: str | None, title: str | None, /
    ) -> int | None:
        """The next window inside another."""
        ...

    def GetClassNameW(self, window: int, text: ctypes.Array[Any], size: int, /) -> int:
        """What kind of window it is."""
        ...

    def GetWindowTextW(self, window: int, text: ctypes.Array[Any], size: int, /) -> int:
        """Its title, as Windows keeps it: the program is not asked, so it cannot hang."""
        ...

    def GetWindowThreadProcessId(self, window: int, pid: Ref, /) -> int:
        """Its process."""
        ...

    def GetWindowRect(self, window: int, rect: Ref, /) -> int:
        """Where it is."""
        ...

    def MonitorFromWindow(self, window: int, flags: int, /) -> int | None:
        """The display that it is on."""
        ...

    def GetMonitorInfoW(self, monitor: int, info: Ref, /) -> int:
        """Where that is."""
        ...

    def GetLastInputInfo(self, info: Ref, /) -> int:
        """When the last input in this session came."""
        ...

    def OpenInputDesktop(self, flags: int, inherit: int, access: int, /) -> int | None:
        """The desktop that has the input; refused while that is a secure one."""
        ...

    def CloseDesktop(self, desktop: int, /) -> int:
        """Let go of it."""
        ...


class Kernel32(Protocol):
    """Processes and time."""

    def OpenProcess(self, access: int, inherit: int, pid: int, /) -> int | None:
        """A process to ask about."""
        ...

    def QueryFullProcessImageNameW(
        self, process: int, flags: int, text: ctypes.Array[Any], size: Ref, /
    ) -> int:
        """The path of its program."""
        ...

    def CloseHandle(self, handle: int, /) -> int:
        """Let go of it."""
        ...

    def GetTickCount(self) -> int:
        """Milliseconds since the start; begins anew every 49.7 days."""
        ...


class Wtsapi32(Protocol):
    """Sessions."""

    def WTSQuerySessionInformationW(
        self, server: None, session: int, what: int, buffer: Ref, size: Ref, /
    ) -> int:
        """Facts of a session, in memory that is to be freed."""
        ...

    def WTSFreeMemory(self, memory: Ref, /) -> None:
        """Free it."""
        ...


@dataclass(frozen=True, slots=True)
class Win:
    """The libraries of Windows."""

    user32: User32
    kernel32: Kernel32
    wtsapi32: Wtsapi32


def load_windows() -> Win:
    """Load the libraries, and say what their functions take and give."""
    if sys.platform != "win32":
        raise UnfitError("this is not Windows")
    user32, kernel32, wtsapi32 = map(ctypes.WinDLL, ("user32", "kernel32", "wtsapi32"))
    signatures: tuple[tuple[Any, type | None, tuple[type, ...]], ...] = (
        (user32.GetForegroundWindow, _HANDLE, ()),
        (user32.FindWindowExW, _HANDLE, (_HANDLE, _HANDLE, _TEXT, _TEXT)),
        (user32.GetClassNameW, c_int32, (_HANDLE, _TEXT, c_int32)),
        (user32.GetWindowTextW, c_int32, (_HANDLE, _TEXT, c_int32)),
        (user32.GetWindowThreadProcessId, Word, (_HANDLE, POINTER(Word))),
        (user32.GetWindowRect, _TRUTH, (_HANDLE, POINTER(Rect))),
        (user32.MonitorFromWindow, _HANDLE, (_HANDLE, Word)),
        (user32.GetMonitorInfoW, _TRUTH, (_HANDLE, POINTER(Monitor))),
        (user32.GetLastInputInfo, _TRUTH, (POINTER(LastInput),)),
        (user32.OpenInputDesktop, _HANDLE, (Word, _TRUTH, Word)),
        (user32.CloseDesktop, _TRUTH, (_HANDLE,)),
        (kernel32.OpenProcess, _HANDLE, (Word, _TRUTH, Word)),
        (
            kernel32.QueryFullProcessImageNameW,
            _TRUTH,
            (_HANDLE, Word, _TEXT, POINTER(Word)),
        ),
        (kernel32.CloseHandle, _TRUTH, (_HANDLE,)),
        (kernel32.GetTickCount, Word, ()),
        (
            wtsapi32.WTSQuerySessionInformationW,
            _TRUTH,
            (_HANDLE, Word, c_int32, POINTER(POINTER(Session)), POINTER(Word)),
        ),
        (wtsapi32.WTSFreeMemory, None, (c_void_p,)),
    )
    for function, gives, takes in signatures:
        function.restype, function.argtypes = gives, takes
    return Win(user32, kernel32, wtsapi32)
