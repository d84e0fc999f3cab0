"""The installed `import`: brings in twice what counts once, tells what was outside, is undone."""

import json
import os
import pty
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests import exports
from tests.exports import mark, write_export, write_lines
from tests.past import DAY, NOON, keep_past
from tests.rig import Desktop, installed
from tests.watched import Watched

_ON_DAY = ("--since", DAY, "--until", DAY)


def minute(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


ASKED = [minute(10), minute(89), minute(91.5), minute(600)]  # nobody was there from 90 on


@pytest.fixture
def past(desktop: Desktop, home: Path) -> Watched:
    keep_past(home)
    return Watched(desktop, home)


@pytest.fixture
def empty(desktop: Desktop, home: Path) -> Watched:
    return Watched(desktop, home)


def test_an_export_is_counted_beside_the_observed_time_and_never_in_it(
    past: Watched, tmp_path: Path
) -> None:
    file = write_export(tmp_path / "export.zip", exports.chatgpt(ASKED))
    before = past.json("report", *_ON_DAY)
    brought = past.json("import", str(file))
    after = past.json("report", *_ON_DAY)

    assert brought == {
        "version": 1,
        "dry_run": False,
        "sources": [
            {
                "source": "chatgpt-export",
                "tool": "ChatGPT",
                "files": 1,
                "exchanges": 4,
                "new": 4,
                "outside_watch": 2,
                "untimed": 0,
                "first": "2026-03-02T12:10:00.000Z",
                "last": "2026-03-02T22:00:00.000Z",
            }
        ],
    }
    assert before.pop("exchanges") == {"total": 0, "outside_watch": 0}
    assert after.pop("exchanges") == {"total": 4, "outside_watch": 2}
    assert after == before
    assert "tell of 4 exchanges, 2 outside this computer's watch" in past.told("report", *_ON_DAY)


def test_what_is_brought_in_twice_counts_once(past: Watched, tmp_path: Path) -> None:
    whole = write_export(tmp_path / "all.zip", exports.chatgpt(ASKED))
    parts = write_export(tmp_path / "new.zip", exports.chatgpt(ASKED[:2]), exports.chatgpt(ASKED))
    news = [
        [one["new"] for one in past.json("import", *map(str, files))["sources"]]
        for files in ([parts], [parts, whole], [whole])
    ]

    assert news == [[4], [0], [0]]
    assert past.one("select count(*) from exchange") == 4


def test_a_dry_run_tells_the_same_and_keeps_nothing(empty: Watched, tmp_path: Path) -> None:
    file = write_export(tmp_path / "export.zip", exports.claude(ASKED))

    told = empty.json("import", str(file), "--dry-run")

    assert told["sources"][0]["new"] == 4
    assert told["sources"][0]["outside_watch"] == 4
    assert not empty.home.exists()


def test_forgetting_a_source_takes_it_out_and_leaves_the_others(
    past: Watched, tmp_path: Path
) -> None:
    one = write_export(tmp_path / "one.zip", exports.chatgpt(ASKED))
    other = write_export(tmp_path / "other.zip", exports.claude(ASKED[:1]))
    past.told("import", one, other)

    assert past.told("import", "--forget", "chatgpt-export").startswith("4 exchanges")
    assert past.json("import", "--forget", "chatgpt-export")["forgotten"] == 0
    assert past.all("select source, tool, device from exchange") == [
        ("claude-export", "Claude", "")
    ]


def test_the_tools_own_sessions_are_found_in_the_persons_home(empty: Watched) -> None:
    home = empty.desktop.home
    write_lines(home / ".claude/projects/p/s.jsonl", exports.claude_code(ASKED))
    write_lines(
        home / ".codex/sessions/2026/03/02/rollout-s.jsonl", exports.codex(ASKED, minute(0))
    )

    told = empty.json("import", "--claude-code", "--codex")

    assert [(one["tool"], one["new"]) for one in told["sources"]] == [
        ("Claude Code", 4),
        ("OpenAI Codex CLI", 4),
    ]
    assert empty.json("report", *_ON_DAY)["exchanges"] == {"total": 8, "outside_watch": 8}


def test_what_the_person_counts_as_no_ai_is_left_out_of_the_report(
    past: Watched, tmp_path: Path
) -> None:
    past.told("import", write_export(tmp_path / "export.zip", exports.chatgpt(ASKED)))
    past.told("tools", "ignore", "ChatGPT")

    assert past.json("report", *_ON_DAY)["exchanges"]["total"] == 0


def test_moments_that_cannot_be_are_left_out_and_told(past: Watched, tmp_path: Path) -> None:
    odd = [datetime.fromisoformat(at) for at in ("1999-01-01T00:00Z", "2222-01-01T00:00Z")]
    told = past.told("import", write_export(tmp_path / "e.zip", exports.chatgpt([*ASKED, *odd])))

    assert "4 exchanges on 2026-03-02, in 1 file" in told
    assert "2 left out" in told


def test_the_watch_of_days_whose_stretches_are_gone_is_told_by_the_hour(
    past: Watched, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(past.ledger)) as ledger, ledger:  # sums alone are kept
        ledger.execute(
            "insert into use_by_hour select ?, 12, subject, 1, 0, 60000 from stretch limit 1",
            (DAY,),
        )
        ledger.execute("delete from stretch where track = 1")

    told = past.json("import", str(write_export(tmp_path / "e.zip", exports.chatgpt(ASKED))))

    assert told["sources"][0]["outside_watch"] == 3  # the one at 12:10 is within a used hour


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, ("import",), "Give a FILE, --claude-code or --codex."),
        (2, ("import", "nowhere.zip"), "does not exist"),
        (2, ("import", "--forget", "elsewhere"), "chatgpt-export"),
        (2, ("import", "--forget", "codex", "--codex"), "--forget stands alone."),
        (1, ("import", "--codex"), "No sessions of Codex are kept in"),
        (1, ("import", "--claude-code"), "No sessions of Claude Code are kept in"),
    ],
)
def test_a_failure_says_what_is_wrong(
    empty: Watched, code: int, words: tuple[str, ...], said: str
) -> None:
    told = empty.say(*words)

    assert told.returncode == code
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert told.stdout == ""


def test_a_terminal_is_shown_how_far_the_reading_is(empty: Watched, tmp_path: Path) -> None:
    file = write_export(tmp_path / "e.zip", exports.chatgpt(ASKED * 200))
    keys, screen = pty.openpty()
    with subprocess.Popen(  # noqa: S603 - the installed command
        [installed(), "--home", str(empty.home), "import", str(file), "--format", "json"],
        env=empty.desktop.env, stdout=subprocess.PIPE, stderr=screen,
    ) as process:  # fmt: skip
        said, _ = process.communicate(timeout=30)
    os.close(screen)
    shown = os.read(keys, 65536).decode()
    os.close(keys)

    assert "Reading" in shown
    assert "100%" in shown
    assert json.loads(said)["sources"][0]["exchanges"] == 4
    assert mark() not in shown
