"""Subjects and their verdicts as rows: what was seen, and what it means."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from monitor.core.types import Kind, Subject, Verdict

Judge = Callable[[Subject], Verdict]


class Subjects:
    """Numbers the subjects; each one gets its verdict of this catalogue when it is first seen."""

    def __init__(self, connection: sqlite3.Connection, judge: Judge, catalogue: str) -> None:
        self._connection = connection
        self._judge = judge
        self._catalogue = catalogue
        self._ids: dict[Subject, int] = {}

    def id_of(self, subject: Subject) -> int:
        """Tell the number of a subject; it gets one inside the transaction that is open."""
        known = self._ids.get(subject)
        if known is not None:
            return known
        parts = (subject.app, subject.program, subject.host, subject.hint)
        self._connection.execute(
            "insert or ignore into subject (app, program, host, hint) values (?, ?, ?, ?)", parts
        )
        found = self._connection.execute(
            "select id from subject where app = ? and program = ? and host = ? and hint = ?", parts
        ).fetchone()
        self._write(found[0], subject)
        self._ids[subject] = found[0]
        return int(found[0])

    def knows(self, subject: Subject) -> bool:
        """Whether its number needs no writing."""
        return subject in self._ids

    def follow(self, catalogue: str) -> None:
        """Judge new subjects by another catalogue from now on; the kept ones are judged by it."""
        self._catalogue = catalogue
        self._ids.clear()

    def forget(self) -> None:
        """Forget the numbers; a transaction that gave some away was rolled back."""
        self._ids.clear()

    def judge_all(self) -> int:
        """Judge every kept subject by this catalogue, weak titles but in part; tell how many."""
        rows = self._connection.execute(
            "select id, app, program, host, hint from subject where id not in"
            " (select subject from verdict where catalogue = ?)",
            (self._catalogue,),
        ).fetchall()
        for row in rows:
            self._write(row[0], Subject(*row[1:]))
        self._connection.execute(
            "insert or replace into meta (key, value) values ('catalogue', ?)", (self._catalogue,)
        )
        return len(rows)

    def _write(self, number: int, subject: Subject) -> None:
        verdict = self._judge(subject)
        if subject.hint and (earlier := self._earlier(number)):
            verdict = _of_title(earlier, verdict)
        self._connection.execute(
            "insert or ignore into verdict values (?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                self._catalogue,
                verdict.tool,
                verdict.kind.value,
                "\n".join(verdict.tags),
                verdict.because,
                int(verdict.weak),
            ),
        )

    def _earlier(self, number: int) -> Verdict | None:
        """A weak title's verdict by the catalogue before: the title itself is gone."""
        row = self._connection.execute(
            "select tool, kind, tags, because, weak from verdict where subject = ? order by"
            " catalogue = (select value from meta where key = 'catalogue') desc limit 1",
            (number,),
        ).fetchone()
        return row and to_verdict(*row)


def _of_title(earlier: Verdict, now: Verdict) -> Verdict:
    """What a weak title said stays, but for the tags and for what the person said of its tool."""
    from config.own_catalogue import IGNORED  # noqa: PLC0415 - seldom needed, and status is quick

    if IGNORED in earlier.tags or IGNORED in now.tags:
        return now
    is_by_title = earlier.weak and now.weak  # the tool may be called otherwise now
    is_same = is_by_title or earlier.tool == now.tool
    return replace(earlier, tags=now.tags) if is_same else earlier


def to_verdict(tool: str, kind: str, tags: str, because: str, weak: int) -> Verdict:
    """Make a verdict of a row's columns."""
    return Verdict(tool, Kind(kind), because, bool(weak), tuple(tags.split("\n")) if tags else ())
