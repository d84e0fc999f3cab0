"""One source of facts: opened, lost, opened again with patience."""

import logging
import select
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from monitor.core.sighting import Around
from monitor.errors import LineLostError, UnfitError

_log = logging.getLogger(__name__)

_PATIENCE = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 60))


class Source(Protocol):
    """What facts come from. ``look`` and ``drain`` may raise LineLostError: it went away."""

    @property
    def due(self) -> timedelta:
        """When it wants to be looked at next, though nothing is reported until then."""
        ...

    def look(self, now: timedelta, until: float) -> None:
        """Bring the facts up to date by ``until``, a moment of time.monotonic()."""
        ...

    def drain(self) -> bool:
        """Take in what was reported; True when a fresh look is worth it."""
        ...

    def fileno(self) -> int | None:
        """The descriptor that wakes, if any; it may change with a look."""
        ...

    def around(self, now: timedelta) -> tuple[Around, ...]:
        """Tell what is known."""
        ...

    def troubles(self) -> tuple[str, ...]:
        """What cannot be asked."""
        ...

    def close(self) -> None:
        """Let go; safe to call twice."""
        ...


Named = tuple[Callable[[timedelta, float], Source], str]
"""How a source is opened (now, until when), and what is not known without it."""


class Reach:
    """A source while it can be reached. While it cannot, nothing is known of it: it says no."""

    def __init__(
        self,
        open_source: Callable[[timedelta, float], Source],
        *,
        lacks: str,
        eyes: "select.epoll | None",
    ) -> None:
        self._open_source = open_source
        self._lacks = lacks
        self._eyes = eyes
        self._eye: int | None = None
        self._source: Source | None = None
        self._trouble = ""
        self._was_well = False
        self._failures = 0
        self._retry_at = timedelta.min

    @property
    def due(self) -> timedelta:
        """When to look next, though nothing is reported until then."""
        return self._source.due if self._source else self._retry_at

    def look(self, now: timedelta, until: float) -> None:
        """Bring its facts up to date, opening it where it is time to try."""
        if self._source is not None or now >= self._retry_at:
            self._guard(lambda: self._look(now, until), now)

    def drain(self, now: timedelta) -> bool:
        """Take in what was reported; a source that is lost is news too."""
        return self._source is not None and self._guard(self._source.drain, now)

    def around(self, now: timedelta) -> tuple[Around, ...]:
        """Tell what is known."""
        return self._source.around(now) if self._source else ()

    def troubles(self) -> tuple[str, ...]:
        """Why nothing is known from here, or what its parts miss."""
        if self._source:
            return self._source.troubles()
        return (f"{self._trouble} {self._lacks}",) if self._trouble else ()

    def lost(self) -> tuple[str, ...]:
        """Its troubles, if it once had none."""
        return self.troubles() if self._was_well else ()

    def close(self) -> None:
        """Let go."""
        self._watch(None)
        if self._source:
            self._source.close()
            self._source = None

    def _look(self, now: timedelta, until: float) -> bool:
        if self._source is None:
            self._source = self._open_source(now, until)
        self._source.look(now, until)
        self._failures = 0
        self._trouble = ""
        self._was_well = self._was_well or not self._source.troubles()
        self._watch(self._source.fileno())
        return False

    def _guard(self, act: Callable[[], bool], now: timedelta) -> bool:
        try:
            return act()
        except (UnfitError, LineLostError) as error:
            self._lose(str(error), now)
        except Exception as error:  # noqa: BLE001 - no stranger on a bus may end the watching
            kind = type(error).__name__  # its text may hold what somebody said, and is not kept
            _log.error("a source of facts failed unforeseen: %s", kind)
            self._lose(f"A source of facts failed unforeseen ({kind}).", now)
        return True

    def _lose(self, why: str, now: timedelta) -> None:
        self.close()
        sentence = why[:1].upper() + why[1:]
        self._trouble = sentence if sentence.endswith(".") else f"{sentence}."
        self._retry_at = now + _PATIENCE[min(self._failures, len(_PATIENCE) - 1)]
        self._failures += 1

    def _watch(self, eye: int | None) -> None:
        if self._eyes is None or eye == self._eye:
            return
        if self._eye is not None:
            with suppress(OSError):  # a line that broke has let go of it already
                self._eyes.unregister(self._eye)
        if eye is not None:
            self._eyes.register(eye, select.EPOLLIN)
        self._eye = eye
