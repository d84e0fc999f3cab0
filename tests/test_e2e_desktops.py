"""The installed daemon on sway, KWin and GNOME, and on a Weston that tells it nothing."""

import json
import os
import shutil
import signal
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.types import GapReason
from tests.agreement import agree, read_export
from tests.desktops import WaylandDesktop
from tests.proof import IS_FULL
from tests.rig import Desktop, pause, wait_for
from tests.stages import (
    APPS,
    Compositor,
    Stage,
    gnome_stage,
    kwin_stage,
    sway_stage,
)
from tests.truth import now
from tests.wander import Schedule, roam
from tests.watched import QUICK, TICK, Line, Watched, overlaps

_OPENERS: Mapping[str, Callable[[ExitStack], Compositor]] = {
    "sway": sway_stage,
    "kwin": kwin_stage,
    "gnome": gnome_stage,
}
_RIGHT = {"sway": 0.995, "kwin": 0.995, "gnome": 0.99}  # of a walk as long as the proof takes it
_NEAR = timedelta(milliseconds=300)  # what a busy machine may add between two programs
_LEAST = timedelta(seconds=30)  # the shortest time that may count as absence

every_desktop = pytest.mark.parametrize("name", _OPENERS)


@every_desktop
def test_time_goes_to_the_window_that_was_in_front(
    name: str, home: Path, counts: Callable[[int, int], int]
) -> None:
    schedule = Schedule(0.4, counts(4, 20), minutes=counts(8, 60) / 60, seed=7)
    apps = APPS[name][:3]
    with ExitStack() as held:
        stage = _OPENERS[name](held)
        day = _day(stage, home)
        for app in apps:
            stage.open(app)
        with day.daemon():
            walk = roam(stage, apps, schedule)
            status = day.json("status")
        agreement = agree(walk.stays, read_export(day.told("data", "export")))
        lines = day.lines()

    assert (status["sensor"], status["refused"]) == (name, [])
    assert all(miss.lost < _NEAR for miss in agreement.misses), agreement.misses[:5]
    assert agreement.share >= (_RIGHT[name] if IS_FULL else 0.95), agreement.misses[:5]
    assert {line.app for line in lines} <= set(apps)
    assert overlaps(lines) == []


def test_idle_time_counts_from_the_last_input_on_every_desktop(tmp_path: Path) -> None:
    """All three at once: the least absence takes half a minute."""
    with ExitStack() as held:
        stages = {name: opener(held) for name, opener in _OPENERS.items()}
        days = {name: _day(one, tmp_path / name) for name, one in stages.items()}
        with ExitStack() as running:
            for name, stage in stages.items():
                days[name].choose(QUICK + 'idle_after = "30s"\n')
                stage.open(APPS[name][0])
                running.enter_context(days[name].daemon())
            before = {name: _press(stage) for name, stage in stages.items()}
            pause(_LEAST.total_seconds() + TICK.total_seconds() * 3)
            after = {name: _press(stage) for name, stage in stages.items()}
            pause(TICK.total_seconds() * 2)
        lines = {name: day.lines() for name, day in days.items()}
    idle = {name: [one for one in lines[name] if one.presence == "idle"] for name in stages}

    assert {name: len(found) for name, found in idle.items()} == dict.fromkeys(stages, 1)
    for name, (only,) in idle.items():
        assert abs(only.start - before[name]) < _NEAR, name
        assert abs(only.end - after[name]) < _NEAR, name
        assert overlaps(lines[name]) == [], name


@every_desktop
def test_a_compositor_that_ends_leaves_a_gap_and_is_watched_again_when_it_is_back(
    name: str, home: Path
) -> None:
    before, later = APPS[name][0], "mousepad"
    with ExitStack() as held:
        stage = _OPENERS[name](held)
        day = _day(stage, home)
        stage.open(before)
        with day.daemon():
            wait_for(lambda: _shows(day, before), "first window")
            gone = now()
            stage.end()
            wait_for(lambda: day.json("status")["sensor"] != name, "status without it")
            told = day.json("status")
            again = now()
            stage.start()
            stage.open(later)
            wait_for(lambda: day.json("status")["sensor"] == name, "sight", timeout_s=60)
            wait_for(lambda: _shows(day, later), "second window")
            status = day.json("status")
        log, lines = day.log(), day.lines()
        ends = [_moment(start) for start, _ in day.gaps(GapReason.BLIND)]
        # whoever runs this in a terminal of their own is seen there meanwhile
        ends += [one.start for one in lines if one.app == "terminal"]

    assert told["note"] or any(one.startswith(f"{name}: ") for one in told["refused"]), told
    assert (status["refused"], status["note"]) == ([], None)
    assert log.count(f"looking through {name}") == 2
    assert abs(min(ends) - gone) < TICK * 3
    assert not [one for one in lines if one.app == before and one.end > gone + TICK * 3]
    assert [one.app for one in lines if one.start > again][-1] == later


def test_a_lock_on_sway_is_a_gap_and_its_end_ends_it(home: Path) -> None:
    with ExitStack() as held:
        stage = sway_stage(held)
        day = _day(stage, home)
        stage.open("foot")
        with day.daemon():
            wait_for(lambda: _shows(day, "foot"), "window")
            locker = stage.sway.swaylock()
            wait_for(lambda: day.json("status")["obstacle"] == "locked", "lock")
            os.kill(locker.pid, signal.SIGUSR1)
            wait_for(lambda: _shows(day, "foot"), "unlocked screen")
            pause(TICK.total_seconds())
        lines, locked = day.lines(), day.gaps(GapReason.LOCKED)
    ((start, end),) = ((_moment(start), _moment(end)) for start, end in locked)

    assert end - start > TICK
    assert [_is_within(line, start, end) for line in lines] == [False] * len(lines)
    assert (lines[0].end, lines[-1].start) == (start, end)


def test_a_desktop_that_tells_nothing_is_refused_with_the_reason_and_the_rest_goes_on(
    desktop: Desktop, home: Path
) -> None:
    with WaylandDesktop() as wayland:
        wayland.weston()
        desktop.bus()
        for name in ("XDG_RUNTIME_DIR", "XDG_SESSION_TYPE", "WAYLAND_DISPLAY"):
            desktop.env[name] = wayland.env[name]
        agent = desktop.home / "aider"
        shutil.copy(shutil.which("sleep") or "", agent)
        desktop.spawn(agent, "600")
        day = Watched(desktop, home)
        day.choose(QUICK)
        with day.daemon():
            wait_for(lambda: day.json("status")["obstacle"] == "blind", "status")
            status, doctor = day.told("status"), day.told("doctor", "--no-nudge")
            pause(TICK.total_seconds() * 2)
        kept = [json.loads(line) for line in day.told("data", "export").splitlines()]
    why = "weston tells nobody which window is in front"

    assert f"not through toplevel: {why}" in status
    assert f"--  sensor toplevel    {why}" in doctor
    assert "use an X11 session or another compositor" in doctor
    assert "ok  sensor processes   sees programs alone: " in doctor
    assert {one["track"] for one in kept} == {"unattended"}
    assert "aider" in {one["program"] for one in kept}


def _day(stage: Stage, home: Path) -> Watched:
    day = Watched(stage.desktop, home)
    day.choose(QUICK)
    return day


def _press(stage: Stage) -> datetime:
    stage.press()
    return now()


def _shows(day: Watched, app: str) -> bool:
    told = day.json("status")
    return bool(told["now"] and told["now"]["app"] == app and told["obstacle"] is None)


def _moment(since_ms: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=since_ms)


def _is_within(line: Line, start: datetime, end: datetime) -> bool:
    return line.start < end and line.end > start
