"""Judge each minute: what is due, whether to speak now, and how it was taken."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from config.schema import Settings
from monitor.core.days import Calendar
from monitor.core.notices import Delivery, Finding, Nudge
from monitor.core.nudging import holds, refusals
from monitor.core.nudging.settle import settle
from monitor.core.nudging.trace import Trace
from monitor.core.nudging.words import (
    Decision,
    End,
    Facts,
    Given,
    Held,
    History,
    Law,
    Moment,
    Waiting,
)
from monitor.ports import Clock
from monitor.service import effects
from monitor.service.due import Due, law
from monitor.service.situation import Situation
from monitor.store import connect, control, corrections, held_back, nudges, read
from monitor.store.connect import Connection
from monitor.store.nudges import Told
from monitor.store.rows import Judgement

_TRIED_AGAIN = 2  # so often what reached nobody is said again
_REMEMBERED = timedelta(days=14)
_NOW = timedelta(seconds=1)  # what was said this very moment counts too


@dataclass(frozen=True, slots=True)
class World:
    """What a judge asks and tells: the desktop's moment and silence, and the channels."""

    trace: Callable[[], Trace]
    silence: Callable[[], str]
    deliver: Callable[[Nudge], Sequence[Delivery]]
    complain: Callable[[str], None]


class Judge:
    """The scheduler's worker owns it, with a connection of its own."""

    def __init__(
        self,
        connection: Connection,
        path: Path,
        *,
        clock: Clock,
        settings: Callable[[], Settings],
        world: World,
    ) -> None:
        self._connection = connection
        self._path = path
        self._reader = connect.Reader(path)
        self._clock = clock
        self._settings = settings
        self._world = world
        self._due = Due()
        self._calendar = Calendar(())
        self._wipe = ""
        self._waiting: tuple[Waiting, ...] = ()
        self._state: tuple[int, int] | None = None
        self._said: tuple[tuple[Told, ...], tuple[Given, ...]] = (), ()

    @property
    def is_waiting(self) -> bool:
        """Whether something waits for a breakpoint, so that one is worth a judgement."""
        return any(one.free for one in self._waiting)

    def judge(self) -> Judgement:
        """Look at what is kept, speak if it is time to, and tell when that may be next."""
        now = self._clock.read().wall
        settings = self._settings()
        by = law(settings)
        state = connect.state(self._connection)  # before the reading: what it missed comes next
        with self._reader.reading() as seen:
            self._heed_wipe(seen)
            told, given = self._past(seen, now, state)
            situation = Situation(now, settings, self._moment(seen, now), told)
            is_there = situation.moment.active
            found = self._due.findings(seen, now, settings, told, is_there=is_there)
            decision = self._decide(found, situation, given, by)
            nudge = self._words(seen, decision, situation) if decision.chosen else None
        self._waiting = decision.waiting
        held_back.record(self._connection, self._path, decision.ended)
        if nudge is not None:
            self._speak(nudge)
            given = (*given, *_given(Told(nudge, (), None)))
        idle_after = settings.watch.idle_after
        effects.settle(self._connection, self._path, now, idle_after=idle_after)
        later = holds.next_possible(now, given, situation.moment, by, found)
        return Judgement(now, later, "\n".join(_in_words(one) for one in decision.held))

    def close(self) -> None:
        """Let go of the ledger, in the thread that judged."""
        self._reader.close()

    def _past(
        self, seen: Connection, now: datetime, state: tuple[int, int]
    ) -> tuple[tuple[Told, ...], tuple[Given, ...]]:
        """What was said and what came of it; it is read anew only after somebody wrote."""
        if state != self._state:
            since, until = now - _REMEMBERED, now + _NOW
            told = nudges.told(seen, since, until)
            given = _history(told, held_back.silent(seen, since, until))
            self._said = told, (*_answered_before(seen, given, since), *given)
            self._state = state
        return self._said

    def _heed_wipe(self, seen: Connection) -> None:
        calendar = read.calendar(seen)
        wipe = f"{control.last_wipe(seen)} {corrections.mark(seen)}"
        if calendar != self._calendar or wipe != self._wipe:
            self._calendar, self._wipe = calendar, wipe
            self._waiting = ()  # it may speak of time that the person deleted
            self._due.begin_anew(calendar)

    def _decide(
        self,
        found: tuple[Finding, ...],
        situation: Situation,
        given: tuple[Given, ...],
        by: Law,
    ) -> Decision:
        """The desktop is asked for its silence only while there is something to say."""
        now, moment = situation.now, situation.moment
        history = History(given, self._waiting)
        decision = settle(now, Facts(found, moment), history, by)
        left_out = any(one.how is End.SILENT for one in decision.ended)
        waits = any(one.free for one in decision.waiting)
        may_speak = decision.chosen is not None or left_out or waits
        if may_speak and (silence := self._world.silence()):
            moment = replace(moment, silence=silence)
            decision = settle(now, Facts(found, moment), history, by)
        return decision

    def _moment(self, seen: Connection, now: datetime) -> Moment:
        trace = self._world.trace()
        glimpse = trace.glimpse if trace.is_fresh(now) else None
        return Moment(
            calendar=self._calendar,
            first_seen=read.began(seen),
            active=bool(glimpse and glimpse.active),
            locked=bool(glimpse and glimpse.locked),
            fullscreen=bool(glimpse and glimpse.fullscreen),
            call=bool(glimpse and glimpse.call),
            paused_until=control.paused_until(seen, now),
            back_since=trace.back_since,
            between=trace.breakpoint(now),
        )

    def _words(self, seen: Connection, decision: Decision, situation: Situation) -> Nudge | None:
        from monitor.service.speaking import compose  # noqa: PLC0415 - words cost half a megabyte

        return compose(seen, self._path, decision, situation, self._world.complain)

    def _speak(self, nudge: Nudge) -> None:
        nudges.record(self._connection, self._path, nudge)
        deliveries = self._world.deliver(nudge)
        at = self._clock.read().wall
        nudges.record_deliveries(self._connection, self._path, nudge, deliveries, at)


def _history(told: Sequence[Told], silent: Sequence[Given]) -> tuple[Given, ...]:
    """What was said; what reached nobody is not told of until it was tried often enough."""
    tried = [given for one in told for given in _given(one)]
    lost = Counter((given.rule, given.occasion) for given in tried if given.is_lost)
    spoken = (
        given
        for given in tried
        if not given.is_lost or lost[given.rule, given.occasion] > _TRIED_AGAIN
    )
    return tuple(sorted((*spoken, *silent), key=lambda given: given.at))


def _answered_before(
    seen: Connection, given: Sequence[Given], before: datetime
) -> tuple[Given, ...]:
    """What was answered earlier, of the rules that the newer answers leave in doubt."""
    found = (
        Given(rule, "", at, answer, at)
        for rule in refusals.unsure(given)
        for at, answer in nudges.answers(seen, rule, before, refusals.REFUSED)
    )
    return tuple(sorted(found, key=lambda one: one.at))


def _given(one: Told) -> tuple[Given, ...]:
    """A nudge, and what was said within it: each got the same answer."""
    nudge, response = one.nudge, one.response
    answer, answered = (response.answer, response.at) if response else (None, None)
    is_lost = one.is_lost and response is None
    first = Given(nudge.rule, nudge.occasion, nudge.at, answer, answered, is_lost=is_lost)
    return first, *(
        Given(rule, occasion, nudge.at, answer, answered, is_part=True, is_lost=is_lost)
        for rule, occasion in nudge.also
    )


def _in_words(held: Held) -> str:
    return f"{held.rule}: {held.reason}" if held.rule else held.reason
