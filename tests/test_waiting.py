"""The law of waiting: news ends it once it is quiet, a burst wakes once, the end comes at once."""

import socket
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from typing import cast

import pytest

from monitor.service.clock import SystemClock
from monitor.service.seeing import Seeing
from monitor.service.waiting import Waiting
from monitor.service.wake import Wake

LONG = timedelta(seconds=30)


class Desktop:
    """Reports what is sent through its mouth."""

    changes = 0

    def __init__(self) -> None:
        self.ear, self.mouth = socket.socketpair()
        self.ear.settimeout(0)
        self.drained = 0
        self._is_over = threading.Event()
        self._reporter: threading.Thread | None = None

    def eyes(self) -> tuple[int, ...]:
        return (self.ear.fileno(),)

    def drain(self, _now: timedelta, _ready: Collection[int]) -> bool:
        """As a sensor: every report there is, whoever woke."""
        self.drained += 1
        try:
            return bool(self.ear.recv(64))
        except BlockingIOError:
            return False

    def report(self, *after_s: float) -> None:
        """Report again and again, each time so long after the last."""

        def run() -> None:
            for seconds in after_s:
                if self._is_over.wait(seconds):
                    return
                self.mouth.send(b"x")

        self._reporter = threading.Thread(target=run)
        self._reporter.start()

    def close(self) -> None:
        self._is_over.set()
        if self._reporter:
            self._reporter.join()
        self.ear.close()
        self.mouth.close()


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    opened = Desktop()
    yield opened
    opened.close()


@pytest.fixture
def waiting(desktop: Desktop, wake: Wake) -> Iterator[Waiting]:
    with ExitStack() as held:
        seeing = cast("Seeing", desktop)
        yield held.enter_context(closing(Waiting(SystemClock(), seeing, wake)))


def until(after: timedelta) -> timedelta:
    return SystemClock().read().mono + after


def test_news_ends_a_wait_and_tells_when_it_came(waiting: Waiting, desktop: Desktop) -> None:
    before = SystemClock().read().mono
    desktop.report(0.1)
    at = waiting.wait(until(LONG)).mono

    assert timedelta(seconds=0.09) < at - before < timedelta(seconds=10)
    assert SystemClock().read().mono - at >= timedelta(milliseconds=25)  # until it was quiet


def test_a_burst_is_one_look_and_wakes_once(waiting: Waiting, desktop: Desktop) -> None:
    desktop.report(0.05, *(0.001,) * 10)
    waiting.wait(until(LONG))

    assert desktop.drained <= 4  # before the wait, at the first report, after all the others
    with pytest.raises(BlockingIOError):
        desktop.ear.recv(64)


def test_who_reports_without_end_is_looked_at_all_the_same(
    waiting: Waiting, desktop: Desktop
) -> None:
    desktop.report(*(0.01,) * 1000)
    began = time.monotonic()
    waiting.wait(until(LONG))

    assert time.monotonic() - began < 5


def test_who_asks_for_the_end_is_heard_at_once(waiting: Waiting, wake: Wake) -> None:
    threading.Timer(0.05, wake.stop).start()
    began = time.monotonic()
    waiting.wait(until(LONG))

    assert time.monotonic() - began < 10


def test_without_news_it_lasts_as_long_as_it_was_told(waiting: Waiting) -> None:
    began = time.monotonic()
    waiting.wait(until(timedelta(seconds=0.2)))

    assert 0.19 < time.monotonic() - began < 5
