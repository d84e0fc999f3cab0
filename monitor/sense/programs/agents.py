"""Which known programs work by themselves, while nobody attends to them."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from monitor.ports import Clock
from monitor.sense.programs.census import Census, Member
from monitor.sense.programs.census_proc import open_census
from monitor.sense.programs.frontmost import last_input
from monitor.sense.programs.naming import is_server
from monitor.sense.programs.process import device_path

_EVERY = timedelta(minutes=1)
_BUSY = 0.01  # of the time since the last scan, on the CPU
_GRAIN_S = 8  # the kernel stamps a terminal once in so many seconds


@dataclass(frozen=True, slots=True)
class _Work:
    """What a program and all it started had used and shown, at one scan."""

    name: str
    cpu_s: float
    output_s: float
    input_s: float

    def went_on(self, before: "_Work", elapsed: timedelta) -> bool:
        """Whether it worked: used the CPU, or wrote on its terminal what is no echo of keys."""
        if self.cpu_s - before.cpu_s >= _BUSY * elapsed.total_seconds():
            return True
        return self.output_s != before.output_s and self.output_s - self.input_s > _GRAIN_S


class Agents:
    """AI programs of this user at work; one that waits at its prompt is not, nor is a server.

    Two scans are needed to tell work from waiting, so the first answer is always nobody.
    """

    def __init__(
        self, clock: Clock, knows_program: Callable[[str], bool], census: Census | None = None
    ) -> None:
        self._clock = clock
        self._is_known = knows_program
        self._census = census or open_census(knows_program)
        self._scanned: timedelta | None = None
        self._works: dict[tuple[int, float], _Work] = {}
        self._tops: dict[int, int] = {}
        self._busy: dict[int, str] = {}

    def at_work(self, attended: str, process: int = 0) -> tuple[str, ...]:
        """Name them in order, without the one that somebody attends to ('' for none).

        Of several with its name it is the one that this process belongs to; where that is not
        known (0), it may be any of them and none is told.
        """
        now = self._clock.read().mono
        if self._scanned is None or now - self._scanned >= _EVERY:
            elapsed = now - self._scanned if self._scanned is not None else timedelta()
            self._scanned = now
            self._scan(elapsed)
        top = self._tops.get(process)
        names = {
            name
            for pid, name in self._busy.items()
            if name != attended or (top is not None and pid != top)
        }
        return tuple(sorted(names))

    def _scan(self, elapsed: timedelta) -> None:
        before, self._works = self._works, dict(self._look())
        self._busy = {
            who[0]: work.name
            for who, work in self._works.items()
            if who in before and work.went_on(before[who], elapsed)
        }

    def _look(self) -> Iterator[tuple[tuple[int, float], _Work]]:
        everybody = self._census.take(frozenset(self._tops))
        known = {one.pid for one in everybody.values() if self._is_agent(one.name)}
        self._tops = tops = _tops(everybody, known) if known else {}
        for pid in set(tops.values()):
            one = everybody[pid]
            cpu_s = sum(everybody[part].cpu_s for part, top in tops.items() if top == pid)
            output_s, input_s = (_last_output(one.tty), last_input(one.tty)) if one.tty else (0, 0)
            yield (pid, one.start), _Work(one.name, cpu_s, output_s, input_s)

    def _is_agent(self, name: str) -> bool:
        return self._is_known(name) and not is_server(name)


def _tops(everybody: dict[int, Member], known: set[int]) -> dict[int, int]:
    """The known programs and all they started, each with the outermost known one it is part of."""
    tops: dict[int, int] = {}
    for one in everybody.values():
        above: Member | None = one
        while above is not None:
            if above.pid in known:
                tops[one.pid] = above.pid
            above = everybody.get(above.parent) if above.parent != above.pid else None
    return tops


def _last_output(device: int) -> float:
    try:
        return os.stat(device_path(device)).st_mtime  # noqa: PTH116 - a terminal, no file
    except OSError:
        return 0.0
