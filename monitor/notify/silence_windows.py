"""Whether Windows wants silence now, as far as it tells programs."""

import ctypes
import sys
from ctypes import POINTER, c_int32
from typing import Any, Protocol

from monitor.errors import UnfitError
from monitor.notify.stance import Stance

_DESKTOP = "Windows"
_FREE = 5  # QUNS_ACCEPTS_NOTIFICATIONS
_STATES = {  # QUERY_USER_NOTIFICATION_STATE, in the words of shellapi.h
    1: "nobody is at the screen: it is locked, or shows a screen saver or another session",
    2: "a program fills the screen, or presentation settings are on",
    3: "a game or film fills the screen",
    4: "presentation settings keep notifications away",
    6: "Windows is new to this account, and is quiet for its first hour",
    7: "an app from the Store fills the screen",
}
_NOT_TOLD = (
    "Windows takes notifications; whether Do Not Disturb (Focus Assist) then keeps them in its"
    " centre, it tells no program"
)


class Shell32(Protocol):
    """What is asked of shell32.dll."""

    def SHQueryUserNotificationState(self, state: Any, /) -> int:  # noqa: ANN401, N802 - ctypes' and Microsoft's
        """Fill in the state; 0 when that went well."""
        ...


def ask(system: Shell32 | None = None) -> tuple[Stance, ...]:
    """Ask Windows; that Focus Assist is on is never known."""
    try:
        shell32 = system or _load()
        state = c_int32()
        failed = shell32.SHQueryUserNotificationState(ctypes.byref(state))
    except UnfitError as error:
        return (Stance(_DESKTOP, None, str(error)),)
    if failed:
        return (Stance(_DESKTOP, None, f"Windows refuses to tell (0x{failed & 0xFFFFFFFF:08x})"),)
    if state.value == _FREE:
        return (Stance(_DESKTOP, None, _NOT_TOLD),)
    if state.value in _STATES:
        return (Stance(_DESKTOP, holds=True, reason=_STATES[state.value]),)
    return (Stance(_DESKTOP, None, f"Windows tells a state that is not known ({state.value})"),)


def _load() -> Shell32:
    if sys.platform != "win32":
        raise UnfitError("this is not Windows")
    try:
        shell32 = ctypes.WinDLL("shell32")
        shell32.SHQueryUserNotificationState.restype = c_int32
    except (OSError, AttributeError) as error:
        raise UnfitError(f"this Windows cannot be asked ({error})") from error
    shell32.SHQueryUserNotificationState.argtypes = (POINTER(c_int32),)
    return shell32
