"""What runs inside the terminal in front, where there is no /proc: macOS and Windows.

No system there tells another process's foreground group, so among the descendants of the window
a known program counts as in front, else the one that was started last. It has been tried with
stand-ins for psutil's processes only, never on macOS or Windows.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from monitor.core.sighting import Reading
from monitor.ports import Clock
from monitor.sense.programs.naming import named

_HOLDS = timedelta(seconds=10)  # psutil goes through every process to find some children
_CONSOLES = frozenset({"openconsole", "conhost"})  # stand beside the shell in each tab on Windows


class Relative(Protocol):
    """As much of psutil.Process as is asked for."""

    @property
    def pid(self) -> int:
        """Its number."""
        ...

    def ppid(self) -> int:
        """The parent."""
        ...

    def name(self) -> str:
        """The name of the executable."""
        ...

    def exe(self) -> str:
        """The path of the executable."""
        ...

    def cmdline(self) -> list[str]:
        """The words it was started with."""
        ...

    def create_time(self) -> float:
        """When it was started."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """For which window the answer is, and when it was found."""

    pid: int
    title: int
    at: timedelta
    name: str


def portable_command(words: list[str]) -> list[str]:
    """A command line in the form that programs are named by: C:/tools/claude for claude.exe."""
    first, *rest = (word.replace("\\", "/") for word in words)
    return [first[:-4] if first.casefold().endswith(".exe") else first, *rest]


class PortableInsides:
    """The program inside, by psutil; of several tabs the one with the newest input, if told."""

    bearer = 0

    def __init__(
        self,
        clock: Clock,
        knows_program: Callable[[str], bool],
        is_terminal: Callable[[str], bool],
        *,
        descendants: Callable[[int], Iterable[Relative]],
        failures: tuple[type[Exception], ...],
    ) -> None:
        self._clock = clock
        self._is_known = knows_program
        self._is_terminal = is_terminal
        self._descendants = descendants
        self._failures = failures
        self._asked: _Asked | None = None

    def program(self, reading: Reading) -> str:
        """Name it; '' where the window in front is no terminal, or it cannot be told."""
        if not reading.app or reading.pid is None or not self._is_terminal(reading.app):
            return ""
        now, title, before = self._clock.read().mono, hash(reading.title), self._asked
        is_same = before is not None and (before.pid, before.title) == (reading.pid, title)
        if before is None or not is_same or now - before.at >= _HOLDS:
            name = self._find(reading.pid)
            before = self._asked = _Asked(reading.pid, title, now, name)
        return before.name

    def _find(self, pid: int) -> str:
        try:
            relatives = list(self._descendants(pid))
        except self._failures:
            return ""
        tabs: dict[str, list[Relative]] = defaultdict(list)
        for one in relatives:
            tabs[self._terminal(one)].append(one)
        told = {path: tab for path, tab in tabs.items() if path}
        if told:
            return self._front(told[max(told, key=_last_input)])
        shells = [one for one in tabs[""] if one.ppid() == pid]
        names = {self._front(_family(shell, tabs[""])) for shell in shells} - {""}
        return names.pop() if len(names) == 1 else ""  # which of several tabs is not told

    def _front(self, tab: list[Relative]) -> str:
        """The known program that was started first, or the newest program of all."""
        names = [self._name(one) for one in sorted(tab, key=self._started)]
        names = [name for name in names if name and name.casefold() not in _CONSOLES]
        return next(filter(self._is_known, names), names[-1] if names else "")

    def _name(self, one: Relative) -> str:
        try:
            words, path = one.cmdline() or [one.name()], portable_command([one.exe()])[0]
            return named(portable_command(words), path, self._is_known)
        except self._failures:
            return ""

    def _started(self, one: Relative) -> float:
        try:
            return one.create_time()
        except self._failures:
            return 0.0

    def _terminal(self, one: Relative) -> str:
        """The path of its terminal; '' on Windows, where there is none."""
        ask = getattr(one, "terminal", None)
        try:
            return (ask() if ask else None) or ""
        except self._failures:
            return ""


def _family(first: Relative, relatives: list[Relative]) -> list[Relative]:
    """A process with all its descendants."""
    family, pids = [first], {first.pid}
    for one in relatives:  # psutil tells parents before their children
        if one.ppid() in pids and one.pid not in pids:
            family.append(one)
            pids.add(one.pid)
    return family


def _last_input(path: str) -> float:
    try:
        return os.stat(path).st_atime  # noqa: PTH116 - a terminal, no file
    except OSError:
        return 0.0


def open_portable(
    clock: Clock, knows_program: Callable[[str], bool], is_terminal: Callable[[str], bool]
) -> PortableInsides:
    """Look through psutil."""
    import psutil  # noqa: PLC0415 - not where /proc tells more for less

    return PortableInsides(
        clock,
        knows_program,
        is_terminal,
        descendants=lambda pid: psutil.Process(pid).children(recursive=True),
        failures=(psutil.Error, OSError),
    )
