"""The law of the tail: a flush is one page, readers see it, and nothing of it is lost or twice."""

import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.types import Gap, GapReason, Subject
from monitor.errors import LedgerError
from monitor.store import connect, control, forget, tail
from monitor.store.ledger import Ledger
from tests.fakes import moment
from tests.ledgers import beat, gaps_in, kept_in, new_ledger, open_ledger, rows_of, use

EDITOR, MAIL = Subject("editor"), Subject("mail")
LOCKED = Gap(moment(20), moment(30), GapReason.LOCKED)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new_ledger(tmp_path / "ledger.sqlite")


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """Begun, with one commit that knows the editor."""
    with open_ledger(path) as opened:
        opened.gathered.keep(use(moment(0), moment(5), EDITOR))
        opened.flush(beat(moment(5), EDITOR))
        yield opened


def committed(path: Path) -> list[tuple[object, ...]]:
    return rows_of(path, "select commits, (select count(*) from stretch) from heartbeat")


def test_a_flush_leaves_the_ledger_untouched_and_readers_see_it_all(
    ledger: Ledger, path: Path
) -> None:
    before = committed(path), (path.parent / "ledger.sqlite-wal").stat().st_size
    ledger.gathered.keep(use(moment(0), moment(20), EDITOR))
    ledger.gathered.mark(LOCKED)
    ledger.gathered.keep(use(moment(30), moment(40), EDITOR))
    ledger.flush(beat(moment(40), EDITOR))

    with connect.reading(path) as seen:
        life = control.life(seen)
    assert [(one.start, one.end) for one in kept_in(path)] == [
        (moment(0), moment(20)),
        (moment(30), moment(40)),
    ]
    assert gaps_in(path) == [LOCKED]
    assert life is not None
    assert life.beat == moment(40)
    assert (committed(path), (path.parent / "ledger.sqlite-wal").stat().st_size) == before


def test_who_reads_again_and_again_sees_each_tail_and_each_commit(
    ledger: Ledger, path: Path
) -> None:
    reader = connect.Reader(path)

    def seen() -> tuple[list[tuple[object, ...]], object]:
        with reader.reading() as connection:
            rows = connection.execute("select start, end from stretch order by start").fetchall()
            life = control.life(connection)
        return rows, life and life.beat

    def keep(start: float, end: float) -> tuple[list[tuple[object, ...]], object]:
        ledger.gathered.keep(use(moment(start), moment(end), EDITOR))
        ledger.flush(beat(moment(end), EDITOR))
        return seen()

    told = [seen(), keep(0, 20), keep(0, 30), keep(30.5, 40), keep(700, 720), keep(721, 730)]
    reader.close()

    ends = [5, 20, 30, 40, 720, 730]
    assert [life for _, life in told] == [moment(end) for end in ends]
    assert [len(rows) for rows, _ in told] == [1, 1, 1, 2, 3, 4]
    assert committed(path)[0][0] == 2  # the fifth came after ten minutes
    with connect.reading(path) as connection:
        again = connection.execute("select start, end from stretch order by start").fetchall()
    assert again == told[-1][0]


def test_a_reader_that_met_an_error_begins_anew(ledger: Ledger, path: Path) -> None:
    ledger.flush(beat(moment(40), EDITOR))
    reader = connect.Reader(path)

    for _ in range(2):
        with pytest.raises(LedgerError), reader.reading() as connection:
            connection.execute("select * from nowhere")

    with reader.reading() as connection:
        life = control.life(connection)
    reader.close()
    assert life is not None
    assert life.beat == moment(40)


def test_a_reader_goes_to_the_file_that_lies_there_now(path: Path) -> None:
    reader = connect.Reader(path)
    with reader.reading():
        pass
    for file in path.parent.glob("ledger.sqlite*"):
        file.unlink()

    with pytest.raises(LedgerError), reader.reading():
        pass
    new_ledger(path)
    with reader.reading() as connection:
        assert control.life(connection) is None
    reader.close()


def test_the_tail_is_one_page_for_its_owner_alone(ledger: Ledger, path: Path) -> None:
    ledger.flush(beat(moment(40), EDITOR))

    told = tail.beside(path).stat()
    assert stat.S_IMODE(told.st_mode) == 0o600
    assert 0 < told.st_size <= 4096


def test_what_has_no_room_in_a_page_is_committed(ledger: Ledger, path: Path) -> None:
    for turn in range(100):
        ledger.gathered.keep(use(moment(10 + turn), moment(11 + turn), EDITOR))
    ledger.flush(beat(moment(120), EDITOR))

    assert committed(path) == [(2, 101)]
    assert len(kept_in(path)) == 101


@pytest.mark.parametrize("late", [timedelta(minutes=10), timedelta(hours=-1)])
def test_after_some_minutes_or_a_clock_set_back_it_is_committed(
    ledger: Ledger, path: Path, late: timedelta
) -> None:
    ledger.flush(beat(moment(5) + late, EDITOR))

    assert committed(path) == [(2, 1)]


def test_a_new_subject_and_a_change_of_the_past_are_committed(ledger: Ledger, path: Path) -> None:
    ledger.gathered.keep(use(moment(5), moment(9), MAIL))
    ledger.flush(beat(moment(9), MAIL))
    assert committed(path) == [(2, 2)]

    ledger.gathered.cut(moment(3), moment(9))
    ledger.flush(beat(moment(10), EDITOR))

    assert [(one.start, one.end) for one in kept_in(path)] == [(moment(0), moment(3))]


def test_what_a_killed_daemon_left_is_taken_in_and_the_rest_was_off(path: Path) -> None:
    ledger = open_ledger(path)
    ledger.gathered.keep(use(moment(0), moment(5), EDITOR))
    ledger.flush(beat(moment(5), EDITOR))
    ledger.gathered.keep(use(moment(0), moment(50), EDITOR))
    ledger.flush(beat(moment(50), EDITOR))
    ledger.close()

    with open_ledger(path, now=moment(500)):
        assert not tail.beside(path).exists()
    assert rows_of(path, "select count(*) from stretch") == [(1,)]
    assert [(one.start, one.end) for one in kept_in(path)] == [(moment(0), moment(50))]
    assert gaps_in(path) == [Gap(moment(50), moment(500), GapReason.OFF)]


def test_the_end_takes_it_in_and_leaves_no_file(ledger: Ledger, path: Path) -> None:
    ledger.gathered.keep(use(moment(0), moment(50), EDITOR))
    ledger.flush(beat(moment(50), EDITOR))

    ledger.end(moment(51))

    assert not tail.beside(path).exists()
    assert rows_of(path, "select max(end) - min(start) from stretch") == [(50_000,)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:0],
        lambda raw: raw.translate(bytes(256)),
        lambda raw: raw[:-9],
        lambda raw: raw.replace(b"50000", b"90000"),
        lambda raw: raw.replace(b"\n", b" "),
        lambda raw: b"\xff" + raw[1:],
    ],
    ids=["empty", "zeros", "cut short", "another number", "one line", "no number"],
)
def test_a_spoilt_tail_is_left_alone(
    ledger: Ledger, path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    ledger.gathered.keep(use(moment(0), moment(50), EDITOR))
    ledger.flush(beat(moment(50), EDITOR))
    raw = tail.beside(path).read_bytes()

    tail.beside(path).write_bytes(spoil(raw))

    assert [one.end for one in kept_in(path)] == [moment(5)]


def test_the_tail_of_before_a_commit_is_worth_nothing(ledger: Ledger, path: Path) -> None:
    ledger.gathered.keep(use(moment(0), moment(50), EDITOR))
    ledger.flush(beat(moment(50), EDITOR))
    old = tail.beside(path).read_bytes()
    ledger.gathered.cut(moment(2), moment(50))
    ledger.flush(beat(moment(51), EDITOR))

    tail.beside(path).write_bytes(old)

    assert [one.end for one in kept_in(path)] == [moment(2)]


def test_what_the_person_deletes_is_in_no_tail_and_the_rest_of_it_is_kept(path: Path) -> None:
    ledger = open_ledger(path)
    ledger.gathered.keep(use(moment(0), moment(5), EDITOR))
    ledger.flush(beat(moment(5), EDITOR))
    ledger.gathered.keep(use(moment(0), moment(50), EDITOR))
    ledger.flush(beat(moment(50), EDITOR))
    ledger.close()
    days = (moment(0).date(), moment(0).date())

    other = connect.for_writing(path)
    forget.wipe(other, path, moment(10), moment(20), days, moment(60))
    other.close()

    assert not tail.beside(path).exists()
    assert [(one.start, one.end) for one in kept_in(path)] == [
        (moment(0), moment(10)),
        (moment(20), moment(50)),
    ]


def test_a_flush_after_somebody_else_wrote_is_a_commit(ledger: Ledger, path: Path) -> None:
    control.pause(path, moment(900))
    ledger.flush(beat(moment(40), EDITOR))

    assert committed(path) == [(2, 1)]


def test_a_folder_that_takes_no_file_is_told_and_nothing_is_lost(path: Path) -> None:
    with open_ledger(path) as ledger:
        ledger.gathered.keep(use(moment(0), moment(5), EDITOR))
        ledger.flush(beat(moment(5), EDITOR))
        tail.beside(path).mkdir()
        ledger.gathered.keep(use(moment(0), moment(50), EDITOR))
        with pytest.raises(LedgerError, match="cannot be written"):
            ledger.flush(beat(moment(50), EDITOR))
        tail.beside(path).rmdir()
        ledger.flush(beat(moment(55), EDITOR))

        assert [one.end for one in kept_in(path)] == [moment(50)]


def test_after_the_person_deleted_time_a_running_daemon_goes_on_flushing(
    ledger: Ledger, path: Path
) -> None:
    ledger.flush(beat(moment(20), EDITOR))
    other = connect.for_writing(path)
    forget.wipe(other, path, moment(0), moment(21), (moment(0).date(),) * 2, moment(21))
    other.close()

    for end in (30, 40, 50):
        ledger.gathered.keep(use(moment(25), moment(end), EDITOR))
        ledger.flush(beat(moment(end), EDITOR))

    assert [(one.start, one.end) for one in kept_in(path)] == [(moment(25), moment(50))]
    assert committed(path)[0][1] == 1
    assert tail.beside(path).exists()
