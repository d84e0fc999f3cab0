"""Every desktop with one face: windows of known names, a key, and a witness of what is in front."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from subprocess import Popen
from typing import TYPE_CHECKING, Protocol

from tests.rig import Desktop, XTerm, wait_for
from tests.truth import Spy, Witness

if TYPE_CHECKING:  # a desktop that is not wanted is not loaded
    from tests.desktops import WaylandDesktop
    from tests.gnome import Gnome
    from tests.plasma import Plasma

_SHIFT, _SHIFT_CODE = "Shift_L", 42  # the same key: it counts as input and writes nothing
_SESSION = ("XDG_RUNTIME_DIR", "XDG_SESSION_TYPE", "WAYLAND_DISPLAY", "SWAYSOCK")
_EDITOR = "mousepad"
_KONSOLE = "org.kde.konsole"
_ON_WAYLAND = {"QT_QPA_PLATFORM": "wayland"}

# all but the editor are terminals to the daemon, so that it looks inside each
_FEET = ("foot", "kitty", "alacritty", _EDITOR, "wezterm", "ghostty", "st", "rio")
APPS = {
    "x11": ("XTerm", "kitty", "Alacritty", "foot", "st", "rio", "zutty", "ghostty"),
    "sway": _FEET,
    "kwin": (_KONSOLE, _EDITOR, "xterm", "uxterm", "rxvt", "st", "urxvt", "mlterm"),
    "gnome": _FEET,
}


class Stage(Protocol):
    """``desktop`` is where the daemon and the commands run."""

    desktop: Desktop

    def open(self, app: str) -> None:
        """Open a window of this name; a program waits inside."""
        ...

    def activate(self, app: str) -> None:
        """Ask for a window to come to the front; the witness tells when it did."""
        ...

    def press(self) -> None:
        """Press a key that writes nothing."""
        ...

    def witness(self) -> Witness:
        """Who tells what truly is in front."""
        ...


class Compositor(Stage, Protocol):
    """A stage on Wayland, which ends with its compositor and can be set up again."""

    def end(self) -> None:
        """End the compositor, and with it every window."""
        ...

    def start(self) -> None:
        """Start it once more, with nothing on it."""
        ...


class XStage:
    """openbox on Xvfb; xterm under all names."""

    def __init__(self, desktop: Desktop, *windows: XTerm) -> None:
        self.desktop = desktop
        self._windows = {one.app: one.window for one in windows}

    def open(self, app: str) -> None:
        self._windows[app] = self.desktop.xterm(app).window

    def activate(self, app: str) -> None:
        self.desktop.activate(self._windows[app])

    def press(self) -> None:
        self.desktop.key(_SHIFT)

    def witness(self) -> Witness:
        return Spy(self.desktop.env["DISPLAY"])


class SwayStage:
    """sway, run by an ordinary user; the daemon beside it has a home of its own."""

    def __init__(self, sway: "WaylandDesktop", desktop: Desktop) -> None:
        self.sway = sway
        self.desktop = desktop
        desktop.bus()
        self.start()

    def end(self) -> None:
        self.sway.run("swaymsg", "exit")
        self.sway.compositors[-1].wait(10)

    def start(self) -> None:
        self.sway.sway()
        self.desktop.env |= {name: self.sway.env[name] for name in _SESSION}
        self.desktop.env["XDG_CURRENT_DESKTOP"] = "sway"

    def open(self, app: str) -> None:
        if app == _EDITOR:
            self.sway.mousepad()
        else:
            self.sway.foot(app)

    def activate(self, app: str) -> None:
        self.sway.activate(app)

    def press(self) -> None:
        self.sway.ask("wtype", "-k", _SHIFT)

    def witness(self) -> Witness:
        from tests.witnesses import SwayWitness  # noqa: PLC0415 - only where it is wanted

        return SwayWitness(self.sway.env["SWAYSOCK"])


class KWinStage:
    """KWin with a Qt and a GTK program on Wayland and X programs on its XWayland."""

    def __init__(self, kde: "Plasma") -> None:
        self.kde = kde
        self.desktop = kde.desktop
        self._programs: dict[str, Popen[bytes]] = {}

    def open(self, app: str) -> None:
        if app == _EDITOR:
            program = self.kde.mousepad()
        elif app == _KONSOLE:
            program = self.kde.konsole()
        else:
            program = self.kde.xterm("-class", app)
        self._programs[app] = program

    def activate(self, app: str) -> None:
        pid = self._programs[app].pid
        found = f"workspace.clientList().find((one) => one.pid === {pid})"
        self.kde.ask(f"workspace.activeClient = {found};")

    def end(self) -> None:
        self.kde.kwin.kill()
        self.kde.kwin.wait(10)

    def start(self) -> None:
        self.kde.start()

    def press(self) -> None:
        self.kde.press(_SHIFT_CODE)

    def witness(self) -> Witness:
        from tests.witnesses import KWinWitness  # noqa: PLC0415 - only where it is wanted

        return KWinWitness(self.desktop)


class GnomeStage:
    """GNOME Shell with our extension; it is started so that it tells the tests the truth too."""

    def __init__(self, gnome: "Gnome") -> None:
        from tests.gnome import SHIFT  # noqa: PLC0415 - only where it is wanted

        self.gnome = gnome
        self.desktop: Desktop = gnome
        self._shift = SHIFT
        gnome.place_extension()
        gnome.start("--unsafe-mode")

    def open(self, app: str) -> None:
        if app == _EDITOR:
            self.gnome.mousepad()
        else:
            self.gnome.foot(app)
        is_there = f"Boolean({_found(app)})"
        wait_for(lambda: self.gnome.evaluate(is_there) == "true", f"window of {app}", timeout_s=60)

    def activate(self, app: str) -> None:
        self.gnome.evaluate(f"Main.activateWindow({_found(app)})")

    def end(self) -> None:
        self.gnome.shell.kill()
        self.gnome.shell.wait(10)

    def start(self) -> None:
        screen = ("--headless", "--virtual-monitor", "1280x800", "--wayland", "--unsafe-mode")
        self.gnome.shell = shell = self.gnome.spawn("gnome-shell", *screen)
        wait_for(lambda: "GNOME Shell started" in self.gnome.said(shell), "GNOME", timeout_s=60)
        self.gnome.evaluate("Main.overview.hide()")

    def press(self) -> None:
        self.gnome.press(self._shift)

    def witness(self) -> Witness:
        from tests.witnesses import GnomeWitness  # noqa: PLC0415 - only where it is wanted

        return GnomeWitness(self.gnome)


@contextmanager
def open_stage(name: str) -> Iterator[Stage]:
    """Set up the stage of this name; leaving it ends all of it."""
    with ExitStack() as held:
        yield _OPENERS[name](held)


def x_stage(held: ExitStack) -> XStage:
    """A private X display with a window manager and a bus."""
    desktop = held.enter_context(Desktop())
    desktop.xvfb()
    desktop.openbox()
    desktop.bus()
    return XStage(desktop)


def sway_stage(held: ExitStack) -> SwayStage:
    """A private sway."""
    from tests.desktops import WaylandDesktop  # noqa: PLC0415 - only where it is wanted

    return SwayStage(held.enter_context(WaylandDesktop()), held.enter_context(Desktop()))


def kwin_stage(held: ExitStack) -> KWinStage:
    """A private KWin."""
    from tests.plasma import Plasma  # noqa: PLC0415 - only where it is wanted

    return KWinStage(Plasma(held.enter_context(Desktop())))


def gnome_stage(held: ExitStack) -> GnomeStage:
    """A private GNOME."""
    from tests.gnome import Gnome  # noqa: PLC0415 - only where it is wanted

    return GnomeStage(held.enter_context(Gnome()))


_OPENERS: dict[str, Callable[[ExitStack], Stage]] = {
    "x11": x_stage,
    "sway": sway_stage,
    "kwin": kwin_stage,
    "gnome": gnome_stage,
}


def _found(app: str) -> str:
    """The window of an app, in the words of GNOME Shell."""
    windows = "global.get_window_actors().map((one) => one.meta_window)"
    return f"{windows}.find((one) => one.get_wm_class() === '{app}')"
