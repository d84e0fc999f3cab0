"""One daemon a home.

The lock is an exclusive transaction on a small SQLite file: the same on every system, and the
system itself lets go of it when the process ends, however it ends.
"""

import sqlite3
from pathlib import Path

from monitor.errors import AlreadyRunningError

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
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
    try:
        connection.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        connection.close()
        raise AlreadyRunningError(
            f"Another humanward already watches {path.parent}.",
            hint="`humanward status` tells about it, `humanward stop` ends it.",
        ) from error
    return HomeLock(connection)


def is_held(path: Path) -> bool:
    """Whether a daemon has the lock now."""
    if not path.exists():
        return False
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
    try:
        connection.execute("select 1 from sqlite_master")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False
