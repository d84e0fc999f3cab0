"""The sensor in use: chosen, lost, chosen again with patience, a better one taken when it comes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.types import Reading
from monitor.errors import NoSensorError, SensorLostError
from monitor.ports import Sensor
from monitor.sense.choose import Choice, Refusal

_PATIENCE = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 10, 30, 60))


@dataclass(frozen=True, slots=True)
class Glance:
    """What a look brought: a reading, or in words why there is none."""

    reading: Reading | None
    trouble: str = ""


class Sight:
    """Looks through the best sensor there is; a lost one is a time without sight, never an end."""

    def __init__(self, choose: Callable[[], Choice], say: Callable[[str], None]) -> None:
        self._choose = choose
        self._say = say
        self._sensor: Sensor | None = None
        self._failures = 0
        self._retry_at: timedelta | None = None
        self.refused: tuple[Refusal, ...] = ()
        self.trouble = ""

    @property
    def name(self) -> str:
        """The sensor in use, '' for none."""
        return self._sensor.name if self._sensor else ""

    def open(self, now: timedelta) -> None:
        """Choose a sensor for the first time."""
        self._open(now)

    def look(self, now: timedelta) -> Glance:
        """Look, or say why nothing can be seen; ``now`` is the monotonic clock."""
        if self._retry_at is not None and now >= self._retry_at:
            self._open(now)
        if self._sensor is None:
            return Glance(None, self.trouble)
        try:
            return Glance(self._sensor.look())
        except SensorLostError as error:
            self._lose(str(error), now)
            return Glance(None, self.trouble)

    def drain(self, now: timedelta) -> bool:
        """Take in what the desktop reported."""
        if self._sensor is None:
            return False
        try:
            return self._sensor.drain()
        except SensorLostError as error:
            self._lose(str(error), now)
            return True

    def fileno(self) -> int | None:
        """The descriptor of the sensor in use."""
        return self._sensor.fileno() if self._sensor else None

    def close(self) -> None:
        """Let go of the desktop."""
        if self._sensor:
            self._sensor.close()
            self._sensor = None

    def _open(self, now: timedelta) -> None:
        before = self.name
        try:
            choice = self._choose()
        except NoSensorError as error:
            self._wait(f"{error} {error.hint}", now)
            return
        if choice.sensor.name == before:
            choice.sensor.close()
        else:
            self.close()
            self._sensor = choice.sensor
            self._say(f"looking through {self.name}")
        self.refused = choice.refused
        self.trouble = ""
        if choice.refused:
            self._try_again(now)  # a better one may come: a display back, a session just begun
        else:
            self._failures, self._retry_at = 0, None

    def _lose(self, why: str, now: timedelta) -> None:
        self.close()
        self._failures = 0
        self._wait(f"{why}; trying again", now)

    def _wait(self, trouble: str, now: timedelta) -> None:
        if trouble != self.trouble:
            self._say(trouble)
        self.trouble = trouble
        self._try_again(now)

    def _try_again(self, now: timedelta) -> None:
        self._retry_at = now + _PATIENCE[min(self._failures, len(_PATIENCE) - 1)]
        self._failures += 1
