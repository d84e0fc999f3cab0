"""The shape of the ledger, as migrations. A released migration is never edited.

Only set-up loads this: sqlite-utils keeps the list of what was applied.
"""

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from monitor.errors import LedgerError

PAGE_SIZE = (
    1024  # each flush writes whole pages: small ones keep a day of flushes below 1 MB an hour
)

_migrations = Migrations("humanward")

_FIRST = """
create table meta (
  key text primary key, value text not null
) without rowid;
create table subject (
  id integer primary key,
  app text not null, program text not null, host text not null, hint text not null,
  unique (app, program, host, hint)
);
create table verdict (
  subject integer not null references subject (id), catalogue text not null,
  tool text not null, kind text not null, tags text not null, because text not null,
  weak integer not null,
  primary key (subject, catalogue)
) without rowid;
create table stretch (
  start integer not null, track integer not null, source integer not null,
  subject integer not null references subject (id), end integer not null,
  presence integer not null, way integer not null, marks integer not null,
  primary key (start, track, source, subject)
) without rowid;
create table gap (
  start integer not null, reason integer not null, end integer not null,
  primary key (start, reason)
) without rowid;
create index gap_end on gap (end);
create table zone (
  since integer primary key, name text not null
);
create table day_facts (
  day text primary key, rolled integer not null, facts text not null
) without rowid;
create table use_by_hour (
  day text not null, hour integer not null, subject integer not null references subject (id),
  track integer not null, marks integer not null, ms integer not null,
  primary key (day, hour, subject, track, marks)
) without rowid;
create table use_by_day (
  day text not null, subject integer not null references subject (id),
  track integer not null, marks integer not null, ms integer not null,
  primary key (day, subject, track, marks)
) without rowid;
create table use_by_month (
  month text not null, subject integer not null references subject (id),
  track integer not null, marks integer not null, ms integer not null,
  primary key (month, subject, track, marks)
) without rowid;
create table gap_by_day (
  day text not null, reason integer not null, ms integer not null,
  primary key (day, reason)
) without rowid;
create table nudge (
  id integer primary key, code text not null unique, at integer not null,
  expires integer not null, rule text not null, occasion text not null,
  title text not null, text text not null, figures text not null,
  person text not null, also text not null
);
create index nudge_at on nudge (at);
create table delivery (
  nudge integer not null references nudge (id), turn integer not null, at integer not null,
  channel text not null, outcome text not null, reason text not null,
  primary key (nudge, turn)
) without rowid;
create table response (
  id integer primary key, nudge integer not null references nudge (id),
  at integer not null, answer text not null, via text not null
);
create index response_nudge on response (nudge);
create table effect (
  nudge integer primary key references nudge (id),
  left_ai integer, left_screen integer, talked integer not null
);
create table held_back (
  id integer primary key, rule text not null, occasion text not null,
  since integer not null, ended integer not null, how text not null, reasons text not null,
  figures text not null, left_ai integer, left_screen integer
);
create index held_back_ended on held_back (ended);
create table person (
  id integer primary key, name text not null unique collate nocase, every_ms integer not null,
  how text not null, phone text not null, email text not null, link text not null,
  birthday text not null, added integer not null
);
create table contact (
  id integer primary key, person integer references person (id),
  at integer not null, how text not null, told text not null, noted integer not null,
  nudge integer references nudge (id)
);
create index contact_at on contact (at);
create table exchange (
  at integer not null, tool text not null, source text not null, device text not null,
  watched integer not null,
  primary key (at, tool, source, device)
) without rowid;
create table correction (
  number integer not null, start integer not null, end integer not null,
  made integer not null, claim text not null,
  tool text not null, kind text not null, tags text not null, app text not null,
  primary key (number, start)
) without rowid;
create table use_as_kept (
  day text not null, hour integer not null, start integer not null, end integer not null,
  subject integer not null references subject (id), track integer not null,
  marks integer not null, presence integer not null, ms integer not null,
  primary key (day, hour, start, subject, track, marks, presence)
) without rowid;
create table facts_as_kept (
  day text not null, corrections text not null, facts text not null,
  primary key (day, corrections)
) without rowid;
create table heartbeat (
  id integer primary key check (id = 1),
  pid integer not null, started integer not null, commits integer not null,
  beat integer not null,
  stopped integer, sensor text not null, refused text not null,
  subject integer, presence integer, obstacle integer, because text not null,
  fullscreen integer,
  judged integer, next_nudge integer, held text not null, note text not null
);
create table control (
  key text primary key, value text not null
) without rowid;
"""


@_migrations()
def first_shape(db: Database) -> None:
    """Everything that the main job keeps."""
    for statement in _FIRST.split(";"):
        if statement.strip():
            db.execute(statement)


def migrate(path: Path) -> None:
    """Bring the ledger to today's shape, making it where there is none."""
    made = not path.exists() or not path.stat().st_size
    try:
        connection = sqlite3.connect(path, timeout=5)
        try:
            if made:
                path.chmod(0o600)
                connection.execute(f"pragma page_size = {PAGE_SIZE}")
            connection.execute("pragma journal_mode = wal")
            _migrations.apply(Database(connection, execute_plugins=False))
            _refuse_newer(Database(connection, execute_plugins=False), path)
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        hint = f"Is there room on the disk, and may you write {path.parent}?"
        raise LedgerError(f"{path} cannot be prepared: {error}.", hint=hint) from error


def _refuse_newer(db: Database, path: Path) -> None:
    known = {"first_shape"}
    newer = sorted({one.name for one in _migrations.applied(db)} - known)
    if newer:
        raise LedgerError(
            f"{path} was written by a newer humanward (it has {', '.join(newer)}).",
            hint="Update humanward, or start another home with --home.",
        )
