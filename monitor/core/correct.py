"""Lay the person's corrections over what was seen; what was kept stays as it is.

There are two claims about whether somebody was there and two about what was in front. Each is
applied in the order in which it was made, so the latest wins where two of one sort overlap.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from heapq import heappop, heappush

from monitor.core.types import Kind, Presence, Stretch, Subject, Track, Verdict

Seen = tuple[Stretch, Verdict]

SAID = "said:"
"""Begins the hint of a subject that the person spoke for; no tool is called so."""

_MAYBE_AI = frozenset({Kind.AI_IDE, Kind.BROWSER})  # not counted as AI, yet some of it may be


class Claim(Enum):
    """What the person says of a span. The values are kept in the ledger."""

    AWAY = "away"
    THERE = "there"
    NOT_AI = "not-ai"
    AI = "ai"

    @property
    def is_of_presence(self) -> bool:
        """Whether it is about who was there, and not about what was in front."""
        return self in {Claim.AWAY, Claim.THERE}


@dataclass(frozen=True, slots=True)
class Correction:
    """One claim about the attended time of a span.

    With a tool, NOT_AI is about that tool alone; AI needs one, with its kind. ``app`` narrows both
    to what was seen in that program. A wipe may leave two spans with one number.
    """

    number: int
    made: datetime
    start: datetime
    end: datetime
    claim: Claim
    tool: str = ""
    kind: Kind = Kind.OTHER
    tags: tuple[str, ...] = ()
    app: str = ""

    def speaks_of(self, stretch: Stretch, verdict: Verdict) -> bool:
        """Whether it changes a stretch that lies inside its span."""
        if stretch.track is not Track.ATTENDED:
            return False
        if self.claim.is_of_presence:
            before = Presence.ACTIVE if self.claim is Claim.AWAY else Presence.IDLE
            return stretch.presence is before
        if self.app and self.app.casefold() != stretch.subject.app.casefold():
            return False
        if self.claim is Claim.AI:
            return True
        if self.tool:
            return self.tool.casefold() == verdict.tool.casefold()
        return verdict.kind.is_ai or verdict.kind in _MAYBE_AI

    def subject(self, subject: Subject) -> Subject:
        """What a subject becomes: the same, with the person's word as its hint."""
        if self.claim is Claim.AI:
            return replace(subject, hint=f"{SAID}{self.kind.value}:{self.tool}")
        return replace(subject, hint=SAID)

    @property
    def verdict(self) -> Verdict:
        """What the person recognised."""
        if self.claim is Claim.AI:
            because = f"you said that this was {self.tool}"
            return Verdict(self.tool, self.kind, because, tags=self.tags)
        return Verdict("", Kind.OTHER, "you said that this was no AI")

    def change(self, seen: Seen) -> Seen:
        """Tell a stretch inside its span as the person says it was."""
        stretch, verdict = seen
        if not self.speaks_of(stretch, verdict):
            return seen
        if self.claim.is_of_presence:
            after = Presence.IDLE if self.claim is Claim.AWAY else Presence.ACTIVE
            return replace(stretch, presence=after), verdict
        return replace(stretch, subject=self.subject(stretch.subject)), self.verdict


def lay(seen: Iterable[Seen], corrections: Sequence[Correction]) -> Iterator[Seen]:
    """Lay corrections, in the order they were made, over stretches in the order of time."""
    waiting: list[tuple[datetime, int, Seen]] = []
    count = 0
    for one in seen:
        while waiting and waiting[0][0] <= one[0].start:
            yield heappop(waiting)[2]
        for piece in changed(one, corrections):
            heappush(waiting, (piece[0].start, count, piece))
            count += 1
    while waiting:
        yield heappop(waiting)[2]


def changed(seen: Seen, corrections: Sequence[Correction]) -> tuple[Seen, ...]:
    """Tell one stretch as corrected, in as few pieces as tell it."""
    stretch = seen[0]
    over = [one for one in corrections if one.start < stretch.end and one.end > stretch.start]
    if not over:
        return (seen,)
    pieces: list[Seen] = []
    for piece, told in _cut(seen, over):
        for one in told:
            piece = one.change(piece)  # noqa: PLW2901 - one correction after the other
        if pieces and _continues(pieces[-1], piece):
            pieces[-1] = replace(pieces[-1][0], end=piece[0].end), piece[1]
        else:
            pieces.append(piece)
    return tuple(pieces)


def changing(
    stretch: Stretch, verdict: Verdict, corrections: Sequence[Correction]
) -> tuple[int, ...]:
    """The numbers of the corrections that change some of a stretch."""
    numbers = set()
    for piece, told in _cut((stretch, verdict), corrections):
        for one in told:
            after = one.change(piece)
            if after != piece:
                numbers.add(one.number)
            piece = after  # noqa: PLW2901 - one correction after the other
    return tuple(sorted(numbers))


def _cut(
    seen: Seen, corrections: Sequence[Correction]
) -> Iterator[tuple[Seen, tuple[Correction, ...]]]:
    """Cut a stretch at the edges of corrections; each piece with those that it lies inside."""
    stretch = seen[0]
    edges = {edge for one in corrections for edge in (one.start, one.end)}
    inside = sorted(edge for edge in edges if stretch.start < edge < stretch.end)
    for start, end in zip((stretch.start, *inside), (*inside, stretch.end), strict=True):
        told = tuple(one for one in corrections if one.start <= start and end <= one.end)
        yield (replace(stretch, start=start, end=end), seen[1]), told


def _continues(before: Seen, after: Seen) -> bool:
    stretch, verdict = after
    return replace(before[0], start=stretch.start, end=stretch.end) == stretch and (
        before[1] == verdict
    )
