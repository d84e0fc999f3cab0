"""Real browsers with our extension inside, made ready by the installed command."""

import json
import socket
from pathlib import Path
from typing import Any

from tests.browsers import Browser
from tests.rig import Desktop, need, wait_for

_START_S = 120  # a browser's first start on a busy machine


class Marionette:
    """Speaks Firefox's own protocol for tests: to bring an add-on in, and to open tabs."""

    def __init__(self, port: int) -> None:
        self._line = socket.create_connection(("127.0.0.1", port), timeout=_START_S)
        self._held = b""
        self._count = 0
        self._hear()
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {}})

    def ask(self, command: str, **words: object) -> Any:  # noqa: ANN401 - whatever it answers
        """Give a command; RuntimeError with what Firefox says against it."""
        self._count += 1
        raw = json.dumps([0, self._count, command, words]).encode()
        self._line.sendall(b"%d:%s" % (len(raw), raw))
        _, _, error, result = self._hear()
        if error:
            raise RuntimeError(f"{command}: {error}")
        return result

    def close(self) -> None:
        """Let go of Firefox, which goes on."""
        self.ask("WebDriver:DeleteSession")
        self._line.close()

    def _hear(self) -> Any:  # noqa: ANN401 - JSON
        while b":" not in self._held:
            self._held += self._line.recv(65536)
        length, _, self._held = self._held.partition(b":")
        while len(self._held) < int(length):
            self._held += self._line.recv(65536)
        raw, self._held = self._held[: int(length)], self._held[int(length) :]
        return json.loads(raw)


def make_ready(desktop: Desktop, home: Path, browser: str) -> Path:
    """Let the installed command make a browser ready; return the folder of our own files."""
    done = desktop.humanward("--home", home, "browser", "install", "--browser", browser)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return home / "browser"


def chromium(desktop: Desktop, home: Path, *words: str) -> Browser:
    """Start Chromium with the extension and a page."""
    need("chromium", "openssl")
    folder = make_ready(desktop, home, "chromium")
    return desktop.chromium(f"--load-extension={folder / 'chromium'}", *words)


def firefox(desktop: Desktop, home: Path, *words: str) -> Browser:
    """Start Firefox with the add-on, loaded as one loads it by hand, and a page."""
    need("openssl")
    (desktop.home / ".mozilla").mkdir(exist_ok=True)
    folder = make_ready(desktop, home, "firefox")
    opened = desktop.firefox("--marionette", *words)
    marionette = drive(opened)
    bring_in(marionette, folder)
    marionette.close()
    return opened


def drive(opened: Browser) -> Marionette:
    """Take the wheel of a Firefox that was started with --marionette."""
    return wait_for(lambda: _reach(opened), "marionette", timeout_s=_START_S)


def bring_in(marionette: Marionette, folder: Path) -> None:
    """Load the add-on as one loads it by hand."""
    marionette.ask("Addon:Install", path=str(folder / "humanward.xpi"), temporary=True)


def words_of(home: Path) -> list[dict[str, Any]]:
    """What the extensions said last, as it lies in the files."""
    files = (home / "run/browsers").glob("*-*[0-9]")
    return [json.loads(file.read_bytes()) for file in files]


def _reach(firefox: Browser) -> Marionette | None:
    """Firefox writes down the port that it took."""
    try:
        port = int((firefox.profile / "MarionetteActivePort").read_text())
        return Marionette(port)
    except (OSError, ValueError):
        return None
