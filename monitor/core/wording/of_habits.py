"""What is said of coming back and of asking AI first: {times} within the hour, or on the day."""

from monitor.core.notices import Answer
from monitor.core.wording.saying import NO, Choice, Saying
from monitor.core.wording.tongue import plural, text

THANKS: tuple[Choice, ...] = ((Answer.DID, text("Thank you")), (Answer.NO, NO))
"""Below the evening's note and the letter of the week, which ask for nothing."""

RETURNING = Saying(
    text("A longer pause?"),
    (
        plural(
            "You have come back to AI {times} time within the hour, each time soon after leaving. "
            "One longer pause may do more than many short ones.",
            "You have come back to AI {times} times within the hour, each time soon after leaving. "
            "One longer pause may do more than many short ones.",
            "times",
        ),
        plural(
            "{times} return to AI within the hour, soon after leaving it. A walk would be a real "
            "break.",
            "{times} returns to AI within the hour, each soon after leaving it. A walk would be a "
            "real break.",
            "times",
        ),
        plural(
            "Within the hour you left AI and soon came back, {times} time. Is there somebody to "
            "talk it over with?",
            "Within the hour you left AI and soon came back, {times} times. Is there somebody to "
            "talk it over with?",
            "times",
        ),
    ),
    plural(
        "You have come back to AI {times} time within the hour.",
        "You have come back to AI {times} times within the hour.",
        "times",
    ),
    "returning",
)
ASK_FIRST = Saying(
    text("Whom else could you ask?"),
    (
        plural(
            "Today {times} search for help began with AI. Whom else could you ask?",
            "Today {times} searches for help began with AI. Whom else could you ask?",
            "times",
        ),
        plural(
            "You asked AI first {times} time today. Who among your people knows about such things?",
            "You asked AI first {times} times today. Who among your people knows about such "
            "things?",
            "times",
        ),
        plural(
            "AI was the first to be asked {times} time today. It can be wrong; who else would "
            "know?",
            "AI was the first to be asked {times} times today. It can be wrong; who else would "
            "know?",
            "times",
        ),
    ),
    plural(
        "Today {times} search for help began with AI.",
        "Today {times} searches for help began with AI.",
        "times",
    ),
    "ask_first",
)
