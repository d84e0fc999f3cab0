"""Where things are kept: settings, ledger, log and lock."""

import os
from dataclasses import dataclass
from pathlib import Path

from config.errors import Problem, SettingsError

_NAME = "humanward"
_HINT = "Choose another folder with --home DIR."


@dataclass(frozen=True, slots=True)
class Home:
    """The files of one home. ``tools`` is the person's own catalogue; all paths are absolute."""

    settings: Path
    tools: Path
    ledger: Path
    log: Path
    lock: Path
    runtime: Path

    def make_folders(self) -> None:
        """Make the folders that are missing, for their owner alone; SettingsError if in vain.

        A folder that exists keeps its rights: it may be one that the person shares on purpose.
        """
        for folder in dict.fromkeys((self.settings.parent, self.ledger.parent, self.runtime)):
            try:
                _make(folder)
            except OSError as error:
                text = f"This folder cannot be made: {error.strerror}."
                raise SettingsError([Problem("", None, text)], path=folder, hint=_HINT) from error


def home(directory: Path | None = None) -> Home:
    """Tell where things are: in the directory, else in HUMANWARD_HOME, else where users expect."""
    named = directory or os.environ.get("HUMANWARD_HOME")
    if named:
        folder = _absolute(Path(named))
        return _home(settings=folder, data=folder, runtime=folder / "run")
    import platformdirs  # noqa: PLC0415 - costs more than all else here, and --home needs none

    data = Path(platformdirs.user_data_dir(_NAME, appauthor=False))
    fleeting = os.environ.get("XDG_RUNTIME_DIR")
    return _home(
        settings=Path(platformdirs.user_config_dir(_NAME, appauthor=False)),
        data=data,
        runtime=Path(fleeting) / _NAME if fleeting else data / "run",
    )


Stamp = tuple[int, int] | None
"""What changes with a file; None while there is none."""


def stamp(path: Path) -> Stamp:
    """Tell whether a file changed since, by one small question."""
    try:
        seen = os.stat(path)  # noqa: PTH116 - asked at each look, at half the cost
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size


def _home(*, settings: Path, data: Path, runtime: Path) -> Home:
    return Home(
        settings=settings / "settings.toml",
        tools=settings / "tools.toml",
        ledger=data / "ledger.sqlite",
        log=data / "humanward.log",
        lock=data / "daemon.lock",
        runtime=runtime,
    )


def _absolute(folder: Path) -> Path:
    try:
        return folder.expanduser().absolute()
    except RuntimeError as error:
        problem = Problem("", None, "Nobody of that name has a home folder here.")
        raise SettingsError([problem], path=folder, hint=_HINT) from error


def _make(folder: Path) -> None:
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
