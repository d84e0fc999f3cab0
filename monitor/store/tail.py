"""The tail of the ledger: what was seen since the last commit, in one page written in place.

A commit of SQLite touches several pages of the disk, this file one: so a flush costs little, and
commits are rare. Readers lay the tail over the ledger; the next commit, or the next start, takes
it in. It belongs to the ledger as long as both bear the same mark: who commits or deletes changes
the mark, and the tail of before is worth nothing any more.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from monitor.errors import LedgerError
from monitor.store.rows import BEAT, GAP, STRETCH, Row

_ROOM = 4096  # bytes: one page
_TRIES = 3  # it may be just being written
_HEAD = 18  # the check sum, a space, the length, the end of the line
_MARK = (
    "select started || ' ' || commits || ' ' || ifnull("
    " (select value from control where key = 'forgotten'), '') from main.heartbeat"
)
_TABLES = (
    ("stretch", STRETCH, "(start, track, source, subject)"),
    ("gap", GAP, "(start, reason)"),
)
"""What the tail fills: the table, its columns, its key."""


class Latest(NamedTuple):
    """What the tail holds, as rows of the ledger's tables."""

    stretch: Iterable[tuple[int, ...]]
    gap: Iterable[tuple[int, ...]]
    beat: Row


class Tail:
    """The daemon's hand on the file."""

    def __init__(self, ledger: Path) -> None:
        self._path = beside(ledger)
        self._file = -1

    def write(self, mark: str, latest: Latest) -> bool:
        """Write all of it in place; False when it has no room in one page."""
        from msgspec import json  # noqa: PLC0415 - readers need it not, and people wait for them

        text = json.encode({"mark": mark, **latest._asdict()})
        if len(text) > _ROOM - _HEAD:
            return False
        data = b"%08x %08d\n%b" % (zlib.crc32(text), len(text), text)
        try:
            if self._file < 0:
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, data)
        except OSError as error:
            self.close()
            raise LedgerError(
                f"{self._path} cannot be written: {error.strerror}.",
                hint="Is there room on the disk?",
            ) from error
        return True

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def drop(self) -> None:
        """All of it is in the ledger: delete the file."""
        self.close()
        drop(self._path.with_name(self._path.name.removesuffix("-tail")))


def beside(ledger: Path) -> Path:
    """The tail's place: beside the ledger, named like SQLite's own side files."""
    return ledger.with_name(f"{ledger.name}-tail")


def mark(connection: sqlite3.Connection) -> str:
    """What a tail must bear to belong to the ledger as it is now; '' before the first start."""
    row = connection.execute(_MARK).fetchone()
    return str(row[0]) if row else ""


def read(ledger: Path) -> str:
    """The text of the tail, '' for none; read it before the snapshot that it is laid over."""
    for _ in range(_TRIES):
        try:
            raw = beside(ledger).read_bytes()[:_ROOM]
        except OSError:
            return ""
        if text := _text(raw):
            return text
    return ""


def _text(raw: bytes) -> str:
    """What is whole; '' for a torn one."""
    head, _, text = raw.partition(b"\n")
    try:
        check, length = int(head[:8], 16), int(head[9:])
    except ValueError:
        return ""
    text = text[:length]
    return text.decode("utf-8", "replace") if zlib.crc32(text) == check else ""


class Overlay:
    """Lets a reading connection see the tail as if it were in the ledger.

    Who reads again and again keeps the tables of the last time, and is given the new rows alone.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_spread = False

    def lay(self, text: str) -> None:
        """Show this tail, and nothing of the one before."""
        connection = self._connection
        belongs = _belongs(connection, text)
        if not belongs and not self._is_spread:
            return
        if not self._is_spread:
            _spread(connection)
            self._is_spread = True
        for table, columns, _ in _TABLES:
            connection.execute(f"delete from temp.new_{table}")  # noqa: S608 - our own names
            if belongs:
                rows = _rows(table, columns)
                connection.execute(f"insert into temp.new_{table} {rows}", (text,))
        connection.execute("delete from temp.heartbeat")
        connection.execute("insert into temp.heartbeat select * from main.heartbeat")
        if belongs:
            _beat(connection, "temp.heartbeat", text)


def _spread(connection: sqlite3.Connection) -> None:
    """Make the tables of the tail, and the views that show them with the ledger's."""
    connection.execute("pragma temp_store = memory")
    for table, columns, key in _TABLES:
        connection.execute(f"create temp table new_{table} ({columns})")
        connection.execute(
            f"create temp view {table} as select {columns} from main.{table}"  # noqa: S608 - our own names
            f" where start < (select ifnull(min(start), 1e18) from new_{table})"
            f" or {key} not in (select {key.strip('()')} from new_{table})"
            f" union all select {columns} from new_{table}"
        )
    connection.execute("create temp table heartbeat as select * from main.heartbeat where false")


def take_in(connection: sqlite3.Connection, ledger: Path) -> None:
    """Put the tail into the ledger, within the caller's transaction."""
    text = read(ledger)
    if not _belongs(connection, text):
        return
    for table, columns, _ in _TABLES:
        rows = _rows(table, columns)
        connection.execute(f"insert or replace into {table} ({columns}) {rows}", (text,))
    _beat(connection, "main.heartbeat", text)
    connection.execute("update heartbeat set commits = commits + 1")


def drop(ledger: Path) -> None:
    """Delete the tail, so that nothing of it stays."""
    place = beside(ledger)
    with suppress(OSError):  # none is there, or it is open on a system that keeps open files
        os.truncate(place, 0)
        place.unlink()


def _belongs(connection: sqlite3.Connection, text: str) -> bool:
    if not text:
        return False
    told = connection.execute("select json_extract(?, '$.mark')", (text,)).fetchone()[0]
    return bool(told == mark(connection))


def _rows(table: str, columns: str) -> str:
    fields = (f"json_extract(value, '$[{at}]')" for at in range(columns.count(",") + 1))
    return f"select {', '.join(fields)} from json_each(?, '$.{table}')"  # noqa: S608 - our own names


def _beat(connection: sqlite3.Connection, table: str, text: str) -> None:
    fields = (f"{name} = json_extract(:text, '$.beat[{at}]')" for at, name in enumerate(BEAT))
    connection.execute(f"update {table} set {', '.join(fields)}", {"text": text})  # noqa: S608 - our own names
