"""Keep what was seen: gathered in memory, flushed to the tail, committed now and then."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from config.paths import Stamp, stamp
from monitor.core.types import Gap, GapReason, Subject, Track, Way
from monitor.errors import LedgerError
from monitor.store import connect, control, rows, tail
from monitor.store.connect import spoken, transaction
from monitor.store.gathered import Gathered, Key
from monitor.store.moments import from_ms, to_ms
from monitor.store.rows import Beat
from monitor.store.subjects import Judge, Subjects
from monitor.store.tail import Latest, Tail

_BUSY_MS = 200  # a look must not wait long; what cannot be written now is written with the next
_HOLE = timedelta(minutes=1)
_GRAIN = timedelta(seconds=2)  # some file systems tell so coarsely when a file was written
_QUIET = timedelta(seconds=30)  # and some tell it late
_COMMIT_EVERY = timedelta(minutes=10)
_PUT = f"insert or replace into stretch ({rows.STRETCH}) values (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
_PUT_GAP = f"insert or replace into gap ({rows.GAP}) values (?, ?, ?)"  # noqa: S608 - as above
_PUT_BEAT = f"update heartbeat set {' = ?, '.join(rows.BEAT)} = ?, commits = commits + 1"  # noqa: S608 - as above
_RELABEL = (
    "update or replace stretch set subject = ?, way = ? where start = ? and track = ?"
    " and source = 0 and subject = (select id from subject"
    " where app = ? and program = ? and host = ? and hint = ?)"
)


class Ledger:
    """The looking thread's hand on the SQLite file. What is not flushed yet is in memory."""

    def __init__(self, path: Path, judge: Judge, catalogue: str) -> None:
        self._path = path
        self._connection = connect.for_writing(path, busy_ms=_BUSY_MS)
        self._subjects = Subjects(self._connection, judge, catalogue)
        self.gathered = Gathered()
        self._tail = Tail(path)
        self._mark = ""
        self._version = 0
        self._wal = Path(f"{path.resolve()}-wal")
        self._known: Stamp = None
        self._asked = from_ms(0)
        self._lately = 0
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
            tail.take_in(self._connection, self._path)
            last = self._connection.execute("select beat from heartbeat").fetchone()
            if last and last[0] < at:
                off = Gap(from_ms(last[0]), now, GapReason.OFF)
                self._connection.execute(_PUT_GAP, rows.of_gap(off))
            self._connection.execute(
                "insert or replace into heartbeat values"
                " (1, ?, ?, 0, ?, null, ?, '', null, null, null, '', null, null, null, '', '')",
                (pid, at, at, sensor),
            )
            self._connection.execute("insert or ignore into meta values ('began', ?)", (str(at),))
            self._drop_if_wiped()
            judged = self._subjects.judge_all()
        self._tail.drop()
        return judged

    def follow(self, catalogue: str) -> None:
        """Judge new subjects by another catalogue, by which the kept ones are judged already."""
        self._subjects.follow(catalogue)

    def flush(self, beat: Beat) -> None:
        """Bring what was gathered to the disk, with a sign of life: to the tail if it can be."""
        if self._must_commit(beat):
            self.commit(beat)
            return
        number = self._subjects.id_of
        latest = Latest(
            tuple(rows.of_stretch(one, number) for one in self.gathered.stretches),
            tuple(map(rows.of_gap, self.gathered.gaps)),
            rows.of_beat(beat, number),
        )
        if not self._tail.write(self._mark, latest):
            self.commit(beat)

    def commit(self, beat: Beat) -> None:
        """Write what was gathered into the ledger; on failure all of it stays gathered."""
        try:
            with transaction(self._connection, self._path):
                if self._heed_others():
                    self._drop_if_wiped()
                for since, until in self.gathered.cuts:
                    self._cut(to_ms(since), to_ms(until))
                for label in self.gathered.labels:
                    self._relabel(*label)
                self._put(beat)
                self._mark = tail.mark(self._connection)
        except LedgerError:
            self._subjects.forget()
            raise
        self._tail.close()  # whoever deleted time deleted the file: open that of now next time
        self.gathered.committed = beat.at
        self.gathered.drop()

    def end(self, now: datetime) -> None:
        """Note that the daemon stopped of its own will."""
        with transaction(self._connection, self._path):
            tail.take_in(self._connection, self._path)
            self._connection.execute("update heartbeat set stopped = ?", (to_ms(now),))
        self._tail.drop()
        with spoken(self._path):
            self._connection.execute("pragma wal_checkpoint(passive)")

    def be_patient(self) -> None:
        """Wait longer for another program: what is not written now is lost."""
        with spoken(self._path):
            self._connection.execute(f"pragma busy_timeout = {connect.BUSY_MS}")

    def occupied(self, since: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """Tell which times from a moment on are already taken; holes of a minute count in.

        There are such times only after the clock was set back.
        """
        with spoken(self._path):
            found = self._connection.execute(
                "select start, end from stretch where track = ? and source = 0 and end > ?"
                " and start > ?",
                (int(Track.ATTENDED), to_ms(since), to_ms(since - timedelta(hours=2))),
            )
            taken = [(from_ms(start), from_ms(end)) for start, end in found]
        gathered = (one for one in self.gathered.stretches if one.track is Track.ATTENDED)
        taken += [(one.start, one.end) for one in gathered if one.end > since]
        spans: list[tuple[datetime, datetime]] = []
        for start, end in sorted(taken):
            if spans and start - spans[-1][1] <= _HOLE:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return tuple(spans)

    def changed(self) -> int:
        """Tell a number that changes when another connection wrote."""
        with spoken(self._path):
            return int(self._connection.execute("pragma data_version").fetchone()[0])

    def changed_lately(self, now: datetime) -> int:
        """Tell the same at a quarter of the cost, for each look: by when SQLite's log was written.

        A log written just now counts as unknown: another write may bear the same moment.
        """
        written = stamp(self._wal)
        is_known = written is not None and written == self._known
        if not (is_known and timedelta() <= now - self._asked < _QUIET):
            self._lately = self.changed()
            is_quiet = written is not None and now - from_ms(written[0] // 1_000_000) > _GRAIN
            self._known = written if is_quiet else None
            self._asked = now
        return self._lately

    def control(self) -> dict[str, str]:
        """Read what the person's commands ask for."""
        with spoken(self._path):
            return control.wishes(self._connection)

    def end_pause(self, until: datetime) -> None:
        """Take back the person's pause until that moment."""
        control.end_pause(self._connection, self._path, until)

    def close(self) -> None:
        """Let go of the files."""
        self._tail.close()
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
        self.gathered.drop_span(*map(int, told[0].split()))

    def _relabel(self, key: Key, subject: Subject, way: Way) -> None:
        start, track, old = key
        number = self._subjects.id_of(subject)
        place = (start, track, old.app, old.program, old.host, old.hint)
        self._connection.execute(_RELABEL, (number, int(way), *place))

    def _must_commit(self, beat: Beat) -> bool:
        """The tail has no word for what changes the past, nor for a subject that is new."""
        committed = self.gathered.committed
        if committed is None or not timedelta() <= beat.at - committed < _COMMIT_EVERY:
            return True
        subjects = {one.subject for one in self.gathered.stretches}
        if beat.subject is not None:
            subjects.add(beat.subject)
        return (
            self.gathered.changes_the_past()
            or self.changed() != self._version
            or not all(map(self._subjects.knows, subjects))
        )

    def _put(self, beat: Beat) -> None:
        number, gathered = self._subjects.id_of, self.gathered
        stretches = (rows.of_stretch(one, number) for one in gathered.stretches)
        self._connection.executemany(_PUT, stretches)
        self._connection.executemany(_PUT_GAP, map(rows.of_gap, gathered.gaps))
        self._connection.execute(_PUT_BEAT, rows.of_beat(beat, number))

    def _cut(self, since: int, until: int) -> None:
        inside = "track = 1 and source = 0 and start >= ? and start < ?"
        self._connection.execute(f"delete from stretch where {inside}", (since, until))  # noqa: S608 - a constant
        self._connection.execute(
            "update stretch set end = ? where track = 1 and source = 0 and end > ?"
            " and start = (select max(start) from stretch"
            " where track = 1 and source = 0 and start < ?)",
            (since, since, since),
        )
