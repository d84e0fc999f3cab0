"""Open the ledger's SQLite file, for one thread and one use."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import DamagedLedgerError, LedgerError
from monitor.store import tail
from monitor.store.room import is_full

Connection = sqlite3.Connection
"""What those above hand on, without a word of SQLite."""
BUSY_MS = 2000  # what a command waits for the daemon's commit, which takes a few milliseconds


def for_writing(path: Path, *, busy_ms: int = BUSY_MS) -> sqlite3.Connection:
    """Open for reading and writing; transactions are explicit."""
    return _open(path, "rw", busy_ms=busy_ms)


def state(connection: Connection) -> tuple[int, int]:
    """Two numbers that change with each commit, of this connection or of another."""
    (of_others,) = connection.execute("pragma data_version").fetchone()
    return int(of_others), connection.total_changes


def for_reading(path: Path) -> sqlite3.Connection:
    """Open for reading alone."""
    return _open(path, "ro", busy_ms=BUSY_MS)


def _open(path: Path, mode: str, *, busy_ms: int) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=busy_ms / 1000)
        try:
            connection.execute("pragma synchronous = normal")
            connection.execute("pragma cache_size = -512")
            connection.execute("select 1 from meta limit 1")
        except sqlite3.Error:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise failure(path, error) from error
    return connection


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """The driver's errors become ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise failure(path, error) from error


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open for reading, everything as it is at one moment; the driver's errors become ours."""
    reader = Reader(path)
    try:
        with reader.reading() as connection:
            yield connection
    finally:
        reader.close()


class Reader:
    """For one thread that reads again and again: what it opened and prepared stays for the next."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: tuple[int, int] | None = None
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """As the function of that name; after an error, or with another file, it begins anew."""
        if self._file != (file := _file(self._path)):
            self.close()
        if self._connection is None:
            self._connection, self._file = for_reading(self._path), file
            self._overlay = tail.Overlay(self._connection)
        try:
            with spoken(self._path):
                latest = tail.read(self._path)
                self._connection.execute("begin")
                self._overlay.lay(latest)
                yield self._connection
                self._connection.execute("commit")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the ledger; safe to call twice."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All or nothing; the driver's errors become ours."""
    with spoken(path):
        connection.execute("begin immediate")
        try:
            yield
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


def _file(path: Path) -> tuple[int, int] | None:
    """Which file lies there; None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def failure(path: Path, error: sqlite3.Error) -> LedgerError:
    """Say in words what SQLite said in codes."""
    if type(error) is sqlite3.DatabaseError:  # SQLite's "corrupt" and "not a database", no other
        hint = "At the next start it is set aside, and what can be read of it is recovered."
        return DamagedLedgerError(f"{path} is damaged: {error}.", hint=hint)
    if "full" in str(error) or ("I/O" in str(error) and is_full(path.parent)):
        return LedgerError(f"{path} cannot grow: the disk is full.", hint="Make some room.")
    if "locked" in str(error):
        return LedgerError(f"{path} is in use by another program.", hint="Try again in a moment.")
    return LedgerError(f"{path} cannot be used: {error}.", hint="`humanward doctor` tells more.")
