"""What was seen, as rows of the ledger's tables: their columns in order, and what fills them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from monitor.core.types import Gap, GapReason, Presence, Stretch, Subject
from monitor.store.moments import to_ms

STRETCH = "start, track, source, subject, end, presence, way, marks"
GAP = "start, reason, end"
BEAT = (
    "beat", "sensor", "refused", "subject", "presence", "obstacle", "because", "fullscreen",
    "note", "judged", "next_nudge", "held",
)  # fmt: skip

Row = tuple[int | str | None, ...]
Number = Callable[[Subject], int]
"""Tells the number that the ledger knows a subject by."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """When somebody judged last, when the next nudge may come, and what holds one back."""

    at: datetime | None = None
    next_nudge: datetime | None = None
    held: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """The sign of life that goes with each flush: what the daemon sees and how."""

    at: datetime
    sensor: str
    refused: str
    subject: Subject | None
    presence: Presence | None
    obstacle: GapReason | None
    because: str
    fullscreen: bool
    note: str
    judgement: Judgement = field(default_factory=Judgement)


def of_stretch(one: Stretch, number: Number) -> tuple[int, ...]:
    """A row of ``stretch``."""
    return (
        to_ms(one.start),
        int(one.track),
        one.source,
        number(one.subject),
        to_ms(one.end),
        int(one.presence),
        int(one.way),
        one.marks,
    )


def of_gap(gap: Gap) -> tuple[int, ...]:
    """A row of ``gap``."""
    return to_ms(gap.start), int(gap.reason), to_ms(gap.end)


def of_beat(beat: Beat, number: Number) -> Row:
    """What a sign of life changes in ``heartbeat``."""
    told = beat.judgement
    return (
        to_ms(beat.at),
        beat.sensor,
        beat.refused,
        None if beat.subject is None else number(beat.subject),
        beat.presence,
        beat.obstacle,
        beat.because,
        int(beat.fullscreen),
        beat.note,
        None if told.at is None else to_ms(told.at),
        None if told.next_nudge is None else to_ms(told.next_nudge),
        told.held,
    )
