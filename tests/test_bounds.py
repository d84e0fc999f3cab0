"""What benchmarks say of a budget and of an aim, and how they end."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.bounds import BUDGET_MISSED, Row, conclude
from benchmarks.every import run

_ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Row("CPU", "s", 0.02, budget=0.03), ["budget met: CPU, 0.02 s of at most 0.03"]),
        (Row("CPU", "s", 0.03, budget=0.03), ["budget met: CPU, 0.03 s of at most 0.03"]),
        (Row("CPU", "s", 0.04, budget=0.03), ["budget missed: CPU, 0.04 s of at most 0.03"]),
        (
            Row("memory", "MB", 35, budget=40, aim=32),
            ["budget met: memory, 35 MB of at most 40", "aim missed: memory, 35 MB of at most 32"],
        ),
        (
            Row("look-ups", "a second", 830_000, aim=1_000_000, at_least=True),
            ["aim missed: look-ups, 830,000 a second of at least 1,000,000"],
        ),
        (
            Row("share", "%", 99.2, budget=99, at_least=True),
            ["budget met: share, 99.2 % of at least 99"],
        ),
        (Row("yardstick", "ms", 40), []),
    ],
)
def test_each_bound_of_a_figure_is_told_as_met_or_missed(row: Row, told: list[str]) -> None:
    assert list(row.verdicts()) == told


def test_a_missed_budget_ends_a_benchmark_with_1_and_a_missed_aim_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    conclude([Row("pages", "MB", 2, aim=1), Row("CPU", "s", 1, budget=2)])
    with pytest.raises(SystemExit) as ended:
        conclude([Row("CPU", "s", 3, budget=2), Row("pages", "MB", 1, budget=2)])

    assert ended.value.code == 1
    last = capsys.readouterr().out.splitlines()[-2:]
    assert last[0].startswith(BUDGET_MISSED)
    assert last[1].startswith("budget met: ")


def test_a_benchmark_that_misses_no_budget_ends_well_and_one_that_breaks_is_told_from_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    well = run("lookups", "--count", "1000", "--rounds", "3")
    broken = run("lookups", "--count", "1")

    assert (well.code, well.missed, well.broke) == (0, (), False)
    assert (broken.missed, broken.broke) == ((), True)
    assert "aim m" in capfd.readouterr().out


def test_all_benchmarks_that_bound_something_are_run_by_make() -> None:
    bounding = {
        file.stem
        for file in (_ROOT / "benchmarks").glob("*.py")
        if "conclude(" in file.read_text() and file.stem != "bounds"
    }
    help_text = subprocess.run(  # noqa: S603 - our own
        [sys.executable, _ROOT / "benchmarks/every.py", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    every = (_ROOT / "benchmarks/every.py").read_text()

    assert "--told" in help_text
    assert {name for name in bounding if f'"{name}"' not in every} == set()
    assert len(bounding) >= 7
