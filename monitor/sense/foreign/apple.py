"""The modules of pyobjc, as far as they are asked; another look-alike can be handed in."""
# ruff: noqa: N802, N815 - the names are Apple's

import sys
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from monitor.errors import UnfitError


class Point(Protocol):
    """A CGPoint."""

    x: float
    y: float


class Size(Protocol):
    """A CGSize."""

    width: float
    height: float


class Rect(Protocol):
    """A CGRect."""

    @property
    def origin(self) -> Point:
        """Its left upper corner."""
        ...

    @property
    def size(self) -> Size:
        """How large it is."""
        ...


class Quartz(Protocol):
    """What is asked of the module Quartz."""

    kCGWindowListOptionOnScreenOnly: int
    kCGWindowListExcludeDesktopElements: int
    kCGNullWindowID: int
    kCGEventSourceStateHIDSystemState: int
    kCGAnyInputEventType: int

    def CGSessionCopyCurrentDictionary(self) -> Mapping[str, Any] | None:
        """The session of this process; None where it has none with a screen."""
        ...

    def CGWindowListCopyWindowInfo(
        self, option: int, relative_to: int, /
    ) -> Iterable[Mapping[str, Any]] | None:
        """The windows, the one in front first."""
        ...

    def CGEventSourceSecondsSinceLastEventType(self, source: int, event: int, /) -> float:
        """The time since the last input."""
        ...

    def CGGetActiveDisplayList(
        self, most: int, displays: None, count: None, /
    ) -> tuple[int, Iterable[int], int]:
        """An error, the displays, their number."""
        ...

    def CGDisplayBounds(self, display: int, /) -> Rect:
        """Where a display is, in the same points as windows."""
        ...


class RunningApplication(Protocol):
    """An NSRunningApplication."""

    def bundleIdentifier(self) -> str | None:
        """Its name for the system."""
        ...

    def localizedName(self) -> str | None:
        """Its name for people."""
        ...


class RunningApplications(Protocol):
    """The class NSRunningApplication."""

    def runningApplicationWithProcessIdentifier_(self, pid: int, /) -> RunningApplication | None:
        """The app of a process; None for a process that is none."""
        ...


class AppKit(Protocol):
    """What is asked of the module AppKit."""

    @property
    def NSRunningApplication(self) -> RunningApplications:
        """The apps that run."""
        ...


class Objc(Protocol):
    """What is asked of the module objc."""

    def autorelease_pool(self) -> AbstractContextManager[object]:
        """Free what a look was handed: no run loop is there to do it."""
        ...


@dataclass(frozen=True, slots=True)
class Mac:
    """The modules of pyobjc."""

    quartz: Quartz
    appkit: AppKit
    objc: Objc


def load_mac() -> Mac:
    """Load pyobjc; by name, since it can be had on macOS alone."""
    if sys.platform != "darwin":
        raise UnfitError("this is not macOS")
    try:
        return Mac(
            quartz=cast("Quartz", import_module("Quartz")),
            appkit=cast("AppKit", import_module("AppKit")),
            objc=cast("Objc", import_module("objc")),
        )
    except ImportError as error:
        raise UnfitError(f"pyobjc cannot be used: {error}") from error
