"""Lives to rehearse, and the slow way to do it: every minute judged as a daemon would."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from config.schema import Settings
from monitor.core import limits
from monitor.core.contacts import Known
from monitor.core.days import Calendar
from monitor.core.limits import AWAY, Seen, split
from monitor.core.notices import Finding
from monitor.core.nudging.settle import settle
from monitor.core.nudging.words import Breakpoint, Facts, History, Moment
from monitor.core.play import Past, Said, remember
from monitor.core.rehearse import Rehearsal, telling_apart
from monitor.core.rules import ask_first, contact, evening, returning, sighted
from monitor.core.runs import EPOCH, Row, Scene, join
from monitor.core.types import Mark, Presence, Stretch, Subject
from monitor.service.due import law

NOBODY = Known()
MINUTE = timedelta(minutes=1)
_MS = timedelta(milliseconds=1)
_NOBODY = Stretch(datetime.min.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), Subject("-2"))


@dataclass(frozen=True, slots=True)
class Life:
    """What was seen, in the order of time."""

    seen: tuple[Seen, ...]
    calendar: Calendar
    first_seen: datetime | None
    known: Known = NOBODY

    @property
    def since(self) -> datetime:
        """The whole minute at which it begins."""
        start = self.seen[0][0].start
        return start - (start - EPOCH) % MINUTE

    @property
    def until(self) -> datetime:
        """Some hours after its end, when all has come that comes of it."""
        return self.seen[-1][0].end + timedelta(hours=8)

    def past(self, settings: Sequence[Settings]) -> Past:
        """The same in columns, as a ledger tells it."""
        scenes = [
            Scene(int(one.subject.app), verdict, one.presence, one.marks)
            for one, verdict in self.seen
        ]
        rows: list[Row] = [
            ((one.start - EPOCH) // _MS, (one.end - EPOCH) // _MS, number)
            for number, (one, _) in enumerate(self.seen)
        ]
        runs = join(rows, scenes.__getitem__, telling_apart(settings))
        return Past(runs, self.calendar, self.since, self.until, self.first_seen, self.known)


def rehearsed(life: Life, settings: Settings) -> tuple[Said, ...]:
    """The nudges that the rehearsal tells."""
    return Rehearsal(life.past([settings])).under(settings, law(settings))


def lived(life: Life, settings: Settings) -> tuple[Said, ...]:
    """The nudges of a daemon that judges every minute and knows nothing of what comes."""
    told: list[Said] = []
    history, now = History(), life.since
    by = law(settings)
    rules = _Rules(settings, life)
    ahead = deque(life.seen)
    while now < life.until and settings.nudge.on:
        while ahead and ahead[0][0].start < now:
            (before,), after = split([ahead.popleft()], now)
            rules.take(before)
            ahead.extendleft(after)
            if after:
                break
        how = _moment(life, now)
        found = rules.findings(now, is_there=how.active)
        if not found and not history.waiting:
            now += MINUTE
            continue
        decision = settle(now, Facts(found, how), history, by)
        history = History(remember(history.given, decision, now), decision.waiting)
        if decision.chosen:
            also = tuple(one.rule for one in decision.also)
            chosen = decision.chosen
            day = life.calendar.day(now)
            told.append(Said(now, day, chosen.rule, chosen.occasion, also))
        now += MINUTE
    return tuple(told)


class _Rules:
    """The states of all rules, after what they have taken so far."""

    def __init__(self, settings: Settings, life: Life) -> None:
        self._settings = settings
        self._calendar = life.calendar
        self._known = life.known
        self._counts = tuple(limits.begin(limit) for limit in settings.limit if limit.on)
        self._returns = returning.Returns()
        self._asked = ask_first.Asked()
        self._sights = sighted.Sighted()

    def take(self, seen: Seen) -> None:
        """Take the next stretch."""
        chosen, left_out = self._settings, self._settings.index.leave_out
        self._counts = limits.fold(self._counts, [seen], self._calendar)
        self._returns = returning.step(self._returns, *seen, chosen.returning, left_out)
        self._asked = ask_first.step(self._asked, *seen, self._calendar, left_out)
        self._sights = sighted.step(self._sights, *seen, self._calendar)

    def findings(self, now: datetime, *, is_there: bool) -> tuple[Finding, ...]:
        """What they find."""
        chosen, calendar = self._settings, self._calendar
        people = [one for one in self._known.people if one.added <= now]
        talks = [one for one in self._known.talks if one.at <= now]
        talks += self._sights.contacts
        return (
            *limits.findings(self._counts, now, calendar),
            *returning.findings(self._returns, now, chosen.returning),
            *ask_first.findings(self._asked, now, chosen.ask_first),
            *contact.findings(people, talks, now, calendar, chosen.contact),
            *evening.findings(now, calendar, chosen.evening, is_there=is_there),
        )


def _moment(life: Life, now: datetime) -> Moment:
    """How it was, found by looking at all that was seen."""
    active = [one for one, _ in life.seen if one.presence is Presence.ACTIVE and one.start <= now]
    if not active or active[-1].end <= now:
        return Moment(life.calendar, life.first_seen, active=False)
    back = active[-1].start
    for one in reversed(active):
        if back - one.end >= AWAY:
            break
        back = one.start
    fronts = [one for one, _ in life.seen if one.start <= now]
    turned = any(
        one.start > now - MINUTE and one.subject != other.subject
        for other, one in pairwise([_NOBODY, *fronts])
    )
    return Moment(
        life.calendar,
        life.first_seen,
        active=True,
        call=bool(active[-1].marks & Mark.CALL),
        back_since=back,
        between=Breakpoint.FOCUS if turned else None,
    )
