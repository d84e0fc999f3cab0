"""The law of the lock: one daemon a home, and the dead hold nothing."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.errors import AlreadyRunningError
from monitor.store import lock
from tests.processes import wait_for

_ROOT = Path(__file__).parent.parent
_HOLD = (
    "import sys; from pathlib import Path; from monitor.store import lock;"
    "held = lock.acquire(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


@contextmanager
def another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603 - a fixed command
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_two_processes_never_hold_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "daemon.lock"

    with another_process(path):
        assert lock.is_held(path)
        with pytest.raises(AlreadyRunningError, match=f"already watches {tmp_path}"):
            lock.acquire(path)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_end_of_a_process_lets_go_however_it_comes(
    tmp_path: Path, number: signal.Signals
) -> None:
    path = tmp_path / "daemon.lock"

    with another_process(path) as process:
        process.send_signal(number)
        process.wait(10)
        wait_for(lambda: not lock.is_held(path), "free lock")
        held = lock.acquire(path)

    assert lock.is_held(path)
    held.release()


def test_released_it_is_free_for_the_next(tmp_path: Path) -> None:
    path = tmp_path / "daemon.lock"

    lock.acquire(path).release()

    assert not lock.is_held(path)
    lock.acquire(path).release()


def test_where_nobody_ever_watched_nobody_holds_it(tmp_path: Path) -> None:
    assert not lock.is_held(tmp_path / "daemon.lock")


def test_asking_never_keeps_a_daemon_from_starting(tmp_path: Path) -> None:
    path = tmp_path / "daemon.lock"
    lock.acquire(path).release()

    for _ in range(50):
        assert not lock.is_held(path)
    held = lock.acquire(path)

    assert lock.is_held(path)
    assert path.stat().st_mode & 0o077 == 0
    held.release()
