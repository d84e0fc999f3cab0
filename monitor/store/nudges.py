"""Nudges, what became of them on each channel, and what the person said."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.core.effect import Effect
from monitor.core.notices import Answer, Delivery, Figure, Nudge, Outcome, Response
from monitor.store.connect import transaction
from monitor.store.moments import from_ms, to_ms

_LOG = "log"
_TOLD = (
    "select id, code, at, expires, rule, occasion, title, text, figures, person, also,"
    " effect.nudge is not null, left_ai, left_screen, talked"
    " from nudge left join effect on effect.nudge = nudge.id"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A nudge with all that is known of it; the last response is the one that counts.

    ``effect`` None: it is not settled yet what came of it.
    """

    nudge: Nudge
    deliveries: tuple[Delivery, ...]
    response: Response | None
    effect: Effect | None = None

    @property
    def is_lost(self) -> bool:
        """Whether every channel that a person would see failed; the log alone is none of those."""
        failed = [one.outcome is Outcome.FAILED for one in self.deliveries if one.channel != _LOG]
        return bool(failed) and all(failed)


def record(connection: sqlite3.Connection, path: Path, nudge: Nudge) -> None:
    """Keep a nudge before it is shown."""
    figures = [[one.name, one.value, one.unit] for one in nudge.figures]
    with transaction(connection, path):
        connection.execute(
            "insert into nudge"
            " (code, at, expires, rule, occasion, title, text, figures, person, also)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                nudge.code,
                to_ms(nudge.at),
                to_ms(nudge.expires),
                nudge.rule,
                nudge.occasion,
                nudge.title,
                nudge.text,
                json.dumps(figures),
                nudge.person,
                json.dumps(nudge.also),
            ),
        )


def record_deliveries(
    connection: sqlite3.Connection,
    path: Path,
    nudge: Nudge,
    deliveries: Iterable[Delivery],
    at: datetime,
) -> None:
    """Keep how each channel took a nudge, in the order they were tried."""
    with transaction(connection, path):
        connection.executemany(
            "insert or replace into delivery select id, ?, ?, ?, ?, ? from nudge where code = ?",
            [
                (turn, to_ms(at), one.channel, one.outcome.value, one.reason, nudge.code)
                for turn, one in enumerate(deliveries, 1)
            ],
        )


def answer(connection: sqlite3.Connection, response: Response) -> bool:
    """Keep an answer, within a transaction; False when there is no such nudge."""
    written = connection.execute(
        "insert into response (nudge, at, answer, via)"
        " select id, ?, ?, ? from nudge where code = ?",
        (to_ms(response.at), response.answer.value, response.via, response.code),
    )
    return written.rowcount == 1


def is_answered_since(connection: sqlite3.Connection, response: Response) -> bool:
    """Whether the same nudge got a later answer."""
    row = connection.execute(
        "select 1 from response join nudge on nudge.id = nudge where code = ? and response.at > ?",
        (response.code, to_ms(response.at)),
    ).fetchone()
    return row is not None


def codes(connection: sqlite3.Connection) -> frozenset[str]:
    """Every code that was ever given."""
    return frozenset(code for (code,) in connection.execute("select code from nudge"))


def told(connection: sqlite3.Connection, since: datetime, until: datetime) -> tuple[Told, ...]:
    """The nudges of a span, in order of time."""
    rows = connection.execute(
        f"{_TOLD} where at >= ? and at < ? order by at, id",
        (to_ms(since), to_ms(until)),
    ).fetchall()
    return tuple(_told(connection, row) for row in rows)


def moments(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> tuple[tuple[datetime, str], ...]:
    """When a nudge came in a span, and by which rule, in order of time."""
    rows = connection.execute(
        "select at, rule from nudge where at >= ? and at < ? order by at, id",
        (to_ms(since), to_ms(until)),
    )
    return tuple((from_ms(at), rule) for at, rule in rows)


def answers(
    connection: sqlite3.Connection, rule: str, before: datetime, most: int
) -> tuple[tuple[datetime, Answer], ...]:
    """The last answers to what a rule said before a moment, within others too; the newest first."""
    rows = connection.execute(
        # a cross join walks the answers from the newest, and ends as soon as there are enough
        "select nudge.at, last.answer from response as last cross join nudge"
        " on nudge.id = last.nudge"
        " where nudge.at < ? and (nudge.rule = ? or instr(nudge.also, ?))"
        " and not exists (select 1 from response where nudge = last.nudge and id > last.id)"
        " order by last.id desc limit ?",
        (to_ms(before), rule, f"[{json.dumps(rule)}, ", most),
    )
    return tuple((from_ms(at), Answer(answer)) for at, answer in rows)


def named(connection: sqlite3.Connection, code: str) -> Told | None:
    """The nudge with this code; None when there is none."""
    row = connection.execute(f"{_TOLD} where code = ?", (code,)).fetchone()
    return _told(connection, row) if row else None


def of_same(connection: sqlite3.Connection, nudge: Nudge) -> tuple[Told, ...]:
    """The nudges that spoke of the same occasion, within others too, in order of time."""
    rows = connection.execute(
        f"{_TOLD} where (rule = ? and occasion = ?) or instr(also, ?) order by at, id",
        (nudge.rule, nudge.occasion, json.dumps((nudge.rule, nudge.occasion))),
    ).fetchall()
    return tuple(_told(connection, row) for row in rows)


def newest_codes(connection: sqlite3.Connection, most: int) -> tuple[str, ...]:
    """The codes given last, the newest first."""
    rows = connection.execute("select code from nudge order by at desc limit ?", (most,))
    return tuple(code for (code,) in rows)


def _told(connection: sqlite3.Connection, row: Sequence[Any]) -> Told:
    number, code, at, expires, rule, occasion, title, text, figures, person, also, *came = row
    nudge = Nudge(
        code=code,
        at=from_ms(at),
        expires=from_ms(expires),
        rule=rule,
        occasion=occasion,
        title=title,
        text=text,
        figures=tuple(Figure(name, value, unit) for name, value, unit in json.loads(figures)),
        person=person,
        also=tuple((rule, occasion) for rule, occasion in json.loads(also)),
    )
    deliveries = connection.execute(
        "select channel, outcome, reason from delivery where nudge = ? order by turn", (number,)
    )
    last = connection.execute(
        "select at, answer, via from response where nudge = ? order by id desc limit 1", (number,)
    ).fetchone()
    return Told(
        nudge,
        tuple(Delivery(channel, Outcome(out), why) for channel, out, why in deliveries),
        last and Response(code, from_ms(last[0]), Answer(last[1]), last[2]),
        _effect(*came),
    )


def _effect(
    is_settled: int,
    left_ai: int | None,
    left_screen: int | None,
    talked: int | None,
) -> Effect | None:
    """What was settled; that no talk was noted may still change while the day lasts."""
    if not is_settled:
        return None
    told = (None if value is None else bool(value) for value in (left_ai, left_screen, talked))
    return Effect(*told)
