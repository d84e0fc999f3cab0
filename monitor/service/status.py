"""What ``humanward status`` tells. It loads nothing that it does not need: people wait for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config.paths import Home
from monitor.core.types import GapReason, Presence, Subject, Track
from monitor.store import control, lock, read
from monitor.store.connect import reading

if TYPE_CHECKING:  # the sockets bring words that a status has no use for
    from monitor.ports import Clock


@dataclass(frozen=True, slots=True)
class Today:
    """The sums of the day so far, up to the last flush."""

    active: timedelta
    ai: timedelta


@dataclass(frozen=True, slots=True)
class Status:
    """How the daemon is. ``since`` is when it started, or when the last one was last alive."""

    watching: bool
    pid: int | None = None
    since: datetime | None = None
    sensor: str = ""
    refused: tuple[str, ...] = ()
    now: Subject | None = None
    tool: str = ""
    kind: str = ""
    presence: Presence | None = None
    obstacle: GapReason | None = None
    because: str = ""
    today: Today | None = None
    paused_until: datetime | None = None
    next_nudge: datetime | None = None
    held: tuple[str, ...] = ()
    note: str = ""


def status(home: Home, clock: "Clock") -> Status:
    """Ask the lock whether somebody watches, and the ledger for the rest."""
    watching = lock.is_held(home.lock)
    if not home.ledger.exists():
        return Status(watching)
    with reading(home.ledger) as connection:
        life = control.life(connection)
        if life is None:
            return Status(watching)
        known = read.subjects(connection)
        calendar = read.calendar(connection)
        now = clock.read().wall
        day_start = calendar.bounds(calendar.day(now))[0]
        active = ai = timedelta()
        for number, track, _, length in read.sums(connection, day_start, now):
            if track is Track.ATTENDED:
                active += length
                ai += length if known[number][1].kind.is_ai else timedelta()
        paused = control.paused_until(connection)
    subject, verdict = known[life.subject] if life.subject is not None else (None, None)
    return Status(
        watching=watching,
        pid=life.pid if watching else None,
        since=life.started if watching else life.stopped or life.beat,
        sensor=life.sensor if watching else "",
        refused=tuple(filter(None, life.refused.split("\n"))) if watching else (),
        now=subject if watching else None,
        tool=verdict.tool if watching and verdict else "",
        kind=verdict.kind.value if watching and verdict else "",
        presence=life.presence if watching else None,
        obstacle=life.obstacle if watching else None,
        because=life.because if watching else "",
        today=Today(active, ai),
        paused_until=paused if paused and paused > now else None,
        next_nudge=life.next_nudge if watching else None,
        held=tuple(filter(None, life.held.split("\n"))) if watching else (),
        note=life.note if watching else "",
    )
