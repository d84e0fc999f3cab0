"""The law of keeping: what was seen is kept once, whole, and never lost to a failure."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.types import Gap, GapReason, Presence, Subject, Track, Way
from monitor.errors import DamagedLedgerError, LedgerError
from monitor.store.connect import for_reading, for_writing
from monitor.store.ledger import Ledger
from tests.fakes import moment
from tests.ledgers import beat, gaps_in, kept_in, new_ledger, open_ledger, rows_of, use

EDITOR = Subject("editor")
MAIL = Subject("mail")
BROWSER = Subject("browser")
CLAUDE = Subject("browser", host="claude.ai")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new_ledger(tmp_path / "ledger.sqlite")


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with open_ledger(path) as opened:
        yield opened


def test_a_stretch_that_grows_stays_one_row(ledger: Ledger, path: Path) -> None:
    for end in (5, 10):
        ledger.gathered.keep(use(moment(0), moment(end), EDITOR))
    ledger.flush(beat(moment(10)))
    ledger.gathered.keep(use(moment(0), moment(15), EDITOR))
    ledger.flush(beat(moment(15)))

    assert kept_in(path) == [use(moment(0), moment(15), EDITOR)]


def test_what_was_not_flushed_is_not_in_the_file(ledger: Ledger, path: Path) -> None:
    ledger.gathered.keep(use(moment(0), moment(5), EDITOR))

    assert kept_in(path) == []


def test_attended_and_unattended_time_may_run_side_by_side(ledger: Ledger, path: Path) -> None:
    agent = use(moment(0), moment(9), Subject(program="claude"), track=Track.UNATTENDED)
    ledger.gathered.keep(agent)
    ledger.gathered.keep(use(moment(0), moment(9), EDITOR))
    ledger.gathered.cut(moment(4), moment(9))
    ledger.flush(beat(moment(9)))

    assert sorted(kept_in(path), key=lambda one: one.track) == [
        use(moment(0), moment(4), EDITOR),
        agent,
    ]


def test_a_cut_takes_back_what_is_gathered_and_what_is_kept(ledger: Ledger, path: Path) -> None:
    ledger.gathered.keep(use(moment(0), moment(50), EDITOR))
    ledger.gathered.keep(use(moment(50), moment(60), MAIL))
    ledger.flush(beat(moment(60)))
    ledger.gathered.keep(use(moment(60), moment(70), EDITOR))
    ledger.gathered.cut(moment(30), moment(80))
    ledger.gathered.keep(use(moment(30), moment(80), EDITOR, presence=Presence.IDLE))
    ledger.flush(beat(moment(80)))

    assert kept_in(path) == [
        use(moment(0), moment(30), EDITOR),
        use(moment(30), moment(80), EDITOR, presence=Presence.IDLE),
    ]


@pytest.mark.parametrize("flushes", [(), (0,), (1,), (0, 1)])
def test_a_page_told_late_changes_its_own_stretch_alone(
    ledger: Ledger, path: Path, flushes: tuple[int, ...]
) -> None:
    ledger.gathered.keep(use(moment(0), moment(5), BROWSER))
    ledger.gathered.keep(use(moment(5), moment(10), BROWSER))
    if 0 in flushes:
        ledger.flush(beat(moment(10)))
    ledger.gathered.keep(use(moment(10), moment(15), BROWSER))
    if 1 in flushes:
        ledger.flush(beat(moment(15)))
    ledger.gathered.relabel(moment(5), BROWSER, CLAUDE, Way.HISTORY)
    ledger.flush(beat(moment(20)))

    assert [(one.start, one.subject, one.way) for one in kept_in(path)] == [
        (moment(0), BROWSER, Way.WINDOW),
        (moment(5), CLAUDE, Way.HISTORY),
        (moment(10), BROWSER, Way.WINDOW),
    ]


def test_what_was_taken_back_does_not_return_with_its_page(ledger: Ledger, path: Path) -> None:
    ledger.gathered.keep(use(moment(0), moment(40), BROWSER))
    ledger.flush(beat(moment(40)))
    ledger.gathered.cut(moment(10), moment(45))
    ledger.gathered.keep(use(moment(10), moment(45), BROWSER, presence=Presence.IDLE))
    ledger.gathered.relabel(moment(0), BROWSER, CLAUDE, Way.HISTORY)
    ledger.flush(beat(moment(45)))

    assert [(one.start, one.end, one.subject) for one in kept_in(path)] == [
        (moment(0), moment(10), CLAUDE),
        (moment(10), moment(45), BROWSER),
    ]


def test_the_time_that_no_daemon_ran_is_a_gap(path: Path) -> None:
    with open_ledger(path) as ledger:
        ledger.gathered.keep(use(moment(0), moment(30), EDITOR))
        ledger.flush(beat(moment(30)))

    open_ledger(path, now=moment(500)).close()

    assert gaps_in(path) == [Gap(moment(30), moment(500), GapReason.OFF)]


def test_a_start_before_the_last_sign_of_life_makes_no_gap(path: Path) -> None:
    with open_ledger(path, now=moment(500)) as ledger:
        ledger.flush(beat(moment(510)))

    open_ledger(path, now=moment(0)).close()

    assert gaps_in(path) == []


def test_a_locked_ledger_loses_nothing_and_says_so(ledger: Ledger, path: Path) -> None:
    other = for_writing(path)
    other.execute("begin immediate")
    ledger.gathered.keep(use(moment(0), moment(5), EDITOR))
    ledger.gathered.mark(Gap(moment(5), moment(6), GapReason.LOCKED))

    with pytest.raises(LedgerError, match="in use by another program"):
        ledger.flush(beat(moment(6)))
    other.execute("rollback")
    other.close()
    ledger.flush(beat(moment(7)))

    assert kept_in(path) == [use(moment(0), moment(5), EDITOR)]
    assert gaps_in(path) == [Gap(moment(5), moment(6), GapReason.LOCKED)]


def test_a_full_disk_loses_nothing_and_says_so(ledger: Ledger, path: Path) -> None:
    connection = ledger._connection  # the only way to fill the disk for one file
    (pages,) = connection.execute("pragma page_count").fetchone()
    connection.execute(f"pragma max_page_count = {pages}")
    stretches = [use(moment(n), moment(n + 1), Subject(f"app{n}")) for n in range(300)]
    for stretch in stretches:
        ledger.gathered.keep(stretch)

    with pytest.raises(LedgerError, match="the disk is full"):
        ledger.flush(beat(moment(300)))
    connection.execute("pragma max_page_count = 1000000")
    ledger.flush(beat(moment(301)))

    assert kept_in(path) == stretches


def test_time_that_is_taken_already_is_told_after_the_clock_was_set_back(ledger: Ledger) -> None:
    for start, end in ((0, 600), (630, 900), (1200, 1500)):
        ledger.gathered.keep(use(moment(start), moment(end), EDITOR))
    agent = use(moment(1600), moment(1700), Subject(program="claude"), track=Track.UNATTENDED)
    ledger.gathered.keep(agent)
    ledger.flush(beat(moment(1700)))

    assert ledger.occupied(moment(300)) == (
        (moment(0), moment(900)),
        (moment(1200), moment(1500)),
    )
    assert ledger.occupied(moment(1500)) == ()


def test_time_that_is_only_gathered_yet_is_taken_too(ledger: Ledger) -> None:
    ledger.gathered.keep(use(moment(0), moment(600), EDITOR))
    ledger.flush(beat(moment(600)))
    ledger.gathered.keep(use(moment(0), moment(620), EDITOR))
    ledger.gathered.keep(use(moment(620), moment(640), MAIL))

    assert ledger.occupied(moment(0)) == ((moment(0), moment(640)),)


def test_subjects_that_another_hand_deleted_are_numbered_anew(ledger: Ledger, path: Path) -> None:
    ledger.gathered.keep(use(moment(0), moment(5), EDITOR))
    ledger.flush(beat(moment(5)))
    other = for_writing(path)
    for table in ("stretch", "verdict", "subject"):
        other.execute(f"delete from {table}")  # noqa: S608 - three names
    other.execute("insert into subject values (1, 'another', '', '', '')")
    other.close()
    ledger.gathered.keep(use(moment(5), moment(10), EDITOR))
    ledger.flush(beat(moment(10), EDITOR))

    assert kept_in(path) == [use(moment(5), moment(10), EDITOR)]


def test_a_moment_is_kept_to_the_millisecond(ledger: Ledger, path: Path) -> None:
    start = moment(0) + timedelta(microseconds=1999)
    ledger.gathered.keep(use(start, moment(5), EDITOR))
    ledger.flush(beat(moment(5)))

    assert kept_in(path)[0].start == moment(0.001)


def test_only_damage_is_called_damage(path: Path) -> None:
    connection = for_writing(path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("insert into gap values (1, 1, null)")
    connection.close()
    path.write_bytes(b"no ledger at all " * 100)

    with pytest.raises(DamagedLedgerError, match="is damaged"):
        for_reading(path)


def test_the_wishes_of_commands_are_read(ledger: Ledger, path: Path) -> None:
    before = ledger.changed(), ledger.changed_lately(moment(0))
    other = for_writing(path)
    other.execute("insert into control values ('pause_until', '5')")
    other.close()

    assert ledger.changed() != before[0]
    assert ledger.changed_lately(moment(0)) != before[1]
    assert ledger.control() == {"pause_until": "5"}
    assert rows_of(path, "select count(*) from control") == [(1,)]


def test_a_log_quiet_since_the_last_look_is_not_asked_behind_for_half_a_minute(
    ledger: Ledger, path: Path
) -> None:
    other, log = another_hand(path)
    quiet = ledger.changed_lately(written(log, -60))
    other.execute("update control set value = '6'")
    unseen = written(log, -60)  # as where a file system tells late when a file was written

    assert [ledger.changed_lately(unseen + timedelta(seconds=s)) for s in (0, 29)] == [quiet] * 2
    assert ledger.changed_lately(unseen + timedelta(seconds=30)) != quiet
    other.close()


@pytest.mark.parametrize(("before", "after"), [(-60, -30), (-1, -1), (9, 9)])
def test_a_log_written_to_since_the_last_look_or_just_now_is_asked_behind(
    ledger: Ledger, path: Path, before: int, after: int
) -> None:
    other, log = another_hand(path)
    quiet = ledger.changed_lately(written(log, before))
    other.execute("update control set value = '6'")
    now = written(log, after)

    assert ledger.changed_lately(now) != quiet
    other.close()


def test_a_ledger_behind_a_link_is_heard_as_well(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(path)
    beside = tmp_path / "link.sqlite-wal"
    beside.touch()
    written(beside, -90)
    with open_ledger(link) as ledger:
        other, log = another_hand(path)
        quiet = ledger.changed_lately(written(log, -60))
        other.execute("update control set value = '6'")

        assert ledger.changed_lately(written(log, -30)) != quiet
        other.close()


def another_hand(path: Path) -> tuple[sqlite3.Connection, Path]:
    """Another connection, whose next write makes SQLite's log no longer, and that log."""
    other = for_writing(path)
    other.execute("insert into control values ('pause_until', '5')")
    other.execute("pragma wal_checkpoint(restart)")
    return other, path.with_name(f"{path.name}-wal")


def written(log: Path, seconds: float) -> datetime:
    """Let a file be written so many seconds after noon; return noon."""
    os.utime(log, (moment(seconds).timestamp(),) * 2)
    return moment(0)
