"""Start the daemon, find it, end it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.load import load
from config.paths import Home
from monitor.errors import LedgerError, MonitorError, NotRunningError
from monitor.ports import Clock
from monitor.service import door, made_up
from monitor.store import connect, control, lock
from monitor.store.rescue import Rescue, prepare
from monitor.store.room import is_full

_PATIENCE_S = 10.0
_STEP_S = 0.05


@dataclass(frozen=True, slots=True)
class Ready:
    """The home is ready for a daemon; ``rescue`` tells what was done about a damaged ledger."""

    rescue: Rescue | None


def make_ready(home: Home, clock: Clock, *, strict: bool = True) -> Ready:
    """Make folders and ledger, read the settings; every problem is told before anything starts.

    Not strict: bad settings are left for the daemon, which goes on with the defaults.
    """
    home.make_folders()
    if made_up.words(home):
        raise MonitorError(
            "This home is made up (`humanward demo`): real time has no place in it.",
            hint="Leave out --home, or name another folder.",
        )
    if lock.is_held(home.lock):
        raise lock.already_running(home.lock)
    if strict:
        load(home.settings)
    held = lock.acquire(home.lock)  # two that start at once must not both make the ledger
    try:
        return Ready(prepare(home.ledger, clock.read().wall))
    finally:
        held.release()


def become_daemon(words: Sequence[str], *, foreground: bool) -> None:
    """Turn this process into the daemon; nothing of the command stays in memory."""
    front = ("--foreground",) if foreground else ()
    command = door.command("--daemon", *words, *front)
    sys.stdout.flush()
    if sys.platform == "win32":  # its exec returns to the shell at once
        sys.exit(subprocess.call(command))  # noqa: S603 - this very program
    os.execv(command[0], command)  # noqa: S606 - this very program


def start(home: Home, words: Sequence[str]) -> int:
    """Start a daemon that outlives this command; return its process number."""
    with _open_log(home.log) as log:
        child = subprocess.Popen(  # noqa: S603 - this very program
            door.command("--daemon", *words),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=Path(home.ledger.parent),
        )
    if not _wait(lambda: child.poll() is not None or _is_alive(home, child.pid)):
        raise MonitorError("The daemon did not come up in 10 s.", hint=f"Its log: {home.log}")
    if child.poll() == door.ALREADY_RUNNING:
        raise lock.already_running(home.lock)
    if child.poll() is not None:
        if is_full(home.ledger.parent):  # then its log holds nothing
            raise MonitorError(
                "The daemon ended at once: the disk is full.", hint="Make some room."
            )
        raise MonitorError("The daemon ended at once.", hint=f"Its log tells why: {home.log}")
    return child.pid


def stop(home: Home) -> int:
    """Ask the daemon to keep everything and end; return the number it had."""
    if not lock.is_held(home.lock):
        raise NotRunningError("No humanward watches here.", hint="`humanward start` begins.")
    with connect.reading(home.ledger) as connection:
        life = control.life(connection)
    if life is None or not _is_daemon(life.pid):  # the row may be of one that was killed
        raise MonitorError("The daemon is just starting.", hint="Try again in a moment.")
    try:
        control.ask_to_stop(home.ledger, life.started)
    except LedgerError:  # a full disk must keep nobody from stopping it
        if sys.platform == "win32":
            raise
    if sys.platform != "win32":
        with suppress(ProcessLookupError):  # it has just ended
            os.kill(life.pid, signal.SIGTERM)
    if not _wait(lambda: not lock.is_held(home.lock)):
        raise MonitorError(
            f"The daemon (pid {life.pid}) did not end in 10 s.", hint=f"Its log: {home.log}"
        )
    return life.pid


def _open_log(path: Path) -> IO[bytes]:
    try:
        path.touch(mode=0o600)
        return path.open("ab")
    except OSError as error:
        raise MonitorError(
            f"The log {path} cannot be written: {error.strerror}.",
            hint="`humanward run` watches without one.",
        ) from error


def _is_daemon(pid: int) -> bool:
    """Whether this process is a daemon of ours: a number may have gone to another program."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return sys.platform != "linux"  # elsewhere there is no /proc to tell
    return b"--daemon" in words


def _is_alive(home: Home, pid: int) -> bool:
    if not lock.is_held(home.lock):
        return False
    with connect.reading(home.ledger) as connection:
        life = control.life(connection)
    return life is not None and life.pid == pid and bool(life.sensor or life.note)


def _wait(until: Callable[[], bool]) -> bool:
    pause = threading.Event()
    for _ in range(int(_PATIENCE_S / _STEP_S)):
        if until():
            return True
        pause.wait(_STEP_S)
    return False
