"""The law of naming programs: what runs is named, what it was told is not kept."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.catalogue import load_catalogue
from monitor.core.recognise import Matcher
from monitor.sense.programs import process
from monitor.sense.programs.naming import named
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
        (f"node --no-warnings {MODULES}/@openai/codex/bin/codex.js", "@openai/codex"),
        (f"node {MODULES}/.bin/codex", "codex"),
        (f"node {MODULES}/my-secret-project/bin/run.js", "node"),
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
        ("ollama", "ollama"),
        ("ollama run llama3.2", "ollama"),
        ("ollama --verbose run llama3.2", "ollama"),
        ("/usr/local/bin/ollama serve", "ollama serve"),
        ("ollama start", "ollama serve"),
        ("ollama runner --model /home/me/secret", "ollama serve"),
        ("ollama pull a-secret-model", "ollama models"),
        ("vllm serve a-model", "vllm serve"),
        ("codex app-server", "codex serve"),
        ("node /usr/bin/claude mcp serve", "claude serve"),
        ("claude serve-me-tea", "claude"),
        ("rails server", "rails"),
        ("", ""),
    ],
)
def test_a_program_is_named_by_what_it_is(command: str, name: str) -> None:
    assert named(command.split() or [""], "", KNOWN) == name


def test_a_folder_with_a_space_in_its_name_is_no_end_of_a_path() -> None:
    path = "/home/me/my tools/claude"

    assert named([path, "--resume"], path, KNOWN) == "claude"
    assert named([f"{path} --in=/home/me/secret"], path, KNOWN) == "claude"


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


def test_a_server_of_a_known_program_is_no_use_of_it() -> None:
    assert KNOWN("ollama")
    assert not any(map(KNOWN, ("ollama serve", "ollama models", "vllm serve", "codex serve")))


def test_a_process_tells_its_children_and_whose_it_is() -> None:
    started = subprocess.Popen(["sleep", "60"])  # noqa: S607 - everywhere
    try:
        children, is_mine = process.children(os.getpid()), process.is_mine(started.pid)
    finally:
        started.kill()
        started.wait()

    assert started.pid in children
    assert is_mine
    assert process.children(started.pid) == []
    assert not process.is_mine(started.pid)
    assert (process.command(started.pid), process.executable(started.pid)) == ([], "")


def test_a_process_tells_the_processor_time_that_it_and_its_ended_children_used() -> None:
    busy = "sum(range(60_000_000))"
    line = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{busy}']); input()"
    started = subprocess.Popen([sys.executable, "-c", line], stdin=subprocess.PIPE)  # noqa: S603 - a fixed command
    try:

        def ticks() -> int:
            found = process.read(started.pid)
            return found.ticks if found else 0

        used = wait_for(lambda: ticks() > 15 and ticks(), "use of the processor")
    finally:
        started.kill()
        started.communicate()

    assert used


def test_a_terminal_is_found_by_its_device() -> None:
    keys, screen = os.openpty()
    try:
        assert process.device_path(os.fstat(screen).st_rdev) == os.ttyname(screen)
    finally:
        os.close(keys)
        os.close(screen)
    assert process.device_path(os.makedev(4, 2)) == "/dev/tty2"


def test_the_kernels_own_threads_are_nobodys_programs() -> None:
    everybody = [
        process.read(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit()
    ]
    threads = [
        one.pid for one in everybody if one and one.parent == 2 and not process.command(one.pid)
    ]
    top = process.read(2)
    if top is None or top.name != "kthreadd":
        pytest.skip("needs sight of the kernel's threads, which are hidden here")

    assert threads
    assert not any(map(process.is_mine, [2, *threads]))
