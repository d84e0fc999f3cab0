"""The law of looking into tmux and screen: what the pane in front runs, asked only when needed.

The window's process is the one that runs these tests: it opens terminals as an emulator does.
"""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from monitor.core.sighting import Reading
from monitor.ports import Clock
from monitor.sense.programs.inside import Insides
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock
from tests.processes import need, pause, wait_for
from tests.programs import MATCHER, install_agents
from tests.terminals import Pty, terminal_with

WINDOW = Reading(app="XTerm", pid=os.getpid(), title="a title")


@pytest.fixture
def clock() -> FakeClock:
    """The true time, so that the kernel's stamps mean something; a test winds it on."""
    return FakeClock(SystemClock().read().wall)


def insides_by(clock: Clock) -> Insides:
    return Insides(clock, MATCHER.knows_program, MATCHER.is_terminal)


@pytest.fixture
def insides() -> Insides:
    """Looks into XTerm as time passes."""
    return insides_by(SystemClock())


def press(pty: Pty, *keys: str) -> None:
    """Press keys as a person does: tmux takes what comes at once for pasted text."""
    for key in keys:
        pty.type(key)
        pause(0.02)


@pytest.fixture
def agents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small agents, first on the path."""
    need("node")
    folder = install_agents(tmp_path)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def sees(insides: Insides, name: str) -> bool:
    return bool(wait_for(lambda: insides.program(WINDOW) == name, f"{name} in front"))


def comes_by(keys: tuple[str, ...], pty: Pty, insides: Insides, name: str) -> bool:
    """Press keys until the program is in front: screen may throw away what comes early."""
    for _ in range(5):
        press(pty, *keys)
        with suppress(TimeoutError):
            return sees(insides, name)
    return sees(insides, name)


@contextmanager
def tmux(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A server of its own; ends with its panes."""
    need("tmux")
    socket = tmp_path / "socket"

    def ask(*words: str) -> str:
        return subprocess.check_output(["tmux", "-S", socket, *words], text=True)  # noqa: S603, S607 - found by need()

    try:
        yield ask
    finally:
        ask("kill-server")


def reaped() -> int:
    """Grows with each program that was asked."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt


@pytest.mark.usefixtures("agents")
def test_inside_tmux_the_pane_in_front_is_followed(insides: Insides, tmp_path: Path) -> None:
    with (
        tmux(tmp_path) as ask,
        terminal_with("tmux", "-S", tmp_path / "socket", "-f", "/dev/null", "new", "claude"),
    ):
        sees(insides, "claude")
        ask("split-window", "aider")
        sees(insides, "aider")
        ask("kill-pane")

        assert sees(insides, "claude")


def test_a_pane_that_the_keys_switched_to_is_found_within_seconds(
    insides: Insides, tmp_path: Path
) -> None:
    with (
        tmux(tmp_path) as ask,
        terminal_with("tmux", "-S", tmp_path / "socket", "-f", "/dev/null", "new", "cat") as pty,
    ):
        sees(insides, "cat")
        ask("split-window", "-d", "tail", "-f", "/dev/null")
        sees(insides, "cat")
        pty.type("a letter\n")
        sees(insides, "cat")
        press(pty, "\x02", "o")

        assert sees(insides, "tail")


def test_tmux_is_not_asked_while_nothing_changes(
    insides: Insides, clock: FakeClock, tmp_path: Path
) -> None:
    by_hand = insides_by(clock)
    with (
        tmux(tmp_path),
        terminal_with("tmux", "-S", tmp_path / "socket", "-f", "/dev/null", "new", "cat"),
    ):
        sees(insides, "cat")
        for _ in range(3):
            clock.advance(70)
            by_hand.program(WINDOW)
        before = reaped()
        for _ in range(20):
            clock.advance(5)
            by_hand.program(WINDOW)

        assert reaped() == before


def test_a_tmux_that_does_not_answer_is_named_itself_and_left_alone_for_a_while(
    insides: Insides, clock: FakeClock, tmp_path: Path
) -> None:
    with (
        tmux(tmp_path) as ask,
        terminal_with("tmux", "-S", tmp_path / "socket", "-f", "/dev/null", "new", "cat"),
    ):
        sees(insides, "cat")
        server, by_hand = int(ask("display", "-p", "#{pid}")), insides_by(clock)
        os.kill(server, signal.SIGSTOP)
        try:
            began = time.monotonic()
            first = by_hand.program(WINDOW)
            held = time.monotonic() - began
            clock.advance(30)
            by_hand.program(WINDOW)
            held_in_all = time.monotonic() - began
        finally:
            os.kill(server, signal.SIGCONT)
        clock.advance(30)

        assert first == "tmux"
        assert held < 1.7
        assert held_in_all < held + 0.5
        assert sees(by_hand, "cat")


@contextmanager
def quits(sockets: Path) -> Iterator[None]:
    """Ends every screen that was started with its socket here."""
    try:
        yield
    finally:
        for socket in sockets.iterdir():
            subprocess.run(["screen", "-S", socket.name, "-X", "quit"], check=False)  # noqa: S603, S607 - found by need()


@pytest.mark.usefixtures("agents")
def test_inside_screen_the_window_in_front_is_followed(
    insides: Insides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("screen")
    sockets = tmp_path / "sockets"
    sockets.mkdir(mode=0o700)
    monkeypatch.setenv("SCREENDIR", str(sockets))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("SHELL", "/bin/bash")
    with terminal_with("screen", "-c", "/dev/null", "claude") as pty, quits(sockets):
        sees(insides, "claude")
        comes_by(("\x01", "c"), pty, insides, "bash")
        pty.type("aider\n")
        sees(insides, "aider")

        assert comes_by(("\x01", "0"), pty, insides, "claude")
