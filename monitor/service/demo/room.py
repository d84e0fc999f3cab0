"""The folder that a made-up person lives in: new, far from the person's own, gone at the end."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.paths import Home
from monitor.errors import MonitorError

_HINT = "Name a new folder, as in --keep ~/humanward-demo"


@contextmanager
def room(keep: Path | None, own: Iterable[Home]) -> Iterator[Path]:
    """Give a folder that is empty; it goes with all in it, unless it is to be kept and all is well.

    ``own`` are the homes of the person themselves, which no made-up life may come near.
    """
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="humanward-demo-") as folder:
            yield Path(folder)
        return
    folder_kept = _checked(keep, own)
    was_there = folder_kept.exists()
    try:
        yield folder_kept
    except BaseException:
        shutil.rmtree(folder_kept, ignore_errors=True)
        if was_there:
            folder_kept.mkdir(mode=0o700, exist_ok=True)
        raise


def _checked(keep: Path, own: Iterable[Home]) -> Path:
    folder = keep.expanduser().resolve()
    for home in own:
        for taken in (home.settings.parent, home.ledger.parent, home.runtime):
            if folder.is_relative_to(taken.resolve()):
                raise MonitorError(
                    f"{folder} is where your own humanward lives; a made-up life has no place"
                    " there.",
                    hint=_HINT,
                )
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise MonitorError(f"{folder} is not empty.", hint=_HINT)
    except OSError as error:
        raise MonitorError(
            f"{folder} cannot be looked at: {error.strerror}.", hint=_HINT
        ) from error
    return folder
