"""The ways of seeing that fit this desktop, best first; what others need is not loaded."""

import sys
from collections.abc import Callable, Mapping

from monitor.ports import Clock, Sensor
from monitor.sense.choose import Candidate

_GNOME = frozenset({"gnome", "gnome-classic", "ubuntu", "zorin", "pop"})
_OF_THEIR_OWN = {"kde": ("kwin",), "sway": ("sway", "toplevel")}
_ANY_WAYLAND = ("sway", "toplevel", "kwin", "gnome")


def known_sensors(
    environ: Mapping[str, str],
    clock: Clock,
    *,
    follows_title: Callable[[str], bool],
    knows_program: Callable[[str], bool],
) -> tuple[Candidate, ...]:
    """List those for this desktop; each refuses by itself where it cannot work."""
    opener = _Openers(environ, clock, follows_title, knows_program)
    names = (*fitting(environ, sys.platform), "terminal", "processes")
    return tuple(Candidate(name, getattr(opener, name)) for name in names)


def fitting(environ: Mapping[str, str], platform: str) -> tuple[str, ...]:
    """The sensors for a desktop, by what the session says that it is."""
    if platform == "darwin":
        return ("macos",)
    if platform == "win32":
        return ("windows",)
    session = environ.get("XDG_SESSION_TYPE", "").casefold()
    if session == "x11" or not environ.get("WAYLAND_DISPLAY"):
        return ("x11",)
    desktop = environ.get("XDG_CURRENT_DESKTOP", "").casefold().split(":")
    if _GNOME.issuperset(desktop):
        return ("gnome", "xwayland")
    if not _GNOME.isdisjoint(desktop):  # made of parts of GNOME, with a compositor of its own
        return ("gnome", "toplevel", "xwayland")
    return next((_OF_THEIR_OWN[name] for name in desktop if name in _OF_THEIR_OWN), _ANY_WAYLAND)


class _Openers:
    """One method a sensor, named like it; each loads its module when it is asked."""

    def __init__(
        self,
        environ: Mapping[str, str],
        clock: Clock,
        follows_title: Callable[[str], bool],
        knows_program: Callable[[str], bool],
    ) -> None:
        self._environ = environ
        self._clock = clock
        self._follows_title = follows_title
        self._knows_program = knows_program

    def x11(self) -> Sensor:
        from monitor.sense.x11 import open_x11  # noqa: PLC0415 - only where it is the desktop

        return open_x11(self._environ, self._follows_title)

    def sway(self) -> Sensor:
        from monitor.sense.sway import open_sway  # noqa: PLC0415 - as above

        return open_sway(self._environ, self._clock, self._follows_title)

    def toplevel(self) -> Sensor:
        from monitor.sense.toplevel import open_toplevel  # noqa: PLC0415 - as above

        return open_toplevel(self._environ, self._clock, self._follows_title)

    def kwin(self) -> Sensor:
        from monitor.sense.kwin import open_kwin  # noqa: PLC0415 - as above

        return open_kwin(self._environ, self._clock, self._follows_title)

    def gnome(self) -> Sensor:
        from monitor.sense.gnome import open_gnome  # noqa: PLC0415 - as above

        return open_gnome(self._environ, self._clock, self._follows_title)

    def xwayland(self) -> Sensor:
        from monitor.sense.xwayland import open_xwayland  # noqa: PLC0415 - as above

        return open_xwayland(self._environ, self._clock, self._follows_title)

    def macos(self) -> Sensor:
        from monitor.sense.macos import open_macos  # noqa: PLC0415 - as above

        return open_macos(self._follows_title)

    def windows(self) -> Sensor:
        from monitor.sense.windows import open_windows  # noqa: PLC0415 - as above

        return open_windows(self._clock, self._follows_title)

    def terminal(self) -> Sensor:
        from monitor.sense.terminal import open_terminal  # noqa: PLC0415 - as above

        return open_terminal(self._environ, self._clock, self._knows_program)

    def processes(self) -> Sensor:
        from monitor.sense.processes import open_processes  # noqa: PLC0415 - as above

        return open_processes(self._clock, self._knows_program)
