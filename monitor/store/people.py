"""The people whom the person named, and the talks that were noted with them."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.core.names import fold
from monitor.core.people import Birthday, Contact, How, Person, Told
from monitor.core.rules import evening
from monitor.core.rules.contact import BIRTHDAY, FOLLOW_UP, NAME
from monitor.core.wording.tongue import short
from monitor.errors import MonitorError
from monitor.store.connect import for_writing, spoken, transaction
from monitor.store.moments import from_ms, to_ms

_COLUMNS = "name, every_ms, added, how, phone, email, link, birthday"
_TALKS = (
    "select coalesce(name, ''), at, contact.how, told from contact"
    " left join person on person.id = contact.person"
)
_LATEST = (
    "select coalesce(name, ''), max(at), contact.how, told from contact"
    " left join person on person.id = contact.person group by contact.person"
)
_LAST_NOTED = "select max(id) from contact"
_OF = "person = (select id from person where name = ?)"
_OF_PEOPLE = (NAME, BIRTHDAY, FOLLOW_UP, evening.NOTE, evening.LETTER)
_SOMEBODY = "somebody"


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The ledger, for as long as something is changed."""
    connection = for_writing(path)
    try:
        yield connection
    finally:
        connection.close()


def every(connection: sqlite3.Connection) -> tuple[Person, ...]:
    """All of them, in the order they were named."""
    rows = connection.execute(f"select id, {_COLUMNS} from person order by id")  # noqa: S608 - a constant
    return tuple(map(_person, rows))


def talks(connection: sqlite3.Connection) -> tuple[Contact, ...]:
    """All talks that were noted, in the order of time."""
    rows = connection.execute(f"{_TALKS} order by at, contact.id")
    return tuple(map(_contact, rows))


def latest(connection: sqlite3.Connection) -> tuple[Contact, ...]:
    """The latest talk with each, and the latest with somebody unknown: all that the rules need."""
    rows = connection.execute(_LATEST)
    return tuple(map(_contact, rows))


def add(connection: sqlite3.Connection, path: Path, person: Person) -> bool:
    """Keep somebody new; False when somebody of this name is kept already."""
    with transaction(connection, path):
        if _is_taken(connection, person.name):
            return False
        connection.execute(
            f"insert into person ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
            _row(person),
        )
    return True


def change(
    connection: sqlite3.Connection, path: Path, name: str, by: Callable[[Person], Person]
) -> tuple[Person, Person] | None:
    """Change what is kept of somebody; give what it was and is, None when the name is taken.

    A nudge that named them follows their new name, so that it is still known whom it was about.
    """
    with transaction(connection, path):
        before = next((one for one in every(connection) if one.name == name), None)
        if before is None:
            raise MonitorError(f"{name} is kept no more.")
        after = by(before)
        if fold(after.name) != fold(name) and _is_taken(connection, after.name):
            return None
        settings = ", ".join(f"{column} = ?" for column in _COLUMNS.split(", "))
        connection.execute(f"update person set {settings} where name = ?", (*_row(after), name))  # noqa: S608 - a constant
        _say_instead(connection, name, after.name)
    return before, after


def remove(connection: sqlite3.Connection, path: Path, name: str, *, with_talks: bool) -> int:
    """Forget somebody, so that nothing of the name stays on disk; tell how many talks there were.

    The talks stay as talks with somebody unknown, or go as well.
    """
    connection.execute("pragma secure_delete = on")
    with transaction(connection, path):
        count = connection.execute(f"select count(*) from contact where {_OF}", (name,))  # noqa: S608 - a constant
        (found,) = count.fetchone()
        if with_talks:
            connection.execute(f"delete from contact where {_OF}", (name,))  # noqa: S608 - a constant
        connection.execute(f"update contact set person = null where {_OF}", (name,))  # noqa: S608 - a constant
        connection.execute("delete from person where name = ?", (name,))
        _say_instead(connection, name, "")
    with spoken(path):
        connection.execute("pragma wal_checkpoint(truncate)")
    return int(found)


def log(connection: sqlite3.Connection, path: Path, talk: Contact, noted: datetime) -> None:
    """Keep a talk with somebody who is kept."""
    with transaction(connection, path):
        connection.execute(
            "insert into contact (person, at, how, told, noted)"
            " select id, ?, ?, ?, ? from person where name = ?",
            (to_ms(talk.at), talk.how.value, talk.told.value, to_ms(noted), talk.person),
        )


def take_back(connection: sqlite3.Connection, path: Path) -> Contact | None:
    """Take the talk that was noted last out again; None when there is none."""
    with transaction(connection, path):
        row = connection.execute(f"{_TALKS} where contact.id = ({_LAST_NOTED})").fetchone()
        connection.execute(f"delete from contact where id = ({_LAST_NOTED})")  # noqa: S608 - a constant
    return _contact(row) if row else None


def wipe(connection: sqlite3.Connection, since: int, until: int) -> int:
    """Delete the talks of a span, in ms, inside the transaction that is open; tell how many."""
    gone = connection.execute("delete from contact where at >= ? and at < ?", (since, until))
    return gone.rowcount


def remove_all(connection: sqlite3.Connection, path: Path) -> None:
    """Forget everybody and every talk, so that nothing of it stays on disk."""
    connection.execute("pragma secure_delete = on")
    with transaction(connection, path):
        connection.execute("delete from contact")
        for person in every(connection):
            _say_instead(connection, person.name, "")
        connection.execute("delete from person")
    with spoken(path):
        connection.execute("pragma wal_checkpoint(truncate)")


def _is_taken(connection: sqlite3.Connection, name: str) -> bool:
    wanted = fold(name)
    return any(fold(kept) == wanted for (kept,) in connection.execute("select name from person"))


def _say_instead(connection: sqlite3.Connection, name: str, instead: str) -> None:
    """Put another name into every nudge that may have said this one; '': nobody's."""
    said = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in (name, short(name))))
    words = short(instead) or _SOMEBODY
    rows = connection.execute("select id, rule, also, person, title, text from nudge").fetchall()
    for number, rule, also, person, title, text in rows:
        if person == name or {rule, *(one for one, _ in json.loads(also))}.intersection(_OF_PEOPLE):
            connection.execute(
                "update nudge set title = ?, text = ?, person = ? where id = ?",
                (
                    said.sub(lambda _: words, title),
                    said.sub(lambda _: words, text),
                    instead if person == name else person,
                    number,
                ),
            )


def _row(person: Person) -> tuple[object, ...]:
    return (
        person.name,
        person.every // timedelta(milliseconds=1),
        to_ms(person.added),
        " ".join(how.value for how in person.how),
        person.phone,
        person.email,
        person.link,
        str(person.birthday or ""),
    )


def _person(row: Sequence[Any]) -> Person:
    number, name, every_ms, added, how, phone, email, link, birthday = row
    return Person(
        name,
        timedelta(milliseconds=every_ms),
        from_ms(added),
        tuple(How(one) for one in how.split()),
        phone,
        email,
        link,
        Birthday.of(birthday) if birthday else None,
        number,
    )


def _contact(row: Sequence[Any]) -> Contact:
    name, at, how, told = row
    return Contact(name, from_ms(at), How(how), Told(told))
