"""Errands for a child process: what is heavy, may hang or may crash stays out of the daemon."""

import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from monitor.core.notices import Outcome

if TYPE_CHECKING:
    from subprocess import Popen

WITHIN_S = 3.0
_REASON_CHARS = 200


class Errand:
    """One child of our own front door, sent with one errand.

    ``what`` names it to the person, ``blame`` says what is likely wrong when it does not come back.
    """

    def __init__(
        self,
        what: str,
        command: tuple[str, ...] = (),
        *,
        blame: str = "",
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._what = what
        self._blame = blame
        self._command = command or child_command()
        self._environ = environ
        self._child: Popen[str] | None = None

    def run(self, words: Mapping[str, object]) -> tuple[Outcome, str]:
        """Send a new child; it takes the place of the one before. It raises nothing."""
        self.end()
        try:
            child = self._child = start(self._command, self._environ)
        except OSError as error:
            why = error.strerror or error
            return Outcome.FAILED, f"{self._command[0]} cannot be started ({why})."
        said: SimpleQueue[str] = SimpleQueue()
        attend = Thread(target=_attend, args=(child, _line(words), said), daemon=True)
        attend.start()
        try:
            return self._result(said.get(timeout=WITHIN_S))
        except Empty:
            end(child)
            hangs = f"{self._what} did not come back within {WITHIN_S:.0f} s"
            return Outcome.FAILED, "; ".join(filter(None, (hangs, self._blame))) + "."

    def end(self) -> None:
        """End the child if it is still at work."""
        if self._child:
            end(self._child)
            self._child = None

    def _result(self, line: str) -> tuple[Outcome, str]:
        import json  # noqa: PLC0415 - an idle daemon does without

        try:
            answer = json.loads(line)
            return Outcome(answer["outcome"]), str(answer["reason"])
        except (ValueError, KeyError, TypeError):
            words = line or "without a word"
            return Outcome.FAILED, f"The process for {self._what} ended: {words[:_REASON_CHARS]}"


def child_command() -> tuple[str, ...]:
    """The command of our own front door for children that notify."""
    return (sys.executable, "-P", str(_front_door()), "--plyer")


def start(command: tuple[str, ...], environ: Mapping[str, str]) -> "Popen[str]":
    """Start a child in a group of its own; OSError when it cannot be."""
    import subprocess  # noqa: PLC0415 - an idle daemon does without

    return subprocess.Popen(  # noqa: S603 - our own front door
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=dict(environ),
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def end(child: "Popen[str]") -> None:
    """End a child with its whole group."""
    if child.poll() is None:
        with suppress(OSError):  # it ended by itself just now
            if hasattr(os, "killpg"):
                os.killpg(child.pid, signal.SIGKILL)
            else:
                child.kill()


def _line(words: Mapping[str, object]) -> str:
    import json  # noqa: PLC0415 - an idle daemon does without

    return json.dumps(dict(words)) + "\n"


def _attend(child: "Popen[str]", words: str, said: "SimpleQueue[str]") -> None:
    """Stay with a child to its end; on Windows that is when its balloon goes."""
    last = ""
    with child:
        if child.stdin and child.stdout:
            with suppress(OSError):  # it ended before it read; what it said tells why
                child.stdin.write(words)
                child.stdin.close()
            for line in child.stdout:
                last = line.strip() or last
                if line.startswith("{"):
                    said.put(line)
    said.put(last)


def _front_door() -> Path:
    """Our own entry file: beside the packages in a checkout, above them in a wheel."""
    root = Path(__file__).resolve().parents[2]
    folder = root / "humanward"
    return (folder if folder.is_dir() else root.parent) / "__main__.py"
