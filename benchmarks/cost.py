"""What the daemon costs the machine, and how long the two commands of every day take.

The daemon runs alone in a throw-away home while the focus moves between windows, most of them
terminals, on a private desktop. Then `status` and `report` of that day are run in turn with
`python -c "import click, sqlite3"`; they are the same on every desktop and measured on x11 alone.

The same daemon uses 0.026 or 0.034 s a minute, as its neighbours on the machine let it. So the use
is told in yardsticks as well: how much of that command's time on the processor it is, in this run.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bounds import Row, conclude
from benchmarks.footprint import Meter
from benchmarks.stage import Machine, day_home, desktop_option, machine, span, stage
from tests.rig import Desktop, installed, pause
from tests.stages import APPS, Stage
from tests.wander import Schedule, roam

_SETTLE_S = 20.0  # what the start and the first sight of each window cost is no running cost
_READ_EACH = 10  # moves: whoever reads a process's memory holds up its look at the new window
_WARM_UP = 2
_WINDOWS = 5
_MEGABYTE = 1_000_000
_YARDSTICKS = 15
_YARDSTICK = (sys.executable, "-c", "import click, sqlite3")


@dataclass(frozen=True, slots=True)
class Took:
    """How long a whole process took, by the wall and on the processor."""

    wall_s: float
    cpu_s: float


def daemon_rows(opened: Stage, apps: tuple[str, ...], pid: int, schedule: Schedule) -> list[Row]:
    """Let somebody wander, and read what the daemon used meanwhile."""
    for app in apps:
        opened.open(app)
    for app in apps:
        opened.activate(app)
        pause(0.2)
    pause(_SETTLE_S)
    meter, moves = Meter(pid), count(1)
    began, before = time.monotonic(), meter.use()
    held = [meter.memory()]

    def read() -> None:
        meter.use()
        if next(moves) % _READ_EACH == 0:
            held.append(meter.memory())

    roam(opened, apps, schedule, at_each_move=read)
    used, seconds = meter.use().since(before), time.monotonic() - began
    held.append(meter.memory())
    hourly, a_minute = 3600 / seconds / _MEGABYTE, used.cpu_s / seconds * 60
    return [
        Row("CPU", "s a minute", a_minute, 0.03),
        Row("CPU, in yardsticks", "a minute", a_minute / yardstick(opened.desktop)),
        Row("memory alone, most", "MB PSS", max(m.alone for m in held) / _MEGABYTE, 40, 32),
        Row("memory alone, at the end", "MB PSS", held[-1].alone / _MEGABYTE),
        Row("memory as shared now", "MB PSS", held[-1].shared / _MEGABYTE),
        Row("context switches", "a second", used.switches / seconds, 2, 1.3),
        Row("written, as bytes", "MB an hour", used.written_bytes * hourly, 1),
        Row("written, as whole pages", "MB an hour", used.storage_bytes * hourly, 1),
    ]


def yardstick(desktop: Desktop) -> float:
    """The seconds on the processor that the yardstick takes now."""
    found = [_run(desktop, _YARDSTICK).cpu_s for _ in range(_WARM_UP + _YARDSTICKS)]
    return statistics.median(found[_WARM_UP:])


def command_rows(desktop: Desktop, home: Path, pairs: int) -> list[Row]:
    """Run each command in turn with the yardstick, and compare pair by pair."""
    rows: list[Row] = []
    for name, budget in (("status", 1.8), ("report", 3.5)):
        command = (str(installed()), "--home", str(home), name)
        found = [
            (_run(desktop, command), _run(desktop, _YARDSTICK)) for _ in range(_WARM_UP + pairs)
        ][_WARM_UP:]
        wall = [one.wall_s / other.wall_s for one, other in found]
        cpu = [one.cpu_s / other.cpu_s for one, other in found]
        rows += [
            Row(f"{name}, whole process", "x yardstick", statistics.median(wall), budget),
            Row(f"{name}, on the processor", "x yardstick", statistics.median(cpu)),
            Row(f"{name}, median", "ms", statistics.median(a.wall_s for a, _ in found) * 1000),
            Row("yardstick, median", "ms", statistics.median(b.wall_s for _, b in found) * 1000),
        ]
    return rows


def _run(desktop: Desktop, command: tuple[str, ...]) -> Took:
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the benchmark's own commands
        command,
        env=desktop.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise click.ClickException(f"{' '.join(command)} ended with {process.returncode}")
    return Took(wall_s, usage.ru_utime + usage.ru_stime)


def measure(name: str, schedule: Schedule, pairs: int) -> list[Row]:
    """All rows, from one daemon's life."""
    with stage(name) as opened:
        home = day_home(opened.desktop)
        with opened.desktop.daemon(home) as daemon:
            rows = daemon_rows(opened, APPS[name][:_WINDOWS], daemon.pid, schedule)
            return rows + (command_rows(opened.desktop, home, pairs) if name == "x11" else [])


def as_text(name: str, rows: list[Row], found: Machine) -> str:
    """A table for people."""
    form = "{:<32} {:>10} {:<12} {:>8} {:>6}  {}".format
    lines = [form(f"on {name}", "measured", "", "budget", "aim", "").rstrip()]
    for row in rows:
        budget, aim = ("" if bound is None else f"{bound:g}" for bound in (row.budget, row.aim))
        line = form(row.name, f"{row.measured:.3f}", row.unit, budget, aim, row.verdict)
        lines.append(line.rstrip())
    lines.append(f"{found.cpu}, {found.cores} cores, {found.system}, Python {found.python}")
    return "\n".join(lines)


def as_json(name: str, rows: list[Row], found: Machine, schedule: Schedule) -> str:
    """The rows for programs."""
    value = {
        "version": 1,
        "desktop": name,
        "machine": asdict(found),
        "schedule": asdict(schedule),
        "rows": [{**asdict(row), "verdict": row.verdict or None} for row in rows],
    }
    return json.dumps(value, indent=2) + "\n"


@click.command(help=__doc__)
@desktop_option
@click.option("--stays", type=span, default="0.5-60", show_default=True, help="Seconds.")
@click.option("--minutes", type=float, default=5.0, show_default=True, help="How long to measure.")
@click.option("--pairs", type=click.IntRange(min=15), default=21, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another walk.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the figures here too.")
def main(  # noqa: PLR0913, PLR0917 - one parameter an option, as click has it
    name: str,
    stays: tuple[float, float],
    minutes: float,
    pairs: int,
    seed: int,
    file: Path | None,
) -> None:
    """Measure, and print each figure beside its budget."""
    schedule = Schedule(*stays, minutes=minutes, seed=seed)
    rows, found = measure(name, schedule, pairs), machine()
    click.echo(as_text(name, rows, found))
    if file:
        file.write_text(as_json(name, rows, found, schedule))
    conclude(rows)


if __name__ == "__main__":
    main()
