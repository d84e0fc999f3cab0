"""The program that a browser starts for our extension: it keeps the last word in one file.

A word is what the extension says of the tab in front. The file lies in the runtime folder, for
its owner alone, and goes when the browser goes. One runs for each profile of each browser, so it
is light: it needs the standard library alone, and little of that (``python -IS``).
"""

# pathlib would be a tenth of its memory
# ruff: noqa: PTH108, PTH116, PTH118, PTH123

import json
import os
import signal
import sys
import time
from types import FrameType

from monitor.sense.browser.folder import (
    DRAFT,
    FOLDER,
    PLACES,
    is_memory,
    make_folder,
    nudge,
    replace,
)
from monitor.sense.browser.message import RefusedError, read, read_places, veiled

_MOST = 4096  # bytes of a message; a true one has some hundred
_MOST_PLACES = 65536


class Host:
    """One connection of one profile. ``runtime`` is the folder of the home that the daemon watches.

    Its file is named by the browser's process and its own, so that the daemon finds the window
    that it speaks of, and knows whether it still runs.
    """

    def __init__(self, runtime: str, browser: int) -> None:
        self._folder = os.path.join(runtime, FOLDER)
        self._file = os.path.join(self._folder, f"{browser}-{os.getpid()}")
        self._salt = "" if is_memory(runtime) else os.urandom(16).hex()
        self._places: tuple[str, ...] = ()
        self._seen = (-1, -1)

    def run(self, ears: int, mouth: int) -> None:
        """Listen until the browser closes the pipe, or says what cannot be a message."""
        try:
            self._name_places(mouth)
            while (raw := _message(ears)) is not None:
                self._name_places(mouth)
                self._take(raw)
        except (BrokenPipeError, RefusedError):
            return
        finally:
            self._forget()

    def _take(self, raw: bytes) -> None:
        """Keep what a message says; one that is none of ours is passed over."""
        try:
            word = read(raw, self._places)
        except RefusedError:
            return
        told = veiled(word, self._salt) if self._salt else word
        try:
            make_folder(self._folder)
            replace(self._file, json.dumps({"at": time.monotonic(), **told}).encode())
        except OSError:
            return  # no room, or no such folder: the daemon goes by the history meanwhile
        nudge(self._folder)

    def _forget(self) -> None:
        for name in (self._file, self._file + DRAFT):
            try:
                os.unlink(name)
            except OSError:
                continue  # nothing was kept, or the folder went with the session
        nudge(self._folder)

    def _name_places(self, mouth: int) -> None:
        """Name the places that the extension may tell: at first, and after a change."""
        path = os.path.join(self._folder, PLACES)
        try:
            about = os.stat(path)
            seen = about.st_mtime_ns, about.st_ino
            if seen == self._seen:
                return
            with open(path, "rb") as file:
                places = read_places(file.read(_MOST_PLACES))
        except OSError:
            seen, places = (0, 0), ()  # no daemon has run yet
        is_news = self._seen == (-1, -1) or places != self._places
        self._seen, self._places = seen, places
        if is_news:
            text = json.dumps({"places": places}).encode()
            _send(mouth, len(text).to_bytes(4, sys.byteorder) + text)


def _message(ears: int) -> bytes | None:
    """The next message; None at the end. RefusedError: too long, so that no next can be found."""
    head = _exactly(ears, 4)
    if head is None:
        return None
    length = int.from_bytes(head, sys.byteorder)
    if length > _MOST:
        raise RefusedError
    return _exactly(ears, length)


def _exactly(ears: int, length: int) -> bytes | None:
    got = b""
    while len(got) < length:
        more = os.read(ears, length - len(got))
        if not more:
            return None
        got += more
    return got


def _send(mouth: int, raw: bytes) -> None:
    while raw:
        raw = raw[os.write(mouth, raw) :]


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit


def main() -> None:
    """Run for the browser that started this; ``--runtime FOLDER`` comes before its own words."""
    match sys.argv[1:]:
        case ["--runtime", runtime, *_]:
            for name in ("SIGTERM", "SIGINT", "SIGHUP"):
                if number := getattr(signal, name, None):
                    signal.signal(number, _leave)
            Host(runtime, _browser()).run(0, 1)
        case _:
            sys.exit("This is started by a browser. See `humanward browser --help`.")


def _browser() -> int:
    """The process of the browser: the parent, save on Windows, where a shell stands between."""
    if sys.platform != "win32":
        return os.getppid()
    from monitor.sense.browser.ancestors import browser_above  # noqa: PLC0415 - only on Windows

    return browser_above()


if __name__ == "__main__":
    main()
