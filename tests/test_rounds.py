"""The law of rounds and waiting: a clock set back stops no job, and a call ends a wait at once."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.service.clock import SystemClock
from monitor.service.rounds import Rounds
from monitor.service.wake import Wake
from tests.fakes import FakeClock

_ROOT = Path(__file__).parent.parent
_HOUR = 3600
_WAIT = """
import select, time
from monitor.service.wake import Wake
wake = Wake()
wake.listen_to_signals()
print("waiting", flush=True)
began = time.monotonic()
while not wake.stopping:
    select.select([wake.fileno()], [], [], 30)
    wake.hear()
print(time.monotonic() - began < 20)
"""


def nothing() -> None:
    """No last job."""


def is_readable(wake: Wake) -> bool:
    return bool(select.select([wake.fileno()], [], [], 0)[0])


def test_a_clock_set_back_re_dates_every_job() -> None:
    clock = FakeClock(SystemClock().read().wall + timedelta(hours=1))
    rounds = Rounds(clock)
    done = {name: threading.Event() for name in ("judge", "sums")}
    for name, event in done.items():
        rounds.every(timedelta(minutes=1), name, event.set)
    rounds.start()
    try:
        due_at_once = [event.wait(0.3) for event in done.values()]
        clock.set_wall(-_HOUR)
        rounds.redate()

        assert due_at_once == [False, False]
        assert all(event.wait(10) for event in done.values())
    finally:
        rounds.stop(nothing)


def test_a_clock_that_jumps_ten_years_on_costs_one_run_and_no_time() -> None:
    rounds = Rounds(FakeClock(SystemClock().read().wall - timedelta(days=3653)))
    done = threading.Semaphore(0)
    rounds.every(timedelta(minutes=1), "judge", done.release)
    began = time.monotonic()
    rounds.start()
    try:
        ran = done.acquire(timeout=10)
        took = time.monotonic() - began

        assert ran
        assert took < 1
        assert not done.acquire(timeout=0.5)
    finally:
        rounds.stop(nothing)


def test_a_job_comes_again_at_its_period() -> None:
    rounds = Rounds(FakeClock(SystemClock().read().wall - timedelta(seconds=2.9)))
    done = threading.Semaphore(0)
    rounds.every(timedelta(seconds=0.3), "judge", done.release)
    rounds.start()
    began = time.monotonic()
    try:
        came = [done.acquire(timeout=10) for _ in range(5)]
        took = time.monotonic() - began

        assert all(came)
        assert 0.8 < took < 5
    finally:
        rounds.stop(nothing)


def test_jobs_take_turns_on_one_thread() -> None:
    rounds = Rounds(SystemClock())
    seen: list[tuple[str, int]] = []
    both = threading.Semaphore(0)

    def job(name: str) -> None:
        seen.append((name, threading.get_ident()))
        both.release()

    for name in ("judge", "sums"):
        rounds.every(timedelta(hours=1), name, lambda name=name: job(name))  # type: ignore[misc]  # bound now
    rounds.start()
    try:
        assert both.acquire(timeout=10)
        assert both.acquire(timeout=10)
    finally:
        rounds.stop(nothing)

    assert {name for name, _ in seen} == {"judge", "sums"}
    assert len({thread for _, thread in seen}) == 1
    assert threading.get_ident() not in {thread for _, thread in seen}


def test_the_end_does_not_wait_for_a_slow_job() -> None:
    rounds = Rounds(SystemClock())
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        may_end.wait(30)

    rounds.every(timedelta(hours=1), "slow", slow)
    rounds.start()
    assert begun.wait(10)

    began = time.monotonic()
    rounds.stop(nothing)
    took = time.monotonic() - began
    may_end.set()

    assert took < 0.5


def test_the_last_job_runs_on_the_worker_after_the_one_that_runs() -> None:
    rounds = Rounds(SystemClock())
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()
    seen: list[tuple[str, int]] = []

    def slow() -> None:
        begun.set()
        may_end.wait(30)
        seen.append(("slow", threading.get_ident()))

    def last() -> None:
        seen.append(("last", threading.get_ident()))
        ended.set()

    rounds.every(timedelta(hours=1), "slow", slow)
    rounds.start()
    assert begun.wait(10)
    rounds.stop(last)
    may_end.set()

    assert ended.wait(10)
    assert [name for name, _ in seen] == ["slow", "last"]
    assert len({thread for _, thread in seen}) == 1


def test_a_call_from_another_thread_ends_a_wait_at_once(wake: Wake) -> None:
    threading.Timer(0.05, wake.stop).start()

    heard = select.select([wake.fileno()], [], [], 30)[0]

    assert heard
    assert wake.stopping


def test_what_was_heard_is_not_heard_again(wake: Wake) -> None:
    wake.nudge()
    wake.nudge()
    assert is_readable(wake)

    wake.hear()

    assert not is_readable(wake)
    assert not wake.stopping


def test_calls_without_number_never_block(wake: Wake) -> None:
    for _ in range(100_000):
        wake.nudge()

    assert is_readable(wake)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_wait_at_once(number: signal.Signals) -> None:
    with subprocess.Popen(  # noqa: S603 - a fixed command
        [sys.executable, "-c", _WAIT], stdout=subprocess.PIPE, text=True, cwd=_ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        began = time.monotonic()
        os.kill(process.pid, number)
        told = process.stdout.read()
        took = time.monotonic() - began

    assert told == "True\n"
    assert took < 5
