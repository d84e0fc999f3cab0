"""Why a nudge came, and why none comes now, in words."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cli import limits_text, output
from cli.nudge_text import OUTCOMES, answer_words, effect_words
from cli.paragraph import count, wrapped
from cli.params import clock_words
from monitor.core.evidence import Counted
from monitor.core.notices import Figure
from monitor.core.people import Contact
from monitor.core.types import ELSEWHERE, Kind, Subject, Verdict
from monitor.service.why import Present, Standing, Why

_MOST_ROWS = 12
_FEW = timedelta(minutes=1)  # what was judged by then and is kept now may differ by a flush
_RULES = {
    "contact": "it is long since you noted a talk with somebody whom you named",
    "birthday": "somebody whom you named has a birthday",
    "follow-up": "it asks once whether it came to a talk",
    "returning": "you came back to AI tools often within the hour",
    "ask-first": "many searches for help of today began with AI",
    "evening": "the evening note tells the day",
    "letter": "the letter tells the week",
}
_FIGURES = {
    "amount": "counted {}",
    "limit": "limit then {}",
    "since": "since {}",
    "days": "{} since a talk with them, as far as you noted any",
    "every": "a talk every {} is what you wish for",
    "over": "{} over that",
    "quiet": "{} since any talk",
    "turns": "turns {}",
    "hours": "{} since you took it up",
    "took_up": "taken up {}",
    "returns": "returns: {}",
    "episodes": "searches that began with AI: {}",
    "many": "many is from {} on",
    "within": "within {}",
}
_OF_NO_DAYS = {
    "days": "a talk with them was noted that day",
    "quiet": "the last talk with anybody less than a day before",
}
_NAMED_THAT_DAY = "you named them that day"
_UNTOLD = frozenset({"noted"})  # it only chooses the words of the nudge


def lines(found: Why, now: datetime) -> Iterator[str]:
    """Tell what brought a nudge, line by line."""
    nudge = found.told.nudge
    head = f"{clock_words(nudge.at, now)}  {nudge.code}  {nudge.title}"
    yield from wrapped(output.safe(head), hang=4)
    yield from wrapped(output.safe(nudge.text), 4)
    yield ""
    yield from wrapped(output.safe(f"Rule: {nudge.rule}, {_rule(found)}."), hang=2)
    yield from wrapped(output.safe(f"Figures: {_figures(nudge.figures, now)}."), hang=2)
    yield from _limit_lines(found)
    if nudge.person:
        yield from wrapped(
            output.safe(f"About: {nudge.person}; {_talks(found.talks, now)}."), hang=2
        )
    for rule, _ in nudge.also:
        yield from wrapped(output.safe(f"It waited with {rule}, and both were said at once."))
    yield from _evidence(found)
    yield ""
    for way in found.told.deliveries:
        shown = f"Through {way.channel}: {OUTCOMES[way.outcome]}, {way.reason}"
        yield from wrapped(output.safe(shown), hang=2)
    yield from wrapped(_sentence(answer_words(found.told)))
    yield from wrapped(_came(found), hang=2)
    yield ""
    yield "What would have stopped it:"
    for stop in found.stops:
        yield from wrapped(stop.words, 2)
        yield f"    {output.safe(stop.command)}"


def present_lines(found: Present, now: datetime) -> Iterator[str]:
    """Tell what is due now and what holds it, line by line."""
    status = found.status
    if not found.is_on:
        yield from wrapped(
            "Nudges are switched off. `humanward config set nudge.on true` brings them back."
        )
    elif not status.watching:
        yield from wrapped("Not watching, so no nudge can come. `humanward start` begins.")
    due = [_standing(one) for one in found.standings if one.is_reached]
    due += [f"{rule}: {_RULES.get(rule, rule)}" for rule in found.due]
    yield "Reached now:" if due else "No limit is reached now."
    for line in due:
        yield from wrapped(output.safe(line), 2, hang=2)
    under = [one for one in found.standings if not one.is_reached]
    if under:
        yield "Not reached:"
    for one in under:
        yield from wrapped(output.safe(_standing(one)), 2, hang=2)
    if not status.watching or not found.is_on:
        return
    yield "Held back now:" if status.held else "Nothing is held back now."
    for reason in status.held:
        yield from wrapped(output.safe(reason), 2, hang=2)
    yield from wrapped(_next(status.next_nudge, now))


def _next(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "When the next nudge may come is not known."
    if at <= now + timedelta(minutes=1):
        return "The next nudge may come as soon as a limit is reached and the moment suits."
    return f"The next nudge may come from {clock_words(at, now)} on."


def _talks(talks: tuple[Contact, ...], now: datetime) -> str:
    """The talks that were noted with somebody before the nudge, the latest first."""
    told = [f"{clock_words(one.at, now)} ({one.how.value})" for one in reversed(talks)]
    return f"talks noted before it: {', '.join(told)}" if told else "no talk was noted before it"


def _rule(found: Why) -> str:
    rule = found.told.nudge.rule
    if found.limit is not None:
        return limits_text.words(found.limit)
    return _RULES.get(rule, "a limit that is not in your settings any more")


def _limit_lines(found: Why) -> Iterator[str]:
    """The limit in force then beside that of now."""
    then = _figure_of(found, "limit")
    if found.limit is None or then is None:
        return
    if not found.limit.on:
        yield "This limit is switched off now."
    elif timedelta(seconds=then) != found.limit.at_most:
        was = output.length(timedelta(seconds=then))
        is_now = output.length(found.limit.at_most)
        amount = _figure_of(found, "amount")
        would = amount is not None and timedelta(seconds=amount) < found.limit.at_most
        stops = ", which would have stopped it" if would else ""
        yield from wrapped(f"The limit was {was} then; it is {is_now} now{stops}.")
    else:
        yield "The limit is the same now."


def _figure_of(found: Why, name: str) -> float | None:
    return next((one.value for one in found.told.nudge.figures if one.name == name), None)


def _figures(figures: tuple[Figure, ...], now: datetime) -> str:
    is_noted = any(one.name == "noted" and one.value for one in figures)
    words = [_figure(one, now, is_noted=is_noted) for one in figures if one.name not in _UNTOLD]
    return ", ".join(words) or "none"


def _figure(one: Figure, now: datetime, *, is_noted: bool) -> str:
    if one.name in _OF_NO_DAYS and not one.value:
        is_of_them = one.name == "days"
        return _OF_NO_DAYS[one.name] if is_noted or not is_of_them else _NAMED_THAT_DAY
    return _FIGURES.get(one.name, f"{output.word(one.name)} {{}}").format(_value(one, now))


def _value(one: Figure, now: datetime) -> str:
    """The value of a figure, by its unit."""
    if one.unit == "s":
        return output.length(timedelta(seconds=one.value))
    if one.unit == "unix":
        return clock_words(datetime.fromtimestamp(one.value, now.tzinfo), now)
    if one.unit == "d":
        return count(round(one.value), "day")
    return f"{one.value:g} {one.unit}".rstrip()


def _evidence(found: Why) -> Iterator[str]:
    if found.is_gone:
        yield from wrapped(
            "What it counted is too long ago: after privacy.raw_days only sums are kept."
        )
        return
    if not found.counted:
        return
    whole = sum((one.length for one in found.counted), timedelta())
    yield f"What it counted, {output.length(whole)} in all:"
    many = len(found.counted) > _MOST_ROWS
    rows = found.counted[: _MOST_ROWS - 1] if many else found.counted
    for one in rows:
        told = f"{output.length(one.length):>9}  {_what(one)}"
        yield from wrapped(output.safe(told), 2, hang=11)
    if many:
        rest = found.counted[_MOST_ROWS - 1 :]
        length = output.length(sum((one.length for one in rest), timedelta()))
        yield f"  {length:>9}  {count(len(rest), 'other thing')}"
    then = _figure_of(found, "amount")
    if then is not None and abs(timedelta(seconds=then) - whole) > _FEW:
        yield from wrapped(
            f"It was judged by {output.length(timedelta(seconds=then))}: since then the record, or"
            " the limit, was changed."
        )


def _came(found: Why) -> str:
    """What came of it, or why that is not told."""
    effect = found.told.effect
    if effect is None:
        return "What came of it is not told yet: that takes about half an hour."
    words = effect_words(effect)
    return _sentence(words) if words else "What came of it was not seen."


def _standing(one: Standing) -> str:
    amount = output.length(one.tally.amount)
    return f"{one.limit.name}: {amount} of {output.length(one.limit.at_most)}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _what(one: Counted) -> str:
    tool = f" ({_taken_for(one.verdict)})" if one.verdict.tool else ""
    return f"{_front(one.subject)}{tool}"


def _front(subject: Subject) -> str:
    site = "a site that is no tool we know" if subject.host == ELSEWHERE else subject.host
    return " · ".join(filter(None, (subject.app, subject.program, site))) or "the desktop"


def _taken_for(verdict: Verdict) -> str:
    if verdict.kind is Kind.OTHER:
        return verdict.tool
    return f"{verdict.tool}, {output.word(verdict.kind.value)}"
