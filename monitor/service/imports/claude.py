"""The Claude data export: conversations.json, a list of messages for each conversation."""

from monitor.service.imports.exchange import Form, Moments, Readable, from_text
from monitor.service.imports.walk import Shape, objects

MARK = "chat_messages"  # the key of a conversation that no other export bears
_MESSAGES = Shape(at=("", MARK, ""), wanted=(("sender",), ("created_at",)))


def moments(stream: Readable) -> Moments:
    """When the person asked."""
    for sender, at in objects(stream, _MESSAGES):
        if sender == "human":
            yield from_text(at)


FORM = Form("claude-export", "Claude", moments)
