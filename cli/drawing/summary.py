"""The figures that lead a report, each with what it means."""

from dataclasses import dataclass

from cli.drawing.people import people
from cli.drawing.words import WORTH_TELLING, ai_words, amount, share
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
