"""The desktop's own notifications, with buttons, on macOS and Windows: the channel "desktop"."""

import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from monitor.core.notices import Button, Delivery, Nudge, Outcome
from monitor.notify.errand import child_command, end, start
from monitor.notify.opener import Opener
from monitor.notify.voice import Voice
from monitor.notify.words import buttons, clean
from monitor.ports import Heard

if TYPE_CHECKING:
    from subprocess import Popen

_log = logging.getLogger(__name__)

_WITHIN_S = 5.0
_GOODBYE_S = 0.1
_REMEMBERED = 20  # nudges whose buttons may still be pressed in the notification centre
_REASON_CHARS = 200
_HANGS = "desktop-notifier did not come back within 5 s; the system's notifications may hang."


class Portable:
    """Shows nudges through desktop-notifier, in a child that stays so that a press is heard."""

    name = "desktop"

    def __init__(  # noqa: PLR0913 - each by its name
        self,
        heard: Heard,
        *,
        sound: bool = False,
        voice: Voice | None = None,
        opener: Opener | None = None,
        command: tuple[str, ...] = (),
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._heard = heard
        self._sound = sound
        self._voice = voice
        self._opener = opener or Opener(environ=environ)
        self._command = command or child_command()
        self._environ = environ
        self._child: Popen[str] | None = None
        self._told: SimpleQueue[Mapping[str, Any]] = SimpleQueue()
        self._buttons: dict[str, dict[str, Button]] = {}  # of what is shown, by our code

    def show(self, nudge: Nudge) -> Delivery:
        """Show a nudge with its buttons; the same code replaces what is already shown."""
        self._buttons[nudge.code] = buttons(nudge)
        if len(self._buttons) > _REMEMBERED:
            del self._buttons[next(iter(self._buttons))]
        try:
            outcome, reason = self._ask(nudge)
        except OSError as error:
            outcome, reason = Outcome.FAILED, _not_started(self._command, error)
        if outcome is Outcome.FAILED:
            return Delivery(self.name, outcome, reason)
        notes = [reason, self._opener.trouble(nudge)]
        if self._voice:
            notes.append(self._voice.read_out(nudge))
        return Delivery(self.name, outcome, "; ".join(filter(None, notes)))

    def close(self) -> None:
        """Let the child take back what it shows, and end it."""
        if self._voice:
            self._voice.close()
        child, self._child = self._child, None
        if child is None:
            return
        import subprocess  # noqa: PLC0415 - a child was started, so it is loaded

        with suppress(OSError):
            if child.stdin:
                child.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            child.wait(_GOODBYE_S)
        end(child)

    def _ask(self, nudge: Nudge) -> tuple[Outcome, str]:
        child = self._reach()
        order = {
            "show": nudge.code,
            "title": clean(nudge.title),
            "text": clean(nudge.text),
            "answer": clean(nudge.to_answer),
            "buttons": [(key, clean(one.words)) for key, one in buttons(nudge).items()],
            "sound": self._sound,
        }
        _order(child, order)
        try:
            told = self._told.get(timeout=_WITHIN_S)
            return Outcome(told["outcome"]), str(told["reason"])
        except Empty:
            end(child)
            self._child = None
            return Outcome.FAILED, _HANGS

    def _reach(self) -> "Popen[str]":
        """The child that stays, or a new one."""
        if self._child and self._child.poll() is None and self._child.stdin:
            return self._child
        child = self._child = start(self._command, self._environ)
        self._told = SimpleQueue()
        _order(child, {"do": "stay"})
        Thread(target=self._listen, args=(child, self._told), daemon=True).start()
        return child

    def _listen(self, child: "Popen[str]", told: "SimpleQueue[Mapping[str, Any]]") -> None:
        """Take what a child says until it ends; that it ended is an answer too."""
        import json  # noqa: PLC0415 - see above

        last = "without a word"
        with suppress(OSError), child:  # what it never read is lost with it
            for line in child.stdout or ():
                try:
                    words = json.loads(line)
                    if "pressed" in words:
                        self._press(str(words["pressed"]), str(words["key"]))
                    else:
                        told.put({"outcome": words["outcome"], "reason": words["reason"]})
                except (ValueError, KeyError, TypeError):
                    last = line.strip()[:_REASON_CHARS] or last
        reason = f"The process for desktop-notifier ended: {last}"
        told.put({"outcome": Outcome.FAILED.value, "reason": reason})

    def _press(self, code: str, key: str) -> None:
        button = self._buttons.pop(code, {}).get(key)
        if button is None:
            return
        try:
            self._heard(code, button.answer)
        except Exception:  # noqa: BLE001 - what keeps answers must not end the listening
            _log.exception("nudge %s: the answer %r was not kept", code, button.answer.value)
        if button.opens:
            self._opener.open(button.opens)


def _order(child: "Popen[str]", words: Mapping[str, object]) -> None:
    import json  # noqa: PLC0415 - an idle daemon does without

    if child.stdin:
        with suppress(OSError, ValueError):  # it ended at once; what it said tells why
            child.stdin.write(json.dumps(words) + "\n")
            child.stdin.flush()


def _not_started(command: tuple[str, ...], error: OSError) -> str:
    return f"{command[0]} cannot be started ({error.strerror or error})."
