"""The looking loop: look, fold, keep. It waits for the desktop, never the other way round."""

from collections.abc import Callable
from datetime import datetime, timedelta

from config.schema import Settings
from monitor.core import fold
from monitor.core.attendance import Bounds
from monitor.core.sighting import Sample
from monitor.core.types import GapReason, Instant, Stretch
from monitor.errors import LedgerError
from monitor.ports import Clock
from monitor.service.keeping import Keeping, View
from monitor.service.late import LatePages
from monitor.service.seeing import Seeing, Senses
from monitor.service.waiting import Waiting
from monitor.service.wake import Wake
from monitor.store import control
from monitor.store.ledger import Ledger
from monitor.store.moments import from_ms, to_ms

_TICK_EVERY = timedelta(seconds=10)  # and at once when a command wrote


class Watcher:
    """Owns the sensor and the open interval."""

    def __init__(  # noqa: PLR0913 - the sockets it joins
        self,
        *,
        clock: Clock,
        ledger: Ledger,
        senses: Senses,
        settings: Settings,
        wake: Wake,
        say: Callable[[str], None],
    ) -> None:
        self._clock = clock
        self._ledger = ledger
        self._sight = senses.sight
        self._seeing = Seeing(senses)
        self._waiting = Waiting(clock, self._seeing, wake)
        self.keeping = Keeping(ledger, say)
        self._late = LatePages(senses.resolver)
        self._wake = wake
        self._say = say
        self.on_look: Callable[[View], None] = _ignore
        self.on_tick: Callable[[], None] = _ignore
        self.on_jump: Callable[[GapReason], None] = _ignore
        self.note = ""
        self._interval: fold.Interval | None = None
        self._running: tuple[Stretch, ...] = ()
        self._occupied: tuple[tuple[datetime, datetime], ...] = ()
        self._paused_until: datetime | None = None
        self._tick_at = timedelta()
        self._seen = -1
        self._wipe = ""
        self.follow(settings)
        self._pace = self._next_pace

    def follow(self, settings: Settings) -> None:
        """Go by these settings from the next look on."""
        watch = settings.watch
        self._every: timedelta = watch.every
        self.keeping.every = watch.flush
        self._bounds = Bounds(watch.idle_after, watch.passive_limit)
        self._next_pace = fold.Pace(every=watch.every, idle_after=watch.idle_after)

    def run(self) -> None:
        """Look until somebody asks for the end; then keep everything."""
        first = self._clock.read()
        self._occupied = self._ledger.occupied(first.wall)
        self._wipe = self._ledger.control().get("forgotten", "")
        self._sight.open(first.mono)
        self.keeping.due = first.mono + timedelta(seconds=1)
        self._look(first)
        while not self._wake.stopping:
            self._look(self._waiting.wait(self._next(self._clock.read())))
        self._ledger.be_patient()
        self._look(self._clock.read())
        self._keep(self._clock.read())

    def close(self) -> None:
        """Let go of the desktop."""
        self._waiting.close()
        self._seeing.close()

    def _next(self, now: Instant) -> timedelta:
        """When to look: at the tick, when all is to be kept, when times end that are taken."""
        wall, mono = now.wall, now.mono
        free = (mono + (end - wall) for start, end in self._occupied if start <= wall < end)
        return min(mono + self._every, self.keeping.due, *free)

    def _look(self, at: Instant) -> None:
        if self._heed_commands(at) or at.mono >= self._tick_at:
            self._tick_at = at.mono + _TICK_EVERY
            self.on_tick()
        last = self._interval.last if self._interval else at
        as_it_ran = fold.unset(last, at, pace=self._pace)
        if as_it_ran is not None:
            self._take(as_it_ran)
        jump = fold.torn(last, at, pace=self._pace)
        if jump is not None:
            self._leap(jump, at)  # before the look: it tells which times are taken already
        self._take(at)
        if at.mono >= self.keeping.due:
            self._keep(at)
        self._pace = self._next_pace  # the wait before this look went by the one before
        self.on_look(self._view(at))

    def _take(self, at: Instant) -> None:
        """Look, and fold what is seen into what is kept."""
        sample = self._sample(at)
        self._tell_late(at)
        step = fold.step(self._interval, sample, pace=self._pace)
        if step.cut is not None:
            self._ledger.gathered.cut(step.cut, at.wall)
        for stretch in step.stretches:
            self._ledger.gathered.keep(stretch)
        for gap in step.gaps:
            self._ledger.gathered.mark(gap)
        before = None if step.jump or self._interval is None else self._interval.last.wall
        self._interval = step.interval
        self._keep_running(at, before)
        self._remember_late(at)

    def _sample(self, at: Instant) -> Sample:
        obstacle = self._obstacle(at.wall)
        if obstacle is not None:
            self._seeing.look_away(obstacle.word)
            return Sample(at, obstacle=obstacle)
        sample = self._seeing.look(at, bounds=self._bounds)
        if self._seeing.has_other_eye and self._interval:
            self._interval = fold.settle(self._interval)  # another sensor knows of other input
        return sample

    def _obstacle(self, now: datetime) -> GapReason | None:
        if control.holds(self._paused_until, now):
            return GapReason.PAUSED
        self._end_pause()
        if any(start <= now < end for start, end in self._occupied):
            return GapReason.CLOCK_SET
        return None

    def _leap(self, jump: GapReason, at: Instant) -> None:
        self._late.forget()
        self._say(f"time was torn: {jump.word}")
        went_back = self._interval is not None and at.wall < self._interval.last.wall
        if jump is GapReason.CLOCK_SET or went_back:
            self._keep(at)
            self._occupied = self._ledger.occupied(at.wall)
        self.on_jump(jump)

    def _keep_running(self, at: Instant, before: datetime | None) -> None:
        """Keep what works unattended; ``before`` is the look before, None after a tear."""
        programs = self._seeing.running(self._interval.stretch if self._interval else None)
        if not programs and not self._running:
            return
        self._running = fold.run(self._running, programs, last=before, now=at.wall)
        for stretch in self._running:
            self._ledger.gathered.keep(stretch)

    def _remember_late(self, at: Instant) -> None:
        """Note the open stretch while its page is not told."""
        stretch = self._interval.stretch if self._interval else None
        reading = self._seeing.reading
        if stretch is not None and reading is not None and not self._seeing.is_final:
            self._late.remember(stretch, reading, at)

    def _tell_late(self, at: Instant) -> None:
        for page, found in self._late.told(at):
            if found.subject != page.subject:
                self._ledger.gathered.relabel(page.start, page.subject, found.subject, found.way)
            stretch = self._interval.stretch if self._interval else None
            if self._interval and stretch and stretch.start == page.start:
                self._interval = fold.relabel(self._interval, found.subject, found.way)

    def _heed_commands(self, at: Instant) -> bool:
        """Read what the person's commands ask for, when somebody wrote; tell whether they did."""
        try:
            seen = self._ledger.changed_lately(at.wall)
            if seen == self._seen:
                return False
            wishes = self._ledger.control()
        except LedgerError as error:
            self.keeping.complain(error)
            return False
        self._seen = seen
        self._paused_until = control.pause_in(wishes)
        self._heed_wipe(wishes.get("forgotten", ""), at)
        if wishes.get("stop") == str(self._ledger.started):
            self._wake.stop()
        return True

    def _end_pause(self) -> None:
        """A pause that ended, or that a wrong clock asked for, is over for good."""
        if self._paused_until is None:
            return
        try:
            self._ledger.end_pause(self._paused_until)
            self._paused_until = None
        except LedgerError as error:
            self.keeping.complain(error)

    def _heed_wipe(self, wipe: str, at: Instant) -> None:
        """The person deleted a span of time: what is gathered or open of it is dropped too."""
        if wipe == self._wipe:
            return
        self._wipe = wipe
        told, _, until = map(int, wipe.split())
        if until > to_ms(at.wall - 2 * fold.LONGEST):
            self._ledger.gathered.drop()
            self._late.forget()
            self.keeping.wiped = from_ms(told)
            self._interval, self._running = None, ()

    def _keep(self, at: Instant) -> None:
        self.keeping.keep(
            self._view(at),
            at.mono,
            refused=self._sight.refused,
            note="\n".join(filter(None, (self._sight.trouble, *self._seeing.lost, self.note))),
        )

    def _view(self, at: Instant) -> View:
        stretch = self._interval.stretch if self._interval else None
        gap = self._interval.gap if self._interval else None
        return View(
            at=at.wall,
            sensor=self._sight.name,
            subject=stretch.subject if stretch else None,
            presence=stretch.presence if stretch else None,
            obstacle=gap.reason if gap else None,
            because=self._seeing.because,
            idle=self._seeing.idle,
            fullscreen=bool(self._seeing.reading and self._seeing.reading.fullscreen),
            call=self._seeing.around.call,
        )


def _ignore(*_: object) -> None:
    """Nobody asked to be told."""
