"""Every process of this user, as /proc tells them, each named only once."""

import os
from collections.abc import Callable

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


class ProcCensus:
    """One pass over /proc: one small file a process, its command line only the first two times."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._second = os.sysconf("SC_CLK_TCK")
        self._named: dict[tuple[int, int, str], str] = {}
        self._met: set[tuple[int, int, str]] = set()
        self._others: set[str] = set()
        self._mine: set[str] = set()

    def take(self) -> dict[int, Member]:
        """Everybody that runs now, by pid."""
        names: dict[tuple[int, int, str], str] = {}
        found = {}
        for one in map(process.read, self._pids()):
            if one is None:
                continue
            who = one.pid, one.start, one.name  # the name changes when it runs another program
            name = self._named.get(who) or process.program(one.pid, self._is_known) or one.name
            names[who] = name
            cpu_s = one.ticks / self._second
            found[one.pid] = Member(one.pid, one.parent, one.start, name, cpu_s, one.tty)
        # one that is just being started has no command line yet: its name is kept when met again
        self._named = {who: name for who, name in names.items() if who in self._met}
        self._met = set(names)
        return found

    def _pids(self) -> list[int]:
        """Whose a process is does not change, so it is asked once."""
        all_pids = {name for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208 - faster
        new = all_pids - self._mine - self._others
        mine = {name for name in new if process.is_mine(int(name))}
        self._mine = (self._mine & all_pids) | mine
        self._others = (self._others & all_pids) | (new - mine)
        return [int(name) for name in self._mine]
