"""What ``humanward nudges effect`` tells: how nudges were taken, and whether they help."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.load import load
from config.paths import Home
from config.schema import Channel, Settings
from monitor.core.days import Calendar
from monitor.core.effect import REACH, Sign, sign_of, talked
from monitor.core.helping import Case, Side, contrast
from monitor.core.notices import Answer, Outcome
from monitor.core.nudging.words import End
from monitor.core.shares import Contrast
from monitor.ports import Clock
from monitor.service.nudges import as_of
from monitor.store import effects, held_back, nudges, read
from monitor.store.connect import reading
from monitor.store.held_back import HeldBack
from monitor.store.moments import from_ms
from monitor.store.nudges import Told

_ALL = ""
_SIDES = {End.SILENT: Side.SILENT, End.EXPIRED: Side.EXPIRED}


@dataclass(frozen=True, slots=True)
class Taken:
    """How the nudges of a rule were taken; rule '' is all of them.

    ``sign`` is by what it is followed; None: by several, or by nothing that is measured.
    ``untold`` are shown nudges of which it cannot be told, or not yet, whether they were followed.
    """

    rule: str
    given: int
    outcomes: Mapping[Outcome, int]
    answers: Mapping[Answer | None, int]
    sign: Sign | None
    untold: int
    contrast: Contrast


@dataclass(frozen=True, slots=True)
class Helping:
    """How nudges of a span were taken, and beside which moments that is told.

    Moments left out by chance are like those with a nudge; those that expired are not.
    """

    since: date | None
    until: date | None
    beside: Side
    of_all: Taken
    rules: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class _Material:
    told: tuple[Told, ...]
    held: tuple[HeldBack, ...]
    talks: tuple[datetime, ...]
    calendar: Calendar
    now: datetime


def helping(home: Home, clock: Clock, since: date | None, until: date | None) -> Helping:
    """Tell how the nudges of these days were taken; None leaves an end open."""
    settings = load(home.settings)
    found = _read(home, clock, since, until)
    silent = any(one.how is End.SILENT for one in found.held)
    beside = Side.SILENT if silent or settings.nudge.stay_silent else Side.EXPIRED
    signs = {
        rule: sign_of(rule, _what(settings, rule))
        for rule in sorted({one.nudge.rule for one in found.told})
    }
    cases = tuple(_cases(found, settings))
    rules = tuple(_taken(rule, found.told, cases, beside, sign) for rule, sign in signs.items())
    whole = _taken(_ALL, found.told, cases, beside, None)
    ordered = tuple(sorted(rules, key=lambda one: -one.given))
    return Helping(since, until, beside, whole, ordered)


def _read(home: Home, clock: Clock, since: date | None, until: date | None) -> _Material:
    now = clock.read().wall
    if not home.ledger.exists():
        return _Material((), (), (), Calendar(()), now)
    with reading(home.ledger) as connection:
        calendar = read.calendar(connection)
        start = calendar.bounds(since)[0] if since else from_ms(0)
        end = calendar.bounds(until)[1] if until else now + timedelta(days=1)
        return _Material(
            tuple(as_of(one, calendar, now) for one in nudges.told(connection, start, end)),
            held_back.told(connection, start, end),
            effects.talks(connection, start, end + timedelta(days=1)),
            calendar,
            now,
        )


def _cases(found: _Material, settings: Settings) -> Iterable[Case]:
    """Every moment at which something was measured that tells whether the rule was followed."""
    for one in found.told:
        nudge = one.nudge
        sign = sign_of(nudge.rule, _what(settings, nudge.rule))
        if sign is not None and _was_given(one):
            followed = one.effect.shows(sign) if one.effect else None
            yield Case(nudge.rule, nudge.occasion, Side.SPOKEN, followed)
    given = [one.nudge.at for one in found.told if _was_given(one)]
    for held in _moments(found.held):
        sign, side = sign_of(held.rule, _what(settings, held.rule)), _SIDES.get(held.how)
        if sign is None or side is None or _is_near(held.ended, given):
            continue
        followed = held.effect.shows(sign)
        if sign is Sign.TALKED:
            followed = talked(held.ended, found.talks, found.calendar, found.now)
        yield Case(held.rule, held.occasion, side, followed)


def _taken(
    rule: str,
    told: Iterable[Told],
    cases: Iterable[Case],
    beside: Side,
    sign: Sign | None,
) -> Taken:
    own = [one for one in told if rule in {_ALL, one.nudge.rule}]
    of_it = [case for case in cases if rule in {_ALL, case.rule}]
    spoken = [case for case in of_it if case.side is Side.SPOKEN]
    return Taken(
        rule=rule,
        given=len(own),
        outcomes=Counter(outcome(one) for one in own),
        answers=Counter(one.response.answer if one.response else None for one in own),
        sign=sign,
        untold=sum(case.followed is None for case in spoken),
        contrast=contrast(of_it, beside),
    )


def outcome(one: Told) -> Outcome:
    """What became of a nudge as a whole: the best that any channel says of it."""
    found = {way.outcome for way in one.deliveries}
    return next((best for best in (Outcome.SHOWN, Outcome.UNKNOWN) if best in found),
                Outcome.FAILED)  # fmt: skip


def _was_given(one: Told) -> bool:
    """Whether it can have been in front of the person; a line in a log never was."""
    return any(
        way.outcome is not Outcome.FAILED and way.channel != Channel.LOG for way in one.deliveries
    )


def _moments(held: Iterable[HeldBack]) -> Iterable[HeldBack]:
    """Of what ended at one moment in one way the first: said at once it were one nudge."""
    first = {(one.ended, one.how): one for one in reversed(tuple(held))}
    return sorted(first.values(), key=lambda one: one.ended)


def _is_near(at: datetime, given: Sequence[datetime]) -> bool:
    """Whether a nudge was shown about then: what was done then is no answer to silence."""
    place = bisect_left(given, at - REACH)
    return place < len(given) and given[place] <= at + REACH


def _what(settings: Settings, rule: str) -> str:
    return next((limit.what for limit in settings.limit if limit.name == rule), "")
