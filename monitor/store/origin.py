"""Where a ledger comes from: of a made-up one it is written inside whose life it tells."""

import sqlite3
from pathlib import Path

from monitor.store.connect import transaction

_KEY = "made_up"


def note(connection: sqlite3.Connection, path: Path, persona: str) -> None:
    """Write down that all of it is made up; nothing ever takes that back."""
    with transaction(connection, path):
        connection.execute("insert or replace into meta values (?, ?)", (_KEY, persona))


def made_up(connection: sqlite3.Connection) -> str:
    """Whose made-up life it is, '' for a real one."""
    row = connection.execute("select value from meta where key = ?", (_KEY,)).fetchone()
    return str(row[0]) if row else ""
