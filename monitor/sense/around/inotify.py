"""Hear from Linux when a file is opened or closed, without asking again and again."""

import ctypes
import os
from pathlib import Path

from monitor.errors import UnfitError

_OPENED, _CLOSED = 0x20, 0x08 | 0x10


class Inotify:
    """A set of files that are listened to; UnfitError when the system gives none."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._eye = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._eye < 0:
            raise UnfitError(f"inotify cannot be used ({os.strerror(ctypes.get_errno())})")

    def follow(self, path: Path) -> bool:
        """Hear when this file is opened or closed; doing it twice is doing it once."""
        watch = self._libc.inotify_add_watch(self._eye, os.fsencode(path), _OPENED | _CLOSED)
        return int(watch) >= 0

    def fileno(self) -> int:
        """The descriptor that wakes."""
        return int(self._eye)

    def drain(self) -> bool:
        """Take in what was reported; True when there was something."""
        is_news = False
        while True:
            try:
                is_news = bool(os.read(self._eye, 65536)) or is_news
            except BlockingIOError:
                return is_news

    def close(self) -> None:
        """Let go; safe to call twice."""
        if self._eye >= 0:
            os.close(self._eye)
            self._eye = -1
