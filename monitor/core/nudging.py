"""Choose which finding is worth a nudge now, if any, and tell why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.schema import Nudge as Policy
from monitor.core import hours
from monitor.core.days import Calendar
from monitor.core.notices import Answer, Finding

_NEW_DAYS = 3  # the first days of a ledger, with one nudge each
_LATER_AT_MOST = 2
_REFUSED = 5  # so many "no" in a row, and a rule rests every other day


@dataclass(frozen=True, slots=True)
class Given:
    """A nudge that was given, and what the person said to it."""

    rule: str
    occasion: str
    at: datetime
    answer: Answer | None = None
    answered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """How it is at the desktop now. ``first_seen`` is when the ledger began."""

    calendar: Calendar
    first_seen: datetime | None
    active: bool
    locked: bool = False
    fullscreen: bool = False
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Why there is no nudge: of one rule, or of any when ``rule`` is ''.

    ``until`` is when this reason ends; None: nobody knows.
    """

    rule: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The one finding to speak of, and until when; and what held the others, or all."""

    chosen: Finding | None = None
    expires: datetime | None = None
    held: tuple[Held, ...] = ()


def choose(
    now: datetime,
    findings: Sequence[Finding],
    history: Sequence[Given],
    moment: Moment,
    policy: Policy,
) -> Decision:
    """Choose the finding furthest beyond its limit; of equals, the one named first.

    The history is in the order of time. What it no longer holds is forgotten.
    """
    held = (*_moments(moment, policy), *_times(now, history, moment, policy))
    if held:
        return Decision(held=held)
    reasons = {finding: _hold(finding, now, history, moment, policy) for finding in findings}
    free = [finding for finding, reason in reasons.items() if reason is None]
    kept = tuple(reason for reason in reasons.values() if reason is not None)
    if not free:
        return Decision(held=kept)
    chosen = max(free, key=_ratio)
    behind = f"{chosen.rule} is further beyond its limit and came first"
    others = tuple(Held(one.rule, behind) for one in free if one is not chosen)
    return Decision(chosen, now + policy.expires, (*kept, *others))


def next_possible(
    now: datetime, history: Sequence[Given], moment: Moment, policy: Policy
) -> datetime | None:
    """Tell the earliest moment at which the clock and the caps allow a nudge; None: at none.

    Whether somebody will be there then, nobody knows.
    """
    if not policy.on:
        return None
    at = now
    while reasons := tuple(_times(at, history, moment, policy)):
        ends = [reason.until for reason in reasons if reason.until is not None]
        if len(ends) < len(reasons):
            return None
        at = max(ends)
    return at


def is_new(now: datetime, moment: Moment) -> bool:
    """Tell whether this is one of the first three days of the ledger."""
    if moment.first_seen is None:
        return True
    day = moment.calendar.day
    return (day(now) - day(moment.first_seen)).days < _NEW_DAYS


def _moments(moment: Moment, policy: Policy) -> Iterator[Held]:
    if not policy.on:
        yield Held("", "nudges are switched off (nudge.on)")
    if moment.locked:
        yield Held("", "the screen is locked")
    elif not moment.active:
        yield Held("", "nobody is at the screen")
    if moment.fullscreen:
        yield Held("", "something fills the whole screen")


def _times(
    now: datetime, history: Sequence[Given], moment: Moment, policy: Policy
) -> Iterator[Held]:
    if moment.paused_until is not None and now < moment.paused_until:
        yield Held("", "humanward is paused", moment.paused_until)
    calendar = moment.calendar
    if hours.inside(policy.quiet, calendar, now):
        yield Held("", "these are quiet hours", hours.leave(policy.quiet, calendar, now))
    last = next((given.at for given in reversed(history) if given.at <= now), None)
    if last is not None and now < last + policy.spacing:
        yield Held("", "the last nudge was only just now", last + policy.spacing)
    new = is_new(now, moment)
    most = 1 if new else policy.most_a_day
    _, begins, ends = _today(calendar, now)
    if _count(history, begins, ends) >= most:
        first = "the first three days bring one nudge each"
        yield Held("", first if new else f"as many as you allow a day were given: {most}", ends)


def _today(calendar: Calendar, now: datetime) -> tuple[date, datetime, datetime]:
    """The day and its bounds; on a journey west a day that has begun is not left backwards."""
    day = calendar.day(now)
    begins, ends = calendar.bounds(day)
    while ends <= now:
        day += timedelta(days=1)
        begins, ends = calendar.bounds(day)
    return day, begins, ends


def _count(history: Sequence[Given], begins: datetime, ends: datetime) -> int:
    count = 0
    for given in reversed(history):
        if given.at < begins:
            break
        count += given.at < ends
    return count


def _hold(
    finding: Finding, now: datetime, history: Sequence[Given], moment: Moment, policy: Policy
) -> Held | None:
    """Tell what holds this finding back; None: nothing."""
    told = _told(finding, history)
    if not told:
        return _rest(finding.rule, now, history, moment.calendar)
    last = told[-1]
    if last.answer is not Answer.LATER:
        return Held(finding.rule, "this was already said")
    if len(told) > _LATER_AT_MOST:
        return Held(finding.rule, "this was put off twice and is let go")
    again = (last.answered or last.at) + policy.snooze
    if now < again:
        return Held(finding.rule, "you asked for it later", again)
    return None


def _told(finding: Finding, history: Sequence[Given]) -> list[Given]:
    """The nudges of the same occasion; none of them was before the occasion began."""
    since = _figure(finding, "since")
    told: list[Given] = []
    for given in reversed(history):
        if since is not None and given.at.timestamp() < since:
            break
        if given.rule == finding.rule and given.occasion == finding.occasion:
            told.insert(0, given)
    return told


def _rest(rule: str, now: datetime, history: Sequence[Given], calendar: Calendar) -> Held | None:
    """After five "no" in a row a rule that spoke yesterday is silent today: half as often."""
    own = [given for given in history if given.rule == rule]
    answers = [given.answer for given in own if given.answer is not None][-_REFUSED:]
    if len(answers) < _REFUSED or any(answer is not Answer.NO for answer in answers):
        return None
    today, _, ends = _today(calendar, now)
    if today - calendar.day(own[-1].at) != timedelta(days=1):
        return None
    reason = f"you said no to it {_REFUSED} times in a row, so it rests every other day"
    return Held(rule, reason, ends)


def _ratio(finding: Finding) -> float:
    """How far beyond its limit; a finding that counts no time is just at it."""
    amount, limit = _figure(finding, "amount"), _figure(finding, "limit")
    if amount is None or limit is None:
        return 1.0
    return amount / limit if limit else float("inf")


def _figure(finding: Finding, name: str) -> float | None:
    return next((figure.value for figure in finding.figures if figure.name == name), None)
