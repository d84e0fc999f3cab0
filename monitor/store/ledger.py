"""Keep what was seen. The hot path: gathered in memory, written in one transaction a flush."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from monitor.core.types import Gap, GapReason, Presence, Stretch, Subject, Track, Way
from monitor.errors import LedgerError
from monitor.store import connect
from monitor.store.connect import transaction
from monitor.store.moments import from_ms, to_ms
from monitor.store.subjects import Judge, Subjects

_BUSY_MS = 200  # a look must not wait long; what cannot be written now is written with the next
_HOLE = timedelta(minutes=1)
_Key = tuple[int, int, Subject]


@dataclass(frozen=True, slots=True)
class Beat:
    """The sign of life that goes with each flush: what the daemon sees and how."""

    at: datetime
    sensor: str
    refused: str
    subject: Subject | None
    presence: Presence | None
    obstacle: GapReason | None
    fullscreen: bool
    note: str


class Ledger:
    """The looking thread's hand on the SQLite file. What is not flushed yet is in memory."""

    def __init__(self, path: Path, judge: Judge, catalogue: str) -> None:
        self._path = path
        self._connection = connect.for_writing(path, busy_ms=_BUSY_MS)
        self._subjects = Subjects(self._connection, judge, catalogue)
        self._stretches: dict[_Key, Stretch] = {}
        self._gaps: dict[tuple[datetime, GapReason], Gap] = {}
        self._cuts: list[tuple[datetime, datetime]] = []
        self.started = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, *, pid: int, now: datetime, sensor: str) -> int:
        """Note the start: fill the time since the last sign of life with OFF, judge anew.

        Return how many subjects the catalogue of today judged for the first time.
        """
        self.started = at = to_ms(now)
        with transaction(self._connection, self._path):
            last = self._connection.execute("select beat from heartbeat").fetchone()
            if last and last[0] < at:
                self._put_gap(Gap(from_ms(last[0]), now, GapReason.OFF))
            self._connection.execute(
                "insert or replace into heartbeat values"
                " (1, ?, ?, ?, null, ?, '', null, null, null, null, null, null, '', '')",
                (pid, at, at, sensor),
            )
            self._connection.execute("insert or ignore into meta values ('began', ?)", (str(at),))
            return self._subjects.judge_all()

    def keep(self, stretch: Stretch) -> None:
        """Keep a stretch; one with the same start, track and subject is replaced."""
        if stretch.end > stretch.start:
            key = (to_ms(stretch.start), int(stretch.track), stretch.subject)
            self._stretches[key] = stretch

    def mark(self, gap: Gap) -> None:
        """Keep a gap; one with the same start and reason is replaced."""
        if gap.end > gap.start:
            self._gaps[gap.start, gap.reason] = gap

    def cut(self, since: datetime, until: datetime) -> None:
        """Take back the attended time between two moments, kept or gathered."""
        for key, stretch in list(self._stretches.items()):
            if stretch.track is Track.ATTENDED and stretch.end > since and stretch.start < until:
                del self._stretches[key]
                if stretch.start < since:
                    self._stretches[key] = replace(stretch, end=since)
        self._cuts.append((since, until))

    def relabel(self, start: datetime, before: Subject, subject: Subject, way: Way) -> None:
        """Give the attended stretch with this start the subject that was found out late."""
        key = (to_ms(start), int(Track.ATTENDED), before)
        gathered = self._stretches.pop(key, None)
        if gathered is None:
            gathered = self._kept(*key)
        if gathered is not None:
            self._cuts.append((gathered.start, gathered.end))
            self.keep(replace(gathered, subject=subject, way=way))

    def flush(self, beat: Beat) -> None:
        """Write what was gathered, with a sign of life; on failure all of it stays gathered."""
        try:
            with transaction(self._connection, self._path):
                for since, until in self._cuts:
                    self._cut(to_ms(since), to_ms(until))
                for stretch in self._stretches.values():
                    self._put(stretch)
                for gap in self._gaps.values():
                    self._put_gap(gap)
                self._put_beat(beat)
        except LedgerError:
            self._subjects.forget()
            raise
        self._cuts.clear()
        self._stretches.clear()
        self._gaps.clear()

    def end(self, now: datetime) -> None:
        """Note that the daemon stopped of its own will."""
        with transaction(self._connection, self._path):
            self._connection.execute("update heartbeat set stopped = ?", (to_ms(now),))

    def occupied(self, since: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """Tell which times from a moment on are already taken; holes of a minute count in.

        There are such times only after the clock was set back.
        """
        rows = self._connection.execute(
            "select start, end from stretch where track = ? and source = 0 and end > ?"
            " and start > ? order by start",
            (int(Track.ATTENDED), to_ms(since), to_ms(since - timedelta(hours=2))),
        )
        spans: list[tuple[datetime, datetime]] = []
        for start_ms, end_ms in rows:
            start, end = from_ms(start_ms), from_ms(end_ms)
            if spans and start - spans[-1][1] <= _HOLE:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return tuple(spans)

    def changed(self) -> int:
        """Tell a number that changes when another connection wrote; it costs next to nothing."""
        return int(self._connection.execute("pragma data_version").fetchone()[0])

    def control(self) -> dict[str, str]:
        """Read what the person's commands ask for."""
        try:
            return dict(self._connection.execute("select key, value from control"))
        except sqlite3.Error as error:
            raise connect.failure(self._path, error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _kept(self, start: int, track: int, subject: Subject) -> Stretch | None:
        row = self._connection.execute(
            "select end, presence, way, marks from stretch join subject on subject.id = subject"
            " where start = ? and track = ? and source = 0"
            " and app = ? and program = ? and host = ? and hint = ?",
            (start, track, subject.app, subject.program, subject.host, subject.hint),
        ).fetchone()
        if row is None:
            return None
        end, presence, way, marks = row
        return Stretch(
            from_ms(start), from_ms(end), subject, Presence(presence), Way(way), Track(track), marks
        )

    def _put(self, one: Stretch) -> None:
        self._connection.execute(
            "insert or replace into stretch"
            " (start, track, source, subject, end, presence, way, marks)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                to_ms(one.start),
                int(one.track),
                one.source,
                self._subjects.id_of(one.subject),
                to_ms(one.end),
                int(one.presence),
                int(one.way),
                one.marks,
            ),
        )

    def _put_gap(self, gap: Gap) -> None:
        self._connection.execute(
            "insert or replace into gap (start, reason, end) values (?, ?, ?)",
            (to_ms(gap.start), int(gap.reason), to_ms(gap.end)),
        )

    def _cut(self, since: int, until: int) -> None:
        inside = "track = 1 and source = 0 and start >= ? and start < ?"
        self._connection.execute(f"delete from stretch where {inside}", (since, until))  # noqa: S608 - a constant
        self._connection.execute(
            "update stretch set end = ? where track = 1 and source = 0 and end > ?"
            " and start = (select max(start) from stretch"
            " where track = 1 and source = 0 and start < ?)",
            (since, since, since),
        )

    def _put_beat(self, beat: Beat) -> None:
        self._connection.execute(
            "update heartbeat set beat = ?, sensor = ?, refused = ?, subject = ?, presence = ?,"
            " obstacle = ?, fullscreen = ?, note = ?",
            (
                to_ms(beat.at),
                beat.sensor,
                beat.refused,
                None if beat.subject is None else self._subjects.id_of(beat.subject),
                beat.presence,
                beat.obstacle,
                int(beat.fullscreen),
                beat.note,
            ),
        )
