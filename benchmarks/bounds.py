"""What a figure may be: a budget, which it has to keep, or an aim, which is only told."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import click

BUDGET_MISSED = "budget missed: "  # a line that begins so is told again at the end of all


@dataclass(frozen=True, slots=True)
class Row:
    """One figure and its bounds; ``at_least``: more is better, else less is."""

    name: str
    unit: str
    measured: float
    budget: float | None = None
    aim: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Whether it keeps its budget; '' where there is none."""
        if self.budget is None:
            return ""
        off = "UNDER" if self.at_least else "OVER"
        return "ok" if self._keeps(self.budget) else off

    def verdicts(self) -> Iterator[str]:
        """A line for its budget, and one for its aim."""
        for what, bound in (("budget", self.budget), ("aim", self.aim)):
            if bound is not None:
                end = "met" if self._keeps(bound) else "missed"
                than = "at least" if self.at_least else "at most"
                measured, wanted = _plain(self.measured), _plain(bound)
                yield f"{what} {end}: {self.name}, {measured} {self.unit} of {than} {wanted}"

    def _keeps(self, bound: float) -> bool:
        return self.measured >= bound if self.at_least else self.measured <= bound


def _plain(number: float) -> str:
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def conclude(rows: Iterable[Row]) -> None:
    """Tell what was met and what was missed, and leave with 1 when a budget was missed."""
    lines = [line for row in rows for line in row.verdicts()]
    click.echo("\n".join(["", *lines]))
    if any(line.startswith(BUDGET_MISSED) for line in lines):
        sys.exit(1)
