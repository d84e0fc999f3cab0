"""The law of agents at work: one that works unattended is told, one that waits is not."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import psutil
import pytest

from monitor.sense.programs.agents import Agents
from monitor.sense.programs.census import Member
from monitor.sense.programs.census_portable import open_portable
from monitor.sense.programs.census_proc import ProcCensus, open_census
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock
from tests.processes import wait_for
from tests.terminals import terminal_with

SHELL, AGENT, TOOL = 100, 101, 102
SCAN_S = 60


class WrittenCensus:
    """Tells the processes that a test wrote down."""

    def __init__(self, *members: Member) -> None:
        self.members = {one.pid: one for one in members}
        self.taken: dict[int, Member] = {}

    def take(self, anew: Collection[int] = ()) -> dict[int, Member]:
        """Tell nothing new of those that nobody asks for, as /proc's does."""
        self.taken |= {pid: self.members[pid] for pid in {*self.members} & {*anew}}
        self.taken = {pid: self.taken.get(pid, one) for pid, one in self.members.items()}
        return dict(self.taken)

    def spend(self, pid: int, cpu_s: float) -> None:
        was = self.members[pid]
        self.members[pid] = Member(pid, was.parent, was.start, was.name, was.cpu_s + cpu_s, was.tty)


def member(pid: int, parent: int, name: str, tty: int = 0) -> Member:
    return Member(pid, parent, 1.0, name, 0.0, tty)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(SystemClock().read().wall)


@pytest.fixture
def census() -> WrittenCensus:
    return WrittenCensus(
        member(SHELL, 1, "bash"), member(AGENT, SHELL, "claude"), member(TOOL, AGENT, "make")
    )


def agents_of(census: WrittenCensus, clock: FakeClock, *known: str) -> Agents:
    """Agents that were scanned once."""
    agents = Agents(clock, (known or ("claude",)).__contains__, census)
    assert agents.at_work("") == ()
    clock.advance(SCAN_S)
    return agents


def test_an_agent_that_uses_the_processor_works(clock: FakeClock, census: WrittenCensus) -> None:
    agents = agents_of(census, clock)
    census.spend(AGENT, 0.61)

    assert agents.at_work("") == ("claude",)


def test_an_agent_whose_tools_use_the_processor_works(
    clock: FakeClock, census: WrittenCensus
) -> None:
    agents = agents_of(census, clock)
    census.spend(TOOL, 5)

    assert agents.at_work("") == ("claude",)


def test_an_agent_that_waits_does_not_work_whatever_its_shell_does(
    clock: FakeClock, census: WrittenCensus
) -> None:
    agents = agents_of(census, clock)
    census.spend(AGENT, 0.2)
    census.spend(SHELL, 20)

    assert agents.at_work("") == ()


def test_what_somebody_attends_to_is_left_out(clock: FakeClock, census: WrittenCensus) -> None:
    agents = agents_of(census, clock)
    census.spend(AGENT, 3)

    assert agents.at_work("claude") == ()
    assert agents.at_work("") == ("claude",)


def test_of_two_with_one_name_the_one_that_nobody_attends_to_is_told(clock: FakeClock) -> None:
    census = WrittenCensus(
        member(AGENT, 1, "claude"), member(TOOL, AGENT, "make"), member(SHELL, 1, "claude")
    )
    agents = agents_of(census, clock)
    census.spend(TOOL, 3)

    told = {process: agents.at_work("claude", process) for process in (AGENT, TOOL, SHELL, 0)}

    assert told == {AGENT: (), TOOL: (), SHELL: ("claude",), 0: ()}


def test_an_agent_that_stopped_working_is_not_told_at_the_next_scan(
    clock: FakeClock, census: WrittenCensus
) -> None:
    agents = agents_of(census, clock)
    census.spend(AGENT, 3)
    assert agents.at_work("") == ("claude",)

    clock.advance(SCAN_S - 1)
    assert agents.at_work("") == ("claude",)
    clock.advance(1)
    assert agents.at_work("") == ()


def test_an_agent_inside_another_is_a_part_of_its_work(clock: FakeClock) -> None:
    census = WrittenCensus(member(AGENT, 1, "@openai/codex"), member(TOOL, AGENT, "codex"))
    agents = agents_of(census, clock, "@openai/codex", "codex")
    census.spend(TOOL, 3)

    assert agents.at_work("") == ("@openai/codex",)


@pytest.mark.parametrize(
    "name", ["llama-server", "copilot-language-server", "mlx_lm.server", "codeium-lsp"]
)
def test_a_server_alone_is_nobody_at_work(name: str, clock: FakeClock) -> None:
    census = WrittenCensus(member(AGENT, 1, name))
    agents = agents_of(census, clock, name)
    census.spend(AGENT, 60)

    assert agents.at_work("") == ()


def test_another_process_with_the_same_number_is_another(
    clock: FakeClock, census: WrittenCensus
) -> None:
    agents = agents_of(census, clock)
    census.members[AGENT] = Member(AGENT, SHELL, 2.0, "claude", 9.0, 0)

    assert agents.at_work("") == ()


def test_an_agent_that_writes_on_its_terminal_works_and_an_echo_is_no_work(
    clock: FakeClock,
) -> None:
    with terminal_with("cat") as pty:
        device = Path(pty.path).stat().st_rdev
        agents = agents_of(WrittenCensus(member(AGENT, 1, "claude", device)), clock)
        now = clock.read().wall.timestamp()
        os.utime(pty.path, (now - 1, now))
        echoed = agents.at_work("")
        clock.advance(SCAN_S)
        os.utime(pty.path, (now - 1, now + 20))
        wrote = agents.at_work("")
        clock.advance(SCAN_S)

        assert (echoed, wrote) == ((), ("claude",))
        assert agents.at_work("") == ()


_WORKS = """
import sys, time
for line in sys.stdin:
    until = time.process_time() + 0.4
    while time.process_time() < until:
        pass
"""


@contextmanager
def program_called(name: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that works a while at each line that it reads."""
    script = tmp_path / name
    script.write_text(_WORKS)
    with subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE) as started:  # noqa: S603 - a fixed command
        try:
            yield started
        finally:
            with suppress(ProcessLookupError):
                started.kill()


def test_a_real_program_that_works_is_told_and_then_waits_again(
    clock: FakeClock, tmp_path: Path
) -> None:
    name = f"claude-{uuid4().hex}"
    agents = Agents(clock, name.__eq__)
    with program_called(name, tmp_path) as started:
        wait_for(lambda: name in names_of(ProcCensus(name.__eq__)), "program")
        agents.at_work("")
        clock.advance(SCAN_S)
        agents.at_work("")
        assert started.stdin is not None
        used_s = cpu_of(started.pid)
        started.stdin.write(b"go\n" * 3)
        started.stdin.flush()
        wait_for(lambda: cpu_of(started.pid) - used_s > 0.7, "work")
        clock.advance(SCAN_S)

        assert agents.at_work("") == (name,)


def names_of(census: ProcCensus) -> set[str]:
    return {one.name for one in census.take().values()}


def cpu_of(pid: int) -> float:
    spent = psutil.Process(pid).cpu_times()
    return float(spent.user + spent.system)


def test_the_census_by_proc_and_the_one_by_psutil_tell_the_same(tmp_path: Path) -> None:
    name = f"claude-{uuid4().hex}"
    with program_called(name, tmp_path) as started:
        by_proc = open_census(name.__eq__)
        wait_for(lambda: started.pid in by_proc.take(), "program")
        wait_for(lambda: by_proc.take()[started.pid].name == name, "its name")
        one = by_proc.take()[started.pid]
        other = open_portable(name.__eq__).take()[started.pid]

    assert (one.pid, one.parent, one.name) == (started.pid, os.getpid(), name)
    assert (other.pid, other.parent, other.name) == (one.pid, one.parent, one.name)
    assert abs(one.cpu_s - other.cpu_s) < 0.2


def test_a_census_names_each_process_once_unless_it_runs_another_program(
    tmp_path: Path,
) -> None:
    name = f"claude-{uuid4().hex}"
    asked: list[str] = []

    def knows(told: str) -> bool:
        asked.append(told)
        return told == name

    census = ProcCensus(knows)
    with program_called(name, tmp_path):
        wait_for(lambda: name in names_of(census), "program")
        census.take()
        asked.clear()
        census.take()

    assert name not in asked


def test_a_census_reads_anew_whom_it_is_asked_for_and_after_a_while_everybody(
    tmp_path: Path,
) -> None:
    name = f"claude-{uuid4().hex}"
    census = ProcCensus(name.__eq__)
    with program_called(name, tmp_path) as started:
        wait_for(lambda: name in names_of(census), "program")
        census.take()
        settled = census.take()[started.pid]
        assert started.stdin is not None
        started.stdin.write(b"go\n")
        started.stdin.flush()
        wait_for(lambda: cpu_of(started.pid) - settled.cpu_s > 0.2, "work")

        assert census.take({started.pid})[started.pid].cpu_s > settled.cpu_s
        as_read = census.take()[started.pid].cpu_s
        used_s = cpu_of(started.pid)
        started.stdin.write(b"go\n")
        started.stdin.flush()
        wait_for(lambda: cpu_of(started.pid) - used_s > 0.2, "more work")
        told = [census.take()[started.pid].cpu_s for _ in range(5)]

    assert told[-1] > as_read
