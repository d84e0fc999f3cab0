"""The live view: it keeps up, ends at a key, and leaves the terminal as it was."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store import lock
from tests.past import keep_past
from tests.processes import Processes, need, wait_for

_LIVE = "from cli.commands.live import live_command; live_command()"


@pytest.fixture
def rig() -> Iterator[Processes]:
    with Processes() as found:
        found.env["HUMANWARD_HOME"] = str(found.home / "humanward")
        yield found


class _Terminal:
    """A terminal of 90 columns in a private tmux."""

    def __init__(self, rig: Processes) -> None:
        need("tmux")
        self._rig = rig
        self._tmux("new-session", "-d", "-x", "90", "-y", "30", "/bin/sh")
        rig.callback(self._tmux, "kill-server")

    def type(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    def shows(self, words: str) -> str:
        return wait_for(lambda: self._found(words), words)

    def _found(self, words: str) -> str | None:
        text = self._rig.ask("tmux", "-S", self._socket, "capture-pane", "-p")
        return text if words in text else None

    @property
    def _socket(self) -> Path:
        return self._rig.home / "run/tmux"

    def _tmux(self, *words: str) -> None:
        self._rig.run("tmux", "-S", self._socket, "-f", "/dev/null", *words)


@pytest.mark.parametrize("key", ["q", "C-c"])
def test_it_shows_now_and_today_until_a_key_ends_it(rig: Processes, key: str) -> None:
    keep_past(Path(rig.env["HUMANWARD_HOME"]))
    terminal = _Terminal(rig)
    line = f"{sys.executable} -c '{_LIVE}'; echo ended with $?, $(stty -a | grep -o '.echo ')"
    terminal.type(line, "Enter")
    shown = terminal.shows("q ends.")
    terminal.type(key)
    after = terminal.shows("ended with 0")

    assert "humanward" in shown
    assert "Not watching since 2026-03-02" in shown
    assert "Nothing was seen in this time." in shown
    assert "q ends." not in after
    assert "ended with 0, echo" in after


def test_it_keeps_up_with_what_happens(rig: Processes) -> None:
    home = keep_past(Path(rig.env["HUMANWARD_HOME"]))
    terminal = _Terminal(rig)
    terminal.type(f"{sys.executable} -c '{_LIVE}'", "Enter")
    terminal.shows("Not watching since")
    held = lock.acquire(home.lock)
    shown = terminal.shows("Watching through")
    held.release()
    terminal.type("q")

    assert "Use the computer as you do" in shown


def test_without_a_terminal_it_says_so_and_shows_once(rig: Processes) -> None:
    done = rig.run(sys.executable, "-c", _LIVE)

    assert done.returncode == 0
    assert "no terminal" in done.stderr
    assert done.stdout.startswith("humanward")
    assert "Nothing was ever watched here." in done.stdout
    assert "\x1b" not in done.stdout
