"""What the daemon does from time to time, on one worker thread, by APScheduler.

Its due times are wall-clock times: after the clock was set back an hour no job would run for an
hour, so whoever sees the clock set calls redate().
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import BasePoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from monitor.ports import Clock

_SOON = timedelta(seconds=2)


class Rounds:
    """Runs every job in turn; a missed turn is made up once, not many times."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": _On(self._worker)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def every(self, period: timedelta, name: str, job: Callable[[], None]) -> None:
        """Run a job again and again, the first time soon."""
        self._scheduler.add_job(
            job,
            _Every(period),
            id=name,
            next_run_time=self._clock.read().wall + _SOON,
        )

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def at_once(self, name: str) -> None:
        """Make one job due now."""
        self._scheduler.modify_job(name, next_run_time=self._clock.read().wall)

    def redate(self) -> None:
        """Make every job due soon, after the clock was set or the machine slept."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=self._clock.read().wall + _SOON)

    def stop(self, last: Callable[[], None]) -> None:
        """End without waiting for a job that is shown to a slow notification server.

        The last job runs after it on the same worker, and closes what is that thread's alone.
        """
        self._scheduler.pause()
        self._worker.submit(last)
        self._scheduler.shutdown(wait=False)


class _On(BasePoolExecutor):  # type: ignore[misc]  # APScheduler has no types
    """Jobs run on a worker that is ours, so that it can be given a last one."""

    def __init__(self, worker: ThreadPoolExecutor) -> None:
        super().__init__(worker)


class _Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """The next beat after now, in the rhythm of the last one.

    APScheduler's own "interval" lists every missed beat: after a step of ten years five million.
    """

    def __init__(self, period: timedelta) -> None:
        self._period = period

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Pass over what was missed: the scheduler asks for it after each beat that it counts."""
        if previous is None:
            return now + self._period
        missed = max((now - previous) // self._period, 0)
        return previous + (missed + 1) * self._period
