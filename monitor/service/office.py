"""Everything periodic, on the scheduler's one worker, with its own connection to the ledger."""

import logging
import sqlite3
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from config.schema import Settings
from monitor.core.notices import Answer, Delivery, Nudge, Response
from monitor.core.nudging.trace import Glimpse, Trace, follow
from monitor.core.types import GapReason, Presence
from monitor.errors import DamagedLedgerError, LedgerError
from monitor.notify.open import deliver, open_channels
from monitor.notify.silence import Silence
from monitor.ports import Clock, Notifier
from monitor.service.answering import Pressed
from monitor.service.judge import Judge, World
from monitor.service.keeping import View
from monitor.service.place import zone_name
from monitor.service.rounds import Rounds
from monitor.service.wake import Wake
from monitor.store import connect, control, read, rollup
from monitor.store.rows import Judgement

_JUDGE = "judge"
_JUDGE_EVERY = timedelta(minutes=1)
_SUM_EVERY = timedelta(minutes=15)
_KEPT_BY = timedelta(minutes=20)  # by then the ledger has what the tail had, late pages and all
_RAW_AT_LEAST = 7  # days: the last closed ones are summed anew, and limits of a week count them


class Office:
    """Judges each minute, notes the zone, sums up closed days, forgets old stretches."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        settings: Callable[[], Settings],
        wake: Wake,
        log: logging.Logger,
    ) -> None:
        self._path = path
        self._clock = clock
        self._settings = settings
        self._wake = wake
        self._log = log
        self._rounds = Rounds(clock)
        self._connection: sqlite3.Connection | None = None
        self._judge: Judge | None = None
        self._is_closed = False
        self._channels: tuple[Notifier, ...] = ()
        self._opened: object = None
        self._silence = Silence()
        self._trouble = ""
        self._pressed = Pressed(path, self._complain)
        self._trace = Trace()
        self.judgement = Judgement()
        self.damage: DamagedLedgerError | None = None

    def prepare(self) -> None:
        """Write down how days are cut before the first stretch is."""
        connection = connect.for_writing(self._path)
        try:
            with connect.spoken(self._path):
                self._note_day(connection)
        finally:
            connection.close()

    def start(self) -> None:
        """Begin the rounds."""
        self._rounds.every(_JUDGE_EVERY, _JUDGE, self._guarded(self._judge_now))
        self._rounds.every(_SUM_EVERY, "sums", self._guarded(self._sum_up))
        self._rounds.start()

    def redate(self) -> None:
        """Make every round due soon: the clock was set."""
        self._rounds.redate()

    def see(self, view: View) -> None:
        """Take note of a look; at a breakpoint judge at once if something waits for one."""
        before = self._trace
        self._trace = follow(before, _glimpse(view))
        is_between = self._trace.between_at == view.at
        if is_between and self._judge and self._judge.is_waiting:
            self._rounds.at_once(_JUDGE)

    def stop(self) -> None:
        """End the rounds, take back what is shown, and keep the answers that wait."""
        self._rounds.stop(self._close)
        for channel in self._channels:
            channel.close()
        self._pressed.end()

    def _guarded(self, job: Callable[[sqlite3.Connection], None]) -> Callable[[], None]:
        """A job that tells its trouble once and lets the next round try again."""

        def run() -> None:
            if self._is_closed:
                return
            try:
                job(self._open())
            except LedgerError as error:
                self._fail(error)
            except sqlite3.Error as error:
                self._fail(connect.failure(self._path, error))
            except Exception as error:  # noqa: BLE001 - one round fails, not all that follow
                self._stumble(error)
            else:
                self._trouble = ""

        return run

    def _stumble(self, error: Exception) -> None:
        """What nobody foresaw is told by its kind and place alone: its words may hold a name."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        trouble = f"Nudges cannot be judged now ({where}). It is tried again each minute."
        self.judgement = Judgement(self._clock.read().wall, None, trouble)
        self._complain(trouble)

    def _fail(self, error: LedgerError) -> None:
        """A damaged ledger ends the daemon, which starts again and sets it aside."""
        if isinstance(error, DamagedLedgerError):
            self.damage = error
            self._wake.stop()
        else:
            self._complain(f"{error} {error.hint}")

    def _open(self) -> sqlite3.Connection:
        """Open in the worker's own thread, where SQLite wants it used."""
        if self._connection is None:
            self._connection = connect.for_writing(self._path)
            self._judge = Judge(
                self._connection,
                self._path,
                clock=self._clock,
                settings=self._settings,
                world=World(
                    lambda: self._trace, self._silence.words, self._deliver, self._complain
                ),
            )
        return self._connection

    def _close(self) -> None:
        """Let go of the ledger in the worker's own thread; a later round does nothing."""
        self._is_closed = True
        if self._judge is not None:
            self._judge.close()
        if self._connection is not None:
            self._connection.close()

    def _judge_now(self, connection: sqlite3.Connection) -> None:
        self._pressed.keep()
        self._note_day(connection)
        if self._judge:
            self.judgement = self._judge.judge()

    def _note_day(self, connection: sqlite3.Connection) -> None:
        control.note_day_start(connection, self._path, self._settings().day.starts)
        at, zone = self._clock.read().wall, zone_name()
        if control.note_zone(connection, self._path, name=zone or "UTC", at=at):
            told = "days are cut in the zone that this computer is in now"
            self._log.info("%s", told if zone else f"{told}: it tells none, so in UTC")

    def _sum_up(self, connection: sqlite3.Connection) -> None:
        settings = self._settings()
        calendar = read.calendar(connection)
        now = self._clock.read().wall
        left_out = settings.index.leave_out
        closed_by = now - _KEPT_BY
        rollup.roll_up(connection, self._path, calendar, closed_by, settings.day.night, left_out)
        kept = max(settings.privacy.raw_days, _RAW_AT_LEAST)
        border = calendar.bounds(calendar.day(now) - timedelta(days=kept))[0]
        rollup.forget_raw(connection, self._path, border, now, settings.day.night)

    def _deliver(self, nudge: Nudge) -> Sequence[Delivery]:
        chosen = self._settings().nudge
        if (chosen.channels, chosen.sound, chosen.speech) != self._opened:
            for channel in self._channels:
                channel.close()
            names = tuple(channel.value for channel in chosen.channels)
            self._channels = open_channels(
                names, self._hear, sound=chosen.sound, speech=chosen.speech
            )
            self._opened = chosen.channels, chosen.sound, chosen.speech
        return deliver(nudge, self._channels)

    def _hear(self, code: str, answer: Answer) -> None:
        """A button was pressed; this runs in the channel's own thread."""
        self._pressed.take(Response(code, self._clock.read().wall, answer, via="desktop"))

    def _complain(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._log.warning("%s", trouble)
        self._trouble = trouble


def _glimpse(view: View) -> Glimpse:
    return Glimpse(
        at=view.at,
        active=view.presence is Presence.ACTIVE,
        locked=view.obstacle is GapReason.LOCKED,
        fullscreen=view.fullscreen,
        call=view.call,
        subject=view.subject,
        idle=view.idle,
    )
