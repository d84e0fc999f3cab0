"""Whether the disk of the ledger has room."""

from pathlib import Path

_LEAST = 100_000  # bytes; a commit takes some pages, and SQLite 32 kB for the index of its journal


def is_full(folder: Path) -> bool:
    """Whether there is too little room in a folder for the next commit."""
    import shutil  # noqa: PLC0415 - asked only when something failed or is late

    try:
        return shutil.disk_usage(folder).free < _LEAST
    except OSError:
        return False
