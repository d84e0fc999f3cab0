"""The facts of days: folded from the ledger's stretches, and kept as text."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from config.schema import DEFAULTS
from monitor.core.course import day_facts
from monitor.core.days import Calendar, Piece
from monitor.core.facts import DayFacts, Measure
from monitor.core.types import Gap, Stretch, Verdict
from monitor.store import bygone, day_texts, read
from monitor.store.connect import transaction

MARGIN = timedelta(hours=26)  # a journey may give a day hours so far outside its bounds
SHAPE = 3


@dataclass(frozen=True, slots=True)
class Held:
    """All that the ledger holds of one day, cut at the day's bounds and at each local hour."""

    uses: tuple[tuple[Piece, Stretch, Verdict], ...]
    gaps: tuple[Gap, ...]

    def facts(self, day: date, measure: Measure) -> DayFacts:
        """Fold it."""
        parts = ((stretch, verdict) for _, stretch, verdict in self.uses)
        return day_facts(day, parts, self.gaps, measure)


def held(
    connection: sqlite3.Connection, calendar: Calendar, day: date, known: dict[int, read.Judged]
) -> Held:
    """Read a day's stretches and gaps."""
    start, end = calendar.bounds(day)
    since, until = start - MARGIN, end + MARGIN
    uses = [
        (piece, replace(stretch, start=piece.start, end=piece.end), verdict)
        for stretch, verdict in read.stretches(connection, since, until, known)
        for piece in calendar.pieces(stretch.start, stretch.end)
        if piece.day == day
    ]
    gaps = [
        Gap(piece.start, piece.end, gap.reason)
        for gap in read.gaps(connection, since, until)
        for piece in calendar.pieces(gap.start, gap.end)
        if piece.day == day
    ]
    return Held(tuple(uses), tuple(gaps))


def days(
    connection: sqlite3.Connection, measure: Measure, first: date, last: date
) -> Iterator[DayFacts]:
    """Tell the facts of days, both inclusive, in order; days without any are left out.

    Kept facts that were measured otherwise are folded anew where the stretches still are; where
    not, they are told by the night of then, and an inseparable day is left out.
    """
    kept = dict(day_texts.kept(connection, first, last))
    known = read.subjects(connection)
    mark = _mark(measure)
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        text = kept.get(day)
        if text is not None and text.startswith(mark):
            yield day_texts.of_text(day, text, is_part=bool(measure.left_out))
        elif not bygone.is_bygone(connection, measure.calendar, day):
            found = held(connection, measure.calendar, day, known)
            if text is not None or found.uses or found.gaps:
                yield found.facts(day, measure)
        elif text is not None and _holds(text, measure):
            yield day_texts.of_text(day, text, is_part=bool(measure.left_out))


def inseparable(
    connection: sqlite3.Connection, measure: Measure, first: date, last: date
) -> frozenset[date]:
    """The kept days that the tags were not left out of while the stretches still were there."""
    return frozenset(
        day
        for day, text in day_texts.kept(connection, first, last)
        if not _holds(text, measure) and bygone.is_bygone(connection, measure.calendar, day)
    )


def folded(
    connection: sqlite3.Connection, calendar: Calendar, days: Iterable[date]
) -> Iterator[DayFacts]:
    """Fold days that were not summed up, with no tag left out; those without any are left out."""
    known = read.subjects(connection)
    measure = Measure(calendar, DEFAULTS.day.night)
    for day in days:
        if not bygone.is_bygone(connection, calendar, day):
            found = held(connection, calendar, day, known)
            if found.uses or found.gaps:
                yield found.facts(day, measure)


def stale(connection: sqlite3.Connection, measure: Measure) -> frozenset[date]:
    """The days whose kept facts were measured otherwise and whose stretches are all there."""
    calendar, mark = measure.calendar, _mark(measure)
    since = bygone.raw_since(connection)
    rows = connection.execute(
        "select day from day_facts where day >= ? and substr(facts, 1, ?) <> ?",
        ("" if since is None else calendar.day(since).isoformat(), len(mark), mark),
    )
    days = (date.fromisoformat(day) for (day,) in rows)
    return frozenset(day for day in days if not bygone.is_bygone(connection, calendar, day))


def left_out(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The tags without which each day is told besides the whole of it."""
    row = connection.execute("select value from meta where key = 'left_out'").fetchone()
    return tuple(row[0].split("\n")) if row and row[0] else ()


def note_left_out(connection: sqlite3.Connection, path: Path, tags: tuple[str, ...]) -> None:
    """Write down the tags without which each day is told too."""
    if left_out(connection) != tags:
        with transaction(connection, path):
            connection.execute(
                "insert or replace into meta values ('left_out', ?)", ("\n".join(tags),)
            )


def to_text(facts: Held, day: date, measure: Measure) -> str:
    """Fold a day and write it: lengths as seconds, so that SQLite's own JSON can compute.

    With tags to leave out it holds both, the whole day and, as ``apart``, what is left of it.
    """
    whole = _plain(facts.facts(day, replace(measure, left_out=())))
    if measure.left_out:
        whole["apart"] = _plain(facts.facts(day, measure))
    return _mark(measure) + msgspec.json.encode(whole).decode().removeprefix("{")


def _mark(measure: Measure) -> str:
    """How a text begins that was measured so."""
    told = {
        "shape": SHAPE,
        "measured": {
            "night": str(measure.night),
            "left_out": _tags(measure),
        },
    }
    return msgspec.json.encode(told).decode().removesuffix("}") + ","


def _holds(text: str, measure: Measure) -> bool:
    """Whether a kept text tells the day without the tags, whatever else it was measured by."""
    if not measure.left_out:
        return True
    measured = msgspec.json.decode(text).get("measured", {})
    return bool(measured.get("left_out") == _tags(measure))


def _tags(measure: Measure) -> list[str]:
    return sorted({tag.casefold() for tag in measure.left_out})


def _plain(facts: DayFacts) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: getattr(facts, name).total_seconds() for name in day_texts.LENGTHS
    }
    told |= {name: getattr(facts, name) for name in day_texts.COUNTS}
    told["kinds"] = {kind.value: length.total_seconds() for kind, length in facts.kinds}
    told["episodes"] = {kind.value: count for kind, count in facts.episodes}
    told["hours"] = [
        (one.hour, *(length.total_seconds() for length in (one.active, one.ai, one.watched)))
        for one in facts.hours
    ]
    return told
