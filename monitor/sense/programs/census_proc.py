"""Every process of this user, as /proc tells them, each named only once."""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass

from monitor.errors import UnfitError
from monitor.sense.programs import process
from monitor.sense.programs.census import Census, Member


def open_census(is_known: Callable[[str], bool]) -> Census:
    """Go through /proc where there is one, else ask psutil; UnfitError when neither is there."""
    if process.tells_terminals():
        return ProcCensus(is_known)
    try:
        from monitor.sense.programs.census_portable import open_portable  # noqa: PLC0415 - not on Linux
    except ImportError as error:
        raise UnfitError(f"psutil cannot be used: {error}. Install humanward anew.") from error
    return open_portable(is_known)


_WHOLE = 5  # each pass of so many reads everybody: one may run another program than before


@dataclass(frozen=True, slots=True)
class _Met:
    """One as it was met last; ``kernel_name`` changes when it runs another program."""

    member: Member
    kernel_name: str
    is_settled: bool


class ProcCensus:
    """One pass over /proc: a small file of each that is new, or whose CPU is asked for."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._second = os.sysconf("SC_CLK_TCK")
        self._passes = 0
        self._met: dict[int, _Met] = {}
        self._others: set[str] = set()
        self._mine: set[str] = set()

    def take(self, anew: Collection[int] = ()) -> dict[int, Member]:
        """Everybody that runs now, by pid; ``anew`` are those whose CPU must be of now."""
        before, self._met = self._met, {}
        self._passes += 1
        is_whole = self._passes % _WHOLE == 0
        for pid in self._pids():
            met = before.get(pid)
            if met is None or not met.is_settled or is_whole or pid in anew:
                met = self._meet(pid, met)
            if met is not None:
                self._met[pid] = met
        return {pid: met.member for pid, met in self._met.items()}

    def _meet(self, pid: int, before: _Met | None) -> _Met | None:
        """Read one; it is named anew when met again, for one just started has no command yet."""
        one = process.read(pid)
        if one is None:
            return None
        is_same = before is not None and (before.member.start, before.kernel_name) == (
            one.start,
            one.name,
        )
        if before is not None and is_same and before.is_settled:
            name = before.member.name
        else:
            name = process.program(pid, self._is_known) or one.name
        cpu_s = one.ticks / self._second
        return _Met(Member(pid, one.parent, one.start, name, cpu_s, one.tty), one.name, is_same)

    def _pids(self) -> list[int]:
        """Whose a process is does not change, so it is asked once."""
        all_pids = {name for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208 - faster
        new = all_pids - self._mine - self._others
        mine = {name for name in new if process.is_mine(int(name))}
        self._mine = (self._mine & all_pids) | mine
        self._others = (self._others & all_pids) | (new - mine)
        return [int(name) for name in self._mine]
