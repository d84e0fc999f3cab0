"""Hand what was seen to the ledger, again and again, and say once when it cannot be written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.types import GapReason, Presence, Subject
from monitor.errors import DamagedLedgerError, LedgerError
from monitor.sense.choose import Refusal
from monitor.store.ledger import Ledger
from monitor.store.rows import Beat, Judgement

_AGAIN = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class View:
    """What the watcher sees now, for the status line and the sign of life."""

    at: datetime
    sensor: str
    subject: Subject | None
    presence: Presence | None
    obstacle: GapReason | None
    because: str = ""
    idle: timedelta | None = None
    fullscreen: bool = False
    call: bool = False


class Keeping:
    """Writes every so often; ``due`` is when next, by the monotonic clock."""

    def __init__(self, ledger: Ledger, say: Callable[[str], None]) -> None:
        self._ledger = ledger
        self.judged: Callable[[], Judgement] = Judgement
        self.wiped: datetime | None = None
        self._say = say
        self._trouble = ""
        self.every = timedelta()
        self.due = timedelta()

    def keep(
        self,
        view: View,
        now: timedelta,
        *,
        refused: Iterable[Refusal],
        note: str,
    ) -> None:
        """Write what was gathered, with a sign of life; what fails stays gathered."""
        self.due = now + self.every
        beat = Beat(
            at=view.at,
            sensor=view.sensor,
            refused="\n".join(f"{one.name}: {one.reason}" for one in refused),
            subject=view.subject,
            presence=view.presence,
            obstacle=view.obstacle,
            because=view.because,
            fullscreen=view.fullscreen,
            note=note,
            judgement=self._judgement(),
        )
        try:
            self._ledger.flush(beat)
        except DamagedLedgerError:
            raise
        except LedgerError as error:
            self.complain(error)
            self.due = now + _AGAIN
        else:
            self._trouble = ""

    def _judgement(self) -> Judgement:
        """The last one; of time that the person deleted since then it tells nothing."""
        told = self.judged()
        return Judgement() if self.wiped and told.at and told.at <= self.wiped else told

    def complain(self, error: LedgerError) -> None:
        """Say what is wrong, once."""
        if str(error) != self._trouble:
            self._say(
                f"{error} {error.hint} What was seen is kept in memory until it can be written."
            )
        self._trouble = str(error)
