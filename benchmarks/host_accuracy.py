"""How much of the time in a browser is given to the right site, with the extension and without.

Somebody wanders on a private X display among tabs of Chromium or Firefox in three windows of two
profiles, and a terminal: pages of their own titles, two sites with one title, a tab that plays in
the background. `data export` is compared with the moments at which tabs and windows were switched.
"""

import json
import math
import random
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bounds import Row, conclude
from benchmarks.stage import Machine, day_home, machine, span, stage
from benchmarks.tabs import SWITCH, WINDOWS, open_windows
from tests.agreement import Agreement, Record, agree
from tests.rig import Desktop, pause
from tests.truth import now, stays_of

_KEY_EVERY_S = 20.0
_WORST = 5
_WITH_EXTENSION, _BY_HISTORY = 99, 90  # percent
_TERMINAL = "XTerm"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was measured, and on what."""

    browser: str
    has_extension: bool
    machine: Machine
    stays: tuple[float, float]
    minutes: float
    seed: int
    agreement: Agreement
    switches: int


@dataclass(slots=True)
class Walk:
    """Somebody at the browser: where they are, and since when."""

    desktop: Desktop
    windows: tuple[int, ...]
    terminal: int
    switch: str
    tabs: list[int] = field(default_factory=list)
    seen: list[tuple[datetime, str]] = field(default_factory=list)
    front: int | None = None

    def go(self, window: int | None, tab: int) -> None:
        """Go to a tab of a window; None is the terminal."""
        if window != self.front:
            number = self.terminal if window is None else self.windows[window]
            asked = now()
            self.desktop.activate(number)
            self.seen.append((asked + (now() - asked) / 2, self._site(window)))
            self.front = window
        if window is not None and tab != self.tabs[window]:
            self.desktop.key(f"{self.switch}+{tab + 1}")
            self.tabs[window] = tab
            self.seen.append((now(), self._site(window)))

    def _site(self, window: int | None) -> str:
        return _TERMINAL if window is None else WINDOWS[window][self.tabs[window]][2]


def measure(
    browser: str, stays: tuple[float, float], minutes: float, seed: int, *, has_extension: bool
) -> Accuracy:
    """Let somebody wander while the daemon watches, and compare the two stories."""
    with stage("x11") as opened:
        desktop = opened.desktop
        home = day_home(desktop)
        with desktop.daemon(home):
            terminal = desktop.xterm(_TERMINAL).window
            windows = open_windows(desktop, home, browser, has_extension=has_extension)
            walk = Walk(desktop, windows, terminal, SWITCH[browser], tabs=[0] * len(windows))
            _wander(walk, stays, minutes, random.Random(seed))  # noqa: S311 - a schedule, no secret
            until = now()
            pause(12)  # Chromium writes its history ten seconds late
        told = desktop.humanward("--home", home, "data", "export", "--format", "jsonl")
    if told.returncode:
        raise click.ClickException(f"data export ended with {told.returncode}: {told.stderr}")
    truth = [stay for stay in stays_of(walk.seen, until) if stay.app != _TERMINAL]
    agreement = agree(truth, map(_record, map(json.loads, told.stdout.splitlines())))
    switches = len(walk.seen)
    return Accuracy(
        browser, has_extension, machine(), stays, minutes, seed, agreement, switches=switches
    )


def _wander(walk: Walk, stays: tuple[float, float], minutes: float, chance: random.Random) -> None:
    places: list[tuple[int | None, int]] = [(None, 0)]
    places += [(window, tab) for window, tabs in enumerate(WINDOWS) for tab in range(len(tabs))]
    least, most = map(math.log, stays)
    end = time.monotonic() + minutes * 60
    left: list[tuple[int | None, int]] = []
    while time.monotonic() < end:
        left = left or chance.sample(places, len(places))  # rounds: no place is met by luck alone
        walk.go(*left.pop())
        _stay(walk.desktop, min(math.exp(chance.uniform(least, most)), end - time.monotonic()))


def _stay(desktop: Desktop, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        desktop.key("Shift_L")
        pause(max(0.0, min(_KEY_EVERY_S, left - 0.02)))


def _record(line: dict[str, str]) -> Record:
    is_elsewhere = not line["host"] and line["kind"] == "other"
    return Record(
        datetime.fromisoformat(line["start"]),
        datetime.fromisoformat(line["end"]),
        line["host"] or ("*" if is_elsewhere else line["app"]),
        is_counted=line["presence"] == "active" and line["track"] == "attended",
    )


def as_text(found: Accuracy) -> str:
    """The figures for people."""
    agreement = found.agreement
    way = "with the extension" if found.has_extension else "by the history alone"
    lines = [
        f"given to the right site in {found.browser} {way}: {agreement.share:.3%}"
        f" of {agreement.total.total_seconds():.1f} s, {found.switches} switches",
        f"stays of {found.stays[0]:g}-{found.stays[1]:g} s, seed {found.seed};"
        f" {found.machine.cpu}, {found.machine.cores} cores, Python {found.machine.python}",
    ]
    lines += [
        f"  {miss.stay.start:%H:%M:%S.%f} {miss.stay.app}: {miss.lost.total_seconds():.3f} s"
        f" of {miss.stay.length.total_seconds():.3f} s lost"
        for miss in agreement.misses[:_WORST]
    ]
    return "\n".join(lines)


def row(found: Accuracy) -> Row:
    """The share beside what it has to be."""
    way = "with the extension" if found.has_extension else "by the history alone"
    least = _WITH_EXTENSION if found.has_extension else _BY_HISTORY
    share = found.agreement.share * 100
    return Row(f"the right site in {found.browser} {way}", "%", share, least, at_least=True)


def as_json(found: tuple[Accuracy, ...]) -> str:
    """The figures for programs."""
    runs = [
        {
            "browser": one.browser,
            "extension": one.has_extension,
            "share": one.agreement.share,
            "seconds": one.agreement.total.total_seconds(),
            "switches": one.switches,
            "stays": one.stays,
            "minutes": one.minutes,
            "seed": one.seed,
            "machine": asdict(one.machine),
        }
        for one in found
    ]
    return json.dumps({"version": 1, "runs": runs}, indent=2) + "\n"


@click.command(help=__doc__)
@click.option("--browser", type=click.Choice(list(SWITCH)), default="chromium", show_default=True)
@click.option("--stays", type=span, default="2-20", show_default=True, help="Seconds.")
@click.option("--minutes", type=float, default=5.0, show_default=True, help="How long, each way.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another walk.")
@click.option(
    "--way",
    type=click.Choice(["extension", "history", "both"]),
    default="both",
    show_default=True,
    help="With the extension, without it, or one after the other.",
)
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the figures here too.")
def main(  # noqa: PLR0913, PLR0917 - one parameter an option, as click has it
    browser: str,
    stays: tuple[float, float],
    minutes: float,
    seed: int,
    way: str,
    file: Path | None,
) -> None:
    """Measure, and print the share and the worst stays."""
    ways = {"extension": (True,), "history": (False,), "both": (True, False)}[way]
    found = tuple(measure(browser, stays, minutes, seed, has_extension=one) for one in ways)
    click.echo("\n".join(map(as_text, found)))
    if file:
        file.write_text(as_json(found))
    conclude(map(row, found))


if __name__ == "__main__":
    main()
