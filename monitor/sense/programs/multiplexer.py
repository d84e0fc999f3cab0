"""What tmux or screen shows on a terminal: the first process of the pane in front.

The program itself is asked, which costs some 2 ms; so it is asked only when the pane may have
changed: its terminal had input that went to no pane, panes came or went, or input has just ended.
The kernel stamps a terminal once in each 8 s of the wall clock, with the first input in them.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic

from monitor.core.types import Instant
from monitor.sense.programs import process
from monitor.sense.programs.foreground import SCREEN, TMUX
from monitor.sense.programs.frontmost import last_input
from monitor.sense.programs.process import Process

_PATIENCE_S = 1.0
_GRAIN_S = 8
_SLOWLY = timedelta(seconds=30)  # programs may switch panes too, without any key
_SOON = timedelta(seconds=2)  # one that just starts knows no pane yet
_LATEST = timedelta(minutes=1)
_TMUX_SOCKET = ("-L", "-S")
_TMUX_TAKES_VALUE = (*_TMUX_SOCKET, "-c", "-f", "-T")


@dataclass(frozen=True, slots=True)
class _Answer:
    """The pane that was in front, and all that tells whether it still is."""

    client: tuple[int, int]
    at: Instant
    pane: int
    server: int
    panes: tuple[int, ...]
    input_s: float
    output_s: float
    again: timedelta  # after so long one that told no pane is asked anew


class Multiplexer:
    """Follows one client from pane to pane."""

    def __init__(self) -> None:
        self._answer: _Answer | None = None

    def shown(self, client: Process, now: Instant) -> Process | None:
        """The first process of the pane in front; None when it cannot be told."""
        answer = self._answer
        if answer is None or self._may_have_changed(answer, client, now):
            answer = self._answer = _ask(client, now, self._patience(client))
        return process.read(answer.pane) if answer.pane else None

    def _patience(self, client: Process) -> timedelta:
        """How long to wait after this answer, should it tell no pane: each time twice as long."""
        before = self._answer
        if before is None or before.pane or before.client != (client.pid, client.start):
            return _SOON
        return min(before.again * 2, _LATEST)

    def _may_have_changed(self, answer: _Answer, client: Process, now: Instant) -> bool:
        if answer.client != (client.pid, client.start):
            return True
        since = now.mono - answer.at.mono
        if not answer.pane:
            return since >= answer.again
        if tuple(process.children(answer.server)) != answer.panes:
            return True
        stamp, wall = last_input(client.tty), now.wall.timestamp()
        asked = answer.at.wall.timestamp()
        if stamp == answer.input_s and not _is_same_grain(stamp, asked):
            return since >= _SLOWLY and _last_output(client.tty) != answer.output_s
        return not _is_same_grain(stamp, wall) or _typed_in(answer, stamp) != answer.pane


def _is_same_grain(one_s: float, other_s: float) -> bool:
    return one_s // _GRAIN_S == other_s // _GRAIN_S


def _typed_in(answer: _Answer, stamp: float) -> int:
    """The pane that the newest input went to; 0 when it went to none: tmux took it as a command."""
    found = [one for pane in answer.panes if (one := process.read(pane)) and one.tty]
    stamps = {one.pid: last_input(one.tty) for one in found}
    newest = max(stamps, key=stamps.__getitem__, default=0)
    return newest if newest and _is_same_grain(stamps[newest], stamp) else 0


def _last_output(device: int) -> float:
    try:
        return os.stat(process.device_path(device)).st_mtime  # noqa: PTH116 - asked at each look
    except OSError:
        return 0.0


def _ask(client: Process, now: Instant, again: timedelta) -> _Answer:
    began = monotonic()
    stamps = last_input(client.tty), _last_output(client.tty)
    if client.name == TMUX:
        pane = _tmux_pane(client)
        shell = process.read(pane) if pane else None
        server = shell.parent if shell else 0
    else:
        server = _screen_server(client)
        pane = _screen_pane(client, server) if server else 0
    panes = tuple(process.children(server)) if server else ()
    again = again if monotonic() - began < _PATIENCE_S else _LATEST
    return _Answer((client.pid, client.start), now, pane, server, panes, *stamps, again)


def _tmux_pane(client: Process) -> int:
    told = _run(client, *_tmux_options(client), "list-clients", "-F", "#{client_tty} #{pane_pid}")
    own = process.device_path(client.tty)
    for line in told.splitlines():
        tty, _, pane = line.partition(" ")
        if tty == own and pane.isdigit():
            return int(pane)
    return 0


def _tmux_options(client: Process) -> list[str]:
    """Which server the client was told to talk to; the other words are not looked at."""
    words = iter(process.command(client.pid)[1:])
    found = []
    for word in words:
        if not word.startswith("-"):
            break
        if word in _TMUX_TAKES_VALUE:
            value = next(words, "")
            found += [word, value] if word in _TMUX_SOCKET else []
        elif word.startswith(_TMUX_SOCKET):
            found.append(word)
    return found


def _screen_pane(client: Process, server: int) -> int:
    """The window that screen shows has a number, and the shell in it was told that number."""
    number = _run(client, "-S", str(server), "-Q", "number").partition(" ")[0]
    for child in process.children(server):
        if number and _variables(child, "WINDOW").get("WINDOW") == number:
            return child
    return 0


def _screen_server(client: Process) -> int:
    """The one that the client started, else the one that writes on the client's terminal."""
    for child in process.children(client.pid):
        if (one := process.read(child)) and one.name == SCREEN:
            return child
    path = process.device_path(client.tty)
    for pid in process.mine():
        one = process.read(pid)
        if one and one.name == SCREEN and not one.tty and _holds(pid, path):
            return pid
    return 0


def _holds(pid: int, path: str) -> bool:
    try:
        return any(str(one.readlink()) == path for one in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def _run(client: Process, *words: str) -> str:
    """Ask with the client's own program, place and sockets; '' when it refuses or is slow."""
    import subprocess  # noqa: PLC0415 - only for those who use tmux or screen

    where = _variables(client.pid, "TMUX_TMPDIR", "TMUX", "SCREENDIR", "HOME")
    try:
        done = subprocess.run(  # noqa: S603 - the program that runs on this terminal already
            [client.name.partition(":")[0], *words],
            executable=f"/proc/{client.pid}/exe",
            cwd=f"/proc/{client.pid}/cwd",
            env={"PATH": os.defpath, **where},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _variables(pid: int, *names: str) -> dict[str, str]:
    """Some variables of a process, those that are set."""
    try:
        raw = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return {}
    pairs = (word.decode("utf-8", "replace").partition("=") for word in raw.split(b"\0"))
    return {name: value for name, _, value in pairs if name in names}
