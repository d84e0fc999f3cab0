"""The installed command: help, slips, exit codes, and the contracts others rely on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.app import main
from config.paths import home as home_in
from tests.past import DAY, keep_nudge, keep_past
from tests.rig import Desktop
from tests.truth import now
from tests.watched import Watched

_COMMANDS = {
    "run", "start", "stop", "status", "pause", "resume", "report", "nudges", "answer", "config",
    "doctor", "data", "tools", "autostart", "desktop", "today", "index", "browser",
    "import", "explain", "correct", "live", "limits", "why", "people", "reached", "demo",
}  # fmt: skip
_ROOT = Path(__file__).resolve().parents[1]
_ON_DAY = ("--since", DAY, "--until", DAY)


@pytest.fixture
def past(desktop: Desktop, home: Path) -> Watched:
    keep_past(home)
    return Watched(desktop, home)


@pytest.fixture
def empty(desktop: Desktop, home: Path) -> Watched:
    return Watched(desktop, home)


def test_the_help_needs_nothing_that_linux_alone_has() -> None:
    code = "import sys; sys.modules['jeepney'] = None; from cli import app; app.main(['--help'])"
    done = subprocess.run(  # noqa: S603 - fixed words
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=_ROOT
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "desktop" in done.stdout


def test_every_command_and_option_has_help_and_every_group_lists_its_commands() -> None:
    walked = dict(_walk(main, click.Context(main, info_name="humanward")))

    assert {name for name in walked if name and " " not in name} == _COMMANDS
    for name, command in walked.items():
        told = CliRunner().invoke(main, [*name.split(), "--help"])
        assert told.exit_code == 0, name
        assert command.help, name
        for option in command.params:
            assert isinstance(option, click.Argument) or option.help, (name, option.name)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("statsu", "'status'"),
        ("config chekc", "'check'"),
        ("data exprot", "'export'"),
        ("report --compar previous", "'--compare'"),
        ("config explain watch.evry", "watch.every"),
        ("config set watch.idle 3m", "watch.idle_after"),
    ],
)
def test_a_slip_is_met_with_what_was_meant(empty: Watched, slip: str, meant: str) -> None:
    told = empty.say(*slip.split())

    assert told.returncode in {2, 3}
    assert f"Did you mean {meant}?" in told.stderr
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "status"),
        (0, "--version"),
        (1, "answer zzz did"),
        (1, "pause 1h"),
        (2, "report dya"),
        (2, "report --since tomorrow"),
        (2, "report week --since yesterday"),
        (2, "report --until 9999-12-31"),
        (2, "data forget --since 0001-01-01 --until today"),
        (2, "pause 5x"),
        (2, "pause 0s"),
        (2, "answer abc perhaps"),
        (2, "tools which"),
        (2, "data forget"),
        (3, "config set watch.every 5"),
        (3, "config set watch.every 2h"),
        (4, "stop"),
    ],
)
def test_the_exit_code_tells_the_kind_of_failure(empty: Watched, code: int, words: str) -> None:
    told = empty.say(*words.split())

    assert told.returncode == code
    assert "Traceback" not in told.stderr
    assert bool(told.stderr) is bool(code)
    assert bool(told.stdout) is not bool(code)


def test_on_the_first_day_each_command_says_kindly_that_there_is_nothing_yet(
    empty: Watched,
) -> None:
    told = {word: empty.told(word) for word in ("status", "today", "report", "nudges")}

    assert told["status"] == "Not watching. `humanward start` begins.\n"
    assert "Nothing was ever watched here." in told["today"]
    assert told["today"] == told["report"] == empty.desktop.humanward("--home", empty.home).stdout
    assert told["nudges"].startswith("No nudges in the last ")
    assert empty.told("data", "export") == ""
    assert empty.told("data", "forget", *_ON_DAY) == "Nothing is kept of these days.\n"
    assert empty.json("report")["coverage"] is None
    assert empty.json("status")["today"] is None
    assert not empty.home.exists()


def test_the_report_as_json_keeps_its_contract(past: Watched) -> None:
    report = past.json("report", *_ON_DAY)

    assert report["version"] == 1
    assert (report["since"], report["until"]) == (DAY, DAY)
    assert report["seconds"] == {
        "active": 5400.0,
        "ai": 1800.0,
        "people": 600.0,
        "ai_editor": 1200.0,
        "unrecognised_browser": 1200.0,
        "unattended_ai": 900.0,
        "ai_low": 1800.0,
        "ai_high": 3000.0,
    }
    assert report["coverage"] == pytest.approx((5400 - 1200) / (5400 + 600), abs=1e-4)
    assert report["subjects"][0] == {
        "app": "firefox",
        "program": None,
        "host": "claude.ai",
        "tool": "Claude",
        "kind": "assistant",
        "seconds": 1800.0,
    }
    assert sum(one["seconds"] for one in report["subjects"]) == 5400
    assert {"reason": "suspended", "seconds": 3600.0} in report["gaps"]
    assert {"reason": "blind", "seconds": 600.0} in report["gaps"]


def test_an_exported_line_keeps_its_contract(past: Watched) -> None:
    lines = [json.loads(line) for line in past.told("data", "export").splitlines()]
    csv = past.told("data", "export", "--format", "csv").splitlines()

    assert lines[0] == {
        "start": "2026-03-02T12:00:00.000Z",
        "end": "2026-03-02T12:30:00.000Z",
        "app": "firefox",
        "program": "",
        "host": "claude.ai",
        "tool": "Claude",
        "kind": "assistant",
        "presence": "active",
        "way": "history",
        "track": "attended",
        "source": 0,
    }
    assert [line["start"] for line in lines] == sorted(line["start"] for line in lines)
    assert {line["track"] for line in lines} == {"attended", "unattended"}
    assert csv[0].split(",") == list(lines[0])
    assert len(past.told("data", "export", "--since", "2026-03-03")) == 0


def test_the_status_and_the_nudges_as_json_keep_their_contracts(past: Watched) -> None:
    nudge = keep_nudge(home_in(past.home), now())
    status, nudges = past.json("status"), past.json("nudges")

    assert status["version"] == 1
    assert (status["watching"], status["sensor"], status["now"]) == (False, None, None)
    assert status["today"] == {"active": 0.0, "ai": 0.0}
    assert status["paused_until"] is None
    assert nudges == {
        "version": 1,
        "nudges": [
            {
                "code": "k3f",
                "at": f"{nudge.at:%Y-%m-%dT%H:%M:%S}.{nudge.at.microsecond // 1000:03}Z",
                "rule": "break",
                "title": "Time for a break?",
                "text": nudge.text,
                "figures": {"amount": 3000.0, "limit": 2700.0},
                "deliveries": [
                    {
                        "channel": "desktop",
                        "outcome": "failed",
                        "reason": "there is no session bus",
                    },
                    {"channel": "log", "outcome": "unknown", "reason": "written to the log"},
                ],
                "response": None,
                "expires": f"{nudge.expires:%Y-%m-%dT%H:%M:%S}.{nudge.at.microsecond // 1000:03}Z",
                "person": None,
                "also": [],
                "effect": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("words", "tool", "kind", "weak"),
    [
        ("--url https://claude.ai/chat/1", "Claude", "assistant", False),
        ("--url claude.ai", "Claude", "assistant", False),
        ("--url https://claude.ai.evil.example/", None, "other", False),
        ("--program claude", "Claude Code", "coding_agent", False),
        ("--app Cursor", "Cursor", "ai_ide", False),
        ("--app firefox", None, "browser", False),
        ("--title Claude", "Claude", "assistant", True),
    ],
)
def test_tools_which_keeps_its_contract(
    empty: Watched,
    words: str,
    tool: str | None,
    kind: str,
    weak: bool,  # noqa: FBT001 - a column
) -> None:
    found = empty.json("tools", "which", *words.split())

    assert set(found) == {"version", "tool", "kind", "because", "weak"}
    assert (found["version"], found["tool"], found["kind"], found["weak"]) == (1, tool, kind, weak)
    assert found["because"]


def _walk(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, click.Command]]:
    yield ctx.command_path.partition(" ")[2], command
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            found = command.get_command(ctx, name)
            assert found is not None
            yield from _walk(found, click.Context(found, info_name=name, parent=ctx))
