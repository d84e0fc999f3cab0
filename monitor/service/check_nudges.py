"""What the doctor looks at of nudges: silence, calls, channels."""

import logging
import os
import sys
from collections.abc import Iterator

from config.paths import Home
from monitor.core.notices import Outcome
from monitor.errors import LedgerError
from monitor.notify.handler import handler
from monitor.notify.open import CHANNELS, open_channels, probe
from monitor.notify.silence import Silence
from monitor.ports import Clock
from monitor.service.check import Check, Health
from monitor.store import people
from monitor.store.connect import reading

_CALLER = (
    "Install a program that calls (such as GNOME Calls or KDE Connect), or give a link of theirs:"
    " humanward people edit NAME --link URL"
)


def silence() -> Iterator[Check]:
    """Whether the desktop wants silence; of those that are not here one line says enough."""
    healths = {True: Health.UNSURE, False: Health.GOOD, None: Health.OFF}
    stances = Silence().stances()
    known = [one for one in stances if one.holds is not None] or stances[:1]
    for one in known:
        yield Check("silence", one.desktop, healths[one.holds], one.reason)


def calls(home: Home) -> Iterator[Check]:
    """Whether a button that calls somebody opens anything; asked once somebody has a number."""
    if sys.platform != "linux" or not home.ledger.exists():
        return
    try:
        with reading(home.ledger) as seen:
            has_numbers = any(one.phone for one in people.every(seen))
    except LedgerError:
        return  # the ledger's own line says it
    if not has_numbers or (found := handler("tel", os.environ)) is None:
        return
    if found:
        yield Check("calls", "calls", Health.GOOD, f"{found} opens phone numbers")
        return
    text = 'no program here is set to open phone numbers, so the button "Call" may open none'
    yield Check("calls", "calls", Health.UNSURE, text, _CALLER)


def channels(clock: Clock) -> Iterator[Check]:
    """One test through each channel, and what became of it."""
    logging.getLogger("monitor").addHandler(logging.NullHandler())  # the log is one of them
    opened = open_channels(CHANNELS, lambda _code, _answer: None)
    try:
        for delivery in probe(opened, clock.read().wall):
            health = {Outcome.SHOWN: Health.GOOD, Outcome.UNKNOWN: Health.UNSURE}.get(
                delivery.outcome, Health.BAD
            )
            yield Check("channel", delivery.channel, health, delivery.reason)
    finally:
        for channel in opened:
            channel.close()
