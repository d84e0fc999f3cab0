"""The law of the ledger's file: made well, for its owner alone, set aside when damaged."""

import sqlite3
from pathlib import Path

import pytest

from monitor.core.types import Kind, Subject, Verdict
from monitor.errors import DamagedLedgerError, LedgerError
from monitor.store import connect, read
from monitor.store.ledger import Ledger
from monitor.store.rescue import check, prepare
from monitor.store.schema import PAGE_SIZE, migrate
from tests.fakes import moment
from tests.ledgers import (
    CATALOGUE,
    beat,
    judge,
    kept_in,
    new_ledger,
    open_ledger,
    rows_of,
    use,
)

EDITOR = Subject("editor")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def fill(path: Path, count: int = 2000) -> None:
    migrate(path)
    with open_ledger(path) as ledger:
        for turn in range(count):
            ledger.gathered.keep(use(moment(turn), moment(turn + 1), Subject(f"app{turn % 20}")))
        ledger.flush(beat(moment(count)))


def asides(path: Path) -> list[Path]:
    return [one for one in path.parent.glob("*.damaged-*.sqlite*") if one.suffix == ".sqlite"]


@pytest.mark.parametrize("is_there", [False, True])
def test_a_ledger_is_made_from_nothing_for_its_owner_alone(path: Path, *, is_there: bool) -> None:
    if is_there:
        path.touch(mode=0o644)  # an empty file: the program was killed as it made it

    prepare(path, moment(0))

    assert path.stat().st_mode & 0o777 == 0o600
    assert rows_of(path, "pragma page_size") == [(PAGE_SIZE,)]
    assert rows_of(path, "pragma journal_mode") == [("wal",)]
    assert asides(path) == []


def test_preparing_twice_changes_nothing(path: Path) -> None:
    fill(path, 10)
    before = kept_in(path)

    prepare(path, moment(0))

    assert kept_in(path) == before


def test_the_write_ahead_log_is_for_its_owner_alone_too(path: Path) -> None:
    migrate(path)
    with open_ledger(path):
        sides = [path.with_name(path.name + end) for end in ("-wal", "-shm")]

        assert [side.stat().st_mode & 0o777 for side in sides] == [0o600, 0o600]


def test_a_ledger_of_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    fill(path, 10)
    table = "_sqlite_migrations"
    connection = sqlite3.connect(path)
    connection.execute(
        f"insert into {table} (migration_set, name, applied_at)"  # noqa: S608 - a constant
        " values ('humanward', 'shape_of_tomorrow', '2030-01-01')"
    )
    connection.commit()
    connection.close()

    with pytest.raises(LedgerError, match=r"newer humanward .*shape_of_tomorrow"):
        prepare(path, moment(0))

    assert len(kept_in(path)) == 10


def test_what_is_no_database_is_set_aside_and_never_deleted(path: Path) -> None:
    path.write_bytes(b"a letter to a friend " * 50)

    rescue = prepare(path, moment(0))

    assert rescue is not None
    assert rescue.aside.read_bytes() == b"a letter to a friend " * 50
    assert kept_in(path) == []


def test_two_damaged_ledgers_of_one_second_are_both_set_aside(path: Path) -> None:
    for text in (b"one " * 300, b"two " * 300):
        path.write_bytes(text)
        prepare(path, moment(0))

    assert {one.read_bytes()[:3] for one in asides(path)} == {b"one", b"two"}


def test_of_a_truncated_ledger_what_can_be_read_is_recovered(path: Path) -> None:
    fill(path, 20_000)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(size * 2 // 3)

    with pytest.raises(DamagedLedgerError):
        check(path)
    rescue = prepare(path, moment(0))

    assert rescue is not None
    assert len(kept_in(path)) > 12_000
    assert rescue.aside.stat().st_size == size * 2 // 3
    check(path)


def first_leaf(path: Path) -> int:
    """The number of the page with the first stretches."""
    ((page,),) = rows_of(path, "select rootpage from sqlite_master where name = 'stretch'")
    content, number = path.read_bytes(), int(str(page))
    while content[(number - 1) * PAGE_SIZE] == 2:  # an inner page: go to its first child
        start = (number - 1) * PAGE_SIZE
        cell = start + int.from_bytes(content[start + 12 : start + 14], "big")
        number = int.from_bytes(content[cell : cell + 4], "big")
    return number


def test_an_unreadable_page_costs_little_more_than_itself(path: Path) -> None:
    fill(path)
    leaf = first_leaf(path)
    with path.open("r+b") as file:
        file.seek((leaf - 1) * PAGE_SIZE)
        file.write(b"\xff" * PAGE_SIZE)

    rescue = prepare(path, moment(0))

    assert rescue is not None
    assert 1900 < len(kept_in(path)) < 2000


def test_the_rows_that_only_the_log_holds_are_recovered_too(path: Path, tmp_path: Path) -> None:
    fill(path, 10)
    with open_ledger(path) as ledger:
        ledger.gathered.keep(use(moment(50), moment(60), EDITOR))
        ledger.flush(beat(moment(60)))
        killed = tmp_path / "killed" / "ledger.sqlite"
        killed.parent.mkdir()
        for end in ("", "-wal"):
            killed.with_name(killed.name + end).write_bytes(
                path.with_name(path.name + end).read_bytes()
            )
    assert prepare(killed, moment(0)) is None
    assert use(moment(50), moment(60), EDITOR) in kept_in(killed)


def test_a_better_catalogue_judges_the_kept_past_anew_but_no_weak_title(path: Path) -> None:
    weak = Subject("browser", hint="Claude")
    migrate(path)
    with open_ledger(path) as ledger:
        for turn, subject in enumerate((EDITOR, weak)):
            ledger.gathered.keep(use(moment(turn), moment(turn + 1), subject))
        ledger.flush(beat(moment(2)))
    better = Verdict("Better", Kind.STUDY, "now it is known")

    with Ledger(path, lambda _: better, "2-test") as ledger:
        judged = ledger.begin(pid=1, now=moment(10), sensor="")

    connection = connect.for_reading(path)
    verdicts = dict(read.subjects(connection).values())
    connection.close()
    assert judged == 2
    assert verdicts == {EDITOR: better, weak: judge(weak)}
    assert rows_of(path, "select count(*) from verdict") == [(4,)]


def test_the_same_catalogue_judges_nothing_twice(path: Path) -> None:
    new_ledger(path)
    with open_ledger(path) as ledger:
        ledger.gathered.keep(use(moment(0), moment(1), EDITOR))
        ledger.flush(beat(moment(1)))

    with Ledger(path, judge, CATALOGUE) as ledger:
        assert ledger.begin(pid=1, now=moment(10), sensor="") == 0


def test_a_saved_ledger_gives_the_number_of_a_lost_subject_to_no_other(path: Path) -> None:
    new_ledger(path)
    with open_ledger(path) as ledger:
        ledger.gathered.keep(use(moment(0), moment(60), EDITOR))
        ledger.flush(beat(moment(60), EDITOR))
    connection = connect.for_writing(path)
    connection.execute("delete from subject")
    connection.close()
    _break(path)

    assert prepare(path, moment(100)) is not None
    with open_ledger(path) as ledger:
        ledger.gathered.keep(use(moment(200), moment(260), Subject("other")))
        ledger.flush(beat(moment(260)))
    assert [one.subject.app for one in kept_in(path)] == ["lost", "other"]


def _break(path: Path) -> None:
    """Make the file unsound at a page that nothing of interest is on."""
    connection = connect.for_writing(path)
    (page,) = connection.execute(
        "select rootpage from sqlite_master where name = 'use_by_hour'"
    ).fetchone()
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE_SIZE)
        file.write(b"\xff" * PAGE_SIZE)
