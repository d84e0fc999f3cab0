"""Clocks that a test can set, for one program at a time."""

import struct
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

_SOURCE = Path(__file__).with_name("clockshim.c")
_OFFSETS = struct.Struct("=qq")


@dataclass(frozen=True, slots=True)
class Shim:
    """Give ``env`` to a program, and set its clocks while it runs."""

    preloaded: Path
    offsets: Path

    @property
    def env(self) -> dict[str, str]:
        """What the program must see."""
        return {"LD_PRELOAD": str(self.preloaded), "CLOCK_SHIM_FILE": str(self.offsets)}

    def set(self, *, real: timedelta = timedelta(), boot: timedelta = timedelta()) -> None:
        """Shift the wall clock and the boot clock; the monotonic one cannot be shifted.

        The clock set back an hour: real=-1h. A suspend of an hour: real=1h, boot=1h.
        """
        packed = _OFFSETS.pack(_ns(real), _ns(boot))
        with self.offsets.open("r+b" if self.offsets.exists() else "wb", buffering=0) as file:
            file.write(packed)  # in place: the program has the file mapped


def compile_shim(folder: Path) -> Path:
    """Compile the library into a folder."""
    library = folder / "clockshim.so"
    subprocess.run(  # noqa: S603 - a fixed command
        [
            *("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"),
            *("-o", str(library), str(_SOURCE), "-ldl"),
        ],
        check=True,
        timeout=60,
    )
    return library


def _ns(length: timedelta) -> int:
    return length // timedelta(microseconds=1) * 1000
