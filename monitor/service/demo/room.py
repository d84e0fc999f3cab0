"""Where a made-up person lives, far from the person's own home, and what is left at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.paths import Home
from monitor.errors import MonitorError

_BEGINS = "humanward-demo-"  # the name of what lies in the folder for fleeting files
_HINT = "Name a new folder, as in --keep ~/humanward-demo"


@contextmanager
def room(keep: Path | None, own: Iterable[Home]) -> Iterator[Path]:
    """Give a folder that is empty; it goes with all in it, unless it is to be kept and all is well.

    ``own`` are the homes of the person themselves, which no made-up life may come near.
    """
    if keep is None:
        with tempfile.TemporaryDirectory(prefix=_BEGINS) as folder:
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


@contextmanager
def page_that_stays() -> Iterator[Path]:
    """Give a file for the page: the made-up home goes, it is still to be looked at.

    It goes too where something goes wrong; where all is well those of earlier demos do.
    """
    handle, name = tempfile.mkstemp(prefix=_BEGINS, suffix=".html")
    os.close(handle)
    page = Path(name)
    try:
        yield page
    except BaseException:
        page.unlink(missing_ok=True)
        raise
    for other in page.parent.glob(f"{_BEGINS}*.html"):
        with suppress(OSError):
            if other != page and other.lstat().st_uid == page.lstat().st_uid:
                other.unlink()


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
