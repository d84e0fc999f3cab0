"""The installed daemon begins, obeys and ends; it is alone, light, private and off the net."""

import os
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import pytest

from monitor.service import door
from tests.notification_server import Script, serve
from tests.rig import Desktop, installed, pause, wait_for
from tests.truth import now
from tests.watched import AT_ONCE, QUICK, Watched

_AT_ONCE = QUICK + AT_ONCE + '[[limit]]\nname = "any"\nwhat = "screen"\nat_most = "0s"\n'
_HEAVY = ("click", "rich", "tomlkit", "sqlite_utils", "plyer")
_NET = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet")
_TRIES = 3  # the best of them tells of the daemon, the others of the machine


@pytest.fixture
def watched(screen: Desktop, home: Path) -> Watched:
    watched = Watched(screen, home)
    watched.choose(QUICK)
    return watched


def test_a_second_daemon_in_the_same_home_is_refused_with_a_sentence(watched: Watched) -> None:
    with watched.daemon():
        second, in_background = watched.say("run"), watched.say("start")
        elsewhere = watched.desktop.humanward("--home", watched.home / "other", "status")

    assert (second.returncode, in_background.returncode) == (4, 4)
    assert second.stderr == (
        f"humanward: Another humanward already watches {watched.home}.\n"
        "`humanward status` tells about it, `humanward stop` ends it.\n"
    )
    assert elsewhere.returncode == 0


def test_a_signal_ends_it_within_half_a_second_and_everything_is_kept(watched: Watched) -> None:
    watched.choose("")  # with a tick of 5 s, which nobody waits for
    watched.desktop.xterm("Alder")
    took, lost = [], []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
        with watched.daemon() as daemon:
            pause(1.5)
            asked = now()
            took.append(_end(daemon, number))
        lost.append(asked - watched.lines()[-1].end)
        assert daemon.returncode == 0

    assert min(took) < 0.5
    assert min(lost) < timedelta(milliseconds=100)
    assert "Not watching since" in watched.told("status")


def test_a_nudge_that_waits_on_a_hung_server_delays_no_end(watched: Watched) -> None:
    homes = [watched.home.with_name(f"home-{turn}") for turn in range(_TRIES)]
    took = [_end_while_nudging(Watched(watched.desktop, home)) for home in homes]

    assert min(took) < 0.5
    assert all(Watched(watched.desktop, home).lines() for home in homes)


def test_it_is_started_told_of_paused_resumed_and_stopped(watched: Watched) -> None:
    watched.desktop.xterm("Alder")
    started = watched.told("start")
    status = wait_for(lambda: _in_front(watched, "Alder"), "status")
    paused = watched.told("pause", "30m")
    wait_for(lambda: watched.json("status")["obstacle"] == "paused", "pause")
    told = watched.json("status")
    resumed = watched.told("resume")
    wait_for(lambda: _in_front(watched, "Alder"), "end of the pause")
    stopped = watched.told("stop")
    again = watched.say("stop")

    assert started.startswith(f"Watching now (pid {status['pid']}).")
    assert "humanward autostart on" in started
    assert (status["watching"], status["sensor"]) == (True, "x11")
    assert paused.startswith("Paused until ")
    assert told["paused_until"] is not None
    assert resumed == "Watching goes on.\n"
    assert stopped == "Stopped. Everything seen is kept.\n"
    assert (again.returncode, watched.json("status")["watching"]) == (4, False)
    assert "paused" in [gap["reason"] for gap in watched.json("report")["gaps"]]


def test_a_bad_settings_file_is_told_and_the_last_good_one_stays_in_force(
    watched: Watched,
) -> None:
    watched.choose('[watch]\nevery = "1s"\nflush = "5s"\n[privacy]\nraw_days = 30\n')
    with watched.daemon() as daemon:
        watched.choose('[watch]\nevery = "soon"\nflush = "1s"\n[nugde]\non = true\n')
        note = wait_for(lambda: watched.json("status")["note"], "note on the bad file")
        checked = watched.say("config", "check")
        log = watched.log()
        watched.choose(QUICK + "[nudge]\non = false\n")
        wait_for(lambda: watched.json("status")["note"] is None, "settings that are good again")
        ended = daemon.poll()

    assert ended is None
    assert note.startswith("The settings of before are in force: ")
    assert log.count("The settings of before are in force") == 1
    assert checked.returncode == 3
    for problem in ("3 problems", "line 2: watch.every", "line 3: watch.flush", "line 4: nugde"):
        assert problem in note
        assert problem in checked.stderr


def test_the_hour_at_which_days_start_is_heeded_without_a_restart(watched: Watched) -> None:
    starts = "select value from meta where key = 'day_starts'"
    with watched.daemon():
        before = wait_for(lambda: watched.one(starts), "the hour")
        watched.told("config", "set", "day.starts", "7")
        wait_for(lambda: watched.one(starts) == "7", "the other hour", timeout_s=30)

    assert before == "4"


def test_begun_quietly_with_bad_settings_it_goes_by_the_defaults_and_says_so(
    watched: Watched,
) -> None:
    watched.choose('[watch]\nevery = "soon"\n')
    words = (installed(), "--home", watched.home, "run", "--quiet")
    daemon = watched.desktop.spawn(*words)
    wait_for(lambda: watched.one("select note from heartbeat"), "note on the bad file")
    note = watched.json("status")["note"]
    _end(daemon, signal.SIGTERM)

    assert note.startswith("The defaults are in force: ")
    assert "line 2: watch.every" in note


def test_with_bad_settings_it_does_not_begin_and_tells_all_that_is_wrong(watched: Watched) -> None:
    watched.choose('[watch]\nevery = "5 parsecs"\nidle_after = "1s"\n')
    refused = [watched.say(word) for word in ("run", "start")]
    watched.choose('[watch]\nevery = "5s\n')
    broken = watched.say("run")

    for one in refused:
        assert one.returncode == 3
        assert "line 2: watch.every: " in one.stderr
        assert "line 3: watch.idle_after: " in one.stderr
    assert broken.returncode == 3
    assert "line 2: This is not valid TOML" in broken.stderr
    assert not watched.ledger.exists()


def test_what_it_writes_is_for_its_owner_alone(desktop: Desktop, tmp_path: Path) -> None:
    watched = Watched(desktop, tmp_path / "deep" / "home")
    old = os.umask(0)
    try:
        watched.told("config", "set", "watch.flush", "5s")
        with watched.daemon():
            watched.told("data", "export", "--output", str(watched.home / "export.jsonl"))
            rights = dict(_rights(watched.home.parent))
    finally:
        os.umask(old)

    assert set(rights.values()) == {"drwx------", "-rw-------", "prw-------"}
    names = {path.name for path in rights}
    assert {"ledger.sqlite", "ledger.sqlite-wal", "humanward.log", "daemon.lock"} < names
    assert {"settings.toml", "export.jsonl", "run"} < names


def test_it_opens_no_socket_to_the_net_even_while_it_nudges(watched: Watched) -> None:
    watched.choose(_AT_ONCE)
    watched.desktop.bus()
    dunst = watched.desktop.dunst()
    found: set[str] = set()
    with watched.daemon() as daemon:
        while not dunst.displayed():
            found |= _sockets(daemon.pid)
        found |= _sockets(daemon.pid)
        local = {line.split()[6] for line in _table("unix")}
        outward = {word for name in _NET for line in _table(name) for word in line.split()[8:10]}

    assert len(found & local) > 2  # the display, the bus, its own two ends
    assert found & outward == set()


def test_an_idle_daemon_has_loaded_nothing_that_only_commands_need(watched: Watched) -> None:
    with watched.daemon():
        pass
    python, *rest = door.command("--daemon", "--home", str(watched.home))
    daemon = watched.desktop.spawn(python, "-X", "importtime", *rest)
    wait_for(
        lambda: watched.one("select judged is not null from heartbeat where pid = ?", daemon.pid),
        "judgement",
    )
    _end(daemon, signal.SIGTERM)
    told = watched.desktop.said(daemon)
    loaded = {line.rpartition("|")[2].strip() for line in told.splitlines() if "|" in line}

    assert {"apscheduler.schedulers.background", "sqlite3", "monitor.sense.x11"} <= loaded
    assert [name for name in _HEAVY if name in loaded] == []


def test_undisturbed_it_sleeps_from_tick_to_tick(watched: Watched) -> None:
    watched.choose('[watch]\nevery = "20s"\nflush = "5s"\n')
    watched.desktop.xterm("Alder")
    with watched.daemon() as daemon:
        pause(2)
        before = _wakings(daemon.pid)
        pause(6)
        woken = _wakings(daemon.pid) - before

    assert woken < 40  # a loop that spins wakes hundreds of times


def _end(daemon: Popen[bytes], number: int) -> float:
    asked = time.monotonic()
    daemon.send_signal(number)
    daemon.wait(15)
    return time.monotonic() - asked


def _end_while_nudging(watched: Watched) -> float:
    watched.choose(_AT_ONCE)
    script = Script(hangs_on=("GetServerInformation", "GetCapabilities", "Notify"))
    with serve(watched.desktop.bus(), script), watched.daemon() as daemon:
        wait_for(lambda: script.asked, "question to the server")
        return _end(daemon, signal.SIGTERM)


def _in_front(watched: Watched, app: str) -> dict[str, object] | None:
    status = watched.json("status")
    return status if status["now"] and status["now"]["app"] == app else None


def _rights(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in (folder, *folder.rglob("*")):
        yield path, stat.filemode(path.stat().st_mode)


def _sockets(pid: int) -> set[str]:
    """The inode numbers of the sockets that a process holds."""
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            target = str(link.readlink())
            if target.startswith("socket:"):
                found.add(target[8:-1])
    return found


def _table(name: str) -> list[str]:
    path = Path("/proc/net", name)
    return path.read_text().splitlines()[1:] if path.exists() else []


def _wakings(pid: int) -> int:
    count = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for line in (thread / "status").read_text().splitlines():
            count += int(line.split()[1]) if line.startswith("voluntary_ctxt") else 0
    return count
