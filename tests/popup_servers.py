"""Four real notification servers, each started, pressed, silenced and looked at in its own way."""

import json
from abc import ABC, abstractmethod
from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen
from typing import Any

from monitor.core.notices import Answer
from tests.notification_server import NAME
from tests.openers import place_opener
from tests.processes import need, wait_for
from tests.rig import Desktop
from tests.stages import sway_stage

XFCE = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"
XFCONF = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd"
PLAIN = "/usr/lib/notification-daemon/notification-daemon"

_SIZE = "800x400x24"
_LABELS = ("Did it|Call Anna", "Later", "Not helpful")  # menus keep no order
_WITH_BUTTONS = 100  # pixels high: before, the popup is still growing
_SHORT = "\n[short]\n appname = humanward\n override_dbus_timeout = 1\n"
_MAKO = "anchor=top-right\n[mode=do-not-disturb]\ninvisible=1\n"
_MAKO_SHORT = "ignore-timeout=1\ndefault-timeout=1000\n"


class OnX:
    """A server on an X display."""

    programs: tuple[str, ...]
    process: Popen[bytes]

    def __init__(self, held: ExitStack) -> None:
        need(*self.programs, "xdotool", "dbus-send", "import")
        self.desktop = held.enter_context(Desktop())
        self.desktop.xvfb(_SIZE)
        self.desktop.bus()
        place_opener(self.desktop)

    def sit_down(self) -> None:
        self.desktop.openbox()
        self.desktop.xterm("Alder")

    def picture(self, path: Path) -> None:
        self.desktop.screenshot(path)


class Dunst(OnX):
    """dunst, whose buttons are in a menu that a script answers."""

    name = "dunst"
    programs = ("dunst", "dunstctl")

    def start(self, *, short: bool = False) -> None:
        home = self.desktop.home
        self._choice, menu, settings = (home / name for name in ("choice", "menu", "dunstrc"))
        menu.write_text(f'#!/bin/sh\nexec grep -m1 -E -- "$(cat {self._choice})"\n')
        menu.chmod(0o755)
        settings.write_text(
            f"[global]\n dmenu = {menu}\n idle_threshold = 0\n origin = top-right\n"
            + (_SHORT if short else "")
        )
        self.process = _serve(self.desktop, "dunst", "-conf", settings)

    def count(self) -> int:
        return int(self.desktop.ask("dunstctl", "count", "displayed"))

    def press(self, column: int) -> None:
        self._choice.write_text(_LABELS[column])
        self.desktop.ask("dunstctl", "context")

    def silence(self, *, on: bool) -> None:
        self.desktop.ask("dunstctl", "set-paused", str(on).lower())


class Clicked(OnX, ABC):
    """A server whose buttons are drawn and clicked: where, its ``_place`` says."""

    name: str
    window_class: str

    def start(self, *, short: bool = False) -> None:
        assert not short, f"{self.name} keeps its own time"
        self.process = _serve(self.desktop, *self.programs)

    def count(self) -> int:
        search = ("xdotool", "search", "--onlyvisible", "--class", self.window_class)
        return len(self.desktop.run(*search).stdout.split())

    def press(self, column: int) -> None:
        if popup := self._popup():
            self._click(*self._place(popup, column))

    def picture(self, path: Path) -> None:
        wait_for(self._popup, "popup with its buttons")
        super().picture(path)

    @abstractmethod
    def _place(self, popup: dict[str, int], column: int) -> tuple[int, int]:
        """Where the button of a column is, in the popup's place on the screen."""

    def _click(self, x: int, y: int) -> None:
        self.desktop.run("xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "click", "1")

    def _popup(self) -> dict[str, int]:
        """Where the popup is; empty until it has grown to hold its buttons."""
        search = ("xdotool", "search", "--onlyvisible", "--class", self.window_class)
        said = self.desktop.run(*search, "getwindowgeometry", "--shell").stdout
        pairs = (line.partition("=") for line in said.split())
        place = {key: int(value) for key, _, value in pairs}
        return place if place.get("HEIGHT", 0) > _WITH_BUTTONS else {}


class Xfce(Clicked):
    """xfce4-notifyd: three buttons of one width below the text."""

    name = "Xfce Notify Daemon"
    programs = (XFCE,)
    window_class = "notifyd"

    def silence(self, *, on: bool) -> None:
        need(XFCONF, "xfconf-query")
        if not self.desktop.has_name("org.xfce.Xfconf"):
            self.desktop.spawn(XFCONF)
            wait_for(lambda: self.desktop.has_name("org.xfce.Xfconf"), "settings of Xfce")
        setting = ("-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool")
        self.desktop.ask("xfconf-query", *setting, "-s", str(on).lower())

    def _place(self, popup: dict[str, int], column: int) -> tuple[int, int]:
        x = popup["X"] + 14 + int((column + 0.5) * (popup["WIDTH"] - 28) / 3)
        return x, popup["Y"] + popup["HEIGHT"] - 31


class Plain(Clicked):
    """notification-daemon: buttons of their words' width, at the right; it has no silence."""

    name = "Notification Daemon"
    programs = (PLAIN,)
    window_class = "otification-daemon"

    def silence(self, *, on: bool) -> None:
        raise AssertionError(f"{self.name} has no do-not-disturb to turn {'on' if on else 'off'}")

    def _place(self, popup: dict[str, int], column: int) -> tuple[int, int]:
        x = popup["X"] + popup["WIDTH"] - (235, 168, 97)[column]
        return x, popup["Y"] + popup["HEIGHT"] - 39


class Mako:
    """mako on a headless sway, its buttons pressed by its own command."""

    name = "mako"

    def __init__(self, held: ExitStack) -> None:
        need("mako", "makoctl", "grim", "dbus-send")
        self._stage = sway_stage(held)
        self.desktop = self._stage.desktop
        self._stage.sway.msg("output", "HEADLESS-1", "resolution", "800x400")
        place_opener(self.desktop)

    def sit_down(self) -> None:
        self._stage.open("foot")

    def start(self, *, short: bool = False) -> None:
        settings = self.desktop.home / "mako"
        settings.write_text((_MAKO_SHORT if short else "") + _MAKO)
        self.process = _serve(self.desktop, "mako", "--config", settings)

    def count(self) -> int:
        return len(self._list())

    def press(self, column: int) -> None:
        if listed := self._list():
            number, key = str(listed[0]["id"]["data"]), tuple(Answer)[column].value
            self.desktop.ask("makoctl", "invoke", "-n", number, key)

    def silence(self, *, on: bool) -> None:
        self.desktop.ask("makoctl", "mode", "-s", "do-not-disturb" if on else "default")

    def picture(self, path: Path) -> None:
        self.desktop.ask("grim", path)

    def _list(self) -> list[dict[str, Any]]:
        listed: list[list[dict[str, Any]]] = json.loads(self.desktop.ask("makoctl", "list"))["data"]
        return listed[0]


def _serve(desktop: Desktop, *command: str | Path) -> Popen[bytes]:
    process = desktop.spawn(*command)

    def is_up() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended: {desktop.said(process)}")
        return desktop.has_name(NAME)

    wait_for(is_up, "notification server")
    return process
