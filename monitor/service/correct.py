"""What ``humanward correct`` does: make, undo and list the person's corrections."""

from dataclasses import dataclass
from datetime import date, timedelta

from config.load import load
from config.paths import Home
from config.say import guess
from monitor.core.correct import Correction
from monitor.core.types import Kind, Presence, Track, Verdict
from monitor.errors import MonitorError
from monitor.ports import Clock
from monitor.service.tools import listed
from monitor.store import amend, bygone, corrections, read
from monitor.store.connect import reading

_LONGEST = timedelta(days=366)
_NOTHING = timedelta()
_FRONT = Track.ATTENDED


@dataclass(frozen=True, slots=True)
class Figures:
    """Active time, AI time and time in browsers with no page known, where a correction lies."""

    active: timedelta = _NOTHING
    ai: timedelta = _NOTHING
    unrecognised_browser: timedelta = _NOTHING


@dataclass(frozen=True, slots=True)
class Done:
    """A correction that was made or undone, and what it did.

    ``bygone`` are days of which only sums are kept; ``left`` is time that could not be corrected.
    """

    corrections: tuple[Correction, ...]
    before: Figures
    after: Figures
    bygone: tuple[date, ...]
    left: timedelta


def make(home: Home, clock: Clock, wanted: Correction) -> Done:
    """Note a correction: it counts from now on, and what was kept stays."""
    if wanted.end - wanted.start > _LONGEST:
        raise MonitorError("A correction covers a year at most.")
    _refuse_empty(home)
    night = load(home.settings).day.night
    before = _figures(home, wanted)
    done = amend.make(home.ledger, wanted, clock.read().wall, night)
    return Done(done.taken, before, _figures(home, wanted), done.bygone, done.left)


def undo(home: Home, clock: Clock, number: int) -> Done:
    """Take a correction back."""
    _refuse_empty(home)
    found = tuple(one for one in every(home) if one.number == number)
    if not found:
        raise MonitorError(
            f"There is no correction {number}.", hint="`humanward correct --list` shows them."
        )
    night = load(home.settings).day.night
    before = _figures(home, found[0])
    done = amend.undo(home.ledger, number, clock.read().wall, night)
    return Done(done.taken, before, _figures(home, found[0]), done.bygone, done.left)


def every(home: Home) -> tuple[Correction, ...]:
    """All corrections in force, in the order they were made."""
    if not home.ledger.exists():
        return ()
    with reading(home.ledger) as connection:
        return corrections.every(connection)


def as_tool(home: Home, name: str) -> tuple[str, Kind, tuple[str, ...]]:
    """Find the AI tool of a name: the name as it is written, its kind and its tags."""
    known = {one.tool.name.casefold(): one.tool for one in listed(home)[1]}
    tool = known.get(name.casefold())
    if tool is None:
        near = guess(name, {one.name.lower(): one for one in known.values()})
        raise MonitorError(
            f"No tool is called {name}.{near}",
            hint="`humanward tools list` names every tool; `humanward tools add` adds one.",
        )
    kind = Kind(tool.kind)
    if kind is Kind.AI_IDE:
        kind = Kind.CODING_AGENT  # the share inside cannot be seen, but the person knows it
    if not kind.is_ai:
        raise MonitorError(f"{tool.name} is no AI tool, so time with it cannot be AI time.")
    return tool.name, kind, tool.tags


def _refuse_empty(home: Home) -> None:
    if not home.ledger.exists():
        raise MonitorError(
            "Nothing was ever watched here, so there is nothing to correct.",
            hint="`humanward start` begins.",
        )


def _figures(home: Home, wanted: Correction) -> Figures:
    """Of days whose stretches are gone, the whole day's sums: it is the difference that tells."""
    found: list[tuple[Verdict, timedelta]] = []
    with reading(home.ledger) as connection:
        known, calendar = read.subjects(connection), read.calendar(connection)
        old = {
            day
            for day in bygone.days_of(calendar, (wanted,))
            if bygone.is_bygone(connection, calendar, day)
        }
        for day in old:
            sums = read.day_sums(connection, day, day)
            found += [(known[one.subject][1], one.length) for one in sums if one.track is _FRONT]
        for stretch, verdict in read.stretches(connection, wanted.start, wanted.end, known):
            if stretch.track is _FRONT and stretch.presence is Presence.ACTIVE:
                pieces = calendar.pieces(stretch.start, stretch.end)
                length = sum((one.length for one in pieces if one.day not in old), _NOTHING)
                found.append((verdict, length))
    return Figures(
        sum((length for _, length in found), _NOTHING),
        sum((length for verdict, length in found if verdict.kind.is_ai), _NOTHING),
        sum((length for verdict, length in found if verdict.kind is Kind.BROWSER), _NOTHING),
    )
