"""Disks with little room."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import missing


@contextmanager
def small_disk(place: Path, options: str = "rw") -> Iterator[Path]:
    """A disk of its own of 1 MB; only root may make one."""
    place.mkdir()
    words = ("-t", "tmpfs", "-o", f"size=1m,mode=700,{options}", "tmpfs", str(place))
    if missing("mount", "umount"):
        pytest.skip("needs mount, umount")
    if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:  # noqa: S603, S607 - as Debian has it
        pytest.skip("needs the right to mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S603, S607 - as above


def fill(disk: Path) -> Path:
    """Leave no room on a disk; the file that takes it is returned."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            return filler
