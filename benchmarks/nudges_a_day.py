"""How many nudges a day each profile brings: the made-up people of `demo`, and two made-up years.

Every line is a rehearsal of all its days by the real rules: median, what nine of ten days do not
exceed, and the most on one day. Days with nobody at the screen do not count.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bounds import Row, conclude
from benchmarks.lives import Habits, keep, live
from config.paths import Home
from config.schema import Profile
from monitor.core.spread import median, quantile
from monitor.service.clock import SystemClock
from monitor.service.demo.make import make
from monitor.service.demo.personas import PERSONAS
from monitor.service.rehearse import rehearse

_DAY = timedelta(days=1)
_MIDDLE, _MOST = 4, 8
Counts = Mapping[Profile, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Lived:
    """A life, its home, its first and its last day."""

    name: str
    home: Home
    first: date
    last: date


def made_up_people(folder: Path, days: int) -> Iterator[Lived]:
    """The people of the demo; today is not over and does not count."""
    for persona in PERSONAS:
        made = make(persona, folder / persona.name, SystemClock(), days)
        yield Lived(f"{persona.name}, {days} days", made.home, made.since, made.until - _DAY)


def years_at_an_office(folder: Path, years: int) -> Lived:
    """Some years of one life."""
    last = SystemClock().read().wall.date() - _DAY
    first = last - (365 * years - 1) * _DAY
    began = datetime(first.year, first.month, first.day, tzinfo=UTC)
    home, count = keep(folder / "years", live(Habits("office"), first, 365 * years), began)
    return Lived(f"{years} years at an office, {count:,} stretches", home, first, last)


def lives(folder: Path, days: int, years: int) -> Iterator[Lived]:
    """All of them, each made when it is its turn."""
    yield from made_up_people(folder, days)
    yield years_at_an_office(folder, years)


def told_by(lived: Lived) -> Counts:
    """Nudges of each day under each profile."""
    found = {}
    for profile in Profile:
        tried = (f"nudge.profile={profile}",)
        told = rehearse(lived.home, SystemClock(), lived.first, lived.last, tried)
        found[profile] = tuple(told.plays[-1].a_day.values())
    return found


def cell(counts: Sequence[int]) -> str:
    """Median, what nine of ten days do not exceed, and the most."""
    return f"{median(counts):g}, {quantile(counts, 0.9):.3g}, {max(counts)}"


def row(name: str, told: Counts) -> str:
    """A line of the table."""
    return f"| {name} | {' | '.join(cell(counts) for counts in told.values())} |"


def bounded(name: str, told: Counts) -> tuple[Row, Row]:
    """What balanced says of a life, beside what it promises."""
    counts = told[Profile.BALANCED]
    return (
        Row(f"balanced, {name}: the median", "nudges a day", median(counts), _MIDDLE),
        Row(f"balanced, {name}: the most", "nudges a day", max(counts), _MOST),
    )


@click.command(help=__doc__)
@click.option("--days", type=click.IntRange(min=7), default=84, show_default=True,
              help="Days of each made-up person.")  # fmt: skip
@click.option("--years", type=click.IntRange(min=1), default=2, show_default=True)
def main(days: int, years: int) -> None:
    """Print the table, and whether balanced keeps its promise."""
    click.echo(f"| median, 9 of 10 days, most | {' | '.join(Profile)} |")
    click.echo(f"|---|{'---|' * len(Profile)}")
    rows: list[Row] = []
    with TemporaryDirectory(prefix="hw-nudges-") as folder:
        for lived in lives(Path(folder), days, years):
            told = told_by(lived)
            click.echo(row(lived.name, told))
            rows += bounded(lived.name, told)
    conclude(rows)


if __name__ == "__main__":
    main()
