"""What the doctor looks at of nudges: silence, calls and mail, channels."""

import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from config.paths import Home
from monitor.core.notices import Outcome
from monitor.core.wording.of_people import buttons
from monitor.core.wording.tongue import ENGLISH
from monitor.errors import LedgerError
from monitor.notify.handler import handler
from monitor.notify.open import CHANNELS, open_channels, probe
from monitor.notify.silence import Silence
from monitor.ports import Clock
from monitor.service.check import Check, Health
from monitor.store import people
from monitor.store.connect import reading

_ADVICE = "Install {needs}, or give a link of theirs: humanward people edit NAME --link URL"


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to a person: its button, the links that it opens, and the program that takes them."""

    part: str
    button: str
    scheme: str
    links: str
    needs: str


_CALLER = "a program that calls (such as GNOME Calls or KDE Connect)"
_MAILER = "a mail program (such as Thunderbird or Geary)"
_WAYS = (
    _Way("calls", "Call", "tel", "phone numbers", _CALLER),
    _Way("mail", "Write", "mailto", "mail addresses", _MAILER),
)


def silence() -> Iterator[Check]:
    """Whether the desktop wants silence; of those that are not here one line says enough."""
    healths = {True: Health.UNSURE, False: Health.GOOD, None: Health.OFF}
    stances = Silence().stances()
    known = [one for one in stances if one.holds is not None] or stances[:1]
    for one in known:
        yield Check("silence", one.desktop, healths[one.holds], one.reason)


def ways(home: Home) -> Iterator[Check]:
    """Whether the buttons that call or write to those who are named open anything."""
    if sys.platform != "linux" or not home.ledger.exists():
        return
    try:
        with reading(home.ledger) as seen:
            first = [buttons(one, ENGLISH)[0].opens for one in people.every(seen)]
    except LedgerError:
        return  # the ledger's own line says it
    used = {link.partition(":")[0] for link in first}
    for way in _WAYS:
        if way.scheme in used and (found := handler(way.scheme, os.environ)) is not None:
            yield _way(way, found)


def _way(way: _Way, found: str) -> Check:
    if found:
        return Check(way.part, way.part, Health.GOOD, f"{found} opens {way.links}")
    missing = f"no program here is set to open {way.links}"
    text = f'{missing}, so the button "{way.button}" may open none'
    return Check(way.part, way.part, Health.UNSURE, text, _ADVICE.format(needs=way.needs))


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
