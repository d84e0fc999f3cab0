"""The words around a nudge: its buttons, how it is answered, and how its text fits a channel."""

from monitor.core.notices import Answer, Button, Nudge

BUTTONS = {
    Answer.DID: "Did it",
    Answer.LATER: "Later",
    Answer.NO: "Not helpful",
}
NO_SERVER = (
    "No notification server runs on this session bus;"
    " start your desktop's own, or one such as dunst or mako."
)
_MOST_BUTTONS = 3  # what GNOME draws; a fourth would be lost without a word


def buttons(nudge: Nudge) -> dict[str, Button]:
    """The buttons of a nudge, each under a key of its own by which a channel tells it."""
    found: dict[str, Button] = {}
    own = nudge.buttons or tuple(Button(answer, label) for answer, label in BUTTONS.items())
    for button in own[:_MOST_BUTTONS]:
        key = button.answer.value
        found[key if key not in found else f"{key}-{len(found) + 1}"] = button
    return found


def with_answer(nudge: Nudge) -> str:
    """The text and, on a line of its own, how to answer."""
    return "\n".join(filter(None, (nudge.text, nudge.to_answer)))


def clean(text: str) -> str:
    """The text without what no channel can carry: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def escape(text: str) -> str:
    """The text as markup; the library's own html.escape would cost half a megabyte."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def without_tags(text: str) -> str:
    """The text with nothing that looks like a tag, for a server that may or may not read markup.

    dunst without a ``markup`` setting says that it reads none, and then swallows what it takes for
    a tag. A lone & is shown as it is by all.
    """
    return text.replace("<", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}").replace(
        ">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    )
