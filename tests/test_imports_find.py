"""The law of finding logs: by what stands in a file, wherever it lies; else it says why not."""

import json
import random
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import MonitorError
from monitor.service.imports import chatgpt, claude, find
from monitor.service.imports.exchange import Form
from tests import exports
from tests.exports import mark, write_export, write_lines
from tests.fakes import moment

ASKED = [moment(0), moment(60), moment(3600)]
_EXPORTS = [(exports.chatgpt, chatgpt.FORM), (exports.claude, claude.FORM)]


@pytest.fixture
def laid_out(tmp_path: Path) -> Path:
    """A home as the tools fill it."""
    projects, sessions = tmp_path / ".claude/projects", tmp_path / ".codex/sessions/2026/11/23"
    write_lines(projects / "-home-ann-work/one.jsonl", exports.claude_code(ASKED))
    write_lines(projects / "-home-ann-work/one/subagents/agent-1.jsonl", exports.claude_code(ASKED))
    write_lines(sessions / "rollout-1.jsonl", exports.codex(ASKED, moment(-1)))
    old = tmp_path / ".codex/archived_sessions/rollout-0.jsonl"
    write_lines(old, exports.codex(ASKED, moment(-9)))
    return tmp_path


def test_the_sessions_on_this_computer_are_found_where_the_tools_keep_them(
    laid_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(laid_out))
    moved = {"CLAUDE_CONFIG_DIR": str(laid_out / ".claude"), "CODEX_HOME": str(laid_out / ".codex")}
    for env in ({}, moved):
        sessions = find.of_claude_code(env)
        assert [Path(log.name).name for log in sessions] == ["one.jsonl"]
        rollouts = find.of_codex(env)
        assert [Path(log.name).name for log in rollouts] == ["rollout-0.jsonl", "rollout-1.jsonl"]


def test_a_folder_from_another_computer_is_told_by_what_stands_in_it(laid_out: Path) -> None:
    write_export(laid_out / "z.zip", exports.chatgpt(ASKED))
    (laid_out / "notes.jsonl").write_text(f'{{"a": "{mark()}"}}\n')

    found = find.in_file(laid_out)

    assert sorted(log.form.source for log in found) == ["claude-code", "codex", "codex"]


@pytest.mark.parametrize(("make", "form"), _EXPORTS)
def test_a_zip_file_is_told_by_what_stands_in_it(
    tmp_path: Path, make: Callable[[list[datetime]], list[dict[str, Any]]], form: Form
) -> None:
    whole = find.in_file(write_export(tmp_path / "a.zip", make(ASKED)))
    parts = find.in_file(write_export(tmp_path / "b.zip", make(ASKED[:1]), make(ASKED[1:])))
    plain = tmp_path / "conversations.json"
    plain.write_text(json.dumps(make(ASKED)))

    assert [log.form for log in whole] == [form]
    assert [log.form for log in parts] == [form, form]
    assert [log.form for log in find.in_file(plain)] == [form]
    with whole[0].open() as stream:
        assert list(form.moments(stream)) == ASKED


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"hello", b"\xff\xfe", b'[{"a": 1}]'])
@pytest.mark.parametrize("name", ["conversations.json", "log.jsonl", "any.txt"])
def test_a_file_of_another_kind_is_refused_with_what_it_takes(
    tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(MonitorError) as caught:
        find.in_file(file)
    assert str(file) in str(caught.value)
    assert caught.value.hint


def test_a_damaged_or_locked_zip_file_is_told_as_one(tmp_path: Path) -> None:
    sound = write_export(tmp_path / "a.zip", exports.chatgpt([moment(n) for n in range(500)]))
    raw = bytearray(sound.read_bytes())
    with zipfile.ZipFile(sound) as packed:
        inner = packed.getinfo("export/conversations.json")
    start = inner.header_offset + 80
    noise = random.Random(7)  # noqa: S311 - damage, no secret
    raw[start : start + 400] = noise.randbytes(400)
    damaged, locked = tmp_path / "d.zip", tmp_path / "l.zip"
    damaged.write_bytes(raw)
    raw = bytearray(sound.read_bytes())
    for sign, at in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        place = raw.find(sign)
        while place >= 0:
            raw[place + at] |= 1  # says that a password is needed
            place = raw.find(sign, place + 1)
    locked.write_bytes(raw)

    for file in (damaged, locked):
        with pytest.raises(MonitorError, match=file.name) as caught:
            find.in_file(file)
        assert caught.value.hint
