"""What a rehearsal costs: a year of a ledger that holds two, by the installed command.

The ledger is made up: about 300,000 stretches a year. Each figure is a whole process. Beside the
year by the settings in force stand the same with one limit tried, and with another profile.
"""

import statistics
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bounds import Row, conclude
from benchmarks.lives import Habits, keep, live
from benchmarks.report_scale import run
from benchmarks.stage import machine
from monitor.service.clock import SystemClock

_YEAR = 365
_WARM_UP = 1
_TRIED = (
    ("a year, as it is", (), 2.0),
    ("a year, beside a shorter break", ("--set", "limit.break.at_most=30m"), 3.0),
    ("a year, beside another profile", ("--set", "nudge.profile=firm"), 4.0),
)


def measure(folder: Path, days: int, runs: int) -> tuple[list[Row], int]:
    """All rows, and how many stretches the year held."""
    last = SystemClock().read().wall.date() - timedelta(days=1)
    first = last - timedelta(days=days - 1)
    began = datetime(first.year, first.month, first.day, tzinfo=UTC)
    home, count = keep(folder / "home", live(Habits("office"), first, days), began)
    since = (last - timedelta(days=min(days, _YEAR) - 1)).isoformat()
    words = ("nudges", "rehearse", "--since", since, "--format", "json")
    rows = []
    for name, tried, budget in _TRIED:
        took = [run(home.ledger.parent, *words, *tried) for _ in range(_WARM_UP + runs)]
        rows.append(Row(name, "s", statistics.median(took[_WARM_UP:]), budget))
    return rows, count * min(days, _YEAR) // days


@click.command(help=__doc__)
@click.option("--days", type=click.IntRange(min=30), default=2 * _YEAR, show_default=True)
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True)
def main(days: int, runs: int) -> None:
    """Measure, and print each figure beside its budget."""
    with TemporaryDirectory(prefix="hw-rehearsal-") as folder:
        rows, count = measure(Path(folder), days, runs)
    form = "{:<36} {:>9} {:<7} {:>7}  {}".format
    click.echo(form(f"a year of {count} stretches", "measured", "", "budget", ""))
    for row in rows:
        click.echo(form(row.name, f"{row.measured:.3f}", row.unit, f"{row.budget:g}", row.verdict))
    found = machine()
    click.echo(f"{found.cpu}, {found.cores} cores, {found.system}, Python {found.python}")
    conclude(rows)


if __name__ == "__main__":
    main()
