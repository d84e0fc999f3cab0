"""The daemon's log: what happened to the daemon, never what the person did."""

import logging
import sys
from pathlib import Path

_MOST_BYTES = 1_000_000


def open_journal(path: Path, *, foreground: bool) -> logging.Logger:
    """Write to the log, in the foreground to stderr too; an old large log is turned over."""
    log = logging.getLogger("monitor")
    log.setLevel(logging.INFO)
    form = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")
    for handler in (_to_file(path), logging.StreamHandler(sys.stderr) if foreground else None):
        if handler is not None:
            handler.setFormatter(form)
            log.addHandler(handler)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.raiseExceptions = False  # a full disk must not fill the terminal too
    return log


def _to_file(path: Path) -> logging.Handler | None:
    """None where the log cannot be written: that stops nothing."""
    try:
        if path.exists() and path.stat().st_size > _MOST_BYTES:
            path.replace(path.with_suffix(".old.log"))
        path.touch(mode=0o600)
        return logging.FileHandler(path, encoding="utf-8")
    except OSError:
        return None
