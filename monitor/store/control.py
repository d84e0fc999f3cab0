"""What commands and daemon tell each other, as rows: wishes one way, a sign of life the other."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.types import GapReason, Presence
from monitor.store.connect import for_writing, transaction
from monitor.store.moments import from_ms, to_ms

LONGEST_PAUSE = timedelta(days=7)
_SLACK = timedelta(days=1)  # a clock may be wrong by hours, and by a second more often


@dataclass(frozen=True, slots=True)
class Life:
    """The daemon's last sign of life. ``subject`` is a number of the subject table."""

    pid: int
    started: datetime
    beat: datetime
    stopped: datetime | None
    sensor: str
    refused: str
    subject: int | None
    presence: Presence | None
    obstacle: GapReason | None
    because: str
    fullscreen: bool
    judged: datetime | None
    next_nudge: datetime | None
    held: str
    note: str


def life(connection: sqlite3.Connection) -> Life | None:
    """Read the last sign of life; None when no daemon ever ran in this home."""
    row = connection.execute(
        "select pid, started, beat, stopped, sensor, refused, subject, presence, obstacle,"
        " because, fullscreen, judged, next_nudge, held, note from heartbeat"
    ).fetchone()
    if row is None:
        return None
    return Life(
        pid=row[0],
        started=from_ms(row[1]),
        beat=from_ms(row[2]),
        stopped=_moment(row[3]),
        sensor=row[4],
        refused=row[5],
        subject=row[6],
        presence=None if row[7] is None else Presence(row[7]),
        obstacle=None if row[8] is None else GapReason(row[8]),
        because=row[9],
        fullscreen=bool(row[10]),
        judged=_moment(row[11]),
        next_nudge=_moment(row[12]),
        held=row[13],
        note=row[14],
    )


def note_zone(connection: sqlite3.Connection, path: Path, *, name: str, at: datetime) -> bool:
    """Write down the zone when it is another than before; tell whether it is."""
    last = connection.execute("select name from zone order by since desc limit 1").fetchone()
    if last and last[0] == name:
        return False
    with transaction(connection, path):
        connection.execute("insert or replace into zone values (?, ?)", (to_ms(at), name))
    return True


def note_day_start(connection: sqlite3.Connection, path: Path, hour: int) -> None:
    """Write down the hour at which days start, so that every reader cuts them the same."""
    row = connection.execute("select value from meta where key = 'day_starts'").fetchone()
    if row is None or row[0] != str(hour):
        with transaction(connection, path):
            connection.execute("insert or replace into meta values ('day_starts', ?)", (str(hour),))


def holds(pause: datetime | None, now: datetime) -> bool:
    """Whether a pause until that moment holds, for it always ends.

    One further off than any may be was asked for while the clock was wrong.
    """
    return pause is not None and now < pause <= now + LONGEST_PAUSE + _SLACK


def pause_in(wishes: Mapping[str, str]) -> datetime | None:
    """Until when the person wants no watching; the moment may have passed."""
    return from_ms(int(wishes["pause_until"])) if "pause_until" in wishes else None


def paused_until(connection: sqlite3.Connection, now: datetime) -> datetime | None:
    """Until when nobody watches, None where no pause holds."""
    pause = pause_in(wishes(connection))
    return pause if holds(pause, now) else None


def wishes(connection: sqlite3.Connection) -> dict[str, str]:
    """Read what the person's commands ask for."""
    return dict(connection.execute("select key, value from control"))


def last_wipe(connection: sqlite3.Connection) -> str:
    """A text that changes when the person deletes time, '' before they ever did."""
    row = connection.execute("select value from control where key = 'forgotten'").fetchone()
    return str(row[0]) if row else ""


def pause(path: Path, until: datetime | None) -> None:
    """Ask for a pause, or with None for its end."""
    _wish(path, "pause_until", None if until is None else str(to_ms(until)))


def end_pause(connection: sqlite3.Connection, path: Path, until: datetime) -> None:
    """Take a pause back that holds no more, or a clock that is set would bring it again."""
    with transaction(connection, path):
        connection.execute(
            "delete from control where key = 'pause_until' and value = ?", (str(to_ms(until)),)
        )


def ask_to_stop(path: Path, started: datetime) -> None:
    """Ask the daemon that started at this moment to end."""
    _wish(path, "stop", str(to_ms(started)))


def failed_last(connection: sqlite3.Connection, since: datetime, until: datetime) -> bool:
    """Whether a channel failed the newest nudge of a span."""
    row = connection.execute(
        "select max(outcome = 'failed') from delivery where nudge ="
        " (select id from nudge where at >= ? and at < ? order by at desc, id desc limit 1)",
        (to_ms(since), to_ms(until)),
    ).fetchone()
    return bool(row[0])


def _wish(path: Path, key: str, value: str | None) -> None:
    connection = for_writing(path)
    try:
        with transaction(connection, path):
            connection.execute("delete from control where key = ?", (key,))
            if value is not None:
                connection.execute("insert into control values (?, ?)", (key, value))
    finally:
        connection.close()


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
