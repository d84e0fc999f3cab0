"""A fortnight of a life: what is due is said in time, and nothing else is."""

from pathlib import Path

from tests.fortnight import live, read_fortnight, score, table


def test_in_a_fortnight_what_is_due_is_said_in_time_and_nothing_else(tmp_path: Path) -> None:
    fortnight = read_fortnight()

    found = score(live(fortnight, tmp_path / "ledger.sqlite"), fortnight.dues)

    assert found.precision >= 0.98, table(found)
    assert found.recall >= 0.98, table(found)
