"""What a running process costs the machine, told by the kernel."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_CPU_OF_PROCESS = 2  # CPUCLOCK_SCHED: nanoseconds of all its threads, the ended ones too
_TICKS = os.sysconf("SC_CLK_TCK")
_PATH = re.compile(r"/.*$", re.MULTILINE)
_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ *(.*)$")


@dataclass(frozen=True, slots=True)
class Use:
    """What a process has used since it began; its ended children count as CPU time of its own."""

    cpu_s: float
    switches: int
    storage_bytes: int
    written_bytes: int

    def since(self, before: "Use") -> "Use":
        """What was used between two readings."""
        return Use(
            self.cpu_s - before.cpu_s,
            self.switches - before.switches,
            self.storage_bytes - before.storage_bytes,
            self.written_bytes - before.written_bytes,
        )


@dataclass(frozen=True, slots=True)
class Memory:
    """PSS in bytes: as it is now, and as it would be if nobody else ran this interpreter.

    Files that only processes of the same executable map (the interpreter, its extension modules
    and their libraries) count whole in ``alone``; what other programs map too stays shared.
    """

    shared: int
    alone: int


class Meter:
    """Reads one process. Read now and then: switches of a thread that ended in between are lost."""

    def __init__(self, pid: int) -> None:
        self._folder = _PROC / str(pid)
        self._clock = (~pid << 3) | _CPU_OF_PROCESS
        self._switches: dict[str, int] = {}

    def use(self) -> Use:
        """What the process has used so far."""
        stat = (self._folder / "stat").read_text().rpartition(")")[2].split()
        children_s = (int(stat[13]) + int(stat[14])) / _TICKS
        io = _fields(self._folder / "io")
        for thread in (self._folder / "task").iterdir():
            with suppress(FileNotFoundError):  # it ended just now
                status = _fields(thread / "status")
                self._switches[thread.name] = (
                    status["voluntary_ctxt_switches"] + status["nonvoluntary_ctxt_switches"]
                )
        return Use(
            cpu_s=time.clock_gettime(self._clock) + children_s,
            switches=sum(self._switches.values()),
            storage_bytes=io["write_bytes"],
            written_bytes=io["wchar"],
        )

    def memory(self) -> Memory:
        """What the process holds in memory now."""
        elsewhere = self._mapped_elsewhere()
        shared = alone = 0
        for path, resident, proportional in _mappings(self._folder / "smaps"):
            is_own = path.startswith("/") and path not in elsewhere
            shared += proportional
            alone += resident if is_own else proportional
        return Memory(shared, alone)

    def _mapped_elsewhere(self) -> set[str]:
        """The files that processes of other executables map, as far as we may see them."""
        own = (self._folder / "exe").readlink()
        found: set[str] = set()
        for folder in _PROC.glob("[0-9]*"):
            with suppress(OSError):  # ended, or another user's
                if (folder / "exe").readlink() != own:
                    found |= set(_PATH.findall((folder / "maps").read_text()))
        return found


def _mappings(smaps: Path) -> Iterator[tuple[str, int, int]]:
    """Each mapping's file, resident and proportional bytes; swapped pages are held too."""
    path, resident, proportional = "", 0, 0
    for line in smaps.read_text().splitlines():
        if header := _MAPPING.match(line):
            yield path, resident, proportional
            path, resident, proportional = header[1], 0, 0
            continue
        name, _, value = line.partition(":")
        if name in {"Rss", "Swap"}:
            resident += _kilobytes(value)
        elif name in {"Pss", "SwapPss"}:
            proportional += _kilobytes(value)
    yield path, resident, proportional


def _kilobytes(value: str) -> int:
    return int(value.split(maxsplit=1)[0]) * 1024


def _fields(path: Path) -> dict[str, int]:
    """The lines 'name: number' of a file; others are left out."""
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return {name: int(value) for name, _, value in lines if value.strip().isdigit()}
