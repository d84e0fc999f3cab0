"""Make the ledger ready for use; a damaged one is set aside and saved as far as it can be read."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.errors import DamagedLedgerError
from monitor.store.connect import failure
from monitor.store.schema import migrate

_SIDES = ("-wal", "-shm")
_LOST = """
insert into subject select distinct n, 'lost', n, '', '' from (
  select subject as n from stretch union select subject from use_by_hour
  union select subject from use_by_day union select subject from use_by_month
  union select subject from heartbeat where subject is not null
) where n not in (select id from subject)
"""  # what was in front is gone, but its number must not go to another


@dataclass(frozen=True, slots=True)
class Rescue:
    """Where the damaged file is now, and how many rows were saved of it."""

    aside: Path
    rows: int


def prepare(path: Path, now: datetime) -> Rescue | None:
    """Make the ledger ready; a Rescue tells what was done about a damaged one."""
    try:
        if path.exists():
            check(path)
        migrate(path)
    except DamagedLedgerError:
        return _rescue(path, now)
    return None


def check(path: Path) -> None:
    """Read the whole file; DamagedLedgerError when it is not sound."""
    try:
        connection = sqlite3.connect(path, timeout=5)
        try:
            told = connection.execute("pragma quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise failure(path, error) from error
    if told != "ok":
        raise DamagedLedgerError(f"{path} is damaged: {told}.")


def _rescue(path: Path, now: datetime) -> Rescue:
    aside = _free_name(path, f"{now:%Y%m%dT%H%M%S}")
    path.rename(aside)
    for side in _SIDES:
        beside = path.with_name(path.name + side)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + side))
    migrate(path)
    return Rescue(aside, _save(aside, path))


def _free_name(path: Path, stamp: str) -> Path:
    """A name that nothing bears yet: what was set aside before is not written over."""
    names = (stamp, *(f"{stamp}-{number}" for number in range(2, 1000)))
    asides = (path.with_name(f"{path.stem}.damaged-{name}{path.suffix}") for name in names)
    return next(aside for aside in asides if not aside.exists())


def _save(damaged: Path, sound: Path) -> int:
    """Copy row by row what can be read; a table's unreadable rest is left behind."""
    target = sqlite3.connect(sound)
    source = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)
    try:
        source.execute("pragma writable_schema = on")  # else a file cut short is not read at all
        tables = target.execute(
            "select name from sqlite_master where type = 'table' and name not glob '_sqlite*'"
            " and name not glob 'sqlite_*'"
        )
        saved = sum(_copy(source, target, name) for (name,) in tables.fetchall())
        target.execute(_LOST)
        target.commit()
    finally:
        source.close()
        target.close()
    return saved


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> int:
    """From both ends, so that an unreadable page costs little more than itself."""
    (key,) = target.execute(
        "select name from pragma_table_info(?) where pk = 1", (table,)
    ).fetchone()
    saved = 0
    for order in ("asc", "desc"):
        query = f'select * from "{table}" order by "{key}" {order}'  # noqa: S608 - names of our own
        try:
            for row in source.execute(query):
                marks = ", ".join("?" * len(row))
                insert = f'insert or ignore into "{table}" values ({marks})'  # noqa: S608 - as above
                saved += target.execute(insert, row).rowcount
        except sqlite3.DatabaseError:
            continue
        break
    return saved
