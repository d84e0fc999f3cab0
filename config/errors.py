"""What can be wrong with the settings: every problem at once, each with its key and line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_HINT = "`humanward config explain KEY` tells what a key means and takes."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. Key '' speaks of the whole file; line None of no one line."""

    key: str
    line: int | None
    text: str

    def __str__(self) -> str:
        where = "" if self.line is None else f"line {self.line}: "
        return f"{where}{self.key}{': ' if self.key else ''}{self.text}"


class SettingsError(Exception):
    """The settings cannot be used; str() is one message with all problems and a hint."""

    def __init__(
        self, problems: Iterable[Problem], *, path: Path | None = None, hint: str = _HINT
    ) -> None:
        self.problems = tuple(problems)
        self.path = path
        self.hint = hint
        super().__init__(self._message())

    def _message(self) -> str:
        place = str(self.path) if self.path else "The settings"
        if len(self.problems) == 1 and not self.problems[0].key:
            return f"{place}: {self.problems[0]}\n{self.hint}"
        count = f"{len(self.problems)} problems" if len(self.problems) > 1 else "one problem"
        return "\n".join([f"{place}: {count}", *(f"  {one}" for one in self.problems), self.hint])
