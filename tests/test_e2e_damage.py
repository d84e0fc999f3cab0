"""What the installed daemon survives: kill -9, a full disk, a locked or damaged ledger."""

import random
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from monitor.core.types import GapReason
from tests.disks import fill, small_disk
from tests.rig import Desktop, pause, wait_for
from tests.truth import now
from tests.wander import open_windows
from tests.watched import FLUSH, QUICK, TICK, Line, Watched, is_whole, overlaps

_MARGIN = timedelta(seconds=2)  # a busy machine's share of the loss
_MEMORY = "What was seen is kept in memory until it can be written."
_PAGE = 1024
_AT_ONCE = 5  # homes that die side by side; they wait more than they work


@pytest.fixture
def watched(screen: Desktop, home: Path) -> Watched:
    watched = Watched(screen, home)
    watched.choose(QUICK)
    return watched


def test_kill_9_at_any_moment_loses_no_more_than_the_flush(
    screen: Desktop, tmp_path: Path, counts: Callable[[int, int], int]
) -> None:
    windows = open_windows(screen, 2)
    homes = [Watched(screen, tmp_path / f"home-{number}") for number in range(_AT_ONCE)]
    kills = counts(50, 500) // _AT_ONCE
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        lives = [pool.submit(_live_and_die, home, kills) for home in homes]
        turns = cycle(windows)
        while not all(life.done() for life in lives):
            screen.activate(next(turns).window)
            pause(0.25)

    for life, home in zip(lives, homes, strict=True):
        kept = life.result()
        assert overlaps(sorted(kept, key=lambda line: line.start)) == []
        assert len(home.gaps(GapReason.OFF)) >= kills - 1


def _live_and_die(watched: Watched, kills: int) -> set[Line]:
    """Run the daemon again and again, each time to a sudden end; return what is kept at last."""
    watched.choose(QUICK)
    chance = random.Random(str(watched.home))  # noqa: S311 - moments, no secret
    kept: set[Line] = set()
    for _ in range(kills):
        with watched.daemon() as daemon:
            began = now()
            pause(chance.uniform(0, chance.choice((1.5, 1.5, 8))))
            killed = now()
            daemon.kill()
            daemon.wait(5)
        assert is_whole(watched.ledger)
        lines = watched.lines()
        assert killed - began - _inside(lines, began, killed) < FLUSH + TICK + _MARGIN
        assert kept <= set(lines)
        kept = set(lines)
    return kept


def test_on_a_full_disk_it_says_so_once_goes_on_and_writes_all_when_there_is_room(
    screen: Desktop, tmp_path: Path
) -> None:
    (window, other) = open_windows(screen, 2)
    with small_disk(tmp_path / "disk") as disk:
        watched = Watched(screen, disk / "home")
        watched.choose(QUICK)
        with watched.daemon() as daemon:
            filler = fill(disk)
            full = now()
            for one in (window, other, window):
                screen.activate(one.window)
                pause(2)
            wait_for(lambda: "the disk is full" in screen.said(daemon), "complaint")
            ended = daemon.poll()
            filler.unlink()
            room = now()
            pause(3)
            said = screen.said(daemon)
            inside = _inside(watched.lines(), full, room)
        whole = is_whole(watched.ledger)

    assert ended is None
    assert said.count(_MEMORY) == 1
    assert said.count("the disk is full") <= 2  # the judge, who has a loop of his own, says it too
    assert room - full - inside < timedelta(seconds=0.5)
    assert whole


def test_a_ledger_that_another_program_holds_loses_nothing(watched: Watched) -> None:
    alder, birch = open_windows(watched.desktop, 2)
    with watched.daemon():
        began = now()
        with closing(sqlite3.connect(watched.ledger, isolation_level=None)) as other:
            other.execute("begin immediate")
            for one in (alder, birch) * 3:
                watched.desktop.activate(one.window)
                pause(1.5)
            other.execute("rollback")
        ended = now()
        log = watched.log()
    lines = watched.lines()

    assert log.count(_MEMORY) == 1
    assert ended - began - _inside(lines, began, ended) < timedelta(seconds=0.3)
    assert {line.app for line in lines if line.start > began} == {"Alder", "Birch"}


@pytest.mark.parametrize("harm", ["garbage", "cut", "emptied"])
def test_a_damaged_ledger_is_set_aside_and_what_can_be_read_is_saved(
    watched: Watched, harm: str
) -> None:
    watched.desktop.xterm("Alder")
    with watched.daemon():
        pause(1)
    with closing(sqlite3.connect(watched.ledger)) as ledger:
        ledger.executemany(
            "insert into stretch select ?, 1, 0, min(id), ?, 1, 1, 0 from subject",
            [(minute * 60_000, minute * 60_000 + 50_000) for minute in range(3000)],
        )
        ledger.commit()
        ledger.execute("pragma wal_checkpoint(truncate)")
    damaged = _harm(watched.ledger, harm)
    started = watched.say("start")
    watched.told("stop")
    (aside,) = watched.home.glob("ledger.damaged-*.sqlite")
    saved = watched.one("select count(*) from stretch where start < 180000000")

    assert started.returncode == 0
    assert f"It is set aside as {aside};" in started.stderr
    assert aside.read_bytes() == damaged
    assert is_whole(watched.ledger)
    assert (saved > 500) is (harm == "garbage")


def test_a_ledger_damaged_under_a_running_daemon_is_set_aside_and_the_watching_goes_on(
    watched: Watched,
) -> None:
    watched.desktop.xterm("Alder")
    with (
        watched.daemon() as daemon,
        closing(sqlite3.connect(watched.ledger, isolation_level=None)) as other,
    ):
        watched.flushed()
        other.execute("insert into control values ('one', '1')")
        other.execute("pragma wal_checkpoint(truncate)")
        watched.ledger.write_bytes(b"no ledger " * (watched.ledger.stat().st_size // 10))
        other.execute("insert into control values ('other', '1')")  # so that it is read anew
        aside = wait_for(lambda: list(watched.home.glob("ledger.damaged-*.sqlite")), "new start")
        wait_for(lambda: watched.one("select sensor != '' from heartbeat"), "sight")
        pause(1)
        ended = daemon.poll()

    assert ended is None
    assert len(aside) == 1
    assert watched.log().count("Starting again to set it aside.") == 1
    assert watched.lines()[-1].app == "Alder"
    assert is_whole(watched.ledger)


@pytest.mark.parametrize(
    "words", [["run"], ["start"], ["pause"], ["config", "set", "day.starts", "5"]]
)
def test_a_home_that_cannot_be_used_is_told_in_a_sentence(
    desktop: Desktop, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "file").write_text("somebody's own")
    with small_disk(tmp_path / "disk", "ro") as disk:
        told = [
            desktop.humanward("--home", place, *words)
            for place in (tmp_path / "file" / "home", tmp_path / "file", disk, disk / "home")
        ]

    for one in told:
        assert one.returncode in {1, 2, 3}
        assert "Traceback" not in one.stderr
        assert one.stderr.count("\n") <= 8
        assert one.stderr
    assert (tmp_path / "file").read_text() == "somebody's own"


@pytest.mark.parametrize("name", ["ledger.sqlite", "daemon.lock", "humanward.log", "settings.toml"])
def test_a_folder_where_a_file_of_ours_belongs_is_told_in_a_sentence(
    desktop: Desktop, home: Path, name: str
) -> None:
    (home / name).mkdir(parents=True)
    told = desktop.humanward("--home", home, "start")

    assert told.returncode in {1, 3}
    assert told.stderr.startswith("humanward: ")
    assert f"{home / name}" in told.stderr
    assert "Traceback" not in told.stderr


def _inside(lines: list[Line], start: datetime, end: datetime) -> timedelta:
    """How much of a span is in the lines."""
    shared = (min(line.end, end) - max(line.start, start) for line in lines)
    return sum((length for length in shared if length > timedelta()), timedelta())


def _harm(ledger: Path, harm: str) -> bytes:
    """Damage the file beyond its first tables; return what it is then."""
    sound = ledger.read_bytes()
    middle = len(sound) // 2 // _PAGE * _PAGE
    harmed = {
        "garbage": sound[:middle] + b"\xa5" * 3 * _PAGE + sound[middle + 3 * _PAGE :],
        "cut": sound[: 3 * _PAGE + 7],
        "emptied": bytes(len(sound)),
    }[harm]
    ledger.write_bytes(harmed)
    return harmed
