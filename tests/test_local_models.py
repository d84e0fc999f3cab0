"""The law of local models: asking one is AI time; a server that runs by itself is none."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from monitor.core.types import Kind, Subject
from monitor.sense.programs.agents import Agents
from monitor.sense.programs.census import Member
from monitor.sense.programs.naming import named
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock
from tests.programs import MATCHER, install_agents
from tests.rig import Desktop, wait_for
from tests.watched import QUICK, Watched

_SHELL, _PROGRAM = 100, 101


def front(command: str) -> Subject:
    """What a terminal with this program in front is kept as."""
    return Subject("XTerm", named(command.split(), "", MATCHER.knows_program))


@pytest.mark.parametrize(
    ("command", "tool"),
    [
        ("ollama", "Ollama"),
        ("ollama run llama3.2", "Ollama"),
        ("/usr/local/bin/ollama run x", "Ollama"),
        ("llama-cli -m model.gguf -cnv", "llama.cpp"),
    ],
)
def test_asking_a_model_in_a_terminal_in_front_is_ai_time(command: str, tool: str) -> None:
    found = MATCHER.judge(front(command))

    assert (found.tool, found.kind) == (tool, Kind.LOCAL_MODEL)
    assert found.kind.is_ai


@pytest.mark.parametrize(
    "command", ["ollama serve", "ollama start", "ollama runner --port 1", "ollama pull x"]
)
def test_a_terminal_that_shows_a_server_or_its_models_is_none(command: str) -> None:
    assert not MATCHER.judge(front(command)).kind.is_ai


@pytest.mark.parametrize(
    ("app", "tool"),
    [
        ("LM Studio", "LM Studio"),
        ("lmstudio", "LM Studio"),
        ("ai.elementlabs.lmstudio", "LM Studio"),
        ("Jan", "Jan"),
        ("jan.ai.app", "Jan"),
        ("com.electron.ollama", "Ollama"),
    ],
)
def test_the_window_of_a_local_model_is_ai_time(app: str, tool: str) -> None:
    found = MATCHER.which(app=app)

    assert (found.tool, found.kind) == (tool, Kind.LOCAL_MODEL)


@pytest.mark.parametrize(
    ("command", "works"),
    [
        ("ollama serve", False),
        ("ollama runner --model x", False),
        ("llama-server -m x --port 8080", False),
        ("mlx_lm.server --model x", False),
        ("llama-cli -m x", True),
    ],
)
def test_a_busy_server_is_never_told_as_at_work(command: str, *, works: bool) -> None:
    name = named(command.split(), "", MATCHER.knows_program)
    clock = FakeClock(SystemClock().read().wall)
    census = _Census(name)
    agents = Agents(clock, MATCHER.is_ai_program, census)
    agents.at_work("")
    census.cpu_s += 120
    clock.advance(120)

    assert agents.at_work("") == ((name,) if works else ())


class _Census:
    """One program that used so much of the CPU."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cpu_s = 0.0

    def take(self, anew: Collection[int] = ()) -> dict[int, Member]:  # noqa: ARG002 - all are of now
        shell = Member(_SHELL, 1, 1.0, "bash", 0.0, 0)
        return {
            _SHELL: shell,
            _PROGRAM: Member(_PROGRAM, _SHELL, 1.0, self.name, self.cpu_s, 0),
        }


@pytest.fixture
def watched(screen: Desktop, home: Path) -> Iterator[Watched]:
    screen.env["PATH"] = f"{install_agents(screen.home / 'programs')}:{screen.env['PATH']}"
    watched = Watched(screen, home)
    watched.choose(QUICK)
    with watched.daemon():
        yield watched


@pytest.mark.parametrize(
    ("command", "tool"), [(("ollama", "run", "some-model"), "Ollama"), (("ollama", "serve"), None)]
)
def test_a_real_terminal_tells_asking_from_serving(
    watched: Watched, command: tuple[str, ...], tool: str | None
) -> None:
    window = watched.desktop.xterm("XTerm", command=command).window
    watched.desktop.activate(window)

    def in_front() -> object:
        now = watched.json("status")["now"]
        return now and now["app"] == "XTerm" and now["program"] and (now["tool"],)

    assert wait_for(in_front, "the program in the terminal") == (tool,)
    assert b"some-model" not in watched.ledger.read_bytes()
