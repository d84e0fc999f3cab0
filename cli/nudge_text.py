"""Nudges in words: what the person said to one, what came of it, what held one back."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from cli import output
from cli.paragraph import wrapped
from cli.params import clock_words
from monitor.core.effect import Effect
from monitor.core.notices import Answer, Outcome
from monitor.core.nudging.words import End
from monitor.core.rules.contact import FOLLOW_UP
from monitor.store.held_back import HeldBack
from monitor.store.nudges import Told

_ANSWERS = {Answer.DID: "did it", Answer.LATER: "later", Answer.NO: "not helpful"}
_TO_A_QUESTION = {Answer.DID: "yes, we talked", Answer.LATER: "later", Answer.NO: "not yet"}
OUTCOMES = {
    Outcome.SHOWN: "shown",
    Outcome.UNKNOWN: "perhaps shown",
    Outcome.FAILED: "not shown",
}
ENDS = {
    End.EXPIRED: "it found no good moment and expired",
    End.MOOT: "it was not needed any more",
    End.SILENT: "left out by chance, to learn whether nudges help",
}
_INDENT = 4


def nudge_lines(one: Told, now: datetime) -> Iterator[str]:
    """A nudge, how it was shown, what was said to it and what came of it."""
    nudge = one.nudge
    head = f"{clock_words(nudge.at, now)}  {nudge.code}  {nudge.title}  ({nudge.rule})"
    yield from wrapped(output.safe(head), hang=_INDENT)
    yield from wrapped(output.safe(nudge.text), _INDENT)
    for way in one.deliveries:
        shown = f"{way.channel}: {OUTCOMES[way.outcome]}, {way.reason}"
        yield from wrapped(output.safe(shown), _INDENT, hang=2)
    yield f"{' ' * _INDENT}{answer_words(one)}"
    came = effect_words(one.effect)
    if came:
        yield from wrapped(came, _INDENT)


def held_lines(one: HeldBack, now: datetime) -> Iterator[str]:
    """What was due and came to no nudge, and why."""
    began, ended = clock_words(one.since, now), clock_words(one.ended, one.since)
    when = began if one.since == one.ended else f"{began} to {ended}"
    yield from wrapped(output.safe(f"{when}  held back: {one.rule}"), hang=_INDENT)
    yield from wrapped(ENDS[one.how], _INDENT)
    for reason in one.reasons:
        yield from wrapped(output.safe(f"held by: {reason}"), _INDENT, hang=2)
    came = effect_words(one.effect)
    if came:
        yield from wrapped(came, _INDENT)


def answer_words(one: Told) -> str:
    """What the person said to it."""
    words = answers(one.nudge.rule)
    return f"you said: {words[one.response.answer]}" if one.response else "no answer"


def answers(rule: str) -> Mapping[Answer, str]:
    """What the person may say to a rule, in words; the follow-up asks, so its own are others."""
    return _TO_A_QUESTION if rule == FOLLOW_UP else _ANSWERS


def effect_words(effect: Effect | None) -> str:
    """What came of it, as far as it can be told; '' for nothing."""
    if effect is None:
        return ""
    told = [
        ("the AI tool was left", "the AI tool stayed in use", effect.left_ai),
        ("the screen was left", "the screen was not left", effect.left_screen),
        ("you noted a talk", "", effect.talked),
    ]
    words = [yes if value else no for yes, no, value in told if value is not None]
    words = [word for word in words if word]
    return f"after it: {', '.join(words)}" if words else ""
