"""The daemon's log: what happened to the daemon, never what the person did."""

import logging
import sys
from pathlib import Path

_MOST_BYTES = 1_000_000
_FORM, _MOMENT = "%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S"
_ERASE = "\r\x1b[K"  # on a terminal the live line stands where the next line is to come


def open_journal(path: Path, *, foreground: bool) -> logging.Logger:
    """Write to the log, in the foreground to stderr too; an old large log is turned over."""
    log = logging.getLogger("monitor")
    log.setLevel(logging.INFO)
    for handler in (_to_file(path), logging.StreamHandler(sys.stderr) if foreground else None):
        if handler is not None:
            is_seen = not isinstance(handler, logging.FileHandler) and sys.stderr.isatty()
            handler.setFormatter(logging.Formatter(f"{_ERASE * is_seen}{_FORM}", _MOMENT))
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
