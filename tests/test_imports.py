"""The law of imports: what was asked, and when; a thing counts once, and only a person's."""

import json
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.service.imports import chatgpt, claude, claude_code, codex
from monitor.service.imports.exchange import Form, from_seconds, from_text
from monitor.service.imports.walk import ANY, BrokenError, Shape, objects
from tests import exports
from tests.exports import mark, stamp
from tests.fakes import moment

ASKED = [moment(0), moment(60), moment(3600)]


def read_json(form: Form, value: object) -> list[datetime | None]:
    return list(form.moments(BytesIO(json.dumps(value).encode())))


def read_lines(form: Form, lines: list[dict[str, Any]], end: str = "") -> list[datetime | None]:
    text = "".join(f"{json.dumps(line)}\n" for line in lines) + end
    return list(form.moments(BytesIO(text.encode())))


def test_each_form_tells_each_question_once() -> None:
    assert read_json(chatgpt.FORM, exports.chatgpt(ASKED)) == ASKED
    assert read_json(claude.FORM, exports.claude(ASKED)) == ASKED
    assert read_lines(claude_code.FORM, exports.claude_code(ASKED)) == ASKED
    assert read_lines(codex.FORM, exports.codex(ASKED, moment(-1))) == ASKED


def test_a_question_without_a_moment_is_told_as_one() -> None:
    conversation = exports.chatgpt(ASKED[:1])
    conversation[0]["mapping"]["q0"]["message"]["create_time"] = None
    other = exports.claude(ASKED[:1])
    other[0]["chat_messages"][0]["created_at"] = "yesterday"

    assert read_json(chatgpt.FORM, conversation) == [None]
    assert read_json(claude.FORM, other) == [None]


@pytest.mark.parametrize(
    "more",
    [
        {"isSidechain": True},
        {"isMeta": True},
        {"isCompactSummary": True},
        {"entrypoint": "sdk-py"},
        {"origin": {"kind": "task-notification"}},
    ],
)
def test_what_no_person_asked_of_claude_code_counts_as_nothing(more: dict[str, Any]) -> None:
    assert read_lines(claude_code.FORM, exports.claude_code(ASKED, **more)) == []


@pytest.mark.parametrize("more", [{"entrypoint": "claude-vscode"}, {"origin": {"kind": "human"}}])
def test_what_a_person_asked_of_claude_code_counts(more: dict[str, Any]) -> None:
    assert read_lines(claude_code.FORM, exports.claude_code(ASKED, **more)) == ASKED


def test_a_command_that_no_model_answers_is_no_exchange() -> None:
    command = {"type": "user", "timestamp": stamp(moment(0)), "message": {"content": "/clear"}}
    error = {"type": "assistant", "message": {"model": "<synthetic>", "content": []}}
    asked = exports.claude_code([moment(9)])

    assert read_lines(claude_code.FORM, [command, error, command]) == []
    assert read_lines(claude_code.FORM, [command, *asked]) == [moment(9)]


def test_a_picture_or_a_list_of_texts_is_a_question_too() -> None:
    asked = exports.claude_code([moment(9)])
    asked[1]["message"]["content"] = [{"type": "image"}, {"type": "text", "text": mark()}]

    assert read_lines(claude_code.FORM, asked) == [moment(9)]


def test_a_torn_line_costs_that_line_alone() -> None:
    torn = json.dumps(exports.claude_code(ASKED)[1])[:60]

    assert read_lines(claude_code.FORM, exports.claude_code(ASKED), end=torn) == ASKED
    assert read_lines(codex.FORM, exports.codex(ASKED, moment(-1)), end="\xff\0{") == ASKED


@pytest.mark.parametrize("source", ["exec", "mcp", {"subagent": "review"}])
def test_what_no_person_asked_of_codex_counts_as_nothing(source: object) -> None:
    assert read_lines(codex.FORM, exports.codex(ASKED, moment(-1), source=source)) == []


def test_what_a_fork_copied_is_not_counted_again() -> None:
    lines = exports.codex([moment(0), moment(1), moment(90)], moment(0), forked_from_id="o")

    assert read_lines(codex.FORM, lines) == [moment(90)]


def test_a_fork_at_the_end_of_the_calendar_is_read_like_any_other() -> None:
    end = datetime.max.replace(tzinfo=UTC)
    lines = exports.codex([moment(0), end], end, forked_from_id="o")

    assert read_lines(codex.FORM, lines) == []


def test_an_old_session_of_codex_counts_once_at_its_beginning() -> None:
    message = {"type": "message", "role": "user", "content": [{"text": mark()}]}
    answer = {**message, "role": "assistant"}
    begun = {"id": "s", "timestamp": stamp(moment(0)), "instructions": mark()}

    assert read_lines(codex.FORM, [begun, message, answer, message, answer]) == [moment(0)]
    assert read_lines(codex.FORM, [begun, message]) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-23T12:00:00Z", moment(0)),
        ("2026-11-23T12:00:00.5+00:00", moment(0.5)),
        ("2026-11-23T13:00:00+01:00", moment(0)),
        ("2026-11-23T12:00:00", moment(0)),
        ("", None),
        ("noon", None),
        ("0001-01-01T00:00:00+01:00", None),
        ("9999-12-31T23:59:59-01:00", None),
        (7, None),
        (None, None),
    ],
)
def test_a_moment_in_words_is_read_or_is_none(text: object, wanted: datetime | None) -> None:
    assert from_text(text) == wanted


@pytest.mark.parametrize("seconds", [None, True, "1", 1e30, float("nan"), [1]])
def test_what_is_no_number_of_seconds_is_no_moment(seconds: object) -> None:
    assert from_seconds(seconds) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["a", "b", "c", "*"]), inner, max_size=4)
        ),
        max_leaves=30,
    )
)
def test_walking_finds_what_loading_all_of_it_finds(value: object) -> None:
    shape = Shape(at=("", ANY, "a"), wanted=(("b",), ("c", "a")))
    walked = list(objects(BytesIO(json.dumps(value).encode()), shape))

    assert walked == _loaded(value)


def _loaded(value: object) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for entry in value if isinstance(value, list) else []:
        for one in entry.values() if isinstance(entry, dict) else _entries_of(entry):
            inner = one.get("a") if isinstance(one, dict) else None
            if isinstance(inner, dict):
                deep = inner.get("c")
                found.append((_scalar(inner.get("b")), _scalar(_of(deep, "a"))))
    return found


def _entries_of(entry: object) -> list[object]:
    return entry if isinstance(entry, list) else []


def _of(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _scalar(value: object) -> object:
    return None if isinstance(value, dict | list) else value


@pytest.mark.parametrize("broken", ["[{", '[{"a": nul', "[1,]", "", '{"a": "\udcff"}'])
def test_a_broken_file_is_told_without_a_word_of_it(broken: str) -> None:
    shape = Shape(at=("",), wanted=(("a",),))
    text = f'[{{"x": "{mark()}"}}, {broken}'.encode(errors="surrogateescape")

    with pytest.raises(BrokenError) as caught:
        list(objects(BytesIO(text), shape))
    assert mark() not in repr(caught.value)
    assert caught.value.__context__ is None  # which would keep the words in memory


def test_moments_are_in_utc_whatever_the_log_says() -> None:
    there = timezone(timedelta(hours=9))
    told = read_json(claude.FORM, exports.claude([moment(0).astimezone(there)]))

    assert told == [moment(0)]
    assert told[0] is not None
    assert told[0].tzinfo is UTC
