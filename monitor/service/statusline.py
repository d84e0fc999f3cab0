"""The live line of ``humanward run``: on a terminal it changes in place, elsewhere lines follow."""

import shutil
from typing import TextIO

from monitor.core.recognise import Matcher
from monitor.core.types import GapReason, Presence
from monitor.service.keeping import View

_WORDS = {
    GapReason.PAUSED: "paused",
    GapReason.LOCKED: "locked",
    GapReason.SWITCHED: "another session is on the screen",
    GapReason.SUSPENDED: "about to sleep",
    GapReason.BLIND: "nothing can be seen",
    GapReason.CLOCK_SET: "waiting: the clock was set back",
}


class StatusLine:
    """Says what is in front and whether somebody is there."""

    def __init__(self, stream: TextIO, matcher: Matcher) -> None:
        self._stream = stream
        self._matcher = matcher
        self._is_live = stream.isatty()
        self._last = ""
        self._is_broken = False

    def show(self, view: View) -> None:
        """Show what the watcher sees, where it is news."""
        text = self._state(view) if not self._is_live else f"{self._state(view)} · {_front(view)}"
        if self._is_live:
            told = view.subject and self._matcher.judge(view.subject)
            text += f" ({told.tool})" if told and told.tool else ""
        if text == self._last:
            return
        self._last = text
        if self._is_live:
            width = shutil.get_terminal_size().columns - 1
            text = f"\r\x1b[K{text[:width]}"
        self._write(text if self._is_live else f"{text}\n")

    def end(self) -> None:
        """Leave the line."""
        if self._is_live and self._last:
            self._write("\n")

    def _write(self, text: str) -> None:
        """Whoever read the line may have gone: that ends no watching."""
        if self._is_broken:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._is_broken = True

    def _state(self, view: View) -> str:
        if view.obstacle is not None:
            what = _WORDS.get(view.obstacle, view.obstacle.word)
        else:
            what = "nobody there" if view.presence is Presence.IDLE else "active"
        return f"watching through {view.sensor or 'nothing'} · {what}"


def _front(view: View) -> str:
    subject = view.subject
    if subject is None:
        return "nothing in front"
    parts = (subject.app, subject.program, subject.site)
    return " · ".join(part for part in parts if part) or "the desktop"
