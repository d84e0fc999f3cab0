"""The evening note and the weekly letter: three sentences, the last of them towards people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.baseline import learned
from monitor.core.changes import About, Change, changes, telling
from monitor.core.facts import DayFacts
from monitor.core.letter_words import (
    DAY,
    DUE,
    DUE_NOW,
    ENOUGH,
    FEW_WEEKENDS,
    LEARNING,
    NEVER_NOTED,
    NOBODY_DUE,
    NOBODY_NAMED,
    NOT_APART,
    ONE_TALK,
    TALKS,
    TOGETHER,
    UNSEEN,
    WEEK,
    WEEKDAYS_LESS,
    WEEKDAYS_MORE,
    Wording,
)
from monitor.core.notices import Figure
from monitor.core.week import EARLIER, LEAST_LEARNED, WINDOW, Checked, UsualHours, check, is_weekend
from monitor.core.wording.tongue import short

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()
_MUCH_UNSEEN = 20  # percent

Translate = Callable[[str], str]
"""Gives a text in the person's language, its {names} untouched."""


@dataclass(frozen=True, slots=True)
class Company:
    """The person's people: how many are named, who is most overdue, and the talks noted lately.

    ``days`` since the last noted talk with the one who is due; None: none was noted yet.
    """

    named: int = 0
    due: str = ""
    days: int | None = None
    talks: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """Three sentences; ``beside`` says how much of the time they tell of."""

    title: str
    sentences: tuple[str, str, str]
    beside: str
    figures: tuple[Figure, ...]

    def within(self, letters: int) -> str:
        """The sentences in one go; the second is left out where there is no room for three."""
        first, second, last = self.sentences
        whole = f"{first} {second} {last}"
        return whole if len(whole) <= letters else f"{first} {last}"


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the days up to ``last``. Of an open last day ``passed`` are its hours gone.

    The hours are those of the local clock; None: the day is over. Of ``inseparable`` days nothing
    is known without the tags that are left out.
    """

    known: Mapping[date, DayFacts]
    last: date
    passed: frozenset[int] | None = None
    inseparable: frozenset[date] = frozenset()


def note(past: Past, company: Company, translate: Translate = str) -> Letter:
    """Tell the last day."""
    return _tell(past, 1, DAY, company, translate)


def letter(past: Past, company: Company, translate: Translate = str) -> Letter:
    """Tell the seven days up to the last."""
    return _tell(past, WINDOW, WEEK, company, translate)


def length(time: timedelta) -> str:
    """A length in minutes and hours, the same in every language."""
    minutes = round(time / _MINUTE)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"  # noqa: PLR2004 - an hour


def _tell(
    past: Past, count: int, wording: Wording, company: Company, translate: Translate
) -> Letter:
    window = _window(past, count)
    days = [one.facts for one in window if one.facts and one.is_valid]
    unseen = _percent_unseen(window)
    first, second = _first_two(past, days, unseen, wording, translate)
    beside = translate(wording.beside).format(valid=len(days), seen=100 - unseen)
    return Letter(
        translate(wording.title),
        (first, second, _towards_people(company, translate)),
        beside,
        _figures(days, unseen),
    )


def _first_two(
    past: Past, days: Sequence[DayFacts], unseen: int, wording: Wording, translate: Translate
) -> tuple[str, str]:
    first = past.last - (WINDOW - 1) * _DAY if wording is WEEK else past.last
    if not days and any(day >= first for day in past.inseparable):
        return translate(NOT_APART), translate(TOGETHER)
    if not days:
        return translate(wording.too_little), translate(ENOUGH)
    found = changes(days, past.known, first)
    told = _changed(telling(found or ()), wording, translate)
    lengths = _lengths(days)
    one = told[0] if told else translate(wording.all_told).format(**lengths)
    if unseen >= _MUCH_UNSEEN:
        return one, translate(UNSEEN).format(percent=unseen)
    if found is None:
        return one, _weekdays(past, days, translate) or _learning(past, first, translate)
    if len(told) > 1:
        return one, told[1]
    return one, translate(wording.nothing_else if told else wording.longest).format(**lengths)


def _changed(found: Sequence[Change], wording: Wording, translate: Translate) -> list[str]:
    """A sentence for each change that the wording has words for."""
    told = []
    for one in found:
        text = (wording.more if one.is_more else wording.less).get(one.about)
        if text is not None:
            words = {"now": length(one.now), "usual": length(one.usual)}
            told.append(translate(text).format(**words))
    return told


def _window(past: Past, count: int) -> list[Checked]:
    """The days that are told of; of an open one the hours to come are no hours missed."""
    before = (past.last - ahead * _DAY for ahead in range(count, EARLIER + count))
    usual = UsualHours.of([past.known[day] for day in before if day in past.known])
    days = [past.last - ahead * _DAY for ahead in range(count - 1, -1, -1)]
    window = [
        check(day, past.known.get(day), usual, is_inseparable=day in past.inseparable)
        for day in days
    ]
    if past.passed is not None:
        hours = usual.on(past.last)
        gone = None if hours is None else hours & past.passed
        window[-1] = check(past.last, past.known.get(past.last), UsualHours(gone, gone))
    return window


def _percent_unseen(window: Sequence[Checked]) -> int:
    usual = sum((one.usual for one in window), _NOTHING)
    return round(100 * sum((one.missed for one in window), _NOTHING) / usual) if usual else 0


def _learning(past: Past, first: date, translate: Translate) -> str:
    """What is missing of the 28 days before; eight are of weekends, so these alone may be few."""
    days = len(learned(past.known, first))
    if days < LEAST_LEARNED:
        return translate(LEARNING).format(days=days)
    return translate(FEW_WEEKENDS)


def _weekdays(past: Past, days: Sequence[DayFacts], translate: Translate) -> str:
    """What is telling of AI on the weekdays, while too few days of weekends are known."""
    own = [one for one in days if not is_weekend(one.day)]
    found = changes(own, past.known, past.last - (WINDOW - 1) * _DAY) if len(days) > 1 else None
    ai = next((one for one in telling(found or ()) if one.about is About.AI), None)
    if ai is None:
        return ""
    text = translate(WEEKDAYS_MORE if ai.is_more else WEEKDAYS_LESS)
    return text.format(now=length(ai.now), usual=length(ai.usual))


def _lengths(days: Sequence[DayFacts]) -> dict[str, str]:
    abouts = {"ai": About.AI, "screen": About.SCREEN, "spell": About.SPELL}
    return {name: length(_mean(days, about)) for name, about in abouts.items()}


def _mean(days: Sequence[DayFacts], about: About) -> timedelta:
    return sum((about.of(one) for one in days), _NOTHING) / len(days)


def _figures(days: Sequence[DayFacts], unseen: int) -> tuple[Figure, ...]:
    told = [
        Figure(one.value, round(_mean(days, one).total_seconds()), "s") for one in About if days
    ]
    return (*told, Figure("days", len(days), "days"), Figure("unseen", unseen, "%"))


def _towards_people(company: Company, translate: Translate) -> str:
    if company.due:
        name = short(company.due)
        if company.days is None:
            return translate(NEVER_NOTED).format(name=name)
        text = DUE if company.days > 1 else DUE_NOW
        return translate(text).format(name=name, days=company.days)
    if company.talks:
        return translate(TALKS if company.talks > 1 else ONE_TALK).format(talks=company.talks)
    return translate(NOBODY_DUE if company.named else NOBODY_NAMED)
