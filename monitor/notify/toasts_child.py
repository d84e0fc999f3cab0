"""Shows nudges through desktop-notifier, in a process of its own that stays to hear the presses.

A process, since on macOS presses come to a main thread alone, and a hang of the system's own
library can be ended only with its process.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.core.notices import Outcome

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

_NAME = "humanward"
_CALL_S = 2.0
_IDLE_S = 3600.0  # so long a press on what is in the notification centre is waited for
_REASON_CHARS = 200
_INSTALL = "desktop-notifier is not installed; install it: pip install 'humanward[actions]'"
_TAKEN = "{system} took it; whether a Focus or Do Not Disturb kept it back, it does not tell"
_SYSTEMS = {"darwin": "macOS", "win32": "Windows"}
_DUMMY = {
    "darwin": "macOS takes notifications from a signed Python alone, such as that of python.org",
    "win32": "this Windows is too old for notifications with buttons",
}
_FORBIDDEN = {
    "darwin": "macOS does not let Python notify; allow it in System Settings, Notifications",
    "win32": "Windows does not let humanward notify; allow it in Settings, System, Notifications",
}
_ASKS = "the system did not answer within 2 s; it may be asking you whether humanward may notify"

T = TypeVar("T")
Say = Callable[[Mapping[str, str]], None]


class _Refused(Exception):  # noqa: N818 - it is no error, but an answer
    """The system does not show it; the text is the reason."""


class Toasts:
    """What is on the screen, by our codes."""

    def __init__(self, notifier: "DesktopNotifier", say: Say) -> None:
        self._notifier = notifier
        self._say = say
        self._shown: dict[str, str] = {}
        self._complaints: list[str] = []
        _hear_complaints(self._complaints)

    async def take(self, words: Mapping[str, Any]) -> None:
        """Show what is asked for, and tell what became of it."""
        outcome = Outcome.FAILED
        try:
            await self._show(words)
        except _Refused as refusal:
            reason = str(refusal)
        except TimeoutError:
            reason = _ASKS
        except Exception as error:  # noqa: BLE001 - backends raise what their systems do
            reason = f"desktop-notifier failed: {type(error).__name__}: {error}"
        else:
            outcome = Outcome.UNKNOWN
            reason = _TAKEN.format(system=_SYSTEMS.get(sys.platform, "the desktop"))
        told = {"told": words["show"], "outcome": outcome.value, "reason": reason[:_REASON_CHARS]}
        self._say(told)

    async def clear(self) -> None:
        """Take back all that is shown."""
        for code in tuple(self._shown):
            await self._clear(code)

    async def _show(self, words: Mapping[str, Any]) -> None:
        from desktop_notifier import DEFAULT_SOUND, Button, Capability  # noqa: PLC0415 - heavy

        code, text = words["show"], words["text"]
        can = await _in_time(self._notifier.get_capabilities())
        if not can:
            raise _Refused(_DUMMY.get(sys.platform, "desktop-notifier has no way to notify here"))
        if not await _in_time(self._notifier.request_authorisation()):
            raise _Refused(_FORBIDDEN.get(sys.platform, "the desktop does not allow it"))
        if Capability.BUTTONS not in can:
            text = "\n".join(filter(None, (text, words["answer"])))
        await self._clear(code)
        self._complaints.clear()
        taken: list[str] = []  # the call gives a number whatever became of it
        number = await _in_time(
            self._notifier.send(
                words["title"],
                text,
                icon=None,
                buttons=[
                    Button(title, on_pressed=partial(self._press, code, key), identifier=key)
                    for key, title in words["buttons"]
                ],
                sound=DEFAULT_SOUND if words["sound"] else None,
                on_dispatched=lambda: taken.append(code),
            )
        )
        if self._complaints or not taken:
            raise _Refused(_last(self._complaints) or "desktop-notifier did not send it")
        self._shown[code] = number

    def _press(self, code: str, key: str) -> None:
        self._say({"pressed": code, "key": key})
        self._shown.pop(code, None)

    async def _clear(self, code: str) -> None:
        number = self._shown.pop(code, None)
        if number is not None:
            with suppress(Exception):  # it went by itself, and some backends mind
                await _in_time(self._notifier.clear(number))


def stay() -> None:
    """Take one order after another from stdin, until it ends or nothing came for an hour."""
    try:
        from desktop_notifier import DesktopNotifier  # noqa: PLC0415 - it may be missing

        notifier = DesktopNotifier(_NAME, app_icon=None)
    except ImportError as error:
        reason = _INSTALL if error.name == "desktop_notifier" else f"{_INSTALL} ({error})"
        _say({"told": "", "outcome": Outcome.FAILED.value, "reason": reason})
    except Exception as error:  # noqa: BLE001 - backends raise what their systems do
        reason = f"desktop-notifier cannot be used: {type(error).__name__}: {error}"
        failed = {"told": "", "outcome": Outcome.FAILED.value, "reason": reason[:_REASON_CHARS]}
        _say(failed)
    else:
        loop = _loop()
        loop.run_until_complete(_serve(Toasts(notifier, _say), loop))


async def _serve(toasts: Toasts, loop: asyncio.AbstractEventLoop) -> None:
    orders: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(orders.put_nowait, line)
        loop.call_soon_threadsafe(orders.put_nowait, "")

    Thread(target=read, daemon=True).start()
    while line := await _next(orders):
        await toasts.take(json.loads(line))
    await toasts.clear()


async def _next(orders: "asyncio.Queue[str]") -> str:
    try:
        return await asyncio.wait_for(orders.get(), _IDLE_S)
    except TimeoutError:
        return ""


async def _in_time(call: Coroutine[Any, Any, T]) -> T:
    return await asyncio.wait_for(call, _CALL_S)


def _loop() -> asyncio.AbstractEventLoop:
    """On macOS one that serves the system's own events as well: presses are such."""
    if sys.platform == "darwin":
        from rubicon.objc.eventloop import RubiconEventLoop  # noqa: PLC0415 - desktop-notifier's

        return RubiconEventLoop()
    return asyncio.new_event_loop()


def _hear_complaints(into: list[str]) -> None:
    """The library tells what failed to its log alone; its log must not tell our words."""
    log = logging.getLogger("desktop_notifier")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: into.append(_complaint(record))  # type: ignore[method-assign]  # a handler of one line
    log.setLevel(logging.WARNING)
    log.propagate = False
    log.addHandler(handler)


def _complaint(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return f"{record.getMessage()}: {error}" if error else record.getMessage()


def _last(complaints: list[str]) -> str:
    return f"desktop-notifier complained: {complaints[-1]}" if complaints else ""


def _say(words: Mapping[str, str]) -> None:
    os.write(1, f"{json.dumps(dict(words))}\n".encode())
