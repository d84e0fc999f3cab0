"""Logs and exports of AI tools as these write them, with words that must go nowhere.

The words are said backwards in this file, so that only what a test wrote holds them.
"""

import json
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

MARK_BACKWARDS = "gnihton-fo-terces-eht"


def mark() -> str:
    """The words that stand in every prompt, answer and title."""
    return MARK_BACKWARDS[::-1]


def chatgpt(asked: Iterable[datetime]) -> list[dict[str, Any]]:
    """One conversation: what the tool adds by itself, then a question and an answer for each."""
    messages: dict[str, dict[str, Any] | None] = {
        "root": None,
        "s": _said("system", None),
        "instructions": _said("user", None, hidden=True),
    }
    for number, at in enumerate(asked):
        messages[f"q{number}"] = _said("user", at)
        messages[f"t{number}"] = _said("tool", at)
        messages[f"a{number}"] = _said("assistant", at + timedelta(seconds=5))
    nodes: dict[str, dict[str, Any]] = {
        name: {"id": name, "message": one, "children": []} for name, one in messages.items()
    }
    return [{"title": mark(), "mapping": nodes, "current_node": "q0"}]


def _said(role: str, at: datetime | None, *, hidden: bool = False) -> dict[str, Any]:
    inner = {"author": {"role": "user"}, "create_time": 1.0, "parts": [mark()]}
    return {
        "id": role,
        "author": {"role": role, "name": None, "metadata": {"role": "user", "of": inner}},
        "create_time": at and at.timestamp(),
        "content": {"content_type": "text", "parts": [mark(), {"message": inner}]},
        "metadata": {"is_visually_hidden_from_conversation": hidden, "message": inner},
    }


def claude(asked: Iterable[datetime]) -> list[dict[str, Any]]:
    """One conversation with a question and an answer for each."""
    said = []
    for at in asked:
        for sender in ("human", "assistant"):
            blocks = [{"type": "text", "text": mark(), "sender": "human"}]
            said.append(
                {"uuid": "u", "text": mark(), "content": blocks, "sender": sender,
                 "created_at": stamp(at), "attachments": [{"extracted_content": mark()}]}
            )  # fmt: skip
    return [{"uuid": "c", "name": mark(), "account": {"uuid": "a"}, "chat_messages": said}]


def claude_code(asked: Iterable[datetime], **more: object) -> list[dict[str, Any]]:
    """A session: prompt, answer, the results of tools, another answer."""
    lines: list[dict[str, Any]] = [{"type": "summary", "summary": mark(), "leafUuid": "x"}]
    common = {"sessionId": "s", "isSidechain": False, "cwd": f"/home/{mark()}", **more}
    for at in asked:
        lines += [
            {**common, "type": "user", "timestamp": stamp(at), "message": _prompt(mark())},
            {**common, "type": "assistant", "timestamp": stamp(at), "message": _answer()},
            {**common, "type": "user", "timestamp": stamp(at), "message": _result(),
             "toolUseResult": mark()},
            {**common, "type": "assistant", "timestamp": stamp(at), "message": _answer()},
        ]  # fmt: skip
    return lines


def _prompt(content: object) -> dict[str, Any]:
    return {"role": "user", "content": content}


def _answer() -> dict[str, Any]:
    return {"role": "assistant", "model": "m", "content": [{"type": "text", "text": mark()}]}


def _result() -> dict[str, Any]:
    return _prompt([{"type": "tool_result", "tool_use_id": "t", "content": mark()}])


def codex(asked: Iterable[datetime], begun: datetime, **meta: object) -> list[dict[str, Any]]:
    """A session as it is written since late 2025."""
    lines = [
        _line(begun, "session_meta", {"id": "s", "cwd": mark(), "source": "cli", **meta}),
        _line(begun, "response_item", {"type": "message", "role": "user", "content": [mark()]}),
    ]
    for at in asked:
        lines += [
            _line(at, "turn_context", {"cwd": mark(), "model": "m"}),
            _line(at, "response_item", {"type": "message", "role": "user", "content": [mark()]}),
            _line(at, "event_msg", {"type": "user_message", "message": mark(), "kind": "plain"}),
            _line(at, "event_msg", {"type": "agent_reasoning", "text": mark()}),
            _line(at, "response_item", {"type": "reasoning", "summary": [mark()]}),
            _line(at, "response_item", {"type": "function_call", "arguments": mark()}),
            _line(at, "event_msg", {"type": "agent_message", "message": mark()}),
        ]
    return lines


def _line(at: datetime, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {"timestamp": stamp(at), "type": kind, "payload": payload}


def stamp(at: datetime) -> str:
    """A moment as logs write it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> Path:
    """Write a log of one object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


def write_export(path: Path, *parts: list[dict[str, Any]]) -> Path:
    """Write a zip file as it is downloaded; of several parts each is a numbered file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("user.json", json.dumps({"email": mark()}))
        packed.writestr("chat.html", mark())
        packed.writestr("shared_conversations.json", json.dumps([{"title": mark()}]))
        packed.writestr("__MACOSX/export/._conversations.json", b"\0\5\x16\7")
        for number, part in enumerate(parts):
            tail = f"-{number:03}" if len(parts) > 1 else ""
            packed.writestr(f"export/conversations{tail}.json", json.dumps(part))
    return path
