"""What status tells of a daemon: how old it is, what keeps it from writing, what holds back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from cli.params import seen_ago
from config.paths import Home
from config.paths import home as home_in
from monitor.core.types import Gap, GapReason, Subject
from monitor.service.export import wipe
from monitor.service.status import Status, status
from monitor.store import control, lock
from monitor.store.ledger import Ledger
from monitor.store.rows import Judgement
from tests.disks import fill, small_disk
from tests.fakes import NOON, FakeClock, moment
from tests.ledgers import beat, new_ledger, open_ledger
from tests.screenful import shown

_HELD = "nobody is at the screen"
_ALDER = Subject("Alder")


class Daemon:
    """The parts of a daemon that status asks: its lock, and what it writes."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.clock = FakeClock()
        self._ledger: Ledger = open_ledger(home.ledger)
        self._lock = lock.acquire(home.lock)

    def write(self, *, judged: datetime | None = None, paused: bool = False) -> None:
        """Write a sign of life now."""
        now = self.clock.read().wall
        judgement = Judgement(judged, None, _HELD if judged else "")
        obstacle = GapReason.PAUSED if paused else None
        one = replace(beat(now, _ALDER), judgement=judgement, obstacle=obstacle)
        self._ledger.commit(one)

    def paused(self, start: float, end: float) -> None:
        """Keep a pause."""
        self._ledger.gathered.mark(Gap(moment(start), moment(end), GapReason.PAUSED))

    def tell(self, after: float = 0) -> Status:
        """Ask for the status so many seconds later."""
        self.clock.advance(after)
        return status(self.home, self.clock)

    def close(self) -> None:
        """End."""
        self._ledger.close()
        self._lock.release()


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    home = home_in(tmp_path / "home")
    home.make_folders()
    new_ledger(home.ledger)
    opened = Daemon(home)
    yield opened
    opened.close()


def test_what_is_in_front_is_told_with_its_age(daemon: Daemon) -> None:
    daemon.write()
    fresh, old = daemon.tell(after=3), daemon.tell(after=6)

    assert (fresh.now, fresh.seen) == (_ALDER, NOON)
    assert seen_ago(fresh.seen, moment(3)) == ""
    assert seen_ago(old.seen, moment(9)) == " · seen 9 s ago"
    assert seen_ago(old.seen, moment(300)) == " · seen 5 min ago"


def test_a_daemon_that_writes_no_more_is_told_of(daemon: Daemon) -> None:
    daemon.write()
    before, after = daemon.tell(after=115), daemon.tell(after=10)

    assert (before.silent, after.silent, after.full) == (False, True, False)


def test_a_full_disk_is_told_as_soon_as_a_flush_is_late(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        home = home_in(disk / "home")
        home.make_folders()
        new_ledger(home.ledger)
        daemon = Daemon(home)
        daemon.write()
        room = daemon.tell(after=30)
        filler = fill(disk)
        full = daemon.tell()
        filler.unlink()
        daemon.close()

    assert (room.silent, room.full) == (False, False)
    assert (full.silent, full.full) == (True, True)


def test_what_held_back_during_a_pause_is_told_neither_in_it_nor_after_it(daemon: Daemon) -> None:
    daemon.write(judged=NOON)
    before = daemon.tell().held
    daemon.paused(0.5, 90)
    daemon.clock.advance(62)
    daemon.write(judged=moment(60), paused=True)
    during = daemon.tell().held
    daemon.clock.advance(30)
    daemon.write(judged=moment(60))
    resumed = daemon.tell().held
    daemon.clock.advance(30)
    daemon.write(judged=moment(121))

    assert (before, during, resumed) == ((_HELD,), (), ())
    assert daemon.tell().held == (_HELD,)


def test_right_after_a_pause_nothing_says_paused_any_more(daemon: Daemon) -> None:
    control.pause(daemon.home.ledger, moment(600))
    daemon.write(paused=True)
    during = daemon.tell()
    control.pause(daemon.home.ledger, None)
    after = daemon.tell()

    assert (during.obstacle, during.paused_until) == (GapReason.PAUSED, moment(600))
    assert (after.obstacle, after.paused_until, after.held) == (None, None, ())


def test_a_pause_further_off_than_any_may_be_is_none(daemon: Daemon) -> None:
    daemon.write()
    told = []
    for days in (7, 9):
        control.pause(daemon.home.ledger, moment(days * 86_400))
        told.append(daemon.tell().paused_until)

    assert told == [moment(7 * 86_400), None]


def test_where_nobody_watches_a_mistake_in_the_settings_is_told(tmp_path: Path) -> None:
    home = home_in(tmp_path / "home")
    home.make_folders()
    home.settings.write_text('[watch]\nevery = "5 parsecs"\n')
    before_the_first = status(home, FakeClock()).note
    new_ledger(home.ledger)
    open_ledger(home.ledger).close()

    assert before_the_first.startswith("`humanward start` refuses these settings: ")
    assert "line 2: watch.every" in before_the_first
    assert status(home, FakeClock()).note == before_the_first
    home.settings.write_text('[watch]\nevery = "5s"\n')
    assert not status(home, FakeClock()).note


def test_what_held_back_in_deleted_time_is_deleted_with_it(daemon: Daemon) -> None:
    daemon.write(judged=NOON)
    wipe(daemon.home, daemon.clock, NOON.date(), NOON.date())
    told = daemon.tell()

    assert (told.held, told.because, told.now) == ((), "", None)
    for file in daemon.home.ledger.parent.glob("ledger*"):
        assert _HELD.encode() not in file.read_bytes()


@pytest.mark.parametrize("columns", [40, 80])
def test_on_a_terminal_no_line_is_wider_than_it(daemon: Daemon, columns: int) -> None:
    daemon.clock.set_wall(-30 * 86_400)
    daemon.write()
    control.pause(daemon.home.ledger, moment(-27 * 86_400))
    lines = shown("--home", daemon.home.ledger.parent, "status", columns=columns)

    assert lines[0].startswith("Watching since ")
    assert any(line.startswith("Nothing was written since ") for line in lines)
    assert [line for line in lines if len(line) > columns and " " in line.strip()] == []
