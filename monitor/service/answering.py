"""Take an answer, from a button or a command alike, with what it tells besides."""

from pathlib import Path

from monitor.core.notices import Response
from monitor.store import followed, nudges


def take(path: Path, response: Response) -> bool:
    """Keep it, and the talk that it tells of; False when there is no such nudge."""
    if not nudges.answer(path, response):
        return False
    followed.note(path, response)
    return True
