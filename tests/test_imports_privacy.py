"""The promise of imports: not one word of what was said is kept in memory or reaches the disk."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from monitor.service.imports.find import FORMS
from tests import exports
from tests.exports import MARK_BACKWARDS, mark, write_export, write_lines
from tests.fakes import moment
from tests.rig import Desktop

_SOURCES = [form.source for form in FORMS]
_MOST_BYTES = 3_000_000  # that a file of any size may take up in memory


def written(folder: Path, source: str, count: int) -> Path:
    """A log with so many questions."""
    asked = [moment(60 * number) for number in range(count)]
    lines = folder / f"{source}.jsonl"
    if source == "claude-code":
        return write_lines(lines, exports.claude_code(asked))
    if source == "codex":
        return write_lines(lines, exports.codex(asked, moment(-1)))
    make = exports.chatgpt if source == "chatgpt-export" else exports.claude
    return write_export(folder / f"{source}.zip", make(asked))


def pried(source: str, file: Path) -> list[str]:
    """What the process that searches all its memory found out."""
    script = Path(__file__).with_name("prying.py")
    root = str(script.parents[1])
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, str(script), source, str(file), MARK_BACKWARDS],
        env={"PYTHONPATH": root}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("source", _SOURCES)
def test_no_word_is_in_memory_after_any_exchange_was_read(tmp_path: Path, source: str) -> None:
    file = written(tmp_path, source, 20)

    count, _, *found = pried(source, file)

    assert count == "20"
    assert found == []


def test_the_search_finds_words_that_are_there(tmp_path: Path) -> None:
    script = (
        "import sys; from tests.prying import holders; kept = [sys.argv[1][::-1] * 2];"
        "print(*holders(sys.argv[1][::-1].encode()))"
    )
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", script, MARK_BACKWARDS],
        env={"PYTHONPATH": str(Path(__file__).parents[1])}, cwd=tmp_path,
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    assert "list" in done.stdout.split()


@pytest.mark.parametrize("source", _SOURCES)
def test_a_large_file_takes_no_more_memory_than_a_small_one(tmp_path: Path, source: str) -> None:
    file = written(tmp_path, source, 4000)

    count, peak, *_ = pried(source, file)

    assert count == "4000"
    assert int(peak) < _MOST_BYTES


@pytest.mark.parametrize("source", _SOURCES)
def test_no_word_reaches_the_disk_or_what_is_printed(
    desktop: Desktop, home: Path, tmp_path: Path, source: str
) -> None:
    file = written(tmp_path / "given", source, 5) if _made(tmp_path) else Path()
    told = [desktop.humanward("--home", home, *words) for words in (
        ("import", file), ("import", file, "--dry-run"), ("report", "--format", "json"),
        ("data", "export"), ("import", "--forget", source), ("import", file),
    )]  # fmt: skip

    assert [one.returncode for one in told] == [0] * len(told)
    assert all(mark() not in one.stdout + one.stderr for one in told)
    assert list(holding(mark().encode(), home, desktop.home)) == []
    assert holding_of_ledger(home, source)


@pytest.mark.parametrize("cut", [0.3, 0.9])
@pytest.mark.parametrize("source", ["chatgpt-export", "claude-export"])
def test_a_damaged_file_is_told_without_its_words_and_nothing_of_it_is_kept(
    desktop: Desktop, home: Path, tmp_path: Path, source: str, cut: float
) -> None:
    make = exports.chatgpt if source == "chatgpt-export" else exports.claude
    text = json.dumps(make([moment(0), moment(60)]) * 50)
    file = tmp_path / "conversations.json"
    file.write_text(text[: int(len(text) * cut)] + f"] {mark()} oops")

    told = desktop.humanward("--home", home, "import", file)

    assert told.returncode == 1
    assert "cut short or damaged" in told.stderr
    assert "Traceback" not in told.stderr
    assert mark() not in told.stdout + told.stderr
    assert not home.exists()


def test_the_types_that_lines_are_read_into_have_no_field_for_text() -> None:
    from monitor.service.imports import claude_code, codex  # noqa: PLC0415 - only here

    fields = {
        name
        for kind in (
            claude_code._Said, claude_code._Line, claude_code._Blocks, claude_code._Block,
            claude_code._Model, claude_code._Origin, codex._Line, codex._Payload,
            codex._Subagent,
        )
        for name in kind.__struct_fields__
    }  # fmt: skip

    assert fields.isdisjoint({"text", "parts", "summary", "arguments", "cwd", "title", "name"})
    assert "content" not in claude_code._Model.__struct_fields__


def _made(folder: Path) -> bool:
    (folder / "given").mkdir()
    return True


def holding(words: bytes, *folders: Path) -> Iterable[Path]:
    """The files below the folders that hold the words in one of three codings."""
    shapes = [words, words.decode().encode("utf-16-le"), words.decode().encode("utf-32-le")]
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and any(shape in file.read_bytes() for shape in shapes):
                yield file


def holding_of_ledger(home: Path, source: str) -> bool:
    """The search reads what is there: the source's own name is found."""
    return any(holding(source.encode(), home))
