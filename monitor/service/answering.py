"""Take an answer, from a button or a command alike, with what it tells besides."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from monitor.core.notices import Response
from monitor.errors import LedgerError
from monitor.store import connect, followed, nudges


def take(path: Path, response: Response) -> bool:
    """Keep it, and the talk that it tells of, or neither; False when there is no such nudge."""
    return _keep(path, response, is_late=False)


class Pressed:
    """The answers of buttons; what cannot be kept at once waits, and is tried again in order.

    They come on the channels' own threads, and are tried again on the scheduler's worker.
    """

    def __init__(self, path: Path, complain: Callable[[str], None]) -> None:
        self._path = path
        self._complain = complain
        self._waiting: deque[Response] = deque()
        self._writing = Lock()
        self._is_stuck = False

    def take(self, response: Response) -> None:
        """Keep an answer after those that wait, or let it wait itself."""
        self._waiting.append(response)
        self.keep()

    def keep(self) -> None:
        """Try to keep all that wait; the trouble is told once, until there is none."""
        with self._writing:
            while self._waiting:
                response = self._waiting.popleft()
                try:
                    _keep(self._path, response, is_late=self._is_stuck)
                except LedgerError as error:
                    self._waiting.appendleft(response)
                    self._tell(error)
                    return
            self._is_stuck = False

    def end(self) -> None:
        """Try a last time; tell what is lost."""
        self.keep()
        if lost := len(self._waiting):
            self._complain(f"Answers of buttons that could not be kept and are lost: {lost}.")

    def _tell(self, error: LedgerError) -> None:
        if not self._is_stuck:
            self._complain(f"An answer waits, and is tried again each minute: {error}")
        self._is_stuck = True


def _keep(path: Path, response: Response, *, is_late: bool) -> bool:
    """An answer that is late does not take the place of one that was given after it."""
    connection = connect.for_writing(path)
    try:
        with connect.transaction(connection, path):
            if is_late and nudges.is_answered_since(connection, response):
                return True
            if not nudges.answer(connection, response):
                return False
            followed.note(connection, response)
            return True
    finally:
        connection.close()
