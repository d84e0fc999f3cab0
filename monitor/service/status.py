"""What ``humanward status`` tells. It loads nothing that it does not need: people wait for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from config.paths import Home
from monitor.core.types import Gap, GapReason, Presence, Subject, Track
from monitor.service.made_up import sentence
from monitor.store import control, lock, origin, read
from monitor.store.connect import reading
from monitor.store.room import is_full

_LATE = timedelta(seconds=20)  # a usual flush comes every 15 s
_SILENT = timedelta(minutes=2)  # twice the longest that a setting allows
_MOMENT = timedelta(milliseconds=1)
_NEWS = timedelta(days=7)

if TYPE_CHECKING:  # the sockets bring words that a status has no use for
    from monitor.ports import Clock
    from monitor.store.connect import Connection


@dataclass(frozen=True, slots=True)
class Today:
    """The sums of the day so far, up to the last flush."""

    active: timedelta
    ai: timedelta


@dataclass(frozen=True, slots=True)
class Status:
    """How the daemon is. ``since`` is when it started, or when the last one was last alive.

    ``seen`` is when what is told of now was written. ``silent``: it should have written again
    since then; ``full``: there is no room on the disk.
    """

    watching: bool
    pid: int | None = None
    since: datetime | None = None
    seen: datetime | None = None
    silent: bool = False
    full: bool = False
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
    undelivered: tuple[str, ...] = ()
    made_up: str = ""


def status(home: Home, clock: "Clock") -> Status:
    """Ask the lock whether somebody watches, and the ledger for the rest."""
    watching = lock.is_held(home.lock)
    note = "" if watching else _refusal(home.settings)
    if not home.ledger.exists():
        return Status(watching, note=note)
    with reading(home.ledger) as connection:
        life = control.life(connection)
        if life is None:
            return Status(watching, note=note)
        known = read.subjects(connection)
        calendar = read.calendar(connection)
        now = clock.read().wall
        day_start = calendar.bounds(calendar.day(now))[0]
        active = ai = timedelta()
        for number, track, _, length in read.sums(connection, day_start, now):
            if track is Track.ATTENDED:
                active += length
                ai += length if known[number][1].kind.is_ai else timedelta()
        paused = control.paused_until(connection, now)
        judged = life.judged or life.beat
        undelivered = _undelivered(connection, now)
        persona = origin.made_up(connection)
        held = _held(life, read.gaps(connection, judged, judged + _MOMENT))
    full = watching and now - life.beat > _LATE and is_full(home.ledger.parent)
    is_back = life.obstacle is GapReason.PAUSED and paused is None
    subject, verdict = known[life.subject] if life.subject is not None else (None, None)
    return Status(
        watching=watching,
        pid=life.pid if watching else None,
        since=life.started if watching else life.stopped or life.beat,
        seen=life.beat if watching else None,
        silent=watching and (full or now - life.beat > _SILENT),
        full=full,
        sensor=life.sensor if watching else "",
        refused=tuple(filter(None, life.refused.split("\n"))) if watching else (),
        now=subject if watching else None,
        tool=verdict.tool if watching and verdict else "",
        kind=verdict.kind.value if watching and verdict else "",
        presence=life.presence if watching else None,
        obstacle=life.obstacle if watching and not is_back else None,
        because=life.because if watching else "",
        today=Today(active, ai),
        paused_until=paused,
        next_nudge=life.next_nudge if watching else None,
        held=held if watching else (),
        note=life.note if watching else note,
        undelivered=undelivered,
        made_up=sentence(persona) if persona else "",
    )


def _refusal(settings: Path) -> str:
    """Why `start` would refuse these settings; '' where it would not."""
    if not settings.exists():
        return ""
    from config.errors import SettingsError  # noqa: PLC0415 - while somebody watches, that one tells
    from config.load import load  # noqa: PLC0415 - as above

    try:
        load(settings)
    except SettingsError as error:
        return f"`humanward start` refuses these settings: {error}"
    return ""


def _undelivered(connection: "Connection", now: datetime) -> tuple[str, ...]:
    """Which channels failed the newest nudge of the last days, and why."""
    if not control.failed_last(connection, now - _NEWS, now):
        return ()
    from monitor.notify.troubles import in_words  # noqa: PLC0415 - where all is well nobody waits for it
    from monitor.store.nudges import told  # noqa: PLC0415 - as above

    newest = told(connection, now - _NEWS, now)[-1:]
    return tuple(words for one in newest for words in in_words(one.deliveries))


def _held(life: control.Life, gaps: Iterable[Gap]) -> tuple[str, ...]:
    """What held nudges back when it was judged last; in a pause nothing was known of that."""
    is_paused = life.obstacle is GapReason.PAUSED
    if is_paused or any(gap.reason is GapReason.PAUSED for gap in gaps):
        return ()
    return tuple(filter(None, life.held.split("\n")))
