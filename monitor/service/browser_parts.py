"""Our own files that browsers start and load, the same for every browser of a family."""

import json
import shlex
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from config.paths import Home
from config.tools import Family
from monitor.sense.browser.places import NAME
from monitor.service import door

ADD_ON = "browser@humanward.org"
EXTENSION = "fjlbjglmlpahknjkbbdjbdjmajihlikk"  # follows from the key in its manifest
ABOUT = "humanward: which site is in front"
_SOURCE = Path(__file__).resolve().parents[1] / "sense" / "browser" / "extension"
_FAMILIES: tuple[Family, ...] = ("chromium", "firefox")
_CODE, _MANIFEST = "background.js", "manifest.json"
_PROGRAM = "humanward-browser-host"


@dataclass(frozen=True, slots=True)
class Parts:
    """The files of one home; they stay in their places when humanward is updated."""

    folder: Path
    runtime: Path

    @property
    def launcher(self) -> Path:
        """What a browser starts."""
        return self.folder / ("host.bat" if sys.platform == "win32" else "host")

    @property
    def add_on(self) -> Path:
        """The extension as Firefox takes it."""
        return self.folder / "humanward.xpi"

    def extension(self, family: Family) -> Path:
        """The folder that a browser loads."""
        return self.folder / family

    def manifest(self, family: Family) -> bytes:
        """The file by which a browser finds the launcher, and that lets our extension alone in."""
        about = {"name": NAME, "description": ABOUT, "path": str(self.launcher), "type": "stdio"}
        if family == "firefox":
            return _json({**about, "allowed_extensions": [ADD_ON]})
        return _json({**about, "allowed_origins": [f"chrome-extension://{EXTENSION}/"]})

    def write(self) -> None:
        """Write them all."""
        for file, held in self._files().items():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.write_bytes(held)
        self.launcher.chmod(0o700)
        with ZipFile(self.add_on, "w") as packed:
            for name in (_MANIFEST, _CODE):
                packed.write(self.folder / "firefox" / name, name)

    def remove(self) -> None:
        """Take away what was written here, and nothing else."""
        for file in (*self._files(), self.add_on):
            file.unlink(missing_ok=True)
        for folder in (*(self.folder / family for family in _FAMILIES), self.folder):
            with suppress(OSError):  # it holds other files, or was never made
                folder.rmdir()

    def are_current(self) -> bool:
        """Whether they are as this release writes them, and what they start is there."""
        try:
            as_written = all(file.read_bytes() == held for file, held in self._files().items())
        except OSError:
            return False
        return as_written and self.add_on.exists()

    def _files(self) -> dict[Path, bytes]:
        """Each file and what it holds, save the add-on, which is packed from them."""
        held = {self.launcher: _launch(self.runtime).encode()}
        for family in _FAMILIES:
            held[self.folder / family / _MANIFEST] = (_SOURCE / family / _MANIFEST).read_bytes()
            held[self.folder / family / _CODE] = (_SOURCE / _CODE).read_bytes()
        return held


def parts_of(home: Home) -> Parts:
    """The files of this home."""
    return Parts(home.ledger.parent / "browser", home.runtime)


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, indent=2).encode() + b"\n"


def _launch(runtime: Path) -> str:
    """The launcher: it knows where the program is and which home is watched."""
    words = (*_program(), "--runtime", str(runtime))
    if sys.platform == "win32":
        quoted = " ".join(f'"{word}"' for word in words)
        return f"@echo off\r\n{quoted} %*\r\n"
    return f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n'


def _program() -> tuple[str, ...]:
    """The command beside this Python, which stays there through updates; else the file itself."""
    ending = ".exe" if sys.platform == "win32" else ""
    command = Path(sys.executable).with_name(_PROGRAM + ending)
    if command.exists():
        return (str(command),)
    python, safe_path, front = door.command()
    return python, safe_path, str(Path(front).with_name("browser_host.py"))
