"""Whether nudges help, in words."""

from collections import Counter
from collections.abc import Iterator, Mapping

from cli import output
from cli.nudge_text import OUTCOMES, answers
from cli.paragraph import count, wrapped
from monitor.core.effect import Sign
from monitor.core.helping import Side
from monitor.core.notices import Answer
from monitor.core.rules.contact import FOLLOW_UP
from monitor.core.shares import LEAST_EACH, LEAST_MOMENTS, Contrast, Share, Telling
from monitor.service.helping import Helping, Taken

_SIGNS = {
    Sign.LEFT_AI: "the AI tool was left within 5 minutes, and for 15",
    Sign.LEFT_SCREEN: "the screen was left within 5 minutes, for 5 or more",
    Sign.TALKED: "a talk was noted later the same day",
}
_BESIDE = {
    Side.SILENT: "left out by chance",
    Side.EXPIRED: "that found no good moment",
}
_NOT_ALIKE = (
    "Moments that found no good moment are not like those that did, so this is no proof either"
    " way. `humanward config set nudge.stay_silent 20` leaves one in five out by chance from now"
    " on; those can be compared."
)
_ALIKE = (
    "What is left out by chance differs from what is shown in nothing else, so a clear difference"
    " comes from the nudges."
)


def lines(found: Helping) -> Iterator[str]:
    """Tell it line by line."""
    span = _span(found)
    if not found.of_all.given:
        yield from wrapped(f"No nudges{span}, so there is nothing to tell of them yet.")
        return
    yield from wrapped(f"{count(found.of_all.given, 'nudge')}{span}: {_outcomes(found.of_all)}.")
    if answered := _answers_of_all(found):
        yield from wrapped(f"You answered{answered}.")
    yield ""
    yield from _taken_lines(found.of_all, found.beside, "all rules together")
    for one in found.rules:
        yield ""
        yield from _taken_lines(one, found.beside, one.rule)
    yield ""
    if found.of_all.contrast.after.of:
        yield from wrapped("A range in brackets holds the true share nineteen times of twenty.")
    yield from wrapped(_ALIKE if found.beside is Side.SILENT else _NOT_ALIKE)


def _taken_lines(one: Taken, beside: Side, name: str) -> Iterator[str]:
    title = output.safe(name)
    if one.rule:
        title += f": {count(one.given, 'nudge')}, {_outcomes(one)}"
        yield from wrapped(title, hang=2)
        yield from wrapped(f"answered: {_answers(one.rule, one.answers)}", 2, hang=2)
        if one.sign is None:
            yield from wrapped("whether it was followed is nothing that is measured", 2)
            return
        yield from wrapped(f"followed means: {_SIGNS[one.sign]}", 2, hang=2)
    else:
        yield title
    yield from _contrast_lines(one, beside)


def _contrast_lines(one: Taken, beside: Side) -> Iterator[str]:
    contrast = one.contrast
    if not contrast.after.of and not contrast.beside.of:
        yield from wrapped("what came of it cannot be told, or not yet", 2)
        return
    yield from wrapped(f"after a nudge: {_share(contrast.after)}", 2, hang=2)
    silence = f"with nothing shown, {_BESIDE[beside]}: {_share(contrast.beside)}"
    yield from wrapped(silence, 2, hang=2)
    if one.untold:
        yield from wrapped(f"of {count(one.untold, 'more nudge')} it cannot be told, or not yet", 2)
    verdict = _verdict(contrast, beside, with_reason=not one.rule)
    yield from wrapped(verdict, 2, hang=2)


def _share(share: Share) -> str:
    if share.value is None:
        return "no moment of which it can be told"
    low, high = (round(100 * end) for end in share.range)
    return f"followed {share.count} of {share.of} times, {_percent(share.value)} ({low}-{high})"


def _verdict(contrast: Contrast, beside: Side, *, with_reason: bool) -> str:
    """What can be said, and no more."""
    if contrast.tells is Telling.TOO_FEW:
        needs = f": that takes {LEAST_MOMENTS} moments in all and {LEAST_EACH} of each sort"
        return f"whether it helps is not known yet{needs if with_reason else ''}"
    low, high = (round(100 * end) for end in contrast.range)
    difference = round(100 * (contrast.difference or 0.0))
    told = f"{difference:+} points ({low:+} to {high:+})"
    if beside is Side.EXPIRED:
        return f"{told}, of moments that are not alike"
    words = {
        Telling.MORE: "you follow more often after a nudge",
        Telling.LESS: "you follow less often after a nudge; fewer of them may suit you better",
        Telling.NO_DIFFERENCE: "no difference can be told",
    }
    return f"{words[contrast.tells]}: {told}"


def _outcomes(one: Taken) -> str:
    return ", ".join(
        f"{one.outcomes[each]} {word}" for each, word in OUTCOMES.items() if each in one.outcomes
    )


def _answers_of_all(found: Helping) -> str:
    """The answers to the follow-up mean something else, so they are told with it alone."""
    asked = next((one.answers for one in found.rules if one.rule == FOLLOW_UP), None)
    others = Counter(found.of_all.answers)
    others.subtract(asked or {})
    if asked and not any(others.values()):
        return ""
    aside = "" if asked is None else f", {FOLLOW_UP} aside"
    return f"{aside}: {_answers('', others)}"


def _answers(rule: str, given: Mapping[Answer | None, int]) -> str:
    told = [f"{word} {given.get(each, 0)}" for each, word in answers(rule).items()]
    return ", ".join((*told, f"nothing {given.get(None, 0)}"))


def _span(found: Helping) -> str:
    since = f" from {found.since}" if found.since else ""
    until = f" up to {found.until}" if found.until else ""
    return since + until


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
