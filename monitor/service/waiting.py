"""Wait for the tick, for news from the desktop, or for somebody who asks for the end."""

import selectors
from datetime import timedelta

from monitor.core.types import Instant
from monitor.ports import Clock
from monitor.service.seeing import Seeing
from monitor.service.wake import Wake

_SETTLE = timedelta(milliseconds=30)  # windows change in bursts: one look when it is quiet
_SETTLE_AT_MOST = timedelta(milliseconds=150)


def wait(clock: Clock, seeing: Seeing, wake: Wake, *, until: timedelta) -> Instant:
    """Wait up to this moment of the monotonic clock; return the moment the next look is of."""
    news: Instant | None = None
    with selectors.DefaultSelector() as selector:
        selector.register(wake.fileno(), selectors.EVENT_READ)
        eyes = seeing.filenos()
        for eye in eyes:
            selector.register(eye, selectors.EVENT_READ)
        while not wake.stopping:
            now = clock.read()
            if seeing.drain(now.mono):
                news = news or now
            left = _end(until, news, now) - now.mono
            if left <= timedelta() or seeing.filenos() != eyes:
                break
            ready = selector.select(left.total_seconds())
            if not ready and news:
                break
            if any(key.fd == wake.fileno() for key, _ in ready):
                wake.hear()
    return news or clock.read()


def _end(until: timedelta, news: Instant | None, now: Instant) -> timedelta:
    if news is None:
        return until
    return min(now.mono + _SETTLE, news.mono + _SETTLE_AT_MOST)
