"""How much of the time is given to the right window, when the focus moves fast.

Somebody wanders between windows of different names on a private desktop while the installed daemon
watches; `data export` is compared with what truly was in front. X11, KWin and GNOME tell that by
the clock of the X server or the compositor itself, sway's word counts from its arrival.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bounds import Row, conclude
from benchmarks.stage import Machine, day_home, desktop_option, machine, span, stage
from tests.agreement import Agreement, agree, read_export
from tests.stages import APPS
from tests.wander import Schedule, Walk, roam

_WORST = 5
_LEAST = {"x11": 99.5, "sway": 99.5, "kwin": 99.5, "gnome": 99}  # percent


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was measured, and on what."""

    desktop: str
    machine: Machine
    schedule: Schedule
    walk: Walk
    agreement: Agreement


def measure(name: str, schedule: Schedule, windows: int) -> Accuracy:
    """Let somebody wander while the daemon watches, and compare the two stories."""
    with stage(name) as opened:
        desktop, apps = opened.desktop, APPS[name][:windows]
        home = day_home(desktop)
        for app in apps:
            opened.open(app)
        with desktop.daemon(home):
            walk = roam(opened, apps, schedule)
        told = desktop.humanward("--home", home, "data", "export", "--format", "jsonl")
    if told.returncode:
        raise click.ClickException(f"data export ended with {told.returncode}: {told.stderr}")
    agreement = agree(walk.stays, read_export(told.stdout))
    return Accuracy(name, machine(), schedule, walk, agreement)


def as_text(found: Accuracy) -> str:
    """The figures for people."""
    agreement, schedule = found.agreement, found.schedule
    stays = [stay for stay in found.walk.stays if stay.app]
    lines = [
        f"given to the right window: {agreement.share:.3%}"
        f" of {agreement.total.total_seconds():.1f} s on {found.desktop}",
        f"{len(stays)} stays of {schedule.least_s:g}-{schedule.most_s:g} s among"
        f" {len({stay.app for stay in stays})} windows, seed {schedule.seed};"
        f" the desktop followed within {found.walk.slowest_s * 1000:.0f} ms",
        f"{found.machine.cpu}, {found.machine.cores} cores, Python {found.machine.python}",
    ]
    if agreement.misses:
        lines.append("worst stays:")
    lines += [
        f"  {miss.stay.start:%H:%M:%S.%f} {miss.stay.app}: {miss.lost.total_seconds():.3f} s"
        f" of {miss.stay.length.total_seconds():.3f} s lost"
        for miss in agreement.misses[:_WORST]
    ]
    return "\n".join(lines)


def as_json(found: Accuracy) -> str:
    """The figures for programs."""
    agreement = found.agreement
    value = {
        "version": 1,
        "desktop": found.desktop,
        "machine": asdict(found.machine),
        "schedule": asdict(found.schedule),
        "share": agreement.share,
        "seconds": agreement.total.total_seconds(),
        "stays": sum(bool(stay.app) for stay in found.walk.stays),
        "slowest_s": found.walk.slowest_s,
        "worst": [
            {
                "start": miss.stay.start.isoformat(),
                "app": miss.stay.app,
                "seconds": miss.stay.length.total_seconds(),
                "lost": miss.lost.total_seconds(),
            }
            for miss in agreement.misses[:_WORST]
        ],
    }
    return json.dumps(value, indent=2) + "\n"


@click.command(help=__doc__)
@desktop_option
@click.option("--stays", type=span, default="0.4-20", show_default=True, help="Seconds.")
@click.option("--minutes", type=float, default=5.0, show_default=True, help="How long to measure.")
@click.option("--windows", type=click.IntRange(2, 8), default=5, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another walk.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the figures here too.")
def main(  # noqa: PLR0913, PLR0917 - one parameter an option, as click has it
    name: str,
    stays: tuple[float, float],
    minutes: float,
    windows: int,
    seed: int,
    file: Path | None,
) -> None:
    """Measure, and print the share and the worst stays."""
    found = measure(name, Schedule(*stays, minutes=minutes, seed=seed), windows)
    click.echo(as_text(found))
    if file:
        file.write_text(as_json(found))
    share = found.agreement.share * 100
    conclude([Row(f"the right window on {name}", "%", share, _LEAST[name], at_least=True)])


if __name__ == "__main__":
    main()
