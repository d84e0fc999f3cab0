"""The law of looking into a terminal without /proc; its processes are stand-ins for psutil's."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from monitor.core.sighting import Reading
from monitor.sense.programs.inside_portable import (
    PortableInsides,
    Relative,
    open_portable,
    portable_command,
)
from tests.fakes import FakeClock
from tests.programs import MATCHER
from tests.terminals import terminal_with

WINDOW = 10
TERMINAL = Reading(app="com.apple.Terminal", pid=WINDOW, title="a title")
NODE = "C:\\Program Files\\nodejs\\node.exe"
CLI = "C:\\Users\\me\\AppData\\Roaming\\npm\\node_modules\\@anthropic-ai\\claude-code\\cli.js"


class GoneError(Exception):
    """As psutil.NoSuchProcess, and psutil.AccessDenied."""


@dataclass
class StandIn:
    """Answers as psutil.Process does on Windows, where no terminal is told."""

    pid: int
    parent: int
    words: list[str]
    is_closed: bool = False

    def ppid(self) -> int:
        return self.parent

    def name(self) -> str:
        return self.words[0]

    def exe(self) -> str:
        return self.words[0]

    def cmdline(self) -> list[str]:
        if self.is_closed:
            raise GoneError
        return self.words

    def create_time(self) -> float:
        return float(self.pid)


@dataclass
class MacStandIn(StandIn):
    """Answers as on macOS."""

    path: str | None = None

    def terminal(self) -> str | None:
        return self.path


@dataclass
class Machine:
    """The descendants of the window, as psutil would find them."""

    relatives: list[StandIn] = field(default_factory=list)
    asked: int = 0
    is_gone: bool = False

    def descendants(self, pid: int) -> Iterable[Relative]:
        assert pid == WINDOW
        self.asked += 1
        if self.is_gone:
            raise GoneError
        return self.relatives


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def inside(machine: Machine, clock: FakeClock) -> PortableInsides:
    return PortableInsides(
        clock,
        MATCHER.knows_program,
        MATCHER.is_terminal,
        descendants=machine.descendants,
        failures=(GoneError,),
    )


def mac(pid: int, parent: int, words: str, path: Path | None = None) -> MacStandIn:
    return MacStandIn(pid, parent, words.split(), path=str(path) if path else None)


def windows(pid: int, parent: int, *words: str) -> StandIn:
    return StandIn(pid, parent, list(words))


def test_a_known_program_below_the_shell_is_in_front(clock: FakeClock, tmp_path: Path) -> None:
    tty = tmp_path / "ttys001"
    machine = Machine([
        mac(11, WINDOW, "login -pf me", tty),
        mac(12, 11, "-zsh", tty),
        mac(13, 12, "node /opt/homebrew/bin/claude", tty),
        mac(14, 13, "rg needle", tty),
    ])  # fmt: skip

    assert inside(machine, clock).program(TERMINAL) == "claude"


def test_where_nothing_is_known_the_newest_program_is_in_front(
    clock: FakeClock, tmp_path: Path
) -> None:
    tty = tmp_path / "ttys001"
    machine = Machine([mac(12, WINDOW, "-zsh", tty), mac(13, 12, "vim diary.txt", tty)])

    assert inside(machine, clock).program(TERMINAL) == "vim"


def test_of_two_tabs_on_macos_the_one_with_the_newest_input_is_in_front(
    clock: FakeClock, tmp_path: Path
) -> None:
    one, other = tmp_path / "ttys001", tmp_path / "ttys002"
    for stamp, path in enumerate((other, one)):
        path.touch()
        os.utime(path, (stamp, stamp))
    machine = Machine([
        mac(12, WINDOW, "-zsh", one), mac(13, WINDOW, "-zsh", other),
        mac(14, 12, "aider", one), mac(15, 13, "claude", other),
    ])  # fmt: skip

    assert inside(machine, clock).program(TERMINAL) == "aider"


def test_on_windows_a_program_is_named_without_its_folder_and_ending(clock: FakeClock) -> None:
    machine = Machine([
        windows(11, WINDOW, "C:\\Windows\\System32\\OpenConsole.exe"),
        windows(12, WINDOW, "C:\\Windows\\System32\\powershell.exe"),
        windows(13, 12, NODE, CLI),
    ])  # fmt: skip

    assert inside(machine, clock).program(TERMINAL) == "@anthropic-ai/claude-code"


def test_which_of_several_tabs_is_in_front_on_windows_is_not_guessed(clock: FakeClock) -> None:
    machine = Machine([
        windows(11, WINDOW, "powershell.exe"), windows(12, WINDOW, "cmd.exe"),
        windows(13, 12, "codex.exe"),
    ])  # fmt: skip

    assert inside(machine, clock).program(TERMINAL) == ""


def test_tabs_that_run_the_same_program_need_no_guess(clock: FakeClock) -> None:
    machine = Machine([
        windows(11, WINDOW, "powershell.exe"), windows(12, WINDOW, "cmd.exe"),
        windows(13, 12, "codex.exe"), windows(14, 11, "C:\\tools\\codex.exe"),
    ])  # fmt: skip

    assert inside(machine, clock).program(TERMINAL) == "codex"


def test_what_is_gone_or_closed_to_us_has_no_name(clock: FakeClock) -> None:
    closed = windows(11, WINDOW, "powershell.exe")
    closed.is_closed = True

    assert inside(Machine([closed]), clock).program(TERMINAL) == ""
    assert inside(Machine(is_gone=True), clock).program(TERMINAL) == ""
    assert inside(Machine(), clock).program(Reading(app="com.apple.Safari", pid=WINDOW)) == ""
    assert inside(Machine(), clock).program(Reading(app="com.apple.Terminal")) == ""


def test_the_processes_are_asked_for_only_now_and_then(clock: FakeClock) -> None:
    machine = Machine([windows(11, WINDOW, "cmd.exe")])
    looks = inside(machine, clock)
    for _ in range(4):
        looks.program(TERMINAL)
        clock.advance(3)

    assert machine.asked == 1
    assert looks.program(TERMINAL) == "cmd"
    assert machine.asked == 2


def test_real_processes_answer_as_the_stand_ins_do() -> None:
    looks = open_portable(FakeClock(), MATCHER.knows_program, MATCHER.is_terminal)
    with terminal_with("claude", "60", executable="/bin/sleep"):
        assert looks.program(Reading(app="XTerm", pid=os.getpid())) == "claude"


def test_a_command_of_windows_takes_the_form_of_others() -> None:
    assert portable_command([NODE, CLI])[0] == "C:/Program Files/nodejs/node"
    assert portable_command(["Claude.EXE", "a\\b"]) == ["Claude", "a/b"]
