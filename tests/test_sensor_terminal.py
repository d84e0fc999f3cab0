"""The law of seeing terminals: the program the keys go to, where the last key was pressed."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.sighting import Reading
from monitor.errors import UnfitError
from monitor.sense.programs import process
from monitor.sense.terminal import Terminal, open_terminal
from monitor.service.clock import SystemClock
from tests.fakes import FakeClock
from tests.processes import need, wait_for
from tests.rig import Desktop
from tests.terminals import Pty, terminal_with

_ROOT = Path(__file__).parent.parent
_AHEAD = timedelta(hours=2)  # other terminals of this user had their input long before
_LOOK = """
import encodings.ascii
import os
from monitor.errors import UnfitError
from monitor.sense.terminal import open_terminal
from monitor.service.clock import SystemClock
os.setuid(65534)
try:
    open_terminal({}, SystemClock(), lambda name: False)
except UnfitError as reason:
    print(reason)
"""


@pytest.fixture
def clock() -> FakeClock:
    """Two hours after now, so that a test can make any terminal the newest."""
    return FakeClock(SystemClock().read().wall + _AHEAD)


def look(clock: FakeClock, *known: str) -> Reading:
    return open_terminal({}, clock, known.__contains__).look()


def press(pty: Pty, clock: FakeClock, *, ago_s: float) -> None:
    pty.had_input(clock.read().wall.timestamp() - ago_s)


def in_front(clock: FakeClock) -> str:
    """The program; '' for the blink in which the shell hands the keys to another."""
    try:
        return look(clock).program
    except UnfitError:
        return ""


def test_the_program_that_the_keys_go_to_is_in_front(clock: FakeClock) -> None:
    with terminal_with("bash", "--norc", "-i") as pty:
        pty.type("sleep 60\n")
        press(pty, clock, ago_s=30)
        wait_for(lambda: in_front(clock) == "sleep", "program in front")
        pty.type("\x03")
        press(pty, clock, ago_s=30)

        assert wait_for(lambda: in_front(clock) == "bash", "shell in front")


def test_the_terminal_with_the_newest_input_is_in_front(clock: FakeClock) -> None:
    with terminal_with("cat") as one, terminal_with("tail", "-f", "/dev/null") as other:
        for pty, ago_s in ((one, 60), (other, 30)):
            press(pty, clock, ago_s=ago_s)
        newest = look(clock)
        press(one, clock, ago_s=10)

        assert (newest.program, newest.app) == ("tail", "terminal")
        assert look(clock).program == "cat"


def test_idle_is_the_time_since_the_last_input(clock: FakeClock) -> None:
    with terminal_with("cat") as pty:
        press(pty, clock, ago_s=90)

        idle = look(clock).idle

    assert idle is not None
    assert abs(idle - timedelta(seconds=90)) < timedelta(seconds=1)


def test_after_the_clock_was_set_back_an_old_input_is_no_new_one(clock: FakeClock) -> None:
    with terminal_with("cat") as pty:
        press(pty, clock, ago_s=5)
        clock.set_wall(-3600)
        sensor = open_terminal({}, clock, lambda _: False)
        sensor.look()
        clock.advance(600)

        assert sensor.look().idle == timedelta(seconds=600)


def test_a_script_is_named_only_when_the_catalogue_knows_it(
    clock: FakeClock, tmp_path: Path
) -> None:
    diary = tmp_path / "my-secret-diary"
    diary.write_text("import time; time.sleep(60)")
    with terminal_with("python3", diary, executable=sys.executable) as pty:
        press(pty, clock, ago_s=10)

        assert look(clock).program == "python3"
        assert look(clock, "my-secret-diary").program == "my-secret-diary"


def test_of_a_pipe_the_member_that_is_known_is_in_front(clock: FakeClock) -> None:
    with terminal_with("bash", "--norc", "-i") as pty:
        pty.type("cat - | tail -f - | tee /dev/null\n")

        def front(*known: str) -> str:
            press(pty, clock, ago_s=10)
            return look(clock, *known).program

        assert wait_for(lambda: front("tail") == "tail", "the known member")
        assert wait_for(lambda: front() == "cat", "the leader where none is known")


def test_a_program_inside_tmux_is_seen_on_its_own_terminal(
    clock: FakeClock, desktop: Desktop
) -> None:
    need("tmux")
    socket = desktop.home / "tmux"
    desktop.ask("tmux", "-S", socket, "-f", "/dev/null", "new-session", "-d", "cat")
    try:
        path = desktop.ask("tmux", "-S", socket, "display", "-p", "#{pane_tty}")
        stamp = clock.read().wall.timestamp() - 20
        os.utime(path, (stamp, stamp))

        assert look(clock).program == "cat"
    finally:
        desktop.run("tmux", "-S", socket, "kill-server")


def test_a_desktop_in_reach_is_not_guessed_from_its_terminals(screen: Desktop) -> None:
    with (
        terminal_with("cat"),
        pytest.raises(UnfitError, match=f"the desktop on {screen.env['DISPLAY']} may show"),
    ):
        open_terminal(screen.env, SystemClock(), lambda _: False)


def test_a_dead_display_does_not_hide_the_terminals(clock: FakeClock) -> None:
    dead: Mapping[str, str] = {"DISPLAY": ":59999", "WAYLAND_DISPLAY": "/nowhere/wayland-0"}
    with terminal_with("cat") as pty:
        press(pty, clock, ago_s=10)

        assert open_terminal(dead, clock, lambda _: False).look().program == "cat"


def test_our_own_terminal_is_left_out_and_named() -> None:
    script = (
        "import os; from monitor.sense.terminal import Terminal;"
        "from monitor.service.clock import SystemClock;"
        "eye = Terminal(SystemClock(), lambda name: False);"
        "print(eye.own == os.ttyname(0), eye.own in [one.path for one in eye.devices()])"
    )
    need("script")
    done = subprocess.run(  # noqa: S603 - a fixed command
        ["script", "-qec", f'"{sys.executable}" -c "{script}"', "/dev/null"],  # noqa: S607 - found by need()
        capture_output=True,
        text=True,
        cwd=_ROOT,
        timeout=30,
        check=True,
    )

    assert done.stdout.split() == ["True", "False"]


def as_nobody(*command: str) -> str:
    """What a user without a terminal is told."""
    if os.getuid():
        pytest.skip("needs root, to be a user without a terminal")
    return subprocess.run(  # noqa: S603 - a fixed command
        command,
        capture_output=True,
        text=True,
        cwd=_ROOT,
        timeout=30,
        start_new_session=True,
        check=True,
    ).stdout.strip()


def test_a_user_without_a_terminal_is_told_so() -> None:
    assert as_nobody(sys.executable, "-c", _LOOK) == "this user has no terminal open"


def test_a_user_whose_only_terminal_is_our_own_is_told_so() -> None:
    need("script")
    told = as_nobody("script", "-qec", f"'{sys.executable}' -c '{_LOOK}'", "/dev/null")

    assert told.startswith("the only terminal is the one humanward itself runs in (/dev/pts/")


def test_a_process_that_is_gone_has_no_name() -> None:
    done = subprocess.Popen(["true"])  # noqa: S607 - everywhere
    done.wait()

    assert process.read(done.pid) is None
    assert process.program(done.pid, lambda _: True) == ""


def test_all_terminals_gone_means_could_not_see(clock: FakeClock) -> None:
    with terminal_with("cat") as pty:
        sensor = Terminal(clock, lambda _: False)
        path = pty.path
        assert path in [one.path for one in sensor.devices()]

    assert path not in [one.path for one in sensor.devices()]
