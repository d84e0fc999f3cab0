"""The live line of ``humanward run``: on a terminal it changes in place, elsewhere lines follow."""

import os
from collections.abc import Iterator, Sequence
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
_FIRST_WIDE = "\u1100"  # below it no sign takes two places
_UNTOLD_WIDTH = 80


class StatusLine:
    """Says what is in front and whether somebody is there."""

    def __init__(self, stream: TextIO, matcher: Matcher) -> None:
        self._stream = stream
        self._matcher = matcher
        self._is_live = stream.isatty()
        self._last = ""
        self._is_broken = False

    def show(self, view: View) -> None:
        """Show what the watcher sees; where it cannot change in place, only what is news."""
        if self._is_live:
            width = self._width() - 1  # with a sign in the last place some terminals go on below
            self._write(f"\r\x1b[K{_fitting(tuple(_lines(view, self._tool(view))), width)}")
            return
        line = f"{_through(view)} · {_state(view)}"
        if line != self._last:
            self._last = line
            self._write(f"{line}\n")

    def end(self) -> None:
        """Leave the line."""
        if self._is_live:
            self._write("\n")

    def _tool(self, view: View) -> str:
        told = view.subject and self._matcher.judge(view.subject)
        return told.tool if told else ""

    def _width(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or _UNTOLD_WIDTH
        except OSError:
            return _UNTOLD_WIDTH

    def _write(self, text: str) -> None:
        """Whoever read the line may have gone: that ends no watching."""
        if self._is_broken:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._is_broken = True


def _lines(view: View, tool: str) -> Iterator[str]:
    """What there is to say, the whole of it first, then ever less."""
    state, front = _state(view), _front(view)
    whole = f"{front} ({tool})" if tool else front
    for parts in ((_through(view), state, whole), (state, whole), (state, tool or whole)):
        yield " · ".join(filter(None, parts))


def _through(view: View) -> str:
    return f"watching through {view.sensor or 'nothing'}"


def _state(view: View) -> str:
    if view.obstacle is not None:
        return _WORDS.get(view.obstacle, view.obstacle.word)
    return "nobody there" if view.presence is Presence.IDLE else "active"


def _front(view: View) -> str:
    subject = view.subject
    if view.obstacle is not None:
        return ""
    if subject is None:
        return "nothing in front"
    parts = (subject.app, subject.program, subject.site)
    return " · ".join(part for part in parts if part) or "the desktop"


def _fitting(lines: Sequence[str], width: int) -> str:
    """The first that fits; of the last, where none does, as much as there is room for."""
    line = next((one for one in lines if _places(one) <= width), lines[-1])
    if _places(line) <= width:
        return line
    while line and _places(line) >= width:
        line = line[:-1]
    return f"{line}…"


def _places(text: str) -> int:
    """How many places of a terminal a text takes."""
    if max(text, default="") < _FIRST_WIDE:
        return len(text)
    from unicodedata import east_asian_width  # noqa: PLC0415 - few names need it

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
