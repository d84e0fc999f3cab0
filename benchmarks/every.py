"""Run all benchmarks to the end, and say then which budgets were missed and what broke.

One after the other and nothing beside them: what is measured is this machine.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bounds import BUDGET_MISSED

_FOLDER = Path(__file__).resolve().parent
_SHORT = ("--minutes", "1")
_ALL = (
    ("focus_accuracy",),
    ("cost",),
    *(
        (name, "--desktop", desktop, *minutes)
        for desktop in ("sway", "kwin", "gnome")
        for name, minutes in (("focus_accuracy", _SHORT), ("cost", ()))
    ),
    ("lookups",),
    ("report_scale",),
    ("rehearsal",),
    ("nudges_a_day",),
    *(("host_accuracy", "--browser", browser, *_SHORT) for browser in ("chromium", "firefox")),
)
_TIMED = {"focus_accuracy", "cost"}


@dataclass(frozen=True, slots=True)
class Ended:
    """How one benchmark ended, and the budgets that it missed."""

    words: str
    code: int
    missed: tuple[str, ...]

    @property
    def broke(self) -> bool:
        """Whether it ended for another reason than a budget."""
        return self.code != 0 and not self.missed


def run(name: str, *words: str) -> Ended:
    """Run one, and let be seen what it says."""
    told = " ".join((name, *words))
    click.echo(f"\n== {told}")
    missed = []
    with subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, str(_FOLDER / f"{name}.py"), *words], stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            click.echo(line, nl=False)
            if line.startswith(BUDGET_MISSED):
                missed.append(line.strip())
    return Ended(told, process.returncode, tuple(missed))


def _briefly(words: tuple[str, ...]) -> tuple[str, ...]:
    return (*words, *_SHORT) if words[0] in _TIMED and _SHORT[0] not in words else words


@click.command(help=__doc__)
@click.option(
    "--told",
    is_flag=True,
    help="Briefly: a minute for what is timed; a missed budget is but told, what breaks ends all.",
)
def main(*, told: bool) -> None:
    """Run them all."""
    ended = []
    for words in map(_briefly, _ALL) if told else _ALL:
        ended.append(run(*words))
        if told and ended[-1].broke:
            break
    missed = [f"{one.words}: {line}" for one in ended for line in one.missed]
    broken = [f"{one.words}: broke, with {one.code}" for one in ended if one.broke]
    click.echo("\n".join(["", *(missed or ["Every budget was met."]), *broken]))
    if broken or (missed and not told):
        sys.exit(1)


if __name__ == "__main__":
    main()
