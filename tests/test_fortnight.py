"""A fortnight of a life: what is due is said in time, and nothing else is."""

from pathlib import Path

import pytest

from tests.fortnight import Score, live, read_fortnight, score, table

_NUDGES = Path(__file__).parents[1] / "docs" / "nudges.md"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """How it went."""
    fortnight = read_fortnight()
    return score(live(fortnight, tmp_path_factory.mktemp("life") / "ledger.sqlite"), fortnight.dues)


def test_in_a_fortnight_what_is_due_is_said_in_time_and_nothing_else(found: Score) -> None:
    assert found.precision >= 0.98, table(found)
    assert found.recall >= 0.98, table(found)


def test_the_table_of_the_fortnight_in_the_docs_is_the_one_that_was_lived(found: Score) -> None:
    assert table(found) in _NUDGES.read_text("utf-8")
