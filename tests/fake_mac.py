"""Fakes of the modules of pyobjc: no Mac has been asked here.

Each answers as Apple documents it: CGSession and window dictionaries with their own keys, the
window in front first, NSRunningApplication None for a process that is no app.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from monitor.sense.foreign.apple import Mac

CONSOLE = {"kCGSSessionOnConsoleKey": True, "kCGSessionLoginDoneKey": True}
LOCKED = {**CONSOLE, "CGSSessionScreenIsLocked": True}
AWAY = {"kCGSSessionOnConsoleKey": False}


@dataclass
class FakePoint:
    x: float = 0
    y: float = 0


@dataclass
class FakeSize:
    width: float = 1440
    height: float = 900


@dataclass
class FakeRect:
    origin: FakePoint = field(default_factory=FakePoint)
    size: FakeSize = field(default_factory=FakeSize)


def window(
    pid: int, *, bounds: tuple[float, ...] = (100, 100, 800, 600), **more: object
) -> dict[str, Any]:
    """One entry of CGWindowListCopyWindowInfo."""
    at = dict(zip(("X", "Y", "Width", "Height"), bounds, strict=True))
    plain = {"kCGWindowLayer": 0, "kCGWindowAlpha": 1.0, "kCGWindowOwnerName": "owner"}
    return {**plain, "kCGWindowOwnerPID": pid, "kCGWindowBounds": at, **more}


MENU_BAR = window(
    88, bounds=(0, 0, 1440, 24), kCGWindowLayer=24, kCGWindowOwnerName="Window Server"
)


@dataclass
class FakeQuartz:
    """Quartz, as much of it as is asked."""

    session: Mapping[str, Any] | None = field(default_factory=lambda: CONSOLE)
    windows: list[dict[str, Any]] | None = field(default_factory=list)
    input_ago: float = 12.5
    displays: tuple[FakeRect, ...] = (FakeRect(),)
    kCGWindowListOptionOnScreenOnly: int = 1  # noqa: N815 - Apple's
    kCGWindowListExcludeDesktopElements: int = 16  # noqa: N815 - Apple's
    kCGNullWindowID: int = 0  # noqa: N815 - Apple's
    kCGEventSourceStateHIDSystemState: int = 1  # noqa: N815 - Apple's
    kCGAnyInputEventType: int = 0xFFFFFFFF  # noqa: N815 - Apple's

    def CGSessionCopyCurrentDictionary(self) -> Mapping[str, Any] | None:  # noqa: N802 - Apple's
        return self.session

    def CGWindowListCopyWindowInfo(  # noqa: N802 - Apple's
        self, option: int, relative_to: int, /
    ) -> list[dict[str, Any]] | None:
        assert (option, relative_to) == (17, 0)
        return self.windows

    def CGEventSourceSecondsSinceLastEventType(self, source: int, event: int, /) -> float:  # noqa: N802 - Apple's
        assert (source, event) == (1, 0xFFFFFFFF)
        return self.input_ago

    def CGGetActiveDisplayList(  # noqa: N802 - Apple's
        self,
        most: int,
        displays: None,  # noqa: ARG002 - pyobjc's way of an answer by reference
        count: None,  # noqa: ARG002 - as above
        /,
    ) -> tuple[int, tuple[int, ...], int]:
        numbers = tuple(range(len(self.displays)))[:most]
        return 0, numbers, len(numbers)

    def CGDisplayBounds(self, display: int, /) -> FakeRect:  # noqa: N802 - Apple's
        return self.displays[display]


@dataclass
class FakeApp:
    bundle: str | None
    name: str | None

    def bundleIdentifier(self) -> str | None:  # noqa: N802 - Apple's
        return self.bundle

    def localizedName(self) -> str | None:  # noqa: N802 - Apple's
        return self.name


@dataclass
class FakeAppKit:
    """AppKit, with the class NSRunningApplication as an object of its own."""

    apps: dict[int, FakeApp] = field(default_factory=dict)

    @property
    def NSRunningApplication(self) -> "FakeAppKit":  # noqa: N802 - Apple's
        return self

    def runningApplicationWithProcessIdentifier_(self, pid: int, /) -> FakeApp | None:  # noqa: N802 - Apple's
        return self.apps.get(pid)


@dataclass
class FakeObjc:
    pools: int = 0

    @contextmanager
    def autorelease_pool(self) -> Iterator[None]:
        self.pools += 1
        yield


APPS = {
    5: FakeApp("com.anthropic.claudefordesktop", "Claude"),
    6: FakeApp("com.apple.Safari", "Safari"),
    7: FakeApp(None, "a tool"),
}


def mac(*windows: dict[str, Any], **more: Any) -> Mac:  # noqa: ANN401 - whatever the fake takes
    return Mac(FakeQuartz(windows=list(windows), **more), FakeAppKit(APPS), FakeObjc())
