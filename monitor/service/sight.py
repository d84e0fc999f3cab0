"""The sensor in use: chosen, lost, chosen again with patience, a better one taken when it comes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from monitor.core.sighting import Reading
from monitor.errors import NoSensorError, SensorLostError
from monitor.ports import Clock, Sensor
from monitor.sense.choose import Choice, Refusal

_T = TypeVar("_T")

_LOOK_AT_MOST = timedelta(seconds=3)  # the contract says two; who needs more holds up everything
_SOUND_AFTER = timedelta(minutes=1)  # a sensor that lasted so long may fail anew with patience anew
_PATIENCE = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 10, 30, 60))


@dataclass(frozen=True, slots=True)
class Glance:
    """What a look brought: a reading, or in words why there is none."""

    reading: Reading | None
    trouble: str = ""


class Sight:
    """Looks through the best sensor there is; a lost one is a time without sight, never an end."""

    def __init__(
        self, clock: Clock, choose: Callable[[], Choice], say: Callable[[str], None]
    ) -> None:
        self._clock = clock
        self._choose = choose
        self._say = say
        self._sensor: Sensor | None = None
        self._failures = 0
        self._opened_at = timedelta()
        self._retry_at: timedelta | None = None
        self.refused: tuple[Refusal, ...] = ()
        self.trouble = ""
        self.changes = 0

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
        began = self._clock.read().mono  # to choose may have taken a while
        reading = self._guarded(self._sensor.look, now)
        took = self._clock.read().mono - began
        if reading is not None and took > _LOOK_AT_MOST:
            self._lose(f"{self.name} took {took.total_seconds():.0f} s for one look", now)
            reading = None
        return Glance(reading, "" if reading else self.trouble)

    def drain(self, now: timedelta) -> bool:
        """Take in what the desktop reported."""
        if self._sensor is None:
            return False
        return self._guarded(self._sensor.drain, now) is not False

    def _guarded(self, ask: Callable[[], _T], now: timedelta) -> _T | None:
        """What a sensor tells; None when it is lost, by whatever it raised."""
        try:
            return ask()
        except SensorLostError as error:
            self._lose(str(error), now)
        except Exception as error:  # noqa: BLE001 - a fault in one sensor ends no watching
            fault = f"{self.name} failed in a way that was not foreseen ({type(error).__name__})"
            self._lose(fault, now)
        return None

    def fileno(self) -> int | None:
        """The descriptor of the sensor in use."""
        return self._sensor.fileno() if self._sensor else None

    def close(self) -> None:
        """Let go of the desktop."""
        if self._sensor:
            self._sensor.close()
            self._sensor = None
            self.changes += 1

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
            self.changes += 1
            self._opened_at = now
            self._say(f"looking through {self.name}")
        self.refused = choice.refused
        self.trouble = ""
        if choice.refused:
            self._try_again(now)  # a better one may come: a display back, a session just begun
        else:
            self._retry_at = None

    def _lose(self, why: str, now: timedelta) -> None:
        self.close()
        if now - self._opened_at > _SOUND_AFTER:
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
