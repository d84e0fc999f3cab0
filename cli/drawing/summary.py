"""The figures that lead a report, each with what it means."""

from dataclasses import dataclass

from cli.drawing.people import people
from cli.drawing.words import WORTH_TELLING, ai_words, amount, doubt_words, share
from cli.output import length
from monitor.service.reporting.shape import Report


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words. ``is_part``: it is a part of the one before."""

    label: str
    told: str
    meaning: str
    is_part: bool = False


def summary(found: Report) -> list[Figure]:
    """AI first, with its range; then what it is a part of, and what stands beside it."""
    lengths = (
        ("Page not known", found.unrecognised_browser,
         "in a browser, page not known; some of it may be AI", True),
        ("Active", found.active, "somebody was there", False),
        ("In calls", found.in_calls, "of it in calls: microphone or camera in use", True),
        ("Watching", found.passive, "of it watching or listening, without input", True),
        ("Unchanged", found.unchanged,
         "of it with input, but no change in front for hours: a stuck key, a mouse jiggler?", True),
        ("People", found.people, people(found) or "calls, messages, networks", False),
        ("Editors", found.ai_editor, "with AI inside; not counted as AI", False),
        ("Unattended", found.unattended_ai, "AI at work on its own", False),
    )  # fmt: skip
    rest = [
        Figure(label, amount(time), meaning, is_part)
        for label, time, meaning, is_part in lengths
        if time >= WORTH_TELLING or label == "Active"
    ]
    return [Figure("AI", ai_words(found), share(found)), *rest]


def counted(found: Report) -> str:
    """What of the range of AI time is in all other figures, and what makes it up; '' without."""
    if not doubt_words(found.ai_low, found.ai_high):
        return ""
    weak, perhaps = found.ai - found.ai_low, found.ai_high - found.ai
    if found.ai < WORTH_TELLING:
        return f"No AI is known for sure; pages not known may hold up to {length(perhaps)}."
    told = f"AI is counted as {length(found.ai)}"
    if weak >= WORTH_TELLING:
        is_all = found.ai_low < WORTH_TELLING
        sure = ", all" if is_all else f": {length(found.ai_low)} for sure, {length(weak)}"
        told += f"{sure} by window titles alone"
    if perhaps >= WORTH_TELLING:
        told += f"; pages not known may hold up to {length(perhaps)} more"
    return f"{told}."
