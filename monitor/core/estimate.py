"""How sure the figures are: the range of AI time, and how much of the time was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.types import Kind, Subject, Verdict

_ENOUGH = timedelta(minutes=10)  # of recognised browsing, to say anything of the rest
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Browsing:
    """Time in browsers: with the page recognised, with AI among it, and with no page known."""

    recognised: timedelta
    ai: timedelta
    unrecognised: timedelta

    @staticmethod
    def of(uses: Iterable[tuple[Subject, Verdict, timedelta]]) -> "Browsing":
        """Sum up a span's attended time."""
        recognised = ai = unrecognised = _NOTHING
        for subject, verdict, length in uses:
            if verdict.kind is Kind.BROWSER:
                unrecognised += length
            elif subject.host:
                recognised += length
                ai += length if verdict.kind.is_ai else _NOTHING
        return Browsing(recognised, ai, unrecognised)

    @property
    def likely_ai(self) -> timedelta:
        """The AI time that unrecognised browsing may hold at most.

        By the person's own recognised browsing; with next to none of that, all of it may be.
        """
        if self.recognised < _ENOUGH:
            return self.unrecognised
        return self.unrecognised * (self.ai / self.recognised)


def ai_range(
    uses: Iterable[tuple[Verdict, timedelta]], browsing: Browsing
) -> tuple[timedelta, timedelta, timedelta]:
    """AI time: recognised for sure, with weak titles, with what unrecognised browsing may hold."""
    sure = weak = _NOTHING
    for verdict, length in uses:
        if verdict.kind.is_ai:
            sure += _NOTHING if verdict.weak else length
            weak += length if verdict.weak else _NOTHING
    return sure, sure + weak, sure + weak + browsing.likely_ai


def coverage(*, active: timedelta, unrecognised: timedelta, unseen: timedelta) -> float | None:
    """The share of the time at the computer that was seen and told apart; None: there was none."""
    whole = active + unseen
    return (active - unrecognised) / whole if whole else None
