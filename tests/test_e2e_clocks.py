"""Clocks that are set, a machine that sleeps, a daemon that was held: none of it is use."""

import os
import signal
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.core.types import GapReason
from tests.rig import Desktop, installed, need, pause, wait_for
from tests.shim import Shim
from tests.truth import now
from tests.watched import QUICK, TICK, Line, Watched, overlaps

_HOUR = timedelta(hours=1)
_NEAR = TICK * 2
_BUSY_S = (
    0.8  # what a busy machine may add between two programs; true to the second is less than one
)
_LOST_S = (
    TICK.total_seconds() + _BUSY_S
)  # what tears a look apart takes the time since the one before
_IN_ITS_OWN_ETC = 'mount --bind "$1" /etc && shift && exec "$@"'


@pytest.fixture
def watched(screen: Desktop, home: Path, shim: Shim) -> Watched:
    watched = Watched(screen, home, shim.env)
    watched.choose(QUICK)
    screen.xterm("Alder")
    return watched


def test_after_the_clock_was_set_back_an_hour_it_judges_soon_and_goes_on(
    watched: Watched, shim: Shim
) -> None:
    with watched.daemon():
        wait_for(lambda: watched.one("select judged from heartbeat"), "first judgement")
        pause(3)
        shim.set(real=-_HOUR)
        back = now()
        judged = "select judged from heartbeat where judged < ?"
        wait_for(lambda: watched.one(judged, _ms(back - _HOUR / 2)), "judgement", timeout_s=70)
        pause(max(0.0, 3 - (now() - back).total_seconds()))
        end = now()
    after = [one for one in watched.lines() if one.end < back - _HOUR / 2]
    before = [one for one in watched.lines() if one.start > back - _HOUR / 2]

    assert back - before[-1].end < timedelta(seconds=_BUSY_S)
    assert end - _HOUR - after[-1].end < timedelta(seconds=_BUSY_S)
    assert -_BUSY_S < _lasted(before[0].start, end) - _whole(before + after) < _BUSY_S
    assert overlaps(watched.lines()) == []
    assert "time was torn: clock_set" in watched.log()


def test_time_that_the_clock_tells_a_second_time_is_not_counted_a_second_time(
    watched: Watched, shim: Shim
) -> None:
    with watched.daemon():
        pause(6)
        shim.set(real=timedelta(seconds=-4))
        pause(7)
        end = now()
    lines = watched.lines()

    assert overlaps(lines) == []
    assert abs(_lasted(lines[0].start, end) - 4 - _whole(lines)) < _BUSY_S


def test_a_clock_set_forward_adds_no_time(watched: Watched, shim: Shim) -> None:
    with watched.daemon():
        pause(3)
        shim.set(real=_HOUR)
        pause(3)
        end = now()
    (gap,) = watched.gaps(GapReason.CLOCK_SET)
    lines = watched.lines()

    assert -_BUSY_S < _lasted(lines[0].start, end) - _whole(lines) < _BUSY_S
    assert timedelta() <= _length(gap) - _HOUR < timedelta(seconds=_BUSY_S)
    assert overlaps(lines) == []


def test_a_suspend_of_two_hours_is_a_gap_and_no_use(watched: Watched, shim: Shim) -> None:
    with watched.daemon():
        pause(3)
        slept = now()
        shim.set(real=2 * _HOUR, boot=2 * _HOUR)
        pause(3)
        end = now()
    (gap,) = watched.gaps(GapReason.SUSPENDED)
    before, after = watched.lines()

    assert -_BUSY_S < _lasted(before.start, end) - _whole([before, after]) < _LOST_S
    assert abs(_length(gap) - 2 * _HOUR) < _NEAR
    assert abs(before.end - slept) < _NEAR
    assert abs(after.start - slept - 2 * _HOUR) < _NEAR
    assert [one["reason"] for one in watched.json("report")["gaps"]] == ["suspended"]


def test_a_daemon_that_was_held_calls_it_stalled(
    watched: Watched, counts: Callable[[int, int], int]
) -> None:
    with watched.daemon() as daemon:
        pause(2)
        held = now()
        os.kill(daemon.pid, signal.SIGSTOP)
        pause(counts(12, 60))
        os.kill(daemon.pid, signal.SIGCONT)
        freed = now()
        pause(2)
        end = now()
    (gap,) = watched.gaps(GapReason.STALLED)
    before, after = watched.lines()

    counted = _whole([before, after]) + _lasted(held, freed)
    assert -_BUSY_S < _lasted(before.start, end) - counted < _LOST_S
    assert abs(_length(gap) - (freed - held)) < _NEAR
    assert abs(before.end - held) < _NEAR
    assert abs(after.start - freed) < _NEAR
    assert watched.json("report")["coverage"] < 0.5


@pytest.mark.parametrize(
    ("turn", "night"),
    [
        (datetime(2027, 3, 28, 1, tzinfo=UTC), date(2027, 3, 27)),
        (datetime(2027, 10, 31, 1, tzinfo=UTC), date(2027, 10, 30)),
    ],
    ids=["an hour is left out", "an hour comes twice"],
)
def test_the_night_that_the_clocks_change_counts_each_second_once(
    watched: Watched, shim: Shim, turn: datetime, night: date
) -> None:
    shift = turn - timedelta(seconds=5) - now()
    shim.set(real=shift)
    watched = Watched(watched.desktop, watched.home, {**shim.env, "TZ": "Europe/Berlin"})
    with watched.daemon():
        pause(10)
        end = now() + shift
    told = watched.json("report", "--since", night.isoformat(), "--until", night.isoformat())
    lines = watched.lines()

    assert told["seconds"]["active"] == pytest.approx(_lasted(lines[0].start, end), abs=_BUSY_S)
    assert told["gaps"] == []
    assert lines[0].start < turn < lines[-1].end
    assert all(one.end == other.start for one, other in pairwise(lines))


def test_a_journey_to_another_zone_is_noticed_and_no_second_is_lost(
    screen: Desktop, home: Path, shim: Shim
) -> None:
    need("unshare")
    if screen.run("unshare", "--mount", "--map-root-user", "true").returncode:
        pytest.skip("needs a system that lets one mount in a namespace of one's own")
    screen.xterm("Alder")
    watched = Watched(screen, home, shim.env)
    watched.choose(QUICK)
    folder = home.with_name("etc")
    folder.mkdir()
    (folder / "passwd").write_text(Path("/etc/passwd").read_text())
    _move_to(folder, "Europe/Berlin")
    inside = ("unshare", "--mount", "--map-root-user", "sh", "-c", _IN_ITS_OWN_ETC, "sh")
    daemon = screen.spawn(*inside, folder, installed(), "--home", home, "run", env=shim.env)
    wait_for(lambda: watched.one("select sensor != '' from heartbeat"), "sight")
    wait_for(lambda: watched.all("select name from zone"), "zone")
    _move_to(folder, "Asia/Tokyo")
    turned = now()
    shim.set(real=timedelta(seconds=-3))  # the rounds are dated anew, so they come at once
    wait_for(lambda: len(watched.all("select name from zone")) > 1, "other zone", timeout_s=70)
    pause(max(0.0, 5 - _lasted(turned, now())))
    end = now()
    daemon.terminate()
    daemon.wait(10)
    lines = watched.lines()

    zones = [name for (name,) in watched.all("select name from zone order by since")]
    assert zones == ["Europe/Berlin", "Asia/Tokyo"]
    assert abs(_lasted(lines[0].start, end) - 3 - _whole(lines)) < _BUSY_S


def _move_to(folder: Path, zone: str) -> None:
    draft = folder / "draft"
    draft.symlink_to(f"/usr/share/zoneinfo/{zone}")
    draft.rename(folder / "localtime")


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _lasted(began: datetime, end: datetime) -> float:
    return (end - began).total_seconds()


def _length(gap: tuple[int, int]) -> timedelta:
    return timedelta(milliseconds=gap[1] - gap[0])


def _whole(lines: list[Line]) -> float:
    """How many seconds were counted as active."""
    active = (line.length for line in lines if line.presence == "active")
    return sum(active, timedelta()).total_seconds()
