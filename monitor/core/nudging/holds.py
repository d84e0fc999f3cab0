"""What holds a nudge back: the moment, the clock, the caps, and what was said before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from config.schema import Nudge as Policy
from config.schema import Weekday
from monitor.core import hours
from monitor.core.days import Calendar
from monitor.core.notices import Answer, Finding
from monitor.core.nudging.words import Cap, Given, Held, Law, Moment

_NEW_DAYS = 3  # the first days of a ledger, with one nudge each
_LATER_AT_MOST = 2
_DOUBLED = 4  # so many times the rest between two nudges doubles within a day
_REFUSED = 5  # so many "no" in a row, and a rule rests every other day
_WEEKDAYS = tuple(Weekday)
_WEEK = timedelta(days=7)
_FORESEEN = timedelta(days=8)  # who finds no moment by then has hours that shut each other out
_FIRST_DAYS = "the first three days bring one nudge each"


def of_all(
    now: datetime, history: Sequence[Given], moment: Moment, policy: Policy
) -> tuple[Held, ...]:
    """Tell all that holds every nudge back now; nothing: a nudge may come."""
    return (*_moments(now, moment, policy), *_times(now, history, moment, policy))


def of_one(
    finding: Finding, now: datetime, history: Sequence[Given], moment: Moment, law: Law
) -> Held | None:
    """Tell what holds this finding back; None: nothing."""
    if first_days := _first_days(finding, now, history, moment):
        return first_days
    told = _told(finding, history)
    if not told:
        calendar, rule = moment.calendar, finding.rule
        rest = _rest(rule, now, history, calendar)
        return rest or _cap(rule, now, history, calendar, law.caps)
    return _put_off(told, now, law.policy)


def next_possible(
    now: datetime, history: Sequence[Given], moment: Moment, policy: Policy
) -> datetime | None:
    """Tell the earliest moment at which the clock and the caps allow a nudge; None: at none.

    Whether somebody will be there then, nobody knows.
    """
    if not policy.on:
        return None
    at = now
    last = max(now, moment.paused_until or now) + _FORESEEN
    while reasons := tuple(_times(at, history, moment, policy)):
        ends = [reason.until for reason in reasons if reason.until is not None]
        if len(ends) < len(reasons):
            return None
        at = max(ends)
        if at > last:
            return None
    return at


def is_new(now: datetime, moment: Moment) -> bool:
    """Tell whether this is one of the first three days of the ledger."""
    if moment.first_seen is None:
        return True
    day = moment.calendar.day
    return (day(now) - day(moment.first_seen)).days < _NEW_DAYS


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
    now: datetime, history: Sequence[Given], moment: Moment, policy: Policy
) -> Iterator[Held]:
    calendar = moment.calendar
    if moment.paused_until is not None and now < moment.paused_until:
        yield Held("", "humanward is paused", moment.paused_until)
    elif moment.back_since is not None and now < moment.back_since + policy.settle_in:
        yield Held("", "you have only just come back", moment.back_since + policy.settle_in)
    if hours.inside(policy.quiet, calendar, now):
        yield Held("", "these are quiet hours", hours.leave(policy.quiet, calendar, now))
    yield from _outside(now, calendar, policy)
    said = [given for given in history if not given.is_silent]
    last = next((given.at for given in reversed(said) if given.at <= now), None)
    if last is not None and now < (ends := last + _rest_after(last, said, calendar, policy)):
        yield Held("", "the last nudge was only just now", ends)
    yield from _counted(now, said, moment, policy)


def _rest_after(
    last: datetime, said: Sequence[Given], calendar: Calendar, policy: Policy
) -> timedelta:
    """The more was said on a day, the longer it is silent; what was put off comes as asked."""
    _, begins, _ = _today(calendar, last)
    today = _between(said, begins, last + timedelta.resolution)
    if today and today[-1].answer is Answer.LATER:
        return min(policy.spacing, policy.snooze)
    return policy.spacing * (1 << min(max(len(today) - 1, 0), _DOUBLED))


def _outside(now: datetime, calendar: Calendar, policy: Policy) -> Iterator[Held]:
    if policy.hours and not hours.inside(policy.hours, calendar, now):
        begins = hours.enter(policy.hours, calendar, now)
        yield Held("", "these are not the hours in which you want nudges", begins)
    day, _, ends = _today(calendar, now)
    if _WEEKDAYS[day.weekday()] not in policy.days:
        yield Held("", "this is not a day on which you want nudges", ends)


def _counted(
    now: datetime, said: Sequence[Given], moment: Moment, policy: Policy
) -> Iterator[Held]:
    """The caps of a day and a week. In the first days what was put off may come again."""
    day, begins, ends = _today(moment.calendar, now)
    today = _between(said, begins, ends)
    if is_new(now, moment):
        if today and all(given.answer is not Answer.LATER for given in today):
            yield Held("", _FIRST_DAYS, ends)
    elif len(today) >= policy.most_a_day:
        yield Held("", f"as many as you allow a day were given: {policy.most_a_day}", ends)
    monday = day - timedelta(days=day.weekday())
    begins, ends = moment.calendar.bounds(monday)[0], moment.calendar.bounds(monday + _WEEK)[0]
    if len(_between(said, begins, ends)) >= policy.most_a_week and now < ends:
        yield Held("", f"as many as you allow a week were given: {policy.most_a_week}", ends)


def _between(said: Sequence[Given], begins: datetime, ends: datetime) -> list[Given]:
    """The nudges of a span; what was said within one is no nudge of its own."""
    return [given for given in said if begins <= given.at < ends and not given.is_part]


def _first_days(
    finding: Finding, now: datetime, history: Sequence[Given], moment: Moment
) -> Held | None:
    """In the first days nothing but what was said today already, and was put off."""
    if not is_new(now, moment):
        return None
    _, begins, ends = _today(moment.calendar, now)
    spoken = {
        (given.rule, given.occasion)
        for given in history
        if begins <= given.at < ends and not given.is_silent
    }
    if not spoken or (finding.rule, finding.occasion) in spoken:
        return None
    return Held(finding.rule, _FIRST_DAYS, ends)


def _today(calendar: Calendar, now: datetime) -> tuple[date, datetime, datetime]:
    """The day and its bounds; on a journey west a day that has begun is not left backwards."""
    day = calendar.day(now)
    begins, ends = calendar.bounds(day)
    while ends <= now:
        day += timedelta(days=1)
        begins, ends = calendar.bounds(day)
    return day, begins, ends


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
    if last.answer is not Answer.LATER:
        return Held(last.rule, "this was already said")
    if len(told) > _LATER_AT_MOST:
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
    own = [given.at for given in history if given.rule == rule]
    _, begins, ends = _today(calendar, now)
    if sum(begins <= at < ends for at in own) >= cap.a_day:
        return Held(rule, f"this is said at most {_times_in_words(cap.a_day)} a day", ends)
    within = [at for at in own if at > now - _WEEK]
    if len(within) >= cap.a_week:
        until = within[-cap.a_week] + _WEEK
        return Held(rule, f"this is said at most {_times_in_words(cap.a_week)} a week", until)
    return None


def _times_in_words(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _rest(rule: str, now: datetime, history: Sequence[Given], calendar: Calendar) -> Held | None:
    """After five "no" in a row a rule that spoke yesterday is silent today: half as often."""
    own = [given for given in history if given.rule == rule and not given.is_silent]
    answers = [given.answer for given in own if given.answer is not None][-_REFUSED:]
    if len(answers) < _REFUSED or any(answer is not Answer.NO for answer in answers):
        return None
    today, _, ends = _today(calendar, now)
    if today - calendar.day(own[-1].at) != timedelta(days=1):
        return None
    reason = f"you said no to it {_REFUSED} times in a row, so it rests every other day"
    return Held(rule, reason, ends)
