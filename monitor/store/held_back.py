"""What was due and came to no nudge, as rows: how it ended, and all that held it."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.effect import Effect
from monitor.core.notices import Figure
from monitor.core.nudging.words import End, Ended, Given
from monitor.store.connect import transaction
from monitor.store.moments import from_ms, to_ms

_KEPT = timedelta(days=400)  # what was left out by chance is kept as long as the nudges are
_REACH = timedelta(days=30)  # what was not settled by then will not be
_UNTOLD = -1  # settled, and it cannot be told; null: not settled yet
_MEASURED = (End.SILENT.value, End.EXPIRED.value)
_COLUMNS = "rule, occasion, since, ended, how, reasons, figures, left_ai, left_screen"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A finding that came to no nudge. ``effect`` is what the person did just after it ended."""

    rule: str
    occasion: str
    since: datetime
    ended: datetime
    how: End
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...]
    effect: Effect


def record(connection: sqlite3.Connection, path: Path, ended: Sequence[Ended]) -> None:
    """Keep what ended now, and drop what is too old to be asked for.

    What was let go at once, with nothing that held it, is the person's own rest and not kept.
    """
    worth = [one for one in ended if one.how is not End.MOOT or one.waiting.reasons]
    if not worth:
        return
    with transaction(connection, path):
        connection.executemany(
            f"insert into held_back ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, null, null)",  # noqa: S608 - a constant
            [_row(one) for one in worth],
        )
        connection.execute(
            "delete from held_back where ended < ? and how <> ?",
            (to_ms(max(one.at for one in worth) - _KEPT), End.SILENT.value),
        )


def told(connection: sqlite3.Connection, since: datetime, until: datetime) -> tuple[HeldBack, ...]:
    """What ended in a span, in order of time."""
    rows = connection.execute(
        f"select {_COLUMNS} from held_back where ended >= ? and ended < ? order by ended, id",  # noqa: S608 - a constant
        (to_ms(since), to_ms(until)),
    )
    return tuple(
        HeldBack(
            rule=rule,
            occasion=occasion,
            since=from_ms(began),
            ended=from_ms(ended),
            how=End(how),
            reasons=tuple(json.loads(reasons)),
            figures=tuple(Figure(name, value, unit) for name, value, unit in json.loads(figures)),
            effect=Effect(_told(left_ai), _told(left_screen)),
        )
        for rule, occasion, began, ended, how, reasons, figures, left_ai, left_screen in rows
    )


def silent(connection: sqlite3.Connection, since: datetime, until: datetime) -> tuple[Given, ...]:
    """What was left out by chance in a span, in order of time, for the history of nudging."""
    rows = connection.execute(
        "select rule, occasion, ended from held_back"
        " where ended >= ? and ended < ? and how = ? order by ended, id",
        (to_ms(since), to_ms(until), End.SILENT.value),
    )
    return tuple(
        Given(rule, occasion, from_ms(ended), is_silent=True) for rule, occasion, ended in rows
    )


def unsettled(
    connection: sqlite3.Connection, before: datetime, most: int
) -> tuple[tuple[int, datetime], ...]:
    """Moments before this one, when nothing was shown, of which is not told what came of them."""
    rows = connection.execute(
        "select id, ended from held_back where ended > ? and ended <= ? and how in (?, ?)"
        " and left_ai is null order by ended limit ?",
        (to_ms(before - _REACH), to_ms(before), *_MEASURED, most),
    )
    return tuple((number, from_ms(ended)) for number, ended in rows)


def settle(connection: sqlite3.Connection, path: Path, found: Mapping[int, Effect]) -> None:
    """Keep what the person did, told by the number of the row."""
    with transaction(connection, path):
        connection.executemany(
            "update held_back set left_ai = ?, left_screen = ? where id = ?",
            [(_kept(one.left_ai), _kept(one.left_screen), number) for number, one in found.items()],
        )


def _row(one: Ended) -> tuple[object, ...]:
    waiting, finding = one.waiting, one.waiting.finding
    figures = [[figure.name, figure.value, figure.unit] for figure in finding.figures]
    return (
        finding.rule,
        finding.occasion,
        to_ms(waiting.since),
        to_ms(one.at),
        one.how.value,
        json.dumps(sorted(waiting.reasons)),
        json.dumps(figures),
    )


def _kept(value: bool | None) -> int:  # noqa: FBT001 - it is the value itself
    return _UNTOLD if value is None else int(value)


def _told(value: int | None) -> bool | None:
    return None if value in {None, _UNTOLD} else bool(value)
