"""Programs in a private home: started here, and exactly those ended here."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

_T = TypeVar("_T")
_INHERITED = ("PATH", "LANG", "LC_ALL")  # nothing of the person's own session
_MARK = "HUMANWARD_RIG"
_STEP_S = 0.05
_FORCE_S = 5.0


def missing(*programs: str) -> list[str]:
    """Those programs that this machine does not have."""
    return [name for name in programs if shutil.which(name) is None]


def need(*programs: str) -> None:
    """Skip the test that asks, naming the programs that are missing."""
    import pytest  # noqa: PLC0415 - the benchmarks use this module and need no pytest

    if absent := missing(*programs):
        pytest.skip("needs " + ", ".join(absent))


def pause(seconds: float) -> None:
    """Let time pass: a real desktop takes its time."""
    time.sleep(seconds)  # noqa: TID251 - real programs are waited for, there is no clock to wind


def wait_for(question: Callable[[], _T | None], what: str, *, timeout_s: float = 20) -> _T:
    """Ask until the answer is true, and return it."""
    end = time.monotonic() + timeout_s
    while not (answer := question()):
        if time.monotonic() > end:
            raise TimeoutError(f"no {what} within {timeout_s:g} s")
        pause(_STEP_S)
    return answer


class Processes(ExitStack):
    """A private home and the programs started in it; leaving it ends them, the last one first.

    ``env`` is what they see: it may be added to. Of the outer session they inherit the path alone.
    ``patience_s`` is how long a program may take to end when asked to.
    """

    patience_s = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(
            # a browser's last child may still write while the folder goes
            self.enter_context(TemporaryDirectory(prefix="hw-rig-", ignore_cleanup_errors=True))
        )
        self._logs: dict[int, Path] = {}
        runtime = self.home / "run"
        runtime.mkdir(mode=0o700)
        for name in ("logs", "tmp"):
            (self.home / name).mkdir()
        self.env = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self.env |= {
            _MARK: str(self.home),
            "HOME": str(self.home),
            "TMPDIR": str(self.home / "tmp"),
            "USER": "tester",
            "LOGNAME": "tester",
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "NO_AT_BRIDGE": "1",
            "GTK_A11Y": "none",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        self.callback(_sweep, f"{_MARK}={self.home}".encode())

    def spawn(
        self, *command: str | Path, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program in its own group; what it says goes to a file, see ``said``."""
        name = Path(command[0]).name
        log = self.home / "logs" / f"{len(self._logs)}-{name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - the command is the test's own
                [str(word) for word in command],
                env={**self.env, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._logs[process.pid] = log
        self.callback(self._end, process)
        return process

    def said(self, process: subprocess.Popen[bytes]) -> str:
        """What a started program has printed so far, errors included."""
        return self._logs[process.pid].read_text(errors="replace")

    def run(
        self, *command: str | Path, env: Mapping[str, str] | None = None, timeout_s: float = 30
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, whatever its exit code."""
        return subprocess.run(  # noqa: S603 - the command is the test's own
            [str(word) for word in command],
            env={**self.env, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def ask(self, *command: str | Path, timeout_s: float = 30) -> str:
        """Run a program that must succeed; return its output without the last line end."""
        done = self.run(*command, timeout_s=timeout_s)
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))}: {done.returncode}: {done.stderr}")
        return done.stdout.removesuffix("\n")

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """End a program with its whole group: kindly, then by force.

        The group is ended before its leader is reaped, so the number cannot be another's by then.
        """
        if process.returncode is not None:
            return  # reaped by its test; the sweep sees to what it left behind
        for signum, patience_s in ((signal.SIGTERM, self.patience_s), (signal.SIGKILL, _FORCE_S)):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signum)
            if _has_ended(process.pid, patience_s):
                break
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(_FORCE_S)


def _has_ended(pid: int, patience_s: float) -> bool:
    end = time.monotonic() + patience_s
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() > end:
            return False
        pause(_STEP_S)
    return True


def _sweep(mark: bytes) -> None:
    """End what left its group (a daemon started in the background): it still bears the mark."""
    for signum in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + _FORCE_S
        with ExitStack() as held:
            for descriptor in _marked(mark, held):
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(descriptor, signum)
        while time.monotonic() < end:
            with ExitStack() as held:
                if not any(True for _ in _marked(mark, held)):
                    return
            pause(_STEP_S)


def _marked(mark: bytes, held: ExitStack) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone, or another user's
            descriptor = os.pidfd_open(int(folder.name))
            held.callback(os.close, descriptor)
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                yield descriptor
