"""Try the ways of seeing in order, and keep what each one said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from monitor.errors import NoSensorError, SensorLostError, UnfitError
from monitor.ports import Sensor


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sensor that could be tried."""

    name: str
    open: Callable[[], Sensor]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a sensor cannot serve here."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The sensor that serves, and what every better one said."""

    sensor: Sensor
    refused: tuple[Refusal, ...]


def choose(candidates: Iterable[Candidate]) -> Choice:
    """Open the first sensor that works and can look; NoSensorError tells why none does."""
    refused: list[Refusal] = []
    for candidate in candidates:
        try:
            sensor = candidate.open()
        except UnfitError as reason:
            refused.append(Refusal(candidate.name, str(reason)))
            continue
        except Exception as error:  # noqa: BLE001 - one broken way of seeing ends no other
            refused.append(Refusal(candidate.name, _fault(error)))
            continue
        try:
            sensor.look()
        except Exception as error:  # noqa: BLE001 - as above
            sensor.close()
            told = str(error) if isinstance(error, SensorLostError) else _fault(error)
            refused.append(Refusal(candidate.name, f"it opened, but {told}"))
            continue
        return Choice(sensor, tuple(refused))
    told = "\n".join(f"{one.name}: {one.reason}" for one in refused)
    raise NoSensorError("Nothing can be seen on this machine.", hint=told)


def _fault(error: Exception) -> str:
    """A fault of our own: named by its kind alone, its text could hold a title."""
    return f"it failed in a way that was not foreseen ({type(error).__name__})"
