"""The sensor of an X display: the window in front, its title where that is followed, idle time."""

import os
import struct
from collections.abc import Callable
from datetime import timedelta

from monitor.core.sighting import Reading
from monitor.sense.x import event, request
from monitor.sense.x.focus import ATOMS, Focus
from monitor.sense.x.line import XLine
from monitor.sense.x.window import Front, first_word, maker, names, names_machine, text, words

PATIENCE_S = 2.0
_NAMES = ("_NET_WM_NAME", "_NET_WM_PID", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN")
_WM_CLASS, _WM_NAME, _WM_CLIENT_MACHINE = 67, 39, 36  # numbers that every server gives
_IDLE = struct.Struct("=16xI")
_TITLES = 3  # looks that titles may cause one after the other; then one a second
_EACH_MS = 1000
_SAME_MS = 30  # a title is told under two names: so close together they are one change


class X11:
    """One window is in front, and a change of it always wakes.

    A change of title wakes only where ``follows_title(app)`` says so, and one that changes all
    the time about once a second. ``saver`` is the number of MIT-SCREEN-SAVER; without it (0) the
    last input is not told.
    """

    name = "x11"

    def __init__(
        self,
        line: XLine,
        roots: tuple[int, ...],
        saver: int,
        follows_title: Callable[[str], bool],
    ) -> None:
        self._line = line
        self._input = (request.last_input(saver, roots[0]),) if saver else ()
        self._follows_title = follows_title
        atoms = line.atoms(*ATOMS, *_NAMES)
        self._title, self._pid, self._state, self._whole = (atoms[name] for name in _NAMES)
        self._focus = Focus(line, roots, atoms)
        self._front: Front | None = None
        self._heard = 0
        self._bucket = _Bucket()
        self._focus.meet()
        line.flush()

    def look(self) -> Reading:
        """See the window in front; all questions of a look travel together."""
        self._line.allow(PATIENCE_S)
        self._focus.meet()
        where = self._focus.questions()
        self._listen()
        answers = self._line.ask(*where, *self._input, *self._questions())
        window = self._focus.window(answers[: len(where)])
        rest = answers[len(where) :]
        idle, told = _idle(rest[: len(self._input)]), rest[len(self._input) :]
        if self._front is None or self._front.app is None or self._front.window != window:
            self._meet(window)
            self._listen()
            told = self._line.ask(*self._questions()) if self._front else []
        return self._reading(told, idle)

    def fileno(self) -> int | None:
        """The descriptor of the connection."""
        return self._line.fileno()

    def drain(self) -> bool:
        """Take in every event; True when the focus or a followed title changed."""
        worth, title_at = False, None
        for frame in self._line.drain():
            told = event.read(frame)
            if told is None:
                continue
            if self._is_title(told):
                title_at = told.at_ms
            elif self._focus.hears(told) or self._is_end(told):
                worth = True
        if title_at is not None and not worth:
            worth = self._bucket.take(title_at)
            if not worth:
                self._hush()
        return worth

    def close(self) -> None:
        """Leave the display."""
        self._line.close()

    def _reading(self, told: list[bytes | None], idle: timedelta | None) -> Reading:
        front = self._front
        if front is None or None in told:
            self._front = None  # a stale or empty word of what is in front: nothing is
            self._focus.forget()
            return Reading(app="", idle=idle)
        state, *titles = told
        return Reading(
            app=front.app,
            instance=front.instance,
            title=next(filter(None, map(text, titles)), ""),
            pid=front.pid,
            elsewhere=front.elsewhere,
            idle=idle,
            fullscreen=self._whole in words(state) if self._focus.is_managed else None,
        )

    def _meet(self, window: int) -> None:
        """Learn what does not change about a window; None is in front when it is gone."""
        if self._front and self._front.window != window:
            self._line.tell(request.follow(self._front.window, 0))
        self._front, self._heard = None, 0
        if not window:
            return
        named = (_WM_CLASS, self._pid, _WM_CLIENT_MACHINE)
        told = self._line.ask(*(request.property_of(window, name) for name in named))
        if None in told:
            return
        instance, app = names(told[0])
        app = app or instance
        if not app:
            self._focus.forget()  # it may get its name later, or another window may have it
        elsewhere = self._is_elsewhere(window, first_word(told[1]), text(told[2]))
        pid = None if elsewhere else first_word(told[1]) or None
        follows = bool(app) and self._follows_title(app)
        self._front = Front(window, app or None, instance, pid, elsewhere, follows)

    def _is_elsewhere(self, window: int, pid: int, machine: str) -> bool:
        """Whether its program runs on another machine; ``ssh -X`` tells one of there."""
        if names_machine(machine, os.uname().nodename):
            return False
        resource = self._line.extension("X-Resource")
        answers = self._line.ask(request.process_of(resource, window)) if resource else [None]
        return not pid or maker(answers[0]) != pid

    def _questions(self) -> list[bytes]:
        """Ask what may have changed; the title only where somebody needs it."""
        front = self._front
        if front is None:
            return []
        asked = (self._state, *((self._title, _WM_NAME) if front.follows else ()))
        return [request.property_of(front.window, name) for name in asked]

    def _listen(self) -> None:
        """Hear of the window in front whatever may change the next look."""
        if self._front is None:
            return
        mask = self._focus.mask | (event.PROPERTY if self._front.follows else 0)
        if mask != self._heard:
            self._line.tell(request.follow(self._front.window, mask))
            self._heard = mask

    def _hush(self) -> None:
        """Hear no more of titles until the next look."""
        if self._front:
            self._heard &= ~event.PROPERTY
            self._line.tell(request.follow(self._front.window, self._heard))
            self._line.flush()

    def _is_title(self, told: event.Event) -> bool:
        return (
            self._front is not None
            and told.kind == event.PROPERTY_NOTIFY
            and told.window == self._front.window
            and told.atom in (self._title, _WM_NAME)
        )

    def _is_end(self, told: event.Event) -> bool:
        if self._front is None or told.window != self._front.window:
            return False
        return told.kind in (event.DESTROY_NOTIFY, event.UNMAP_NOTIFY)


class _Bucket:
    """Looks that titles may still cause; filled by the server's own time, one a second."""

    def __init__(self) -> None:
        self._held_ms = _TITLES * _EACH_MS
        self._at_ms = self._paid_ms = 0

    def take(self, now_ms: int) -> bool:
        """Whether a title that changed now is worth a look."""
        since_ms = (now_ms - self._at_ms) & 0xFFFFFFFF
        self._held_ms = min(_TITLES * _EACH_MS, self._held_ms + since_ms)
        self._at_ms = now_ms
        if (now_ms - self._paid_ms) & 0xFFFFFFFF <= _SAME_MS:
            return True
        if self._held_ms < _EACH_MS:
            return False
        self._held_ms -= _EACH_MS
        self._paid_ms = now_ms
        return True


def _idle(answers: list[bytes | None]) -> timedelta | None:
    told = next(iter(answers), None)
    return timedelta(milliseconds=_IDLE.unpack_from(told)[0]) if told else None
