"""See the window in front and the last input on an X display."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Sensor
from monitor.sense.session import is_wsl

if TYPE_CHECKING:
    from monitor.sense.x.line import XLine

_SAVER = "MIT-SCREEN-SAVER"


def open_x11(environ: Mapping[str, str], follows_title: Callable[[str], bool]) -> Sensor:
    """Open the display that DISPLAY names; UnfitError says why it cannot serve."""
    display = environ.get("DISPLAY", "")
    if not display:
        raise UnfitError("no DISPLAY is set, so there is no X display to look at")
    if environ.get("WAYLAND_DISPLAY") and environ.get("XDG_SESSION_TYPE") != "x11":
        raise UnfitError("this is a Wayland session: X would show only part of the windows")
    if is_wsl():
        raise UnfitError("under WSL the windows belong to Windows, X shows only some of them")
    return _open(display, environ, follows_title)


def _open(display: str, environ: Mapping[str, str], follows_title: Callable[[str], bool]) -> Sensor:
    from monitor.sense.x.door import enter  # noqa: PLC0415 - loaded only where there is a display
    from monitor.sense.x.line import XLine  # noqa: PLC0415 - as above
    from monitor.sense.x.sensor import PATIENCE_S, X11  # noqa: PLC0415 - as above

    entry = enter(display, environ)
    line = XLine(entry.socket)
    try:
        line.allow(PATIENCE_S)
        saver = _saver(line, entry.roots[0], display)
        return X11(line, entry.roots, saver, follows_title)
    except SensorLostError as error:
        line.close()
        raise UnfitError(f"the display {display} does not answer") from error
    except BaseException:
        line.close()
        raise


def _saver(line: "XLine", root: int, display: str) -> int:
    """The number of the extension that tells the last input; UnfitError where X cannot know it."""
    from monitor.sense.x.xwayland import is_xwayland  # noqa: PLC0415 - as above

    if is_xwayland(line, root):
        raise UnfitError(f"{display} is XWayland: it would show only part of the windows")
    saver = line.extension(_SAVER)
    if not saver:
        raise UnfitError(f"the display {display} does not tell the last input (no {_SAVER})")
    return saver
