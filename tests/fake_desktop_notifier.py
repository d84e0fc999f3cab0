"""A fake of desktop-notifier 6.2 on macOS and Windows: none of these systems has been asked here.

A test copies it as ``desktop_notifier.py`` where the child finds it first. It does as that
library's code says of its backends: ``send`` gives a number whatever became of it, what failed goes
to its log, and presses come on the loop. FAKE_TOASTS names what the system does.
"""

import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any
from uuid import uuid4

_DOES = os.environ["FAKE_TOASTS"]
_TRACE = Path(os.environ["FAKE_TOASTS_TRACE"])
_log = logging.getLogger("desktop_notifier.backends.base")

if _DOES == "no library":
    raise ModuleNotFoundError("No module named 'desktop_notifier'", name="desktop_notifier")
if _DOES == "no part":
    raise ModuleNotFoundError("No module named 'winrt'", name="winrt")
if _DOES == "dies":
    sys.stderr.write("Fatal Python error: Segmentation fault\n")
    sys.stderr.flush()
    os._exit(139)

DEFAULT_SOUND = "the sound of the system"


class Capability(Enum):
    """What a backend can do."""

    TITLE = auto()
    BUTTONS = auto()


@dataclass(frozen=True)
class Button:
    """One button."""

    title: str
    on_pressed: Callable[[], Any] | None = None
    identifier: str = field(default_factory=lambda: str(uuid4()))


class DesktopNotifier:
    """The library's front, over a backend that does what the test says."""

    def __init__(self, app_name: str = "Python", app_icon: object | None = None) -> None:
        _note(app=app_name, icon=app_icon)
        if _DOES == "no notifier":
            raise RuntimeError("Could not get ToastNotifier for app_id: humanward")

    async def get_capabilities(self) -> frozenset[Capability]:
        """Nothing at all from the dummy that stands in where nothing works."""
        if _DOES == "dummy":
            return frozenset()
        return frozenset(Capability) - ({Capability.BUTTONS} if _DOES == "plain" else set())

    async def request_authorisation(self) -> bool:
        """On macOS this waits until the person has answered."""
        if _DOES == "asks":
            await asyncio.sleep(60)
        return _DOES != "forbidden"

    async def send(  # noqa: PLR0913 - the library's
        self,
        title: str,
        message: str,
        *,
        icon: object | None = None,
        buttons: Sequence[Button] = (),
        sound: object | None = None,
        on_dispatched: Callable[[], Any] | None = None,
    ) -> str:
        """Send, log what failed, and give a number either way."""
        number = str(uuid4())
        told = [(button.identifier, button.title) for button in buttons]
        _note(
            send=number, title=title, text=message, buttons=told, sound=bool(sound), icon=bool(icon)
        )
        if _DOES == "hangs":
            time.sleep(60)  # noqa: TID251 - a call into the system that does not come back
        if _DOES == "raises":
            raise OSError("the notification platform is unavailable")
        if _DOES == "fails":
            try:
                raise OSError("0x803E0105")  # noqa: TRY301 - as the library does
            except OSError:
                _log.warning("Notification failed", exc_info=True)
            return number
        if _DOES == "complains":
            _log.warning("Error when scheduling notification: domain=UNErrorDomain, code=1")
        _log.debug("Notification sent: %s %s", title, message)
        if on_dispatched:
            on_dispatched()
        if _DOES == "presses" and buttons[0].on_pressed:
            asyncio.get_running_loop().call_later(0.05, buttons[0].on_pressed)
        return number

    async def clear(self, identifier: str) -> None:
        """Take it back; the backend minds when it is gone."""
        _note(clear=identifier)
        if _DOES == "gone":
            raise KeyError(identifier)


def _note(**words: object) -> None:
    with _TRACE.open("a") as trace:
        trace.write(json.dumps(words) + "\n")
