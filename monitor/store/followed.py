"""What the answers to follow-ups tell: that it came to a talk."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.core.notices import Answer, Response
from monitor.core.people import Told
from monitor.core.rules.contact import FOLLOW_UP
from monitor.store.moments import from_ms, to_ms

_ASKED = (
    "select nudge.id, figures, person.id, person.how from nudge"
    " join person on person.name = nudge.person where code = ? and rule = ?"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A follow-up: about whom, since when, and when the person took it up."""

    nudge: int
    person: int
    how: str
    since: datetime
    took_up: datetime


def note(connection: sqlite3.Connection, response: Response) -> bool:
    """Keep, within a transaction, the talk that the answer to a follow-up tells of; tell if so.

    "Did" notes a talk at the moment when the person took up the word about them, unless one was
    noted since. Any other answer takes back what an earlier one noted.
    """
    row = connection.execute(_ASKED, (response.code, FOLLOW_UP)).fetchone()
    if row is None:
        return False
    asked = _asked(row)
    connection.execute("delete from contact where nudge = ?", (asked.nudge,))
    if response.answer is not Answer.DID or _is_known(connection, asked):
        return False
    _note_asked(connection, asked, response.at)
    return True


def _asked(row: Sequence[Any]) -> _Asked:
    nudge, figures, person, how = row
    told = {name: value for name, value, _ in json.loads(figures)}
    since, took_up = (from_ms(int(told[name] * 1000)) for name in ("since", "took_up"))
    return _Asked(nudge, person, how.split(maxsplit=1)[0], since, took_up)


def _is_known(connection: sqlite3.Connection, asked: _Asked) -> bool:
    """Whether a talk was noted since."""
    row = connection.execute(
        "select 1 from contact where person = ? and at >= ? limit 1",
        (asked.person, to_ms(asked.since)),
    ).fetchone()
    return row is not None


def _note_asked(connection: sqlite3.Connection, asked: _Asked, now: datetime) -> None:
    at = min(asked.took_up, now)
    connection.execute(
        "insert into contact (person, at, how, told, noted, nudge) values (?, ?, ?, ?, ?, ?)",
        (asked.person, to_ms(at), asked.how, Told.ASKED.value, to_ms(now), asked.nudge),
    )
