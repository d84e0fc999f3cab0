"""The law of looking into a terminal, in the windows that people have."""

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from monitor.core.sighting import Reading
from monitor.ports import Sensor
from monitor.sense.programs.inside import Insides
from monitor.sense.x11 import open_x11
from monitor.service.clock import SystemClock
from tests.desktops import WaylandDesktop
from tests.processes import need, wait_for
from tests.programs import MATCHER, install_agents
from tests.rig import Desktop

_GNOME_SERVER = Path("/usr/libexec/gnome-terminal-server")
_LONG_AGO = 1_700_000_000  # a stamp from which the kernel tells the next key


class Onlooker:
    """Looks at an X display as the daemon does."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.insides = new_insides()
        self.sensor: Sensor = open_x11(desktop.env, lambda _: True)

    def window(self, app: str) -> Reading:
        """Wait until a window of this app is in front."""
        wait_for(lambda: self.sensor.look().app == app, f"{app} in front")
        return self.sensor.look()

    def sees(self, name: str) -> bool:
        """Wait until this program is told to be inside."""
        told: Callable[[], bool] = lambda: self.insides.program(self.sensor.look()) == name  # noqa: E731
        return wait_for(told, f"{name} inside")

    def types(self, line: str, name: str) -> bool:
        """Type a command, and wait until its name is told."""
        self.desktop.type(f"{line}\n")
        return self.sees(name)

    def ends(self) -> bool:
        """End the program in front, and wait for the shell."""
        self.desktop.key("ctrl+c")
        return self.sees("bash")


def new_insides() -> Insides:
    return Insides(SystemClock(), MATCHER.knows_program, MATCHER.is_terminal)


@pytest.fixture
def onlooker(screen: Desktop) -> Iterator[Onlooker]:
    """A display, the agents on the path, and one who looks."""
    need("node")
    folder = install_agents(screen.home / "agents")
    (screen.home / ".bashrc").write_text("PS1='$ '\n")
    screen.env |= {"PATH": f"{folder}:{screen.env['PATH']}", "SHELL": "/bin/bash"}
    screen.env |= {"LANG": "C.UTF-8", "GSETTINGS_BACKEND": "memory"}
    looks = Onlooker(screen)
    yield looks
    looks.sensor.close()


def test_in_xterm_each_agent_is_told_and_then_the_shell(onlooker: Onlooker) -> None:
    need("ssh")
    onlooker.desktop.spawn("xterm")
    onlooker.window("XTerm")
    onlooker.sees("bash")

    for line, name in (
        ("claude", "claude"),
        ("codex", "codex"),
        ("aider", "aider"),
        ("ollama run some-model", "ollama"),
        ("cat - | claude", "claude"),
        ("python3 -m http.server 0 --bind 127.0.0.1", "python3"),
        ("ssh -o ProxyCommand='sleep 60' host.invalid", "ssh"),
    ):
        assert onlooker.types(line, name)
        assert onlooker.ends()


@pytest.mark.parametrize(
    ("program", "app"),
    [("kitty", "kitty"), ("alacritty", "Alacritty"), ("konsole", "konsole")],
)
def test_in_other_terminals_too(program: str, app: str, onlooker: Onlooker) -> None:
    need(program)
    onlooker.desktop.bus()
    onlooker.desktop.spawn(program)
    onlooker.window(app)
    onlooker.sees("bash")

    assert onlooker.types("claude", "claude")
    assert onlooker.ends()


def age(reading: Reading) -> list[Path]:
    """Let the last input into the terminals of a program be long ago, so that the next is told."""
    devices = []
    for line in subprocess.check_output(  # noqa: S603 - a fixed command
        ["ps", "-o", "tty=", "--ppid", str(reading.pid)],  # noqa: S607 - everywhere
        text=True,
    ).splitlines():
        devices.append(Path("/dev", line.strip()))
        os.utime(devices[-1], (_LONG_AGO, _LONG_AGO))
    return devices


def has_input(devices: list[Path]) -> bool:
    """Whether a key came into one of these since they were aged."""
    return any(device.stat().st_atime > _LONG_AGO for device in devices)


def two_agents(onlooker: Onlooker, app: str, open_other: Callable[[], object]) -> None:
    """Start claude under one title, then aider under another, each after some typing."""
    for name in ("claude", "aider"):
        if name == "aider":
            open_other()
        onlooker.sees("bash")
        onlooker.desktop.type(f"printf '\\e]0;with {name}\\a'; {name}\n")
        wait_for(lambda: f"with {name}" in onlooker.sensor.look().title, "title")  # noqa: B023 - asked at once
        onlooker.sees(name)
        devices = age(onlooker.window(app))
        onlooker.insides.program(onlooker.sensor.look())
        onlooker.desktop.type("x\n")
        wait_for(partial(has_input, devices), "key")
        onlooker.sees(name)


def test_two_windows_of_one_gnome_terminal_are_told_apart(onlooker: Onlooker) -> None:
    need("gnome-terminal")
    desktop = onlooker.desktop
    desktop.env.pop("GTK_A11Y")  # this GTK knows no such back end
    desktop.bus()
    desktop.spawn(_GNOME_SERVER)
    wait_for(lambda: desktop.has_name("org.gnome.Terminal"), "terminal server")
    desktop.ask("gnome-terminal")
    first = onlooker.window("Gnome-terminal")
    window = desktop.active()
    two_agents(onlooker, "Gnome-terminal", lambda: desktop.ask("gnome-terminal"))

    assert desktop.active() != window
    assert onlooker.window("Gnome-terminal").pid == first.pid
    desktop.activate(window)  # nothing is typed: the title alone tells
    assert onlooker.sees("claude")
    unnamed = Reading(app="org.gnome.Terminal")  # as Wayland may tell it: no process, no title
    insides = new_insides()
    wait_for(lambda: insides.program(unnamed) in {"claude", "aider"}, "one of the two")


def test_two_tabs_of_one_konsole_are_told_apart(onlooker: Onlooker) -> None:
    need("konsole")
    onlooker.desktop.bus()
    onlooker.desktop.spawn("konsole")
    reading = onlooker.window("konsole")
    onlooker.sees("bash")
    onlooker.types("claude", "claude")
    onlooker.desktop.key("ctrl+shift+t")
    onlooker.sees("bash")
    onlooker.types("aider", "aider")
    age(reading)
    onlooker.insides.program(reading)
    onlooker.desktop.key("ctrl+shift+Tab")

    def told_by_a_key() -> bool:  # typed again, for a busy konsole may turn the tab late
        onlooker.desktop.type("x\n")
        return onlooker.insides.program(onlooker.sensor.look()) == "claude"

    assert wait_for(told_by_a_key, "claude inside")


@pytest.mark.parametrize(
    ("start", "list_clients", "split", "back"),
    [
        ("tmux -L mine -f tmux.conf", "tmux -L mine list-clients", ("ctrl+b", "%"), "ctrl+b Left"),
        ("screen -c /dev/null", "screen -ls", ("ctrl+a", "c"), "ctrl+a 0"),
    ],
)
def test_in_a_window_with_tmux_or_screen_too(
    start: str, list_clients: str, split: tuple[str, str], back: str, onlooker: Onlooker
) -> None:
    desktop = onlooker.desktop
    need(start.partition(" ")[0])
    sockets = desktop.home / "sockets"
    sockets.mkdir(mode=0o700)
    desktop.env |= {"SCREENDIR": str(sockets), "TMUX_TMPDIR": str(sockets)}
    (desktop.home / "tmux.conf").write_text("set -g default-command bash\n")  # no login shell
    desktop.spawn("xterm")
    onlooker.window("XTerm")
    onlooker.sees("bash")
    desktop.type(f"cd; {start}\n")
    wait_for(lambda: "ttached" in desktop.run(*list_clients.split()).stdout, "client")
    onlooker.sees("bash")

    assert onlooker.types("claude", "claude")
    desktop.key(split[0])
    desktop.type(split[1])
    assert onlooker.sees("bash")
    assert onlooker.types("aider", "aider")
    desktop.key(*back.split())
    assert onlooker.sees("claude")


def test_in_foot_with_one_server_for_all_windows_too() -> None:
    need("foot", "footclient")
    with WaylandDesktop() as desktop:
        desktop.sway()
        server = desktop.spawn("foot", "--server")
        wait_for(
            lambda: list(Path(desktop.env["XDG_RUNTIME_DIR"]).glob("foot-*.sock")), "foot server"
        )
        insides = new_insides()
        reading = Reading(app="foot", pid=server.pid)
        desktop.spawn("footclient", "cat")
        wait_for(lambda: insides.program(reading) == "cat", "cat inside")
        desktop.spawn("footclient", "tail", "-f", "/dev/null")

        assert wait_for(lambda: insides.program(reading) == "tail", "tail inside")
        assert insides.program(replace(reading, app="mousepad")) == ""
