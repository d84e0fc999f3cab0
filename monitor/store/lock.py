"""One daemon a home.

The lock is an exclusive transaction on a small SQLite file: the same on every system, and the
system itself lets go of it when the process ends, however it ends.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from monitor.errors import AlreadyRunningError, LedgerError
from monitor.store.room import is_full

_PATIENCE_S = 1.0  # somebody may be asking is_held() this very moment


class HomeLock:
    """Held from acquire() until release() or the end of the process."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def release(self) -> None:
        """Let the next one in."""
        self._connection.close()


def acquire(path: Path) -> HomeLock:
    """Take the lock; AlreadyRunningError when another daemon has it."""
    try:
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
        try:
            connection.execute("begin exclusive")
        except sqlite3.Error:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        if _is_locked(error):
            raise already_running(path) from error
        raise _unusable(path, error) from error
    return HomeLock(connection)


def already_running(path: Path) -> AlreadyRunningError:
    """Say whose turn it is."""
    return AlreadyRunningError(
        f"Another humanward already watches {path.parent}.",
        hint="`humanward status` tells about it, `humanward stop` ends it.",
    )


def is_held(path: Path) -> bool:
    """Whether a daemon has the lock now."""
    if not path.exists():
        return False
    try:
        with closing(_open(path)) as connection:
            connection.execute("select 1 from sqlite_master")
    except sqlite3.Error as error:
        if _is_locked(error):
            return True
        raise _unusable(path, error) from error
    return False


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)


def _is_locked(error: Exception) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _unusable(path: Path, error: Exception) -> LedgerError:
    if is_full(path.parent):
        return LedgerError(f"{path} cannot be used: the disk is full.", hint="Make some room.")
    return LedgerError(
        f"{path} cannot be used: {error}.",
        hint="Is it yours? Nothing is kept in it: it may be removed. Or choose another --home.",
    )
