"""Kept time in the order in which it passed, joined where no rule sees a change.

A year holds some 300,000 stretches, so here they stand in columns of numbers; what a rule tells
apart from its neighbours becomes a stretch again.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.core.limits import Seen
from monitor.core.types import Presence, Stretch, Subject, Verdict

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE_MS = 60_000
_MS = timedelta(milliseconds=1)
_ANY = Subject()

Row = tuple[int, int, int]
"""Attended time as it was kept: start and end in ms since 1970, and the number of its scene."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What was in front, by the number of its subject, and whether somebody was there."""

    subject: int
    verdict: Verdict
    presence: Presence = Presence.ACTIVE
    marks: int = 0


@dataclass(frozen=True, slots=True)
class Runs:
    """Time in which no rule sees a change; each run is of a sort, told by one scene of it.

    ``turns_ms`` are the moments at which another subject came to the front.
    """

    starts_ms: Sequence[int]
    ends_ms: Sequence[int]
    sorts: Sequence[int]
    scenes: Sequence[Scene]
    turns_ms: Sequence[int]

    def labels(self, label: Callable[[Scene], Hashable | None]) -> tuple[Hashable | None, ...]:
        """The label of each sort, None for those to leave out."""
        return tuple(label(scene) for scene in self.scenes)

    def seen(self, labels: Sequence[Hashable | None]) -> list[Seen]:
        """Make stretches of the runs that bear a label; neighbours with the same one are joined."""
        found: list[Seen] = []
        since = until = -1
        last: Hashable | None = None
        sort = 0
        for start, end, kind in zip(self.starts_ms, self.ends_ms, self.sorts, strict=True):
            told = labels[kind]
            if told is None:
                continue
            if start == until and told == last:
                until = end
                continue
            if last is not None:
                found.append(self._stretch(since, until, sort))
            since, until, sort, last = start, end, kind, told
        if last is not None:
            found.append(self._stretch(since, until, sort))
        return found

    def _stretch(self, start_ms: int, end_ms: int, sort: int) -> Seen:
        scene = self.scenes[sort]
        start, end = moment(start_ms), moment(end_ms)
        return Stretch(start, end, _ANY, scene.presence, marks=scene.marks), scene.verdict


def join(
    rows: Iterable[Row],
    scene_of: Callable[[int], Scene],
    sort_of: Callable[[Scene], Hashable | None],
) -> Runs:
    """Join neighbours of one sort; what is of none is left out."""
    starts: list[int] = []
    ends: list[int] = []
    sorts: list[int] = []
    turns: list[int] = []
    scenes: list[Scene] = []
    numbers: dict[Hashable, int] = {}
    known: dict[int, tuple[int, int]] = {}  # of a scene: its sort, or less than 0, and its subject
    front: int | None = None
    last = -1
    for start, end, key in rows:
        if key not in known:
            scene = scene_of(key)
            told = sort_of(scene)
            sort = -1 if told is None else numbers.setdefault(told, len(scenes))
            if sort == len(scenes):
                scenes.append(scene)
            known[key] = sort, scene.subject
        sort, subject = known[key]
        if subject != front:
            turns.append(start)
            front = subject
        if sort < 0:
            continue
        if sort == last and start == ends[-1]:
            ends[-1] = end
            continue
        starts.append(start)
        ends.append(end)
        sorts.append(sort)
        last = sort
    return Runs(starts, ends, sorts, scenes, turns)


def moment(at_ms: int) -> datetime:
    """The moment of a number of milliseconds since 1970."""
    return EPOCH + at_ms * _MS


def to_ms(at: datetime) -> int:
    """The whole milliseconds since 1970, rounded up."""
    return -((EPOCH - at) // _MS)


def minute_from(at_ms: int) -> int:
    """The first whole minute from a moment on, in ms."""
    return -(-at_ms // MINUTE_MS) * MINUTE_MS
