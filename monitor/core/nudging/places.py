"""How many nudges a day and a week have room for, and the places kept for what was ordered."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.core.notices import Answer, Finding
from monitor.core.nudging import orders
from monitor.core.nudging.today import today
from monitor.core.nudging.words import Given, Held, Law, Moment, Order, Standing

_NEW_DAYS = 3  # the first days of a ledger, with one nudge each
_FIRST_DAYS = "the first three days bring one nudge each"
_WEEK = timedelta(days=7)


def is_new(now: datetime, moment: Moment) -> bool:
    """Tell whether this is one of the first three days of the ledger."""
    if moment.first_seen is None:
        return True
    day = moment.calendar.day
    return (day(now) - day(moment.first_seen)).days < _NEW_DAYS


def counts(given: Given, law: Law) -> bool:
    """Tell whether it counts as a nudge: heard, not within another, nor when a law wants it."""
    return given.is_heard and not given.is_part and given.rule not in law.prompt


def between(history: Sequence[Given], begins: datetime, ends: datetime, law: Law) -> list[Given]:
    """The nudges of a span that count."""
    return [given for given in history if begins <= given.at < ends and counts(given, law)]


def counted(
    now: datetime, history: Sequence[Given], moment: Moment, law: Law, standing: Standing
) -> Iterator[Held]:
    """Tell which caps are reached; what was not ordered leaves the places that are kept."""
    if standing is Standing.PROMPT:
        return
    is_ordered = standing is Standing.ORDERED
    yield from _of_day(now, history, moment, law, ordered=is_ordered)
    yield from _of_week(now, history, moment, law, ordered=is_ordered)


def first_days(
    finding: Finding, now: datetime, history: Sequence[Given], moment: Moment, law: Law
) -> Held | None:
    """In the first days nothing but what was said today already, and was put off.

    What a law wants takes no place, nor does what was said within it.
    """
    if not is_new(now, moment):
        return None
    _, begins, ends = today(moment.calendar, now)
    said = [given for given in history if begins <= given.at < ends and given.is_heard]
    beside = {given.at for given in said if given.rule in law.prompt and not given.is_part}
    spoken = {(given.rule, given.occasion) for given in said if given.at not in beside}
    if not spoken or (finding.rule, finding.occasion) in spoken:
        return None
    return Held(finding.rule, _FIRST_DAYS, ends)


def _of_day(
    now: datetime, history: Sequence[Given], moment: Moment, law: Law, *, ordered: bool
) -> Iterator[Held]:
    """In the first days what was put off may come again."""
    most = law.policy.most_a_day
    _, begins, ends = today(moment.calendar, now)
    given = between(history, begins, ends, law)
    if is_new(now, moment):
        if given and all(one.answer is not Answer.LATER for one in given):
            yield Held("", _FIRST_DAYS, ends)
        if given:
            return
        most = 1
    if len(given) >= most:
        yield Held("", f"as many as you allow a day were given: {most}", ends)
    elif (
        len(given) == most - 1
        and not ordered
        and (order := orders.coming(now, history, moment.calendar, law))
    ):
        yield Held("", f"what is left of today is kept for {order[0].name}", ends)


def _of_week(
    now: datetime, history: Sequence[Given], moment: Moment, law: Law, *, ordered: bool
) -> Iterator[Held]:
    """A place is kept for each day of the week that has something ordered to come."""
    most, calendar = law.policy.most_a_week, moment.calendar
    day, _, ends = today(calendar, now)
    monday = day - timedelta(days=day.weekday())
    begins, over = calendar.bounds(monday)[0], calendar.bounds(monday + _WEEK)[0]
    given = len(between(history, begins, over, law))
    if given >= most and now < over:
        yield Held("", f"as many as you allow a week were given: {most}", over)
    elif law.orders and not ordered and given >= most - _WEEK.days:
        kept = orders.of_week(now, history, calendar, law)
        if given >= most - len(kept):
            yield Held("", f"what is left of this week is kept for {_names(kept)}", ends)


def _names(kept: Sequence[Order]) -> str:
    return " and ".join(dict.fromkeys(order.name for order in kept))
