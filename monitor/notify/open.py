"""The channels by name, and how a nudge goes through them."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.core.notices import Delivery, Nudge, Outcome
from monitor.errors import UnfitError
from monitor.notify.freedesktop import Freedesktop
from monitor.notify.log import Log
from monitor.notify.opener import Opener
from monitor.notify.plyer_base import Plyer
from monitor.notify.portable import Portable
from monitor.notify.voice import Voice
from monitor.ports import Heard, Notifier

CHANNELS = ("desktop", "plyer", "log")
_PORTABLE = ("darwin", "win32")


def open_channels(  # noqa: PLR0913 - each by its name
    names: Sequence[str],
    heard: Heard,
    *,
    sound: bool = False,
    speech: bool = False,
    child: tuple[str, ...] = (),
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> tuple[Notifier, ...]:
    """The named channels in their order, the log always last.

    Nothing is connected before the first nudge. With ``sound`` a nudge may make one, with
    ``speech`` it is read aloud as well. ``child`` is the command of their child processes.
    """
    for name in names:
        if name not in CHANNELS:
            raise UnfitError(f"There is no channel {name!r}; there are {', '.join(CHANNELS)}.")
    voice = Voice(child, environ=environ) if speech else None
    opener = Opener(environ=environ, platform=platform, child=child)

    def desktop() -> Notifier:
        if platform in _PORTABLE:
            return Portable(
                heard, sound=sound, voice=voice, opener=opener, command=child, environ=environ
            )
        return Freedesktop(heard, sound=sound, voice=voice, opener=opener, environ=environ)

    makers: dict[str, Callable[[], Notifier]] = {
        "desktop": desktop,
        "plyer": lambda: Plyer(child, voice=voice, environ=environ),
        "log": Log,
    }
    return tuple(makers[name]() for name in sorted(dict.fromkeys(names), key="log".__eq__))


def deliver(nudge: Nudge, channels: Sequence[Notifier]) -> tuple[Delivery, ...]:
    """Show a nudge on the first channel that takes it; every channel tried leaves a Delivery."""
    deliveries = []
    for channel in channels:
        deliveries.append(channel.show(nudge))
        if deliveries[-1].outcome is not Outcome.FAILED:
            break
    return tuple(deliveries)


def probe(channels: Sequence[Notifier], now: datetime) -> tuple[Delivery, ...]:
    """Send one test through each channel by itself; it has no code, so nothing is to be kept.

    What is shown stays until the channels are closed; a press is heard with the code ''.
    """
    nudge = Nudge(
        code="",
        at=now,
        expires=now + timedelta(minutes=1),
        rule="test",
        occasion="test",
        title="A test from humanward",
        text="If you can read this, nudges reach you this way.",
        figures=(),
    )
    return tuple(channel.show(nudge) for channel in channels)
