"""The person's corrections as rows, and the subjects that they make of what was seen."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from monitor.core.correct import SAID, Claim, Correction
from monitor.core.types import Kind, Subject, Verdict
from monitor.store.moments import from_ms, to_ms

_COLUMNS = "number, made, start, end, claim, tool, kind, tags, app"
_LAST = "select value from meta where key = 'last_correction'"


def every(connection: sqlite3.Connection) -> tuple[Correction, ...]:
    """All of them in the order they were made."""
    rows = connection.execute(f"select {_COLUMNS} from correction order by number, start")  # noqa: S608 - a constant
    return tuple(map(_of_row, rows))


def lying(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> tuple[Correction, ...]:
    """Those that lie over a span, in the order they were made."""
    rows = connection.execute(
        f"select {_COLUMNS} from correction where start < ? and end > ?"  # noqa: S608 - a constant
        " order by number, start",
        (to_ms(until), to_ms(since)),
    )
    return tuple(map(_of_row, rows))


def mark(connection: sqlite3.Connection) -> str:
    """A text that changes with each correction that is made, undone or wiped."""
    last = connection.execute(_LAST).fetchone()
    count = connection.execute("select count(*) from correction").fetchone()[0]
    return f"{last[0]}/{count}" if last else ""


def add(connection: sqlite3.Connection, one: Correction) -> int:
    """Keep a correction, inside the transaction that is open; give its number, used only once."""
    last = connection.execute(_LAST).fetchone()
    number = int(last[0]) + 1 if last else 1
    connection.execute("insert or replace into meta values ('last_correction', ?)", (str(number),))
    connection.execute(
        f"insert into correction ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        (
            number,
            to_ms(one.made),
            to_ms(one.start),
            to_ms(one.end),
            one.claim.value,
            one.tool,
            one.kind.value,
            "\n".join(one.tags),
            one.app,
        ),
    )
    return number


def remove(connection: sqlite3.Connection, number: int) -> tuple[Correction, ...]:
    """Take a correction away; give what was taken: nothing when there is none of this number."""
    taken = tuple(one for one in every(connection) if one.number == number)
    connection.execute("delete from correction where number = ?", (number,))
    return taken


def wipe(connection: sqlite3.Connection, since: int, until: int) -> None:
    """Delete what lies in a span, in ms; what reaches over an edge keeps the part outside."""
    connection.execute(
        "insert or ignore into correction (number, made, start, end, claim, tool, kind, tags, app)"
        " select number, made, ?, end, claim, tool, kind, tags, app from correction"
        " where start < ? and end > ?",
        (until, until, until),
    )
    connection.execute("delete from correction where start >= ? and start < ?", (since, until))
    connection.execute(
        "update correction set end = ? where start < ? and end > ?", (since, since, since)
    )


def extend(connection: sqlite3.Connection, known: dict[int, tuple[Subject, Verdict]]) -> None:
    """Add what corrections may make of each known subject.

    What has no row yet gets a number below zero, the same at each reading of one snapshot.
    """
    plain = [subject for subject, _ in known.values() if not subject.hint.startswith(SAID)]
    taken = {subject for subject, _ in known.values()}
    for one in every(connection):
        if one.claim.is_of_presence:
            continue
        for subject in map(one.subject, plain):
            if subject not in taken:
                taken.add(subject)
                known[-len(taken)] = (subject, one.verdict)


def adopt(connection: sqlite3.Connection, subject: Subject, verdict: Verdict) -> int:
    """Give what a correction made of a subject a row, inside the open transaction; tell its number.

    A catalogue of tomorrow leaves its verdict as it is, as it does with weak titles.
    """
    parts = (subject.app, subject.program, subject.host, subject.hint)
    connection.execute(
        "insert or ignore into subject (app, program, host, hint) values (?, ?, ?, ?)", parts
    )
    (number,) = connection.execute(
        "select id from subject where app = ? and program = ? and host = ? and hint = ?", parts
    ).fetchone()
    connection.execute(
        "insert or replace into verdict select ?, value, ?, ?, ?, ?, 0 from meta"
        " where key = 'catalogue'",
        (number, verdict.tool, verdict.kind.value, "\n".join(verdict.tags), verdict.because),
    )
    return int(number)


def drop_unused(connection: sqlite3.Connection) -> None:
    """Forget what corrections made of subjects where no sum needs it any more."""
    of_these = (
        "select id from subject where hint glob ? and id not in (select subject from use_by_day)"
    )
    connection.execute(f"delete from verdict where subject in ({of_these})", (f"{SAID}*",))  # noqa: S608 - a constant
    connection.execute(f"delete from subject where id in ({of_these})", (f"{SAID}*",))  # noqa: S608 - a constant


def numbers(corrections: Iterable[Correction]) -> str:
    """Name a set of corrections, '' for none."""
    return " ".join(str(number) for number in sorted({one.number for one in corrections}))


def _of_row(row: tuple[int, int, int, int, str, str, str, str, str]) -> Correction:
    number, made, start, end, claim, tool, kind, tags, app = row
    return Correction(
        number,
        from_ms(made),
        from_ms(start),
        from_ms(end),
        Claim(claim),
        tool,
        Kind(kind),
        tuple(tags.split("\n")) if tags else (),
        app,
    )
