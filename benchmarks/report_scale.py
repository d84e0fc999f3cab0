"""What reports cost as the ledger grows: ten years beside one week.

A throw-away ledger holds ten years of stretches of 400 subjects with their kept sums, another one
the last week of the same. Each report is run in turn with the one that it is measured by.
"""

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bounds import Row, conclude
from benchmarks.stage import machine
from config.catalogue import load_catalogue
from config.paths import home as home_in
from config.schema import DEFAULTS
from monitor.core.days import Calendar
from monitor.core.facts import Measure
from monitor.core.recognise import Matcher
from monitor.core.types import Subject
from monitor.service.clock import SystemClock
from monitor.store import facts, read
from monitor.store.ledger import Ledger
from monitor.store.schema import migrate
from monitor.store.subjects import Subjects
from tests.rig import installed

_SUBJECTS = 400
_WEEK, _TEN_YEARS = 7, 3652
_WARM_UP = 1
_PARENT = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
_ADD = """
with recursive day (n) as (select 0 union all select n + 1 from day where n < :days - 1),
  turn (n) as (select 0 union all select n + 1 from turn where n < :daily - 1)
insert into stretch (start, track, source, subject, end, presence, way, marks)
select :first + day.n * 86400000 + turn.n * 40000, 1, 0,
  1 + (day.n * 13 + turn.n * turn.n * 7 + turn.n / 60) % :subjects,
  :first + day.n * 86400000 + turn.n * 40000 + 39000, 1, 1, 0
from day, turn
"""
_ROLL = """
insert into use_by_hour select date(start / 1000, 'unixepoch'),
  cast(strftime('%H', start / 1000, 'unixepoch') as integer), subject, track, marks,
  sum(end - start) from stretch where start < :today group by 1, 2, 3, 4, 5;
insert into use_by_day select day, subject, track, marks, sum(ms) from use_by_hour
  group by 1, 2, 3, 4;
insert into use_by_month select substr(day, 1, 7), subject, track, marks, sum(ms)
  from use_by_day group by 1, 2, 3, 4;
insert into day_facts (day, rolled, facts) select distinct day, :today, :facts from use_by_day;
"""


def fill(folder: Path, days: int, daily: int) -> Path:
    """A home with so many days up to yesterday, summed up, and today as it was kept."""
    home = home_in(folder)
    home.make_folders()
    migrate(home.ledger)
    matcher = Matcher(load_catalogue())
    now = SystemClock().read().wall
    today = now.replace(hour=4, minute=0, second=0, microsecond=0)
    today -= timedelta(days=1) if today > now else timedelta()
    with Ledger(home.ledger, matcher.judge, matcher.version) as ledger:
        ledger.begin(pid=1, now=now, sensor="")
        ledger.end(now)
    with closing(sqlite3.connect(home.ledger)) as connection:
        _add_subjects(connection, matcher)
        first = today - timedelta(days=days) + timedelta(hours=1)
        values = {"days": days + 1, "daily": daily, "subjects": _SUBJECTS, "first": _ms(first)}
        connection.execute(_ADD, values)
        told = _facts(connection, today.date() - timedelta(days=1))
        for statement in filter(str.strip, _ROLL.split(";")):
            connection.execute(statement, {"today": _ms(today), "facts": told})
        connection.commit()
    return folder


def _facts(connection: sqlite3.Connection, day: date) -> str:
    """What is kept of one day; all days are alike."""
    calendar = Calendar(())
    found = facts.held(connection, calendar, day, read.subjects(connection))
    return facts.to_text(found, day, Measure(calendar, DEFAULTS.day.night))


def _add_subjects(connection: sqlite3.Connection, matcher: Matcher) -> None:
    hosts = [host for tool in load_catalogue().tools for host in tool.hosts]
    found = [Subject("firefox", host=host) for host in hosts[: _SUBJECTS // 4]]
    found += [Subject("firefox"), *(Subject(f"app-{n}") for n in range(_SUBJECTS))]
    subjects = Subjects(connection, matcher.judge, matcher.version)
    for subject in found[:_SUBJECTS]:
        subjects.id_of(subject)


def _ms(moment: datetime) -> int:
    return round(moment.astimezone(UTC).timestamp() * 1000)


def run(home: Path, *words: str) -> float:
    """Run one command to its end, and tell the seconds."""
    began = time.perf_counter()
    _succeed(*_command(home, words))
    return time.perf_counter() - began


def most_memory(home: Path, *words: str) -> float:
    """The most memory that a command held, in MB; asked by a small parent, whose own counts too."""
    return int(_succeed(sys.executable, "-S", "-c", _PARENT, *_command(home, words))) / 1000


def _command(home: Path, words: tuple[str, ...]) -> list[str]:
    return [str(installed()), "--home", str(home), *words]


def _succeed(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)}: {done.stderr}")
    return done.stdout


def beside(
    pairs: int, one: tuple[Path, *tuple[str, ...]], other: tuple[Path, *tuple[str, ...]]
) -> float:
    """How much longer one takes than the other, run in turn."""
    ratios = [run(*one) / run(*other) for _ in range(_WARM_UP + pairs)]
    return statistics.median(ratios[_WARM_UP:])


def measure(folder: Path, days: int, daily: int, pairs: int) -> list[Row]:
    """All rows."""
    long, short = fill(folder / "long", days, daily), fill(folder / "short", _WEEK, daily)
    os.sync()  # half a gigabyte was written: let the disk come to rest before anything is timed
    since = (SystemClock().read().wall - timedelta(days=days)).date().isoformat()
    week = (long, "report", "week")
    every = (long, "report", "--since", since)
    page = [run(*every, "--html", str(folder / "page.html")) for _ in range(_WARM_UP + pairs)]
    return [
        Row("today, beside a ledger of a week", "x", beside(pairs, (long, "today"),
                                                            (short, "today")), 1.1),
        Row("report year, beside report week", "x", beside(pairs, (long, "report", "year"),
                                                           week), 1.5),
        Row("all of it, beside report week", "x", beside(pairs, every, week), 2),
        Row("all of it as a page", "s", statistics.median(page), 1.5),
        Row("all of it, most memory", "MB RSS", most_memory(*every), 60),
    ]  # fmt: skip


@click.command(help=__doc__)
@click.option("--days", type=click.IntRange(min=100), default=_TEN_YEARS, show_default=True)
@click.option("--daily", type=click.IntRange(min=60, max=1800), default=820, show_default=True,
              help="Stretches a day.")  # fmt: skip
@click.option("--pairs", type=click.IntRange(min=3), default=11, show_default=True)
def main(days: int, daily: int, pairs: int) -> None:
    """Measure, and print each figure beside its budget."""
    with TemporaryDirectory(prefix="hw-reports-") as folder:
        rows = measure(Path(folder), days, daily, pairs)
    form = "{:<36} {:>9} {:<7} {:>7}  {}".format
    click.echo(form(f"{days} days, {days * daily} stretches", "measured", "", "budget", ""))
    for row in rows:
        click.echo(form(row.name, f"{row.measured:.3f}", row.unit, f"{row.budget:g}", row.verdict))
    found = machine()
    click.echo(f"{found.cpu}, {found.cores} cores, {found.system}, Python {found.python}")
    conclude(rows)


if __name__ == "__main__":
    main()
