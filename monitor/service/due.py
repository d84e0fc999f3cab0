"""What is due now, by every rule: limits and habits, people, the evening."""

from datetime import datetime, timedelta

from config.profiles import LAW_180
from config.schema import Length, Limit, Settings
from monitor.core.days import Calendar
from monitor.core.notices import Finding
from monitor.core.nudging.words import Law
from monitor.core.people import Contact
from monitor.core.rules import ask_first, contact, evening, returning
from monitor.service.counting import Counting
from monitor.store import people, read
from monitor.store.connect import Connection
from monitor.store.nudges import Told
from monitor.store.sighted import sighted

_LONGEST_LOOK = timedelta(days=90)
_SIGHTED_FOR = timedelta(minutes=10)  # what was seen is asked for no more often


def law(settings: Settings) -> Law:
    """What a decision goes by: the policy, how often single rules may speak, what was ordered."""
    caps = {
        returning.NAME: returning.CAP,
        ask_first.NAME: ask_first.CAP,
        **contact.caps(settings.contact),
    }
    return Law(
        settings.nudge,
        caps,
        orders=evening.ordered(settings.evening),
        leading=frozenset({contact.NAME, contact.BIRTHDAY}),
        prompt=frozenset(one.name for one in settings.limit if one.on and _is_of_law(one)),
    )


def _is_of_law(limit: Limit) -> bool:
    """Whether it is a law's reminder: one that may come more often is the person's own wish."""
    is_rare = limit.at_most >= LAW_180.at_most and limit.per is LAW_180.per
    comes_again = Length() < limit.again < LAW_180.again
    return limit.name == LAW_180.name and is_rare and not comes_again


class Due:
    """Asks every rule. It remembers what is dear to ask."""

    def __init__(self) -> None:
        self._counting = Counting()
        self._calendar = Calendar(())
        self._sighted: tuple[Contact, ...] = ()
        self._sighted_at: datetime | None = None

    def begin_anew(self, calendar: Calendar) -> None:
        """Forget what was counted: the past is another, or its days are cut otherwise."""
        self._calendar = calendar
        self._counting.begin_anew(calendar)
        self._sighted_at = None

    def findings(
        self,
        seen: Connection,
        now: datetime,
        settings: Settings,
        told: tuple[Told, ...],
        *,
        is_there: bool,
    ) -> tuple[Finding, ...]:
        """What every rule finds; ``told`` are the nudges of the last weeks."""
        counts = self._counting.count(seen, now, settings)
        return (
            *counts.findings(now),
            *self._of_people(seen, now, settings, told),
            *evening.findings(now, self._calendar, settings.evening, is_there=is_there),
        )

    def _of_people(
        self, seen: Connection, now: datetime, settings: Settings, told: tuple[Told, ...]
    ) -> tuple[Finding, ...]:
        """A talk that was seen is looked for only when there is something that it would silence."""
        rule = settings.contact
        named = people.every(seen) if rule.on else ()
        if not named:
            return ()
        noted = people.latest(seen)
        found = contact.findings(named, noted, now, self._calendar, rule)
        if any(one.rule == contact.NAME for one in found):
            talks = (*noted, *self._seen_talks(seen, now, rule.after))
            found = contact.findings(named, talks, now, self._calendar, rule)
        asked = ((one.nudge, one.response) for one in told)
        return (*found, *contact.follow_ups(asked, noted, now, rule))

    def _seen_talks(self, seen: Connection, now: datetime, after: timedelta) -> tuple[Contact, ...]:
        at = self._sighted_at
        if at is None or not timedelta() <= now - at < _SIGHTED_FOR:
            known = read.subjects(seen)
            found = sighted(seen, self._calendar, known, now, min(after, _LONGEST_LOOK))
            self._sighted, self._sighted_at = found.contacts, now
        return self._sighted
