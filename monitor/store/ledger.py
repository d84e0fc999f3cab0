"""Keep what was seen. The hot path: gathered in memory, written in one transaction a flush."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from monitor.core.types import Gap, GapReason, Presence, Stretch, Subject, Track, Way
from monitor.errors import LedgerError
from monitor.store import connect
from monitor.store.connect import spoken, transaction
from monitor.store.moments import from_ms, to_ms
from monitor.store.subjects import Judge, Subjects

_BUSY_MS = 200  # a look must not wait long; what cannot be written now is written with the next
_HOLE = timedelta(minutes=1)
_Key = tuple[int, int, Subject]
_RELABEL = (
    "update or replace stretch set subject = ?, way = ? where start = ? and track = ?"
    " and source = 0 and subject = (select id from subject"
    " where app = ? and program = ? and host = ? and hint = ?)"
)


@dataclass(frozen=True, slots=True)
class Beat:
    """The sign of life that goes with each flush: what the daemon sees and how."""

    at: datetime
    sensor: str
    refused: str
    subject: Subject | None
    presence: Presence | None
    obstacle: GapReason | None
    because: str
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
        self._labels: list[tuple[_Key, Subject, Way]] = []
        self._version = 0
        self._wipe: object = None
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
                " (1, ?, ?, ?, null, ?, '', null, null, null, '', null, null, null, '', '')",
                (pid, at, at, sensor),
            )
            self._connection.execute("insert or ignore into meta values ('began', ?)", (str(at),))
            self._drop_if_wiped()
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
        if gathered is not None:
            self.keep(replace(gathered, subject=subject, way=way))
        self._labels.append((key, subject, way))

    def flush(self, beat: Beat) -> None:
        """Write what was gathered, with a sign of life; on failure all of it stays gathered."""
        try:
            with transaction(self._connection, self._path):
                if self._heed_others():
                    self._drop_if_wiped()
                for since, until in self._cuts:
                    self._cut(to_ms(since), to_ms(until))
                for label in self._labels:
                    self._relabel(*label)
                for stretch in self._stretches.values():
                    self._put(stretch)
                for gap in self._gaps.values():
                    self._put_gap(gap)
                self._put_beat(beat)
        except LedgerError:
            self._subjects.forget()
            raise
        self.drop()

    def end(self, now: datetime) -> None:
        """Note that the daemon stopped of its own will."""
        with transaction(self._connection, self._path):
            self._connection.execute("update heartbeat set stopped = ?", (to_ms(now),))
        with spoken(self._path):
            self._connection.execute("pragma wal_checkpoint(passive)")

    def be_patient(self) -> None:
        """Wait longer for another program: what is not written now is lost."""
        with spoken(self._path):
            self._connection.execute(f"pragma busy_timeout = {connect.BUSY_MS}")

    def drop(self) -> None:
        """Drop what is gathered and not written yet."""
        self._cuts.clear()
        self._labels.clear()
        self._stretches.clear()
        self._gaps.clear()

    def occupied(self, since: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """Tell which times from a moment on are already taken; holes of a minute count in.

        There are such times only after the clock was set back.
        """
        with spoken(self._path):
            rows = self._connection.execute(
                "select start, end from stretch where track = ? and source = 0 and end > ?"
                " and start > ?",
                (int(Track.ATTENDED), to_ms(since), to_ms(since - timedelta(hours=2))),
            )
            taken = [(from_ms(start), from_ms(end)) for start, end in rows]
        gathered = (one for one in self._stretches.values() if one.track is Track.ATTENDED)
        taken += [(one.start, one.end) for one in gathered if one.end > since]
        spans: list[tuple[datetime, datetime]] = []
        for start, end in sorted(taken):
            if spans and start - spans[-1][1] <= _HOLE:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return tuple(spans)

    def changed(self) -> int:
        """Tell a number that changes when another connection wrote; it costs next to nothing."""
        with spoken(self._path):
            return int(self._connection.execute("pragma data_version").fetchone()[0])

    def control(self) -> dict[str, str]:
        """Read what the person's commands ask for."""
        with spoken(self._path):
            return dict(self._connection.execute("select key, value from control"))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _heed_others(self) -> bool:
        """Another connection may have deleted subjects: ask for their numbers anew."""
        version = self.changed()
        if version == self._version:
            return False
        self._version = version
        self._subjects.forget()
        return True

    def _drop_if_wiped(self) -> None:
        """What the person deleted since the last flush must not come back with this one."""
        wipe = self._connection.execute("select value from control where key = 'forgotten'")
        told = wipe.fetchone()
        if told == self._wipe:
            return
        self._wipe = told
        at, since, until = map(int, told[0].split())
        for key, one in list(self._stretches.items()):
            if key[0] < min(at, until) and to_ms(one.end) > since:
                del self._stretches[key]
        for place, gap in list(self._gaps.items()):
            if to_ms(gap.start) < min(at, until) and to_ms(gap.end) > since:
                del self._gaps[place]

    def _relabel(self, key: _Key, subject: Subject, way: Way) -> None:
        start, track, old = key
        number = self._subjects.id_of(subject)
        place = (start, track, old.app, old.program, old.host, old.hint)
        self._connection.execute(_RELABEL, (number, int(way), *place))

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
            " obstacle = ?, because = ?, fullscreen = ?, note = ?",
            (
                to_ms(beat.at),
                beat.sensor,
                beat.refused,
                None if beat.subject is None else self._subjects.id_of(beat.subject),
                beat.presence,
                beat.obstacle,
                beat.because,
                int(beat.fullscreen),
                beat.note,
            ),
        )
