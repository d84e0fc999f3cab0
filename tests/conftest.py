"""What tests are given: a desktop of their own, clocks they can set, how often to try."""

import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test, settings

from monitor.service.wake import Wake
from tests.notification_server import Script, Server, serve
from tests.proof import IS_FULL, counts
from tests.rig import Desktop, need
from tests.shim import Shim, compile_shim

# no deadline: how long an example takes says more of the machine than of the law
settings.register_profile("quick", max_examples=60, derandomize=True, deadline=None)
settings.register_profile("proof", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile("proof" if IS_FULL else "quick")

# a run in the background inherits that Ctrl-C means nothing, and all that it starts would too
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """At full count, try what has a count; the rest would be the same as in every other run."""
    if not IS_FULL:
        return
    counted = {True: list[pytest.Item](), False: list[pytest.Item]()}
    for item in items:
        counted[_is_counted(item)].append(item)
    config.hook.pytest_deselected(items=counted[False])
    items[:] = counted[True]


def _is_counted(item: pytest.Item) -> bool:
    assert isinstance(item, pytest.Function)
    named = {*item.fixturenames, *vars(item.module)}
    return is_hypothesis_test(item.function) or not named.isdisjoint({"counts", "IS_FULL"})


@pytest.fixture(name="counts")
def how_often() -> Callable[[int, int], int]:
    """counts(quick, full): the count for this run."""
    return counts


@pytest.fixture
def wake() -> Iterator[Wake]:
    """What ends a wait."""
    made = Wake()
    yield made
    made._ear.close()
    made._mouth.close()


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """A private home with nothing started in it."""
    with Desktop() as opened:
        yield opened


@pytest.fixture
def screen(desktop: Desktop) -> Desktop:
    """A private X display with a window manager."""
    need("Xvfb", "openbox", "xprop", "xdotool", "xterm")
    desktop.xvfb()
    desktop.openbox()
    return desktop


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for --home; the program makes it."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled clock shim."""
    need("gcc")
    return compile_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def shim(shim_library: Path, tmp_path: Path) -> Shim:
    """Clocks of a program that can be set while it runs; at first they are right."""
    clocks = Shim(shim_library, tmp_path / "clock-offsets")
    clocks.set(real=timedelta(), boot=timedelta())
    return clocks


@pytest.fixture
def bin_(desktop: Desktop) -> Path:
    """The only folder in which programs are found."""
    folder = desktop.home / "bin"
    folder.mkdir()
    desktop.env["PATH"] = str(folder)
    return folder


@pytest.fixture
def server(desktop: Desktop) -> Iterator[Server]:
    """A notification server that does as its script says, on the desktop's own bus."""
    path = desktop.env["PATH"]
    desktop.env["PATH"] = os.environ["PATH"]
    address = desktop.bus()
    desktop.env["PATH"] = path
    with serve(address, Script()) as server:
        yield server
