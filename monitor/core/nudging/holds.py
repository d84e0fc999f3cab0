"""What holds a nudge back: the moment, the clock, the caps, and what was said before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from config.schema import Nudge as Policy
from config.schema import Weekday
from monitor.core import hours
from monitor.core.days import Calendar
from monitor.core.notices import Answer, Finding
from monitor.core.nudging import orders, places, refusals
from monitor.core.nudging.today import today
from monitor.core.nudging.words import Cap, Given, Held, Law, Moment, Standing

_DOUBLED = 4  # so many times the rest between two nudges doubles within a day
_WEEKDAYS = tuple(Weekday)
_WEEK = timedelta(days=7)
_FORESEEN = timedelta(days=8)  # who finds no moment by then has hours that shut each other out


def of_all(
    now: datetime, history: Sequence[Given], moment: Moment, law: Law, standing: Standing
) -> tuple[Held, ...]:
    """Tell all that holds every nudge of a standing back now; nothing: one may come."""
    times = _times(now, history, moment, law, standing)
    return (*_moments(now, moment, law.policy), *times)


def of_one(
    finding: Finding, now: datetime, history: Sequence[Given], moment: Moment, law: Law
) -> Held | None:
    """Tell what holds this finding back; None: nothing."""
    is_prompt = law.standing(finding.rule) is Standing.PROMPT
    first_days = places.first_days(finding, now, history, moment, law)
    if first_days and not is_prompt:
        return first_days
    if told := _told(finding, history):
        return _put_off(told, now, law.policy)
    if is_prompt:
        return None
    calendar, rule = moment.calendar, finding.rule
    rest = refusals.rest(rule, now, history, calendar)
    return rest or _cap(rule, now, history, calendar, law.caps)


def next_possible(
    now: datetime,
    history: Sequence[Given],
    moment: Moment,
    law: Law,
    due: Sequence[Finding] = (),
) -> datetime | None:
    """Tell the earliest moment at which the clock and the caps allow a nudge; None: at none.

    Whether somebody will be there then, nobody knows. What a law wants at its time passes the
    caps, so it is reckoned with only once it is among what is ``due``.
    """
    if not law.policy.on:
        return None
    found = [_next(now, history, moment, law, Standing.USUAL)]
    if law.orders:
        found.append(_next(now, history, moment, law, Standing.ORDERED))
    for finding in due:
        if law.standing(finding.rule) is not Standing.PROMPT:
            continue
        held = of_one(finding, now, history, moment, law)
        first = now if held is None else held.until
        if first is not None:
            found.append(_next(first, history, moment, law, Standing.PROMPT))
    return min((at for at in found if at is not None), default=None)


def _next(
    now: datetime, history: Sequence[Given], moment: Moment, law: Law, standing: Standing
) -> datetime | None:
    calendar, at = moment.calendar, now
    is_ordered = standing is Standing.ORDERED
    last = max(now, moment.paused_until or now) + _FORESEEN
    while at <= last:
        first = orders.first_from(at, last, history, calendar, law) if is_ordered else at
        if first is None:
            return None
        reasons = tuple(_times(first, history, moment, law, standing))
        ends = [reason.until for reason in reasons if reason.until is not None]
        if len(ends) < len(reasons):
            return None
        if not reasons:
            return first
        at = max(ends)
    return None


def _moments(now: datetime, moment: Moment, policy: Policy) -> Iterator[Held]:
    if not policy.on:
        yield Held("", "nudges are switched off (nudge.on)")
    if moment.paused_until is not None and now < moment.paused_until:
        return  # what is not looked at is not known
    if moment.locked:
        yield Held("", "the screen is locked")
    elif not moment.active:
        yield Held("", "nobody is at the screen")
    if moment.fullscreen:
        yield Held("", "something fills the whole screen")
    if moment.call:
        yield Held("", "you are in a call")
    if moment.silence:
        yield Held("", moment.silence)


def _times(
    now: datetime, history: Sequence[Given], moment: Moment, law: Law, standing: Standing
) -> Iterator[Held]:
    calendar, policy = moment.calendar, law.policy
    if moment.paused_until is not None and now < moment.paused_until:
        yield Held("", "humanward is paused", moment.paused_until)
    elif moment.back_since is not None and now < moment.back_since + policy.settle_in:
        yield Held("", "you have only just come back", moment.back_since + policy.settle_in)
    if hours.inside(policy.quiet, calendar, now):
        yield Held("", "these are quiet hours", hours.leave(policy.quiet, calendar, now))
    yield from _outside(now, calendar, policy)
    said = [given for given in history if given.is_heard]
    ends = _plain_rest_ends(now, said, policy)
    if ends is not None and standing is Standing.USUAL:
        ends = max(ends, _doubled_rest_ends(now, said, calendar, law) or ends)
    if ends is not None and now < ends:
        yield Held("", "the last nudge was only just now", ends)
    yield from places.counted(now, history, moment, law, standing)


def _plain_rest_ends(now: datetime, said: Sequence[Given], policy: Policy) -> datetime | None:
    """The rest after the last nudge of any kind; what was put off comes as asked."""
    last = next((given for given in reversed(said) if given.at <= now), None)
    if last is None:
        return None
    is_put_off = last.answer is Answer.LATER
    return last.at + (min(policy.spacing, policy.snooze) if is_put_off else policy.spacing)


def _doubled_rest_ends(
    now: datetime, said: Sequence[Given], calendar: Calendar, law: Law
) -> datetime | None:
    """The more was said on a day, the longer it is silent; a law's word neither adds nor begins."""
    own = (given for given in reversed(said) if given.at <= now and places.counts(given, law))
    last = next(own, None)
    if last is None or last.answer is Answer.LATER:
        return None
    _, begins, _ = today(calendar, last.at)
    given = places.between(said, begins, last.at + timedelta.resolution, law)
    return last.at + law.policy.spacing * (1 << min(max(len(given) - 1, 0), _DOUBLED))


def _outside(now: datetime, calendar: Calendar, policy: Policy) -> Iterator[Held]:
    if policy.hours and not hours.inside(policy.hours, calendar, now):
        begins = hours.enter(policy.hours, calendar, now)
        yield Held("", "these are not the hours in which you want nudges", begins)
    day, _, ends = today(calendar, now)
    if _WEEKDAYS[day.weekday()] not in policy.days:
        yield Held("", "this is not a day on which you want nudges", ends)


def _told(finding: Finding, history: Sequence[Given]) -> list[Given]:
    """The nudges of the same occasion; none of them was before the occasion began."""
    since = finding.figure("since")
    told: list[Given] = []
    for given in reversed(history):
        if since is not None and given.at.timestamp() < since:
            break
        if given.rule == finding.rule and given.occasion == finding.occasion:
            told.insert(0, given)
    return told


def _put_off(told: Sequence[Given], now: datetime, policy: Policy) -> Held | None:
    """What was said of an occasion holds it, unless it was put off and its time has come."""
    last = told[-1]
    if last.is_silent:
        return Held(last.rule, "it was left out by chance, to learn whether nudges help")
    if last.is_lost:
        return Held(last.rule, "it was tried three times and reached nobody")
    if last.answer is not Answer.LATER:
        return Held(last.rule, "this was already said")
    if len(told) > orders.LATER_AT_MOST:
        return Held(last.rule, "this was put off twice and is let go")
    again = (last.answered or last.at) + policy.snooze
    if now < again:
        times = "once" if len(told) == 1 else "twice"
        return Held(last.rule, f"you put it off ({times}) and it comes again", again)
    return None


def _cap(
    rule: str,
    now: datetime,
    history: Sequence[Given],
    calendar: Calendar,
    caps: Mapping[str, Cap],
) -> Held | None:
    cap = caps.get(rule)
    if cap is None:
        return None
    own = [given.at for given in history if given.rule == rule and not given.is_lost]
    _, begins, ends = today(calendar, now)
    if sum(begins <= at < ends for at in own) >= cap.a_day:
        return Held(rule, f"this is said at most {_times_in_words(cap.a_day)} a day", ends)
    within = [at for at in own if at > now - _WEEK]
    if len(within) >= cap.a_week:
        until = within[-cap.a_week] + _WEEK
        return Held(rule, f"this is said at most {_times_in_words(cap.a_week)} a week", until)
    return None


def _times_in_words(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
