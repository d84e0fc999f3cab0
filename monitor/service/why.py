"""What ``humanward why`` tells: what brought a nudge, what would have stopped it, what holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from shlex import quote

from config.load import load
from config.paths import Home
from config.schema import Length, Limit, Settings, Span
from monitor.core import limits
from monitor.core.days import Calendar
from monitor.core.effect import Sign, sign_of
from monitor.core.evidence import Counted, evidence, with_ai
from monitor.core.limits import Seen, Tally
from monitor.core.notices import Nudge
from monitor.core.people import Contact
from monitor.ports import Clock
from monitor.service.counting import Counting
from monitor.service.due import Due
from monitor.service.nudges import as_of, named
from monitor.service.status import Status, status
from monitor.store import bygone, nudges, people, read
from monitor.store.connect import reading
from monitor.store.nudges import Told

_ROUND = timedelta(minutes=5)
_MOST = timedelta(days=7)  # as limit.at_most has it
_HOUR = timedelta(hours=1)
_TALKS = 3
_REMEMBERED = timedelta(days=14)  # as the judge
_OFF = {
    "contact": "contact.on",
    "birthday": "contact.birthdays",
    "follow-up": "contact.follow_up",
    "returning": "returning.on",
    "ask-first": "ask_first.on",
    "evening": "evening.note",
    "letter": "evening.letter",
}
_MORE = {
    "returning": ("returns", "returning.times"),
    "ask-first": ("episodes", "ask_first.episodes"),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """What would have stopped a nudge, and the line to type."""

    words: str
    command: str


@dataclass(frozen=True, slots=True)
class Why:
    """A nudge explained. ``limit`` is as it holds now; None: there is none of that name.

    ``counted`` is what its rule counted by what is kept now; ``is_gone``: of that time only sums
    are kept. ``talks`` are the last ones noted before it with the person whom it is about.
    """

    told: Told
    calendar: Calendar
    limit: Limit | None
    sign: Sign | None
    since: datetime | None
    counted: tuple[Counted, ...]
    is_gone: bool
    talks: tuple[Contact, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a limit stands now."""

    limit: Limit
    tally: Tally

    @property
    def is_reached(self) -> bool:
        """Whether it is due to be spoken of."""
        return bool(self.tally.amount) and self.tally.amount >= self.limit.at_most

    @property
    def share(self) -> float:
        """How much of the limit is used."""
        if not self.limit.at_most:
            return float("inf") if self.tally.amount else 0.0
        return self.tally.amount / self.limit.at_most


@dataclass(frozen=True, slots=True)
class Present:
    """How it is now: the daemon's own word, and where each limit stands, the nearest first.

    ``due`` are the rules beside the limits that have something to say now.
    """

    status: Status
    is_on: bool
    standings: tuple[Standing, ...]
    due: tuple[str, ...]


def why(home: Home, clock: Clock, code: str) -> Why:
    """Explain one nudge; a MonitorError when there is none with this code."""
    found = named(home, code)
    settings = load(home.settings)
    nudge = found.nudge
    limit = next((one for one in settings.limit if one.name == nudge.rule), None)
    with reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        gone = bygone.raw_since(connection)
        since = _since(nudge)
        is_gone = since is not None and gone is not None and since < gone
        counted: tuple[Counted, ...] = ()
        if since is not None and not is_gone:
            life = read.stretches(connection, since, nudge.at, read.subjects(connection))
            counted = _counted(nudge, limit, life, calendar)
        talks = people.talks(connection) if nudge.person else ()
    return Why(
        told=as_of(found, calendar, clock.read().wall),
        calendar=calendar,
        limit=limit,
        sign=sign_of(nudge.rule, limit.what if limit else ""),
        since=since,
        counted=counted,
        is_gone=is_gone,
        talks=tuple(one for one in talks if one.person == nudge.person and one.at < nudge.at)[
            -_TALKS:
        ],
        stops=tuple(_stops(nudge, limit, settings, calendar)),
    )


def present(home: Home, clock: Clock) -> Present:
    """Tell what is due now and what holds it."""
    settings = load(home.settings)
    now = clock.read().wall
    standings: tuple[Standing, ...] = ()
    due: tuple[str, ...] = ()
    if home.ledger.exists():
        with reading(home.ledger) as connection:
            calendar = read.calendar(connection)
            counting = Counting()
            counting.begin_anew(calendar)
            counts = counting.count(connection, now, settings)
            told = nudges.told(connection, now - _REMEMBERED, now)
            everything = Due()
            everything.begin_anew(calendar)
            rules = everything.findings(connection, now, settings, told, is_there=True)
        found = (Standing(one.limit, limits.tally(one, now, calendar)) for one in counts.limits)
        standings = tuple(sorted(found, key=lambda one: -one.share))
        names = {one.limit.name for one in counts.limits}
        due = tuple(rule for rule in dict.fromkeys(one.rule for one in rules) if rule not in names)
    return Present(status(home, clock), settings.nudge.on, standings, due)


def _counted(
    nudge: Nudge, limit: Limit | None, life: Iterator[Seen], calendar: Calendar
) -> tuple[Counted, ...]:
    if limit is not None:
        return evidence(limit, life, calendar)
    return with_ai(life) if nudge.rule in _MORE else ()


def _since(nudge: Nudge) -> datetime | None:
    """From when on its figures count; None: it tells none."""
    since = _figure(nudge, "since")
    if since is None:
        return None
    if nudge.rule == "returning":
        return nudge.at - _HOUR  # its own "since" is when the returns became many
    return datetime.fromtimestamp(since, UTC)


def _figure(nudge: Nudge, name: str) -> float | None:
    return next((figure.value for figure in nudge.figures if figure.name == name), None)


def _stops(
    nudge: Nudge, limit: Limit | None, settings: Settings, calendar: Calendar
) -> Iterator[Stop]:
    """What would have stopped it, the nearest to its rule first."""
    if limit is not None:
        key = f"limit.{limit.name}"
        higher = _higher(nudge, limit)
        if higher is not None:
            yield Stop(f"a higher limit, such as {higher}", _set(f"{key}.at_most", str(higher)))
        yield Stop("its limit switched off", _set(f"{key}.on", "false"))
    if nudge.rule in _MORE:
        name, key = _MORE[nudge.rule]
        more = int(_figure(nudge, name) or 0) + 1
        yield Stop(f"more of it allowed, such as {more} times", _set(key, str(more)))
    if nudge.rule in _OFF:
        yield Stop("its rule switched off", _set(_OFF[nudge.rule], "false"))
    hour = calendar.local(nudge.at).hour
    quiet = Span.of(f"{hour:02}:00-{(hour + 1) % 24:02}:00")
    spans = ", ".join(map(str, dict.fromkeys((*settings.nudge.quiet, quiet))))
    yield Stop(f"quiet hours, {quiet}", _set("nudge.quiet", spans))
    yield Stop("a pause; nothing is watched while it lasts", "humanward pause 1h")


def _higher(nudge: Nudge, limit: Limit) -> Length | None:
    """A limit above what was counted then, in whole five minutes; None: none that may be set.

    None too where the limit of today is above it.
    """
    amount = _figure(nudge, "amount")
    if amount is None or timedelta(seconds=amount) < limit.at_most:
        return None
    counted = timedelta(seconds=amount)
    above = (counted // _ROUND + 1) * _ROUND
    return Length.of(f"{above // timedelta(minutes=1)}m") if above <= _MOST else None


def _set(key: str, value: str) -> str:
    return f"humanward config set {quote(key)} {quote(value)}"
