"""Look at everything once and say what works, what does not, and what to do."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from config import own_tools
from config.catalogue import load_catalogue
from config.errors import SettingsError
from config.load import load
from config.paths import Home
from monitor.core.recognise import Matcher
from monitor.core.sighting import Reading
from monitor.errors import DamagedLedgerError, LedgerError, SensorLostError, UnfitError
from monitor.ports import Clock
from monitor.sense.around.surroundings import open_surroundings
from monitor.sense.candidates import known_sensors
from monitor.sense.choose import Candidate
from monitor.sense.programs.inside import Inside, open_insides
from monitor.service import autostart, check_nudges
from monitor.service.check import Check, Health
from monitor.service.matching import load_matcher
from monitor.service.place import zone_name
from monitor.store import lock
from monitor.store.rescue import check

__all__ = ["Check", "Health", "examine", "platform_words"]

_ROOM = 100_000_000  # bytes
_WITHOUT_FILE = {
    "settings": "no file, the defaults hold",
    "tools": "none of your own, the catalogue holds",
}
_NOT_STARTED = "off: after a reboot nobody watches"
_UNTRIED = {"darwin": "macOS", "win32": "Windows"}
NEVER_SEEN = (
    "your phone and other computers; a window beside the one in front; what runs at the other end"
    " of ssh; what is said in a page, a chat or a call"
)


def examine(home: Home, clock: Clock, words: tuple[str, ...], *, nudge: bool) -> Iterator[Check]:
    """Look at each part in turn; with ``nudge`` a test goes through each channel."""
    yield _daemon(home)
    yield from _file("settings", home.settings, load)
    yield from _file("tools", home.tools, own_tools.load)
    yield _ledger(home)
    yield _disk(home)
    yield _zone()
    yield _autostart(words)
    yield from _sensors(home, clock)
    yield from _untried(sys.platform)
    yield from _surroundings(clock)
    yield from check_nudges.silence()
    yield from check_nudges.ways(home)
    if nudge:
        yield from check_nudges.channels(clock)
    yield Check("never seen", "never seen", Health.OFF, NEVER_SEEN)


def _daemon(home: Home) -> Check:
    try:
        held = lock.is_held(home.lock)
    except LedgerError as error:
        return Check("daemon", "daemon", Health.BAD, str(error), error.hint)
    if held:
        return Check("daemon", "daemon", Health.GOOD, "a daemon watches this home")
    return Check("daemon", "daemon", Health.BAD, "nobody watches", "humanward start")


def _file(part: str, path: Path, read: Callable[[Path], object]) -> Iterator[Check]:
    """One of the person's two files, and each problem in it by itself."""
    if not (path.exists() or path.is_symlink()):
        yield Check(part, part, Health.GOOD, _WITHOUT_FILE[part])
        return
    try:
        read(path)
    except SettingsError as error:
        *problems, last = error.problems
        for problem in problems:
            yield Check(part, part, Health.BAD, f"{path}: {problem}")
        yield Check(part, part, Health.BAD, f"{path}: {last}", error.hint)
        return
    yield Check(part, part, Health.GOOD, str(path))


def _ledger(home: Home) -> Check:
    if not home.ledger.exists() or not home.ledger.stat().st_size:
        return Check("ledger", "ledger", Health.OFF, "nothing was watched yet", "humanward start")
    try:
        check(home.ledger)
    except DamagedLedgerError as error:
        advice = "humanward stop, then humanward start: it is set aside and saved"
        return Check("ledger", "ledger", Health.BAD, str(error), advice)
    except LedgerError as error:
        return Check("ledger", "ledger", Health.BAD, str(error), error.hint)
    size = _size(home.ledger.stat().st_size)
    return Check("ledger", "ledger", Health.GOOD, f"{home.ledger}, {size}")


def _disk(home: Home) -> Check:
    place = home.ledger.parent
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < _ROOM:
        return Check("disk", "disk", Health.BAD, f"{_size(free)} free", "Make some room.")
    return Check("disk", "disk", Health.GOOD, f"{_size(free)} free")


def _size(count: int) -> str:
    """Bytes for people: 12 kB, 3.4 MB, 81.2 GB."""
    for unit, size in (("GB", 10**9), ("MB", 10**6)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count / 1000:.0f} kB"


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
    advice = autostart.by_hand() or "humanward autostart on"
    return Check("autostart", "autostart", Health.UNSURE, _NOT_STARTED, advice)


def _sensors(home: Home, clock: Clock) -> Iterator[Check]:
    matcher = _matcher(home)
    known = known_sensors(
        os.environ, clock, follows_title=matcher.needs_title, knows_program=matcher.knows_program
    )
    inside = open_insides(clock, matcher.knows_program, matcher.is_terminal)
    for candidate in known:
        yield _sensor(candidate, matcher, inside)


def _matcher(home: Home) -> Matcher:
    """As this home recognises; a bad file of the person's own tools is told as a check."""
    try:
        return load_matcher(home)
    except SettingsError:
        return Matcher(load_catalogue())


def _sensor(candidate: Candidate, matcher: Matcher, inside: Inside) -> Check:
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
    except Exception as fault:  # noqa: BLE001 - one sensor's fault hides no other check
        told = f"it failed in a way that was not foreseen ({type(fault).__name__})"
        return Check("sensor", candidate.name, Health.BAD, told)
    program = reading.program or inside.program(reading)
    is_dark = matcher.is_terminal(reading.app or "") and not program
    return Check("sensor", candidate.name, Health.GOOD, _seen(reading, program, is_dark=is_dark))


def _untried(platform: str) -> Iterator[Check]:
    """What is written by the documentation alone is said where it would be believed."""
    if name := _UNTRIED.get(platform):
        text = f"what sees {name} is written by its documentation and never ran on a real one"
        advice = "Compare `humanward status` with what you do, and tell us where it is wrong."
        yield Check("sensor", name, Health.UNSURE, text, advice)


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
    now = ", ".join(text for text, holds in words.items() if holds)
    seen = now or "the screen is not locked, nothing plays, no call is going on"
    yield Check("presence", "presence", Health.GOOD, f"besides input: {seen}")
    for trouble in troubles:
        yield Check("presence", "presence", Health.UNSURE, trouble)


def _seen(reading: Reading, program: str, *, is_dark: bool) -> str:
    if reading.app is None and reading.xwayland:
        return "sees windows of X programs alone; another one is in front now"
    if reading.app is None and not reading.running and reading.idle is not None:
        return "sees a window that does not tell what it is"
    if reading.app is None:
        running = ", ".join(reading.running)
        return f"sees programs alone: {running}" if running else "sees programs alone; no AI runs"
    front = ", in it ".join(filter(None, (reading.app, program))) or "an empty desktop"
    if is_dark:
        front += ", a terminal, and not what runs in it"
    idle = "" if reading.idle is None else f"; last input {reading.idle.total_seconds():.0f} s ago"
    return f"sees {front}{idle}"


def platform_words() -> str:
    """The system and Python that this runs on."""
    return f"{sys.platform}, Python {sys.version.split()[0]}"
