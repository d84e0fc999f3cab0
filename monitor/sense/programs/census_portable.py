"""Every process of this user, as psutil tells them, where there is no /proc."""

from collections.abc import Callable, Collection

import psutil

from monitor.sense.programs.census import Member
from monitor.sense.programs.inside_portable import portable_command
from monitor.sense.programs.naming import named


def open_portable(is_known: Callable[[str], bool]) -> "PortableCensus":
    """Go through the processes of the user that runs this."""
    return PortableCensus(psutil.Process().username(), is_known)


class PortableCensus:
    """psutil goes through everybody; a command line is read only of those that are new."""

    def __init__(self, user: str, is_known: Callable[[str], bool]) -> None:
        self._user = user
        self._is_known = is_known
        self._named: dict[tuple[int, float], str] = {}

    def take(self, anew: Collection[int] = ()) -> dict[int, Member]:  # noqa: ARG002 - all are of now
        """Everybody that runs now, by pid."""
        names: dict[tuple[int, float], str] = {}
        found = {}
        for one in psutil.process_iter():
            try:
                who = one.pid, one.create_time()
                name = self._named.get(who)
                if name is None:
                    name = self._name(one)
                names[who] = name
                if name:
                    found[one.pid] = Member(*_kin(one), who[1], name, _cpu_s(one), 0)
            except psutil.Error:
                continue
        self._named = names
        return found

    def _name(self, one: psutil.Process) -> str:
        """'' for somebody else's process."""
        if one.username() != self._user:
            return ""
        try:
            words, path = one.cmdline(), one.exe()
        except psutil.AccessDenied:
            words, path = [], ""
        path = portable_command([path or ""])[0]
        return named(portable_command(words or [one.name()]), path, self._is_known)


def _kin(one: psutil.Process) -> tuple[int, int]:
    return one.pid, one.ppid()


def _cpu_s(one: psutil.Process) -> float:
    """CPU of its own and, where the system tells it, of the children that ended."""
    spent = one.cpu_times()
    ended = getattr(spent, "children_user", 0.0) + getattr(spent, "children_system", 0.0)
    return float(spent.user + spent.system + ended)
