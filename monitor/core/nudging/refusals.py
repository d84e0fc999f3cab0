"""After five times "no" in a row a rule speaks half as often."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from monitor.core.days import Calendar
from monitor.core.notices import Answer
from monitor.core.nudging.today import today
from monitor.core.nudging.words import Given, Held

REFUSED = 5
"""So many "no" in a row."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_OF_A_WEEK = "week:"
_QUESTION = "follow-up"  # its "no" is an answer, and refuses nothing: not yet


def rest(rule: str, now: datetime, history: Sequence[Given], calendar: Calendar) -> Held | None:
    """What spoke yesterday is silent today; what speaks of weeks is silent every other week."""
    if rule == _QUESTION:
        return None
    own = _own(rule, history)
    answers = [given.answer for given in own if given.answer is not None][-REFUSED:]
    if len(answers) < REFUSED or any(answer is not Answer.NO for answer in answers):
        return None
    last, period, each = own[-1], _DAY, "day"
    now_in, spoken = today(calendar, now)[0], calendar.day(last.at)
    if last.occasion.startswith(_OF_A_WEEK):
        period, each = _WEEK, "week"
        now_in, spoken = _monday(now_in), _monday(spoken)
    if now_in - spoken != period:
        return None
    reason = f"you said no to it {REFUSED} times in a row, so it rests every other {each}"
    return Held(rule, reason, calendar.bounds(now_in + period)[0])


def unsure(history: Sequence[Given]) -> tuple[str, ...]:
    """The rules whose row of "no" may have begun before this history."""
    rules = dict.fromkeys(given.rule for given in history if given.is_heard)
    return tuple(rule for rule in rules if rule != _QUESTION and _is_unsure(_own(rule, history)))


def _is_unsure(own: Sequence[Given]) -> bool:
    answers = [given.answer for given in own if given.answer is not None]
    return len(answers) < REFUSED and all(answer is Answer.NO for answer in answers)


def _own(rule: str, history: Sequence[Given]) -> list[Given]:
    return [given for given in history if given.rule == rule and given.is_heard]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
