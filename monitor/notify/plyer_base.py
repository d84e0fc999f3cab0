"""plyer in a child process: the channel "plyer", there on every system."""

import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from monitor.core.notices import Delivery, Nudge, Outcome
from monitor.notify.words import with_answer

if TYPE_CHECKING:
    from subprocess import Popen

_WITHIN_S = 3.0
_STAYS_S = 30
_REASON_CHARS = 200
_HANGS = "plyer did not come back within 3 s; the notification server may hang."


class Plyer:
    """Shows nudges through plyer, which has no buttons and cannot say whether it worked.

    The child keeps plyer's weight and its hangs out of the daemon.
    """

    name = "plyer"

    def __init__(
        self, command: tuple[str, ...] = (), *, environ: Mapping[str, str] = os.environ
    ) -> None:
        self._command = command or (sys.executable, "-P", str(_front_door()), "--plyer")
        self._environ = environ
        self._child: Popen[str] | None = None

    def show(self, nudge: Nudge) -> Delivery:
        """Hand a nudge to a new child; it takes the place of the one before."""
        self.close()
        try:
            outcome, reason = self._ask(nudge)
        except OSError as error:
            outcome = Outcome.FAILED
            reason = f"{self._command[0]} cannot be started ({error.strerror or error})."
        return Delivery(self.name, outcome, reason)

    def close(self) -> None:
        """End the child if it still shows something; what a server shows goes by itself."""
        if self._child:
            _end(self._child)
            self._child = None

    def _ask(self, nudge: Nudge) -> tuple[Outcome, str]:
        import subprocess  # noqa: PLC0415 - an idle daemon does without

        child = self._child = subprocess.Popen(  # noqa: S603 - our own front door
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=dict(self._environ),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        said: SimpleQueue[str] = SimpleQueue()
        attend = Thread(target=_attend, args=(child, _words(nudge), said), daemon=True)
        attend.start()
        try:
            return _result(said.get(timeout=_WITHIN_S))
        except Empty:
            _end(child)
            return Outcome.FAILED, _HANGS


def _words(nudge: Nudge) -> str:
    import json  # noqa: PLC0415 - an idle daemon does without

    text = with_answer(nudge.text, nudge.code)
    return json.dumps({"title": nudge.title, "text": text, "seconds": _STAYS_S})


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


def _result(line: str) -> tuple[Outcome, str]:
    import json  # noqa: PLC0415 - an idle daemon does without

    try:
        answer = json.loads(line)
        return Outcome(answer["outcome"]), str(answer["reason"])
    except (ValueError, KeyError, TypeError):
        words = line or "without a word"
        return Outcome.FAILED, f"The process for plyer ended: {words[:_REASON_CHARS]}"


def _end(child: "Popen[str]") -> None:
    """End a child with its whole group."""
    if child.poll() is None:
        with suppress(OSError):  # it ended by itself just now
            if hasattr(os, "killpg"):
                os.killpg(child.pid, signal.SIGKILL)
            else:
                child.kill()


def _front_door() -> Path:
    """Our own entry file: beside the packages in a checkout, above them in a wheel."""
    root = Path(__file__).resolve().parents[2]
    folder = root / "humanward"
    return (folder if folder.is_dir() else root.parent) / "__main__.py"
