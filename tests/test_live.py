"""The live view: it keeps up, ends at a key, and leaves the terminal as it was."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.paths import Home
from monitor.core.types import Subject, Zone
from monitor.service.clock import SystemClock
from monitor.store import connect, lock
from tests.ledgers import filled_home, use
from tests.past import keep_past
from tests.processes import Processes, need, wait_for

_LIVE = "from cli.commands.live import live_command; live_command()"


@pytest.fixture
def rig() -> Iterator[Processes]:
    with Processes() as found:
        found.env["HUMANWARD_HOME"] = str(found.home / "humanward")
        yield found


class _Terminal:
    """A terminal in a private tmux."""

    def __init__(self, rig: Processes, columns: int = 90, lines: int = 30) -> None:
        need("tmux")
        self._rig = rig
        self._tmux("new-session", "-d", "-x", f"{columns}", "-y", f"{lines}", "/bin/sh")
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


def _keep_full_day(folder: Path) -> Home:
    """A day that is over in an hour, wherever that is so now, with something of all in each."""
    now = SystemClock().read().wall.replace(minute=0, second=0, microsecond=0)
    ahead = (3 - now.hour + 12) % 24 - 12
    names = ("browser", "zoom", "terminal", "cursor", "a-program-with-a-long-name")
    hosts, programs = ("claude.ai",) * 3 + ("",) * 21, ("claude", "")
    uses = [
        use(start, start + timedelta(minutes=10), subject)
        for hour in range(22, 0, -1)
        for turn in range(6)
        for name in [names[(hour + turn) % len(names)]]
        for subject in [
            Subject(name, host=hosts[hour] if name == "browser" else "",
                    program=programs[hour % 2] if name == "terminal" else "")
        ]
        for start in [now - timedelta(hours=hour) + timedelta(minutes=10 * turn)]
    ]  # fmt: skip
    zone = Zone(now - timedelta(days=2), f"Etc/GMT{-ahead:+}")
    home = filled_home(folder, uses, zones=[zone])
    connection = connect.for_writing(home.ledger)
    later = int((now + timedelta(hours=5)).timestamp() * 1000)
    connection.execute(
        "update heartbeat set next_nudge = ?, judged = beat, presence = 1, because = ?,"
        " held = ? || char(10) || ?",
        (later, "input 3 s ago", "in a call", "a window fills the screen"),
    )
    connection.close()
    return home


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])
def test_on_a_full_day_now_the_next_nudge_today_and_how_it_ends_are_all_on_the_screen(
    rig: Processes, columns: int, lines: int
) -> None:
    held = lock.acquire(_keep_full_day(Path(rig.env["HUMANWARD_HOME"])).lock)
    terminal = _Terminal(rig, columns, lines)
    terminal.type(f"exec {sys.executable} -c '{_LIVE}'", "Enter")
    shown = terminal.shows("Hour by hour")
    held.release()

    assert "q ends." in shown
    assert "Now: " in shown
    assert "Next possible nudge: " in shown
    assert "Held back now: a window fills the screen." in shown
    assert [line for line in shown.splitlines() if line.startswith("Other ")]
    assert "of the active time" in shown


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
