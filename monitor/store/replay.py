"""Read kept time for a rehearsal: rows in columns, since a year of them must take no second.

A row becomes no stretch here, unless a correction lies over it.
"""

import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from monitor.core import correct
from monitor.core.correct import Correction
from monitor.core.runs import Row, Runs, Scene, join
from monitor.core.types import Presence, Stretch, Subject
from monitor.store import corrections
from monitor.store.moments import from_ms, to_ms
from monitor.store.read import Judged

# a scene's number: the subject's, the marks, the presence
_SUBJECT, _MARKS, _LOW = 18, 2, 3
_ALL_MARKS = (1 << (_SUBJECT - _MARKS)) - 1
_ROWS = (
    "select max(start, :since), min(end, :until),"
    " (subject << :subject) | (marks << :marks) | presence from stretch"
    " where start < :until and start > :since - :reach and end > :since and track = 1"
    " order by start"
)
_REACH_MS = 2 * 3_600_000  # no stretch is longer than an hour and a tick
_NEVER_MS = 1 << 62


def runs(
    connection: sqlite3.Connection,
    since: datetime,
    until: datetime,
    known: Mapping[int, Judged],
    sort_of: Callable[[Scene], Hashable | None],
) -> Runs:
    """Attended time of a span as the person corrected it, joined where nothing is told apart."""
    span = {"since": to_ms(since), "until": to_ms(until), "reach": _REACH_MS}
    rows: Iterable[Row] = connection.execute(_ROWS, span | {"subject": _SUBJECT, "marks": _MARKS})
    over = corrections.lying(connection, since, until)
    if over:
        rows = _corrected(rows, known, over)

    def scene_of(key: int) -> Scene:
        return _scene(key, known)

    return join(rows, scene_of, sort_of)


def kept_since(connection: sqlite3.Connection) -> datetime | None:
    """When the earliest stretch that is still kept begins; None: there is none."""
    row = connection.execute("select min(start) from stretch where track = 1").fetchone()
    return None if row[0] is None else from_ms(row[0])


def _scene(key: int, known: Mapping[int, Judged]) -> Scene:
    number = key >> _SUBJECT
    marks = key >> _MARKS & _ALL_MARKS
    return Scene(number, known[number][1], Presence(key & _LOW), marks)


def _corrected(
    rows: Iterable[Row], known: Mapping[int, Judged], over: Sequence[Correction]
) -> Iterator[Row]:
    """Lay corrections over the rows that they touch."""
    numbers = {subject: number for number, (subject, _) in known.items()}
    spans = iter((*_spans(over), (_NEVER_MS, _NEVER_MS)))
    since, until = next(spans)
    for row in rows:
        start, end, key = row
        while until <= start:
            since, until = next(spans)
        if end <= since:
            yield row
            continue
        stretch = _stretch(row, known)
        for piece, _ in correct.changed((stretch, known[key >> _SUBJECT][1]), over):
            yield to_ms(piece.start), to_ms(piece.end), _key(piece, numbers)


def _spans(over: Sequence[Correction]) -> list[tuple[int, int]]:
    """Where corrections lie, in ms, in order and joined."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((to_ms(one.start), to_ms(one.end)) for one in over):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def _stretch(row: Row, known: Mapping[int, Judged]) -> Stretch:
    start, end, key = row
    scene = _scene(key, known)
    subject = known[scene.subject][0]
    return Stretch(from_ms(start), from_ms(end), subject, scene.presence, marks=scene.marks)


def _key(piece: Stretch, numbers: Mapping[Subject, int]) -> int:
    return numbers[piece.subject] << _SUBJECT | piece.marks << _MARKS | piece.presence
