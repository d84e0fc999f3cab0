"""The installed daemon on a private X display: what truly was in front, and what was kept."""

import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from monitor.bus.address import session_sockets
from monitor.bus.line import Line as BusLine
from monitor.core.types import GapReason
from tests.agreement import agree, read_export
from tests.rig import Desktop, pause, wait_for
from tests.surrounded import daemon_of
from tests.truth import Spy, Stay, now
from tests.wander import Schedule, open_windows, wander
from tests.watched import AT_ONCE, QUICK, TICK, Line, Watched, overlaps

_NEAR = timedelta(milliseconds=250)  # what a busy machine may add between two programs
_TWO = ("Alder", "Birch")
_SHIFT = "Shift_L"  # counts as input, writes nothing


@pytest.fixture
def watched(screen: Desktop, home: Path) -> Watched:
    watched = Watched(screen, home)
    watched.choose(QUICK)
    return watched


def test_time_goes_to_the_window_that_was_in_front(
    watched: Watched, counts: Callable[[int, int], int]
) -> None:
    windows = open_windows(watched.desktop, 5)
    schedule = Schedule(0.4, 20, minutes=counts(1, 10) / 2, seed=7)
    with watched.daemon():
        walk = wander(watched.desktop, windows, schedule)

    agreement = agree(walk.stays, read_export(watched.told("data", "export")))

    assert agreement.share >= 0.995, agreement.misses[:5]
    assert overlaps(watched.lines()) == []


def test_a_focus_shorter_than_the_tick_is_kept_with_its_edges(watched: Watched) -> None:
    watched.choose('[watch]\nevery = "10s"\n')
    alder, birch = open_windows(watched.desktop, 2)
    with watched.daemon(), Spy(watched.desktop.env["DISPLAY"]) as spy:
        watched.desktop.activate(alder.window)
        spy.collect()
        for length in (0.3, 0.6, 0.1):
            pause(0.5)
            watched.desktop.activate(birch.window)
            spy.collect()
            pause(length)
            watched.desktop.activate(alder.window)
            spy.collect()
        pause(0.5)
        stays = [stay for stay in spy.stays(now()) if stay.app == "Birch"][-3:]
    kept = [line for line in watched.lines() if line.app == "Birch"][-3:]

    assert len(kept) == 3
    assert max(map(_apart, kept, stays)) < _NEAR


def test_idle_time_counts_from_the_last_input_and_the_next_one_ends_it(watched: Watched) -> None:
    watched.choose(QUICK + 'idle_after = "30s"\n')
    watched.desktop.xterm("Alder")
    with watched.daemon():
        before = _press(watched.desktop)
        pause(30 + TICK.total_seconds() * 2)
        after = _press(watched.desktop)
        pause(TICK.total_seconds() * 2)
    idle = [line for line in watched.lines() if line.presence == "idle"]

    assert len(idle) == 1
    assert abs(idle[0].start - before) < _NEAR
    assert abs(idle[0].end - after) < _NEAR
    assert overlaps(watched.lines()) == []
    assert {line.app for line in watched.lines()} == {"Alder"}


def test_a_window_that_is_closed_is_counted_no_longer(watched: Watched) -> None:
    only = watched.desktop.xterm("Alder")
    with watched.daemon():
        pause(1)
        os.killpg(only.process.pid, signal.SIGKILL)
        closed = now()
        pause(3)
    alder = [line for line in watched.lines() if line.app == "Alder"]
    desktop = [line for line in watched.lines() if line.app == ""]

    assert abs(alder[-1].end - closed) < _NEAR
    assert desktop[-1].end - closed > timedelta(seconds=2)


def test_a_window_manager_that_dies_takes_no_time_with_it(desktop: Desktop, home: Path) -> None:
    desktop.xvfb()
    manager = desktop.openbox()
    alder, birch = open_windows(desktop, 2)
    desktop.activate(alder.window)
    watched = Watched(desktop, home)
    watched.choose(QUICK)
    with watched.daemon() as daemon, Spy(desktop.env["DISPLAY"]) as spy:
        pause(1)
        manager.kill()
        manager.wait(5)
        pause(2)
        desktop.openbox()
        wait_for(partial(_goes_to, desktop, birch.window), "focus under the new manager")
        spy.collect()
        pause(2)
        stays = spy.stays(now())
        ended = daemon.poll()
    agreement = agree(stays, read_export(watched.told("data", "export")))

    assert ended is None
    assert stays[-1].app == "Birch"
    assert agreement.share > 0.9, (agreement.misses, watched.lines())


def test_a_display_that_goes_is_told_once_and_taken_again_when_it_comes_back(
    desktop: Desktop, home: Path
) -> None:
    display = desktop.xvfb()
    desktop.openbox()
    desktop.xterm("Alder")
    watched = Watched(desktop, home)
    watched.choose(QUICK)
    with watched.daemon():
        pause(2)
        gone = _end_server(display)
        wait_for(lambda: watched.json("status")["sensor"] != "x11", "status without a display")
        told = [*watched.json("status")["refused"], watched.json("status")["note"] or ""]
        server = desktop.spawn("Xvfb", display, "-nolisten", "tcp", "-noreset")
        wait_for(lambda: desktop.run("xprop", "-root").returncode == 0, "display")
        desktop.openbox()
        desktop.xterm("Birch")
        wait_for(lambda: watched.json("status")["sensor"] == "x11", "sight", timeout_s=40)
        back = now()
        pause(2)
        log = watched.log()
        ended = server.poll()
    alder, birch = ([one for one in watched.lines() if one.app == app] for app in _TWO)

    assert ended is None
    assert any(f"the display {display} does not answer" in one for one in told)
    assert log.count("the X display went away") == 1
    assert timedelta(seconds=1.5) < sum((one.length for one in alder), timedelta())
    assert alder[-1].end - gone < TICK * 3
    assert gone < birch[0].start < back
    assert birch[-1].end > back + TICK


def test_a_bus_that_goes_is_told_in_status_until_it_is_back(watched: Watched) -> None:
    desktop = watched.desktop
    address = desktop.bus().partition(",")[0]
    line = BusLine(session_sockets(desktop.env))
    bus = daemon_of(line)
    line.close()
    desktop.xterm("Alder")
    with watched.daemon():
        wait_for(watched.lines, "first stretch")
        before = watched.json("status")["note"]
        os.kill(bus, signal.SIGKILL)
        note = wait_for(lambda: watched.json("status")["note"], "note on the bus")
        told = watched.told("status")
        desktop.spawn("dbus-daemon", f"--config-file={desktop.home / 'bus.conf'}",
                      f"--address={address}", "--nofork", "--nopidfile")  # fmt: skip
        wait_for(lambda: not watched.json("status")["note"], "bus again", timeout_s=60)
        ended = watched.told("status")

    assert before is None
    assert note.startswith("The session bus ")
    assert note.endswith("A screen lock and media that play are not heard of from the desktop.")
    assert (note in told, "session bus" in ended) == (True, False)


def test_time_in_which_nothing_can_be_seen_is_blind(desktop: Desktop, home: Path) -> None:
    """A display that the person named on another machine: no terminal here speaks for it."""
    desktop.xvfb()
    desktop.env["DISPLAY"] = "localhost:99999"
    watched = Watched(desktop, home)
    watched.choose(QUICK)
    with watched.daemon():
        pause(3)
        status, told = watched.json("status"), watched.told("status")
    blind = watched.gaps(GapReason.BLIND)

    assert (status["sensor"], status["obstacle"]) == ("processes", "blind")
    assert "\nIn front: not known, no window can be seen" in told
    assert "only that AI programs run: everything is unattended" in told
    assert watched.lines() == []
    assert sum(end - start for start, end in blind) > 3000


def test_a_full_screen_is_seen_and_holds_nudges_back(watched: Watched) -> None:
    watched.desktop.spawn("xterm", "-class", "Film", "-fullscreen", "-e", "cat")
    window = watched.desktop.window("Film")
    watched.desktop.activate(window)
    wait_for(partial(_is_full, watched.desktop, window), "full screen")
    watched.choose(QUICK + AT_ONCE + '[[limit]]\nname = "any"\nwhat = "screen"\nat_most = "0s"\n')
    with watched.daemon():
        wait_for(lambda: watched.json("status")["held"], "judgement")
        held = watched.json("status")["held"]

    assert held == ["something fills the whole screen"]


def _apart(line: Line, stay: Stay) -> timedelta:
    """How far the edges of a line are from the truth."""
    return max(abs(line.start - stay.start), abs(line.end - stay.end))


def _press(desktop: Desktop) -> datetime:
    desktop.key(_SHIFT)
    return now()


def _end_server(display: str) -> datetime:
    pid = int(Path(f"/tmp/.X{display[1:]}-lock").read_text())  # noqa: S108 - where every X server puts it
    os.kill(pid, signal.SIGTERM)
    return now()


def _goes_to(desktop: Desktop, window: int) -> bool:
    """Ask once more: a manager that is still starting hears nothing."""
    desktop.run("xdotool", "windowactivate", str(window))
    return desktop.active() == window


def _is_full(desktop: Desktop, window: int) -> bool:
    return "FULLSCREEN" in desktop.run("xprop", "-id", str(window), "_NET_WM_STATE").stdout
