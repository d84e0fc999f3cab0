"""The ChatGPT data export: conversations.json, a tree of messages for each conversation."""

from monitor.service.imports.exchange import Form, Moments, Readable, from_seconds
from monitor.service.imports.walk import ANY, Shape, objects

MARK = "mapping"  # the key of a conversation that no other export bears
_MESSAGES = Shape(
    at=("", MARK, ANY, "message"),
    wanted=(
        ("author", "role"),
        ("create_time",),
        ("metadata", "is_visually_hidden_from_conversation"),
    ),
)


def moments(stream: Readable) -> Moments:
    """When the person asked; an edited question is asked anew, custom instructions never."""
    for role, at, is_hidden in objects(stream, _MESSAGES):
        if role == "user" and is_hidden is not True:
            yield from_seconds(at)


FORM = Form("chatgpt-export", "ChatGPT", moments)
