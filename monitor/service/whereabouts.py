"""Where everything of a home is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.paths import Home
from monitor.store import tail

_JOURNAL, _INDEX = "-wal", "-shm"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file or folder of ours; ``bytes`` is its size, None: it is not there."""

    name: str
    path: Path
    bytes: int | None


def whereabouts(home: Home) -> Iterator[Kept]:
    """Each place that may hold something of the person's, also those that come and go."""
    ledger = home.ledger
    yield _kept("settings", home.settings)
    yield _kept("tools", home.tools)
    yield _kept("ledger", ledger)
    yield _kept("ledger, newest", tail.beside(ledger))
    yield _kept("ledger, journal", ledger.with_name(f"{ledger.name}{_JOURNAL}"))
    yield _kept("ledger, index", ledger.with_name(f"{ledger.name}{_INDEX}"))
    for aside in sorted(ledger.parent.glob(f"{ledger.stem}.damaged-*")):
        yield _kept("set aside", aside)
    yield _kept("log", home.log)
    if (old := home.log.with_suffix(".old.log")).exists():
        yield _kept("log, older", old)
    yield _kept("lock", home.lock)
    yield _kept("runtime", home.runtime)


def _kept(name: str, path: Path) -> Kept:
    if not path.is_dir():
        return Kept(name, path, _size(path))
    return Kept(name, path, sum(_size(one) or 0 for one in path.rglob("*") if one.is_file()))


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
