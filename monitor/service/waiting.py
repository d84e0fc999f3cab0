"""Wait for the tick, for news from the desktop, or for somebody who asks for the end."""

import select
import selectors
from contextlib import suppress
from datetime import timedelta

from monitor.core.types import Instant
from monitor.ports import Clock
from monitor.service.seeing import Seeing
from monitor.service.wake import Wake

_SETTLE = timedelta(milliseconds=30)  # windows change in bursts: one look when it is quiet
_SETTLE_AT_MOST = timedelta(milliseconds=150)


class Waiting:
    """One selector for the whole life; what it waits on follows the sensor in use."""

    def __init__(self, clock: Clock, seeing: Seeing, wake: Wake) -> None:
        self._clock = clock
        self._seeing = seeing
        self._wake = wake
        self._selector = selectors.DefaultSelector()
        self._selector.register(wake.fileno(), selectors.EVENT_READ)
        self._changes = -1
        self._eyes: tuple[int, ...] = ()

    def wait(self, until: timedelta) -> Instant:
        """Wait up to this moment of the monotonic clock; return what the next look is of."""
        news: Instant | None = None
        ready: set[int] = set()
        self._follow_eyes()
        while not self._wake.stopping:
            now = self._clock.read()
            if self._seeing.drain(now.mono, ready):
                news = news or now
            left = _end(until, news, now) - now.mono
            if left <= timedelta() or self._seeing.changes != self._changes:
                break
            ready = self._ready(left, in_burst=news is not None)
            if not ready:
                break  # the time is up, or after news it is quiet
            if self._wake.fileno() in ready:
                self._wake.hear()
        return news or self._clock.read()

    def close(self) -> None:
        """Let go of the selector."""
        self._selector.close()

    def _ready(self, left: timedelta, *, in_burst: bool) -> set[int]:
        """The descriptors that have news; in a burst all that comes meanwhile wakes once."""
        seconds = left.total_seconds()
        if in_burst:
            select.select([self._wake], [], [], seconds)
        return {key.fd for key, _ in self._selector.select(0 if in_burst else seconds)}

    def _follow_eyes(self) -> None:
        """Wait on the descriptors of now; a number may belong to another one than before."""
        if self._seeing.changes == self._changes:
            return
        self._changes, eyes = self._seeing.changes, self._seeing.eyes()
        for number in self._eyes:
            with suppress(KeyError, ValueError, OSError):  # it is closed
                self._selector.unregister(number)
        for number in eyes:
            self._selector.register(number, selectors.EVENT_READ)
        self._eyes = eyes


def _end(until: timedelta, news: Instant | None, now: Instant) -> timedelta:
    if news is None:
        return until
    return min(now.mono + _SETTLE, news.mono + _SETTLE_AT_MOST)
