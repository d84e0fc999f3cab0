"""How often the person noted a talk, with whom and in which way."""

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.store.moments import to_ms

if TYPE_CHECKING:
    from monitor.core.people import How

_NOTED = (
    "select coalesce(name, ''), contact.how, count(*) from contact"
    " left join person on person.id = contact.person"
    " where at >= ? and at < ? and told <> 'seen' group by 1, 2 order by 3 desc, 1, 2"
)


def noted(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> list[tuple[str, "How", int]]:
    """Talks of a span by person ('': nobody was named) and way, the most first.

    What was merely seen is in none: it is told as time, nobody knows with whom.
    """
    rows = connection.execute(_NOTED, (to_ms(since), to_ms(until))).fetchall()
    if not rows:
        return []
    from monitor.core.people import How  # noqa: PLC0415 - few note any, and reports are quick

    return [(name, How(how), count) for name, how, count in rows]
