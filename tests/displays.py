"""X displays for tests: servers, managers, windows, and one that stops in mid-word."""

import re
import select
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from monitor.core.sighting import Reading
from monitor.ports import Sensor
from monitor.sense.x11 import open_x11
from tests.processes import Processes, need, wait_for
from tests.rig import Desktop, XTerm


def server(desktop: Processes, *options: str, program: str = "Xvfb") -> subprocess.Popen[bytes]:
    """Start an X server; DISPLAY then names it."""
    need(program)
    process = desktop.spawn(program, "-displayfd", "1", "-nolisten", "tcp", *options)
    number = re.compile(r"^(\d+)\n", re.MULTILINE)
    found = wait_for(lambda: number.search(desktop.said(process)), "display", timeout_s=60)
    desktop.env["DISPLAY"] = f":{found[1]}"
    return process


@contextmanager
def looking(desktop: Processes, *follows: str) -> Iterator[Sensor]:
    """A sensor on a desktop's display that follows the titles of these apps."""
    sensor = open_x11(desktop.env, follows.__contains__)
    try:
        yield sensor
    finally:
        sensor.close()


def wait_news(sensor: Sensor, seconds: float) -> bool:
    """Wait as the watcher does; whether something woke."""
    eye = sensor.fileno()
    return bool(eye is not None and select.select([eye], [], [], seconds)[0])


def sees(sensor: Sensor, app: str | None) -> Reading:
    """What is seen once this app is in front."""
    wait_for(lambda: sensor.look().app == app, f"sight of {app}")
    return sensor.look()


def point(desktop: Desktop, window: int) -> None:
    """Put the pointer into a window."""
    desktop.ask("xdotool", "mousemove", "--window", str(window), "5", "5")


def manage(desktop: Desktop, front: XTerm) -> subprocess.Popen[bytes]:
    """Start a window manager, and let it bring a window to the front that was there before it."""
    manager = desktop.openbox()

    def is_front() -> bool:
        desktop.run("xdotool", "windowactivate", str(front.window))
        return hex(front.window) in desktop.ask("xprop", "-root", "_NET_ACTIVE_WINDOW")

    wait_for(is_front, "window in front")
    return manager


def end(desktop: Desktop, manager: subprocess.Popen[bytes]) -> None:
    """End a manager and wait until the server has cleared away after it."""
    own = desktop.ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").split()[-1]
    manager.kill()
    manager.wait()
    wait_for(lambda: desktop.run("xprop", "-id", own).returncode, "end of the manager's window")


def two_windows(desktop: Desktop) -> tuple[XTerm, XTerm]:
    """Side by side, none over the other."""
    one, other = desktop.xterm("Alder"), desktop.xterm("Birch")
    desktop.ask("xdotool", "windowmove", "--sync", str(other.window), "640", "400")
    return one, other


class Relay:
    """A display that passes everything on, until it stops in the middle of what it says."""

    def __init__(self, held: ExitStack, home: Path, display: str) -> None:
        self.display = f"{home}/relay:0"
        self._left: int | None = None
        self._to = f"/tmp/.X11-unix/X{display[1:]}"  # noqa: S108 - where X has it
        self._door = held.enter_context(socket.socket(socket.AF_UNIX))
        self._door.bind(self.display)
        self._door.listen()
        thread = threading.Thread(target=self._run)
        thread.start()
        held.callback(thread.join)

    def stop_after(self, size: int) -> None:
        """Pass on so many bytes more, and then none."""
        self._left = size

    def _run(self) -> None:
        client, _ = self._door.accept()
        with client, socket.socket(socket.AF_UNIX) as behind:
            behind.connect(self._to)
            while True:
                for one in select.select([client, behind], [], [])[0]:
                    data = one.recv(65536)
                    if not data:
                        return
                    if one is client:
                        behind.sendall(data)
                    elif self._left is None:
                        client.sendall(data)
                    else:
                        passed = data[: self._left]
                        self._left -= len(passed)
                        client.sendall(passed)
