"""Look at everything once and say what works, what does not, and what to do."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from config.catalogue import load_catalogue
from config.errors import SettingsError
from config.load import load
from config.paths import Home
from monitor.core.notices import Outcome
from monitor.core.recognise import Matcher
from monitor.core.types import (
    Reading,
)
from monitor.errors import DamagedLedgerError, LedgerError, SensorLostError, UnfitError
from monitor.notify.open import CHANNELS, open_channels, probe
from monitor.ports import Clock
from monitor.sense.around.surroundings import open_surroundings
from monitor.sense.candidates import known_sensors
from monitor.sense.choose import Candidate
from monitor.service import autostart
from monitor.service.place import zone_name
from monitor.store import lock
from monitor.store.rescue import check

_ROOM_MB = 100


class Health(Enum):
    """How a check ended. A sensor that is not for this desktop is merely off."""

    GOOD = "good"
    OFF = "off"
    UNSURE = "unsure"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``advice`` says what to do, '' for nothing."""

    part: str
    name: str
    health: Health
    text: str
    advice: str = ""


def examine(home: Home, clock: Clock, words: tuple[str, ...], *, nudge: bool) -> Iterator[Check]:
    """Look at each part in turn; with ``nudge`` a test goes through each channel."""
    yield _daemon(home)
    yield _settings(home)
    yield _ledger(home)
    yield _disk(home)
    yield _zone()
    yield _autostart(words)
    yield from _sensors(clock)
    yield from _surroundings(clock)
    if nudge:
        yield from _channels(clock)


def _daemon(home: Home) -> Check:
    try:
        held = lock.is_held(home.lock)
    except LedgerError as error:
        return Check("daemon", "daemon", Health.BAD, str(error), error.hint)
    if held:
        return Check("daemon", "daemon", Health.GOOD, "a daemon watches this home")
    return Check("daemon", "daemon", Health.BAD, "nobody watches", "humanward start")


def _settings(home: Home) -> Check:
    try:
        load(home.settings)
    except SettingsError as error:
        return Check("settings", "settings", Health.BAD, str(error), "humanward config check")
    there = str(home.settings) if home.settings.exists() else "no file, the defaults hold"
    return Check("settings", "settings", Health.GOOD, there)


def _ledger(home: Home) -> Check:
    if not home.ledger.exists():
        return Check("ledger", "ledger", Health.OFF, "nothing was watched yet", "humanward start")
    try:
        check(home.ledger)
    except DamagedLedgerError as error:
        advice = "humanward stop, then humanward start: it is set aside and saved"
        return Check("ledger", "ledger", Health.BAD, str(error), advice)
    except LedgerError as error:
        return Check("ledger", "ledger", Health.BAD, str(error), error.hint)
    size = home.ledger.stat().st_size / 1e6
    return Check("ledger", "ledger", Health.GOOD, f"{home.ledger}, {size:.1f} MB")


def _disk(home: Home) -> Check:
    place = home.ledger.parent
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / 1e6
    if free < _ROOM_MB:
        return Check("disk", "disk", Health.BAD, f"{free:.0f} MB free", "Make some room.")
    return Check("disk", "disk", Health.GOOD, f"{free / 1000:.0f} GB free")


def _zone() -> Check:
    name = zone_name()
    if name:
        return Check("zone", "zone", Health.GOOD, name)
    text = "this computer does not tell its time zone, so days are cut in UTC"
    advice = "Set TZ, e.g. TZ=Europe/Paris, or let /etc/localtime be a link to the zone's file."
    return Check("zone", "zone", Health.UNSURE, text, advice)


def _autostart(words: tuple[str, ...]) -> Check:
    found = autostart.state(words)
    if found.is_on:
        return Check("autostart", "autostart", Health.GOOD, f"on, by {found.way}")
    text = "off: after a reboot nobody watches"
    return Check("autostart", "autostart", Health.UNSURE, text, "humanward autostart on")


def _sensors(clock: Clock) -> Iterator[Check]:
    matcher = Matcher(load_catalogue())
    known = known_sensors(
        os.environ, clock, follows_title=matcher.needs_title, knows_program=matcher.knows_program
    )
    for candidate in known:
        yield _sensor(candidate)


def _sensor(candidate: Candidate) -> Check:
    try:
        sensor = candidate.open()
        try:
            reading = sensor.look()
        finally:
            sensor.close()
    except UnfitError as reason:
        return Check("sensor", candidate.name, Health.OFF, str(reason))
    except SensorLostError as reason:
        return Check("sensor", candidate.name, Health.BAD, str(reason))
    return Check("sensor", candidate.name, Health.GOOD, _seen(reading))


def _surroundings(clock: Clock) -> Iterator[Check]:
    around = open_surroundings(os.environ, clock)
    try:
        told = around.look()
        troubles = around.troubles()
    finally:
        around.close()
    words = {
        "the screen is locked": told.locked,
        "another session is on the screen": told.switched,
        "something plays": bool(told.playing),
        "a call is going on": told.call,
        "a program keeps the screen on": told.inhibited,
    }
    seen = ", ".join(text for text, holds in words.items() if holds) or "no lock, no call, no media"
    yield Check("presence", "around", Health.GOOD, seen)
    for trouble in troubles:
        yield Check("presence", "around", Health.UNSURE, trouble)


def _seen(reading: Reading) -> str:
    if reading.app is None and reading.xwayland:
        return "sees windows of X programs alone; another one is in front now"
    if reading.app is None:
        running = ", ".join(reading.running)
        return f"sees programs alone: {running}" if running else "sees programs alone; no AI runs"
    front = " · ".join(part for part in (reading.app, reading.program) if part)
    idle = "" if reading.idle is None else f", last input {reading.idle.seconds} s ago"
    return f"sees {front or 'an empty desktop'}{idle}"


def _channels(clock: Clock) -> Iterator[Check]:
    channels = open_channels(CHANNELS, lambda _code, _answer: None)
    try:
        for delivery in probe(channels, clock.read().wall):
            health = {Outcome.SHOWN: Health.GOOD, Outcome.UNKNOWN: Health.UNSURE}.get(
                delivery.outcome, Health.BAD
            )
            yield Check("channel", delivery.channel, health, delivery.reason)
    finally:
        for channel in channels:
            channel.close()


def platform_words() -> str:
    """The system and Python that this runs on."""
    return f"{sys.platform}, Python {sys.version.split()[0]}"
