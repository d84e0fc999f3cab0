"""The looking loop: look, fold, keep. It waits for the desktop, never the other way round."""

import selectors
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from config.schema import Settings
from monitor.core import fold
from monitor.core.types import GapReason, Instant, Presence, Reading, Sample, Stretch, Subject
from monitor.errors import DamagedLedgerError, LedgerError
from monitor.ports import Clock
from monitor.service.late import LatePages
from monitor.service.resolve import Resolver
from monitor.service.sight import Sight
from monitor.service.wake import Wake
from monitor.store.ledger import Beat, Ledger

_SETTLE = timedelta(milliseconds=30)  # windows change in bursts: one look when it is quiet
_SETTLE_AT_MOST = timedelta(milliseconds=150)


@dataclass(frozen=True, slots=True)
class View:
    """What the watcher sees now, for the status line and the sign of life."""

    at: datetime
    sensor: str
    subject: Subject | None
    presence: Presence | None
    obstacle: GapReason | None


class Watcher:
    """Owns the sensor and the open interval."""

    def __init__(  # noqa: PLR0913 - the sockets it joins
        self,
        *,
        clock: Clock,
        ledger: Ledger,
        sight: Sight,
        resolver: Resolver,
        settings: Settings,
        wake: Wake,
        say: Callable[[str], None],
    ) -> None:
        self._clock = clock
        self._ledger = ledger
        self._sight = sight
        self._resolver = resolver
        self._wake = wake
        self._say = say
        self.on_look: Callable[[View], None] = _ignore
        self.on_tick: Callable[[], None] = _nothing
        self.on_jump: Callable[[GapReason], None] = _ignore
        self.note = ""
        self._interval: fold.Interval | None = None
        self._running: tuple[Stretch, ...] = ()
        self._late = LatePages(resolver)
        self._occupied: tuple[tuple[datetime, datetime], ...] = ()
        self._paused_until: datetime | None = None
        self._seen = -1
        self._reading: Reading | None = None
        self._trouble = ""
        self._is_final = True
        self._eye = ""
        self._wipe = ""
        self.follow(settings)
        self._pace = self._next_pace

    def follow(self, settings: Settings) -> None:
        """Go by these settings from the next look on."""
        self._every: timedelta = settings.watch.every
        self._flush_every: timedelta = settings.watch.flush
        self._next_pace = fold.Pace(
            every=settings.watch.every, idle_after=settings.watch.idle_after
        )

    def run(self) -> None:
        """Look until somebody asks for the end; then keep everything."""
        first = self._clock.read()
        self._occupied = self._ledger.occupied(first.wall)
        self._wipe = self._ledger.control().get("forgotten", "")
        self._sight.open(first.mono)
        self._next_flush = first.mono + timedelta(seconds=1)
        self._look(first)
        while not self._wake.stopping:
            self._look(self._wait())
        self._ledger.be_patient()
        self._look(self._clock.read())
        self._flush(self._clock.read())

    def close(self) -> None:
        """Let go of the desktop."""
        self._sight.close()

    def _wait(self) -> Instant:
        """Wait for the tick or for news; return the moment that the coming look is of."""
        tick = self._clock.read().mono + self._every
        news: Instant | None = None
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake.fileno(), selectors.EVENT_READ)
            eye = self._sight.fileno()
            if eye is not None:
                selector.register(eye, selectors.EVENT_READ)
            while not self._wake.stopping:
                now = self._clock.read()
                if self._sight.drain(now.mono):
                    news = news or now
                left = self._until(tick, news, now) - now.mono
                if left <= timedelta() or self._sight.fileno() != eye:
                    break
                ready = selector.select(left.total_seconds())
                if not ready and news:
                    break
                if any(key.fd == self._wake.fileno() for key, _ in ready):
                    self._wake.hear()
        return news or self._clock.read()

    def _until(self, tick: timedelta, news: Instant | None, now: Instant) -> timedelta:
        if news is None:
            return min(tick, self._next_flush)
        return min(now.mono + _SETTLE, news.mono + _SETTLE_AT_MOST)

    def _look(self, at: Instant) -> None:
        self.on_tick()
        self._heed_commands(at)
        jump = fold.torn(self._interval.last, at, pace=self._pace) if self._interval else None
        if jump is not None:
            self._leap(jump, at)  # before the look: it tells which times are taken already
        sample = self._sample(at)
        self._tell_late(at)
        step = fold.step(self._interval, sample, pace=self._pace)
        if step.cut is not None:
            self._ledger.cut(step.cut, at.wall)
        for stretch in step.stretches:
            self._ledger.keep(stretch)
        for gap in step.gaps:
            self._ledger.mark(gap)
        self._keep_running(at, torn=step.jump is not None)
        self._interval = step.interval
        self._remember_late(at)
        if at.mono >= self._next_flush:
            self._flush(at)
        self._pace = self._next_pace  # the wait before this look went by the one before
        self.on_look(self._view(at))

    def _sample(self, at: Instant) -> Sample:
        obstacle = self._obstacle(at.wall)
        if obstacle is not None:
            self._reading = None
            return Sample(at, obstacle=obstacle)
        glance = self._sight.look(at.mono)
        self._reading = reading = glance.reading
        if self._sight.name != self._eye and self._interval:
            self._interval = fold.settle(self._interval)  # another sensor knows of other input
        self._eye = self._sight.name
        if reading is None or reading.app is None:
            return Sample(at, obstacle=GapReason.BLIND)
        if reading.locked:
            return Sample(at, obstacle=GapReason.LOCKED)
        found = self._resolver.resolve(reading)
        self._is_final = found.is_final
        page = 0 if found.is_final else self._resolver.page
        return Sample(at, found.subject, found.way, reading.idle, page=page)

    def _obstacle(self, now: datetime) -> GapReason | None:
        if self._paused_until is not None:
            if now < self._paused_until:
                return GapReason.PAUSED
            self._paused_until = None
        if any(start <= now < end for start, end in self._occupied):
            return GapReason.CLOCK_SET
        return None

    def _leap(self, jump: GapReason, at: Instant) -> None:
        self._late.forget()
        self._say(f"time was torn: {jump.word}")
        went_back = self._interval is not None and at.wall < self._interval.last.wall
        if jump is GapReason.CLOCK_SET or went_back:
            self._flush(at)
            self._occupied = self._ledger.occupied(at.wall)
        self.on_jump(jump)

    def _keep_running(self, at: Instant, *, torn: bool) -> None:
        programs = frozenset(self._reading.running if self._reading else ())
        if not programs and not self._running:
            return
        last = None if torn or self._interval is None else self._interval.last.wall
        self._running = fold.run(self._running, programs, last=last, now=at.wall)
        for stretch in self._running:
            self._ledger.keep(stretch)

    def _remember_late(self, at: Instant) -> None:
        """Note the open stretch while its page is not told."""
        stretch = self._interval.stretch if self._interval else None
        if stretch is not None and self._reading is not None and not self._is_final:
            self._late.remember(stretch, self._reading, at.mono)

    def _tell_late(self, at: Instant) -> None:
        for page, found in self._late.told(at.mono):
            self._ledger.relabel(page.start, page.subject, found.subject, found.way)
            stretch = self._interval.stretch if self._interval else None
            if self._interval and stretch and stretch.start == page.start:
                self._interval = fold.relabel(self._interval, found.subject, found.way)

    def _heed_commands(self, at: Instant) -> None:
        """Read what the person's commands ask for, when somebody wrote."""
        try:
            seen = self._ledger.changed()
            if seen == self._seen:
                return
            control = self._ledger.control()
        except LedgerError as error:
            self._complain(error)
            return
        self._seen = seen
        until = int(control.get("pause_until", "0"))
        paused = datetime.fromtimestamp(until / 1000, UTC)
        self._paused_until = paused if paused > at.wall else None
        self._heed_wipe(control.get("forgotten", ""), at)
        if "stop" in control and control["stop"] == str(self._ledger.started):
            self._wake.stop()

    def _heed_wipe(self, wipe: str, at: Instant) -> None:
        """The person deleted a span of time: what is gathered or open of it is dropped too."""
        if wipe == self._wipe:
            return
        self._wipe = wipe
        until = int(wipe.split()[2])
        if until > (at.wall - 2 * fold.LONGEST).timestamp() * 1000:
            self._ledger.drop()
            self._late.forget()
            self._interval, self._running = None, ()

    def _flush(self, at: Instant) -> None:
        self._next_flush = at.mono + self._flush_every
        view = self._view(at)
        fullscreen = bool(self._reading and self._reading.fullscreen)
        told = "\n".join(f"{one.name}: {one.reason}" for one in self._sight.refused)
        beat = Beat(
            at=at.wall,
            sensor=view.sensor,
            refused=told,
            subject=view.subject,
            presence=view.presence,
            obstacle=view.obstacle,
            fullscreen=fullscreen,
            note=self._sight.trouble or self.note,
        )
        try:
            self._ledger.flush(beat)
        except DamagedLedgerError:
            raise
        except LedgerError as error:
            self._complain(error)
            self._next_flush = at.mono + timedelta(seconds=1)
        else:
            self._trouble = ""

    def _complain(self, error: LedgerError) -> None:
        if str(error) != self._trouble:
            self._say(
                f"{error} {error.hint} What was seen is kept in memory until it can be written."
            )
        self._trouble = str(error)

    def _view(self, at: Instant) -> View:
        stretch = self._interval.stretch if self._interval else None
        gap = self._interval.gap if self._interval else None
        return View(
            at=at.wall,
            sensor=self._sight.name,
            subject=stretch.subject if stretch else None,
            presence=stretch.presence if stretch else None,
            obstacle=gap.reason if gap else None,
        )


def _ignore(_: object) -> None:
    """Nobody asked to be told."""


def _nothing() -> None:
    """Nobody asked to be called."""
