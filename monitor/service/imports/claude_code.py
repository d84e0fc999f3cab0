"""Sessions of Claude Code: ~/.claude/projects/PROJECT/SESSION.jsonl."""

from datetime import datetime

import msgspec

from monitor.service.imports.exchange import Form, Moments, Readable, from_text
from monitor.service.imports.lines import decode

_BY_A_PROGRAM = "sdk"  # what starts the session: cli, claude-vscode; sdk-cli, sdk-py, sdk-ts
_ANSWERED_BY_ITSELF = "<synthetic>"  # the model of what no model said: errors, interruptions


class InSession(msgspec.Struct, rename="camel"):
    """A line by which a session's file is known."""

    session_id: str
    type: str


class _Line(msgspec.Struct):
    type: str = ""


class _Origin(msgspec.Struct):
    kind: str = ""


class _Model(msgspec.Struct):
    model: str | None = None


class _Said(msgspec.Struct, rename="camel"):
    """A line of the person or of the model; what was said has no field."""

    timestamp: str | None = None
    is_meta: bool | None = None
    is_sidechain: bool | None = None
    is_compact_summary: bool | None = None
    entrypoint: str | None = None
    origin: _Origin | None = None
    message: _Model | None = None


class _Block(msgspec.Struct):
    type: str = ""


class _Blocks(msgspec.Struct):
    content: list[_Block]


class _InBlocks(msgspec.Struct):
    """A line whose content is no plain text: pictures, files, the results of the model's tools."""

    message: _Blocks


def moments(stream: Readable) -> Moments:
    """When the person asked and the model answered.

    Commands of the program itself get no answer; what a program asked is none of a person's.
    """
    asked: tuple[datetime | None] | None = None
    for was_asked, said in filter(None, map(_read, stream)):
        if was_asked:
            asked = (from_text(said.timestamp),)
        elif asked is not None:
            (at,), asked = asked, None
            yield at


def _read(line: bytes) -> tuple[bool, _Said] | None:
    """Whether the person asked or the model answered; None for everything else in a log."""
    head = decode(line, kind=_Line)
    if head is None or head.type not in {"user", "assistant"}:
        return None
    said = decode(line, kind=_Said)
    if said is None or said.is_sidechain or (said.entrypoint or "").startswith(_BY_A_PROGRAM):
        return None
    if head.type == "assistant":
        is_real = said.message is not None and said.message.model != _ANSWERED_BY_ITSELF
        return (False, said) if is_real else None
    if said.is_meta or said.is_compact_summary or not _is_of_a_person(said):
        return None
    blocks = decode(line, kind=_InBlocks)
    is_result = blocks and any(one.type == "tool_result" for one in blocks.message.content)
    return None if is_result else (True, said)


def _is_of_a_person(said: _Said) -> bool:
    return said.origin is None or said.origin.kind in {"", "human"}


FORM = Form("claude-code", "Claude Code", moments)
