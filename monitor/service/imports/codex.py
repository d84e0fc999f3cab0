"""Sessions of Codex: ~/.codex/sessions/YEAR/MONTH/DAY/rollout-*.jsonl."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from monitor.service.imports.exchange import Form, Moments, Readable, from_text
from monitor.service.imports.lines import decoded

_COPIED_WITHIN = timedelta(seconds=2)  # a fork begins with a copy of what was said before
_BY_A_PROGRAM = frozenset({"exec", "mcp"})


class _Id(msgspec.Struct):
    id: str


class Begun(msgspec.Struct):
    """The first line of a session, by which its file is known."""

    timestamp: str
    payload: _Id | None = None
    id: str | None = None

    def __post_init__(self) -> None:
        if self.payload is None and self.id is None:
            raise ValueError("it names no session")


class _Subagent(msgspec.Struct):
    """Who started a session, when it was another session."""


class _Payload(msgspec.Struct):
    type: str | None = None
    role: str | None = None
    timestamp: str | None = None
    source: str | _Subagent | None = None
    forked_from_id: str | None = None


class _Line(msgspec.Struct):
    """One line; before the end of 2025 it bore no payload, and no time after the first."""

    type: str | None = None
    role: str | None = None
    timestamp: str | None = None
    payload: _Payload | None = None


def moments(stream: Readable) -> Moments:
    """When the person asked and the model answered; what a program asked is none of a person's.

    An old session tells one moment, that of its beginning, and counts once.
    """
    lines = decoded(stream, _Line)
    first = next(lines, None)
    if first is None:
        return
    if first.payload is None:
        if any(line.role == "assistant" for line in lines):
            yield from_text(first.timestamp)
        return
    start = first.payload
    if isinstance(start.source, _Subagent) or start.source in _BY_A_PROGRAM:
        return
    begun = from_text(first.timestamp)
    yield from _answered(lines, begun if start.forked_from_id else None)


def _answered(lines: Iterable[_Line], forked: datetime | None) -> Moments:
    asked: tuple[datetime | None] | None = None
    for line in lines:
        if line.payload is None:
            continue
        if line.type == "event_msg" and line.payload.type == "user_message":
            at = from_text(line.timestamp)
            is_copied = at is not None and forked is not None and at - forked <= _COPIED_WITHIN
            asked = None if is_copied else (at,)
        elif asked is not None and _is_answer(line, line.payload):
            (at,), asked = asked, None
            yield at


def _is_answer(line: _Line, payload: _Payload) -> bool:
    if line.type == "event_msg":
        return payload.type == "agent_message"
    if line.type != "response_item":
        return False
    return payload.role == "assistant" or payload.type in {"reasoning", "function_call"}


FORM = Form("codex", "OpenAI Codex CLI", moments)
