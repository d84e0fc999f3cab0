"""The law of looking into a terminal: the program its keys go to, on real terminals.

The window's process is the one that runs these tests: it opens terminals as an emulator does.
"""

import os
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.core.sighting import Reading
from monitor.sense.programs.inside import Insides, open_insides
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock
from tests.processes import need, wait_for
from tests.programs import MATCHER, install_agents
from tests.terminals import Pty, terminal_with

WINDOW = Reading(app="XTerm", pid=os.getpid(), title="a title")
SHELL = ("bash", "--norc", "-i")


@pytest.fixture
def clock() -> FakeClock:
    """The true time, so that the kernel's stamps mean something; a test winds it on."""
    return FakeClock(SystemClock().read().wall)


@pytest.fixture
def insides(clock: FakeClock) -> Insides:
    """Looks into XTerm."""
    return Insides(clock, MATCHER.knows_program, MATCHER.is_terminal)


@pytest.fixture
def agents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small agents, first on the path."""
    need("node")
    folder = install_agents(tmp_path)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def sees(insides: Insides, name: str, reading: Reading = WINDOW) -> bool:
    return bool(wait_for(lambda: insides.program(reading) == name, f"{name} in front"))


def test_a_window_that_is_no_terminal_has_no_program_inside(insides: Insides) -> None:
    with terminal_with("cat"):
        assert insides.program(replace(WINDOW, app="firefox")) == ""
        assert insides.program(replace(WINDOW, app="")) == ""
        assert insides.program(replace(WINDOW, app=None)) == ""
        assert insides.program(WINDOW) == "cat"


def test_a_window_whose_process_is_gone_tells_nothing(insides: Insides) -> None:
    done = subprocess.Popen(["true"])  # noqa: S607 - everywhere
    done.wait()

    assert insides.program(replace(WINDOW, pid=done.pid)) == ""


def test_a_shell_is_named_and_so_is_what_it_runs(insides: Insides) -> None:
    with terminal_with(*SHELL) as pty:
        sees(insides, "bash")
        pty.type("sleep 60\n")
        sees(insides, "sleep")
        pty.type("\x03")

        assert sees(insides, "bash")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("claude", "claude"),
        ("SETTITLE=1 claude", "claude"),
        ("node $MODULES/@anthropic-ai/claude-code/cli.js", "@anthropic-ai/claude-code"),
        ("$MODULES/../../share/claude/versions/2.1.39", "claude"),
        ("codex", "codex"),
        ("node $MODULES/@openai/codex/bin/codex.js", "@openai/codex"),
        ("gemini", "gemini"),
        ("aider --model some-model", "aider"),
        ("ollama run llama3.2", "ollama"),
        ("ollama serve", "ollama serve"),
        ("cat - | claude", "claude"),
        ("cat - | claude | tee /dev/null", "claude"),
        ("env A=1 claude", "claude"),
        ("(claude; true)", "claude"),
        ("bash -c 'aider; true'", "aider"),
        ("script -qc claude /dev/null", "claude"),
        ("sleep 60 & claude", "claude"),
        ("claude & sleep 60", "sleep"),
        ("cat - | tail -f /dev/null", "cat"),
        ("cat - | (exec -a copilot-language-server tail -f /dev/null)", "cat"),
    ],
)  # fmt: skip
def test_each_way_to_start_a_program_tells_its_name(
    line: str, name: str, insides: Insides, agents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODULES", str(agents.parent / "lib" / "node_modules"))
    with terminal_with(*SHELL) as pty:
        sees(insides, "bash")
        pty.type(f"{line}\n")

        assert sees(insides, name)


@pytest.mark.usefixtures("agents")
def test_what_a_script_starts_later_is_found_though_the_terminal_tells_no_change(
    insides: Insides, clock: FakeClock
) -> None:
    with terminal_with(*SHELL) as pty:
        pty.type("later\n")
        wait_for(lambda: foreground_is_not_the_shell(pty), "script in front")
        assert [insides.program(WINDOW) for _ in range(3)] == ["bash", "bash", "bash"]
        pty.type("\n")

        def later() -> bool:
            clock.advance(10)
            return insides.program(WINDOW) == "claude"

        assert wait_for(later, "claude")


def foreground_is_not_the_shell(pty: Pty) -> bool:
    return os.tcgetpgrp(pty.keys) != pty.process.pid


def test_nothing_is_named_anew_while_nothing_changes(clock: FakeClock) -> None:
    asked: list[str] = []

    def knows(name: str) -> bool:
        asked.append(name)
        return name == "cat"

    insides = Insides(clock, knows, MATCHER.is_terminal)
    with terminal_with("cat"):
        insides.program(WINDOW)
        insides.program(WINDOW)
        clock.advance(3)
        insides.program(WINDOW)
        asked.clear()
        for _ in range(10):
            clock.advance(5)
            insides.program(WINDOW)

        assert asked == []


def test_nothing_is_named_anew_for_who_goes_back_and_forth_between_terminals(
    clock: FakeClock,
) -> None:
    asked: list[str] = []

    def knows(name: str) -> bool:
        asked.append(name)
        return name == "cat"

    insides = Insides(clock, knows, MATCHER.is_terminal)
    begun = time.time()  # noqa: TID251 - the kernel stamps by it
    with terminal_with("cat") as one, terminal_with("tail", "-f", "/dev/null") as other:

        def go_around(turn: int) -> tuple[str, ...]:
            told = []
            for step, pty in enumerate((one, other)):
                pty.had_input(begun + 20 * turn + 10 * step)
                told += [insides.program(WINDOW), insides.program(WINDOW)]
                clock.advance(15)
            return tuple(told)

        go_around(0)
        go_around(1)
        asked.clear()

        assert go_around(2) == ("cat", "cat", "tail", "tail")
        assert asked == []


def test_of_two_windows_of_one_program_the_one_with_the_newest_input_is_in_front(
    insides: Insides,
) -> None:
    now = time.time()  # noqa: TID251 - the kernel stamps by it
    with terminal_with("cat") as one, terminal_with("tail", "-f", "/dev/null") as other:
        one.had_input(now - 60)
        other.had_input(now - 40)
        assert insides.program(WINDOW) == "tail"
        one.had_input(now - 20)

        assert insides.program(WINDOW) == "cat"


def test_a_window_that_closed_gives_way_to_the_other(insides: Insides) -> None:
    now = time.time()  # noqa: TID251 - the kernel stamps by it
    with terminal_with("tail", "-f", "/dev/null") as stays:
        stays.had_input(now - 60)
        with terminal_with("cat"):
            assert insides.program(WINDOW) == "cat"

        assert sees(insides, "tail")


def test_where_the_desktop_tells_no_process_the_app_is_looked_for_by_its_name_if_it_is_of_here(
    tmp_path: Path,
) -> None:
    name = f"term{uuid4().hex[:8]}"
    emulator = tmp_path / name
    emulator.write_text(f"#!{shutil.which('python3')}\nimport pty\npty.spawn(['cat'])\n")
    emulator.chmod(0o755)
    app = f"org.example.{name.title()}"
    insides = Insides(SystemClock(), MATCHER.knows_program, lambda asked: asked == app)
    before = insides.program(Reading(app=app))
    started = subprocess.Popen([emulator], stdin=subprocess.PIPE)  # noqa: S603 - a fixed command
    try:
        assert before == ""
        assert sees(insides, "cat", Reading(app=app))
        assert insides.program(Reading(app=app, elsewhere=True)) == ""
    finally:
        started.kill()
        started.communicate()


def test_here_programs_are_told_by_proc(clock: FakeClock) -> None:
    assert isinstance(open_insides(clock, bool, bool), Insides)
