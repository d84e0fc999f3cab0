"""The law of naming programs: what runs is named, what it was told is not kept."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.catalogue import load_catalogue
from monitor.core.recognise import Matcher
from monitor.sense import process
from tests.processes import need, wait_for

MODULES = "/usr/lib/node_modules"
KNOWN = Matcher(load_catalogue()).knows_program


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("claude --resume", "claude"),
        ("-bash", "bash"),
        ("/usr/bin/vim /home/me/diary.txt", "vim"),
        (f"node {MODULES}/@anthropic-ai/claude-code/cli.js -p hello", "@anthropic-ai/claude-code"),
        (f"node --no-warnings {MODULES}/@openai/codex/bin/codex.js", "node"),
        (f"node {MODULES}/@google/gemini-cli/dist/index.js", "@google/gemini-cli"),
        ("node -r ts-node/register /home/me/claude-plans.js", "node"),
        ("/usr/bin/python3 /home/me/.local/bin/aider --model x", "aider"),
        ("python3.12 -m aider --model x", "aider"),
        ("python3 -m my_secret_project", "python3"),
        ("python3 -X dev /usr/bin/aider", "aider"),
        ("python3 -c import_claude", "python3"),
        ("sh -c claude", "sh"),
        ("bash /home/me/letter-to-anna.sh", "bash"),
        ("env claude", "claude"),
        ("npx -y @openai/codex", "codex"),
        ("/home/me/.local/share/claude/versions/2.1.39", "claude"),
        ("/opt/thing/versions/2.1.39", "2.1.39"),
        ("uv run aider", "uv"),
        ("", ""),
    ],
)
def test_a_program_is_named_by_what_it_is(command: str, name: str) -> None:
    assert process.named(command.split() or [""], "", KNOWN) == name


def test_a_program_started_by_its_version_is_named_by_its_folder(tmp_path: Path) -> None:
    need("sleep")
    version = tmp_path / "claude" / "versions" / "2.1.39"
    version.parent.mkdir(parents=True)
    shutil.copy(shutil.which("sleep") or "", version)
    started = subprocess.Popen(["2.1.39", "60"], executable=version)  # noqa: S607 - a fixed command
    try:
        wait_for(lambda: process.program(started.pid, KNOWN) == "claude", "name by the folder")
    finally:
        started.kill()
        started.wait()


def test_a_process_tells_its_terminal_group_and_session() -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        found = process.read(started.pid)
        mine = process.mine()
    finally:
        started.kill()
        started.communicate()

    assert found is not None
    assert (found.pid, found.session, found.group, found.tty) == (
        started.pid, started.pid, started.pid, 0,
    )  # fmt: skip
    assert started.pid in mine
