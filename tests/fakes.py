"""The only things that tests fake: a clock wound by hand, a scripted sensor, a notifier."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.core.notices import Delivery, Nudge, Outcome
from monitor.core.sighting import Around, Reading
from monitor.core.types import Instant
from monitor.errors import SensorLostError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday


def moment(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


class FakeClock:
    """Three clocks, each wound by hand; they agree until a test tears them apart."""

    def __init__(self, wall: datetime = NOON) -> None:
        self._now = Instant(wall, timedelta(hours=5), timedelta(hours=5))

    def read(self) -> Instant:
        """Tell what the hands say."""
        return self._now

    def advance(self, seconds: float) -> Instant:
        """Let time pass."""
        return self._turn(seconds, seconds, seconds)

    def suspend(self, seconds: float) -> Instant:
        """Let the machine sleep: the monotonic clock stands still."""
        return self._turn(seconds, 0, seconds)

    def set_wall(self, seconds: float) -> Instant:
        """Set the wall clock forward, or with a negative number back."""
        return self._turn(seconds, 0, 0)

    def _turn(self, wall: float, mono: float, boot: float) -> Instant:
        now = self._now
        self._now = replace(
            now,
            wall=now.wall + timedelta(seconds=wall),
            mono=now.mono + timedelta(seconds=mono),
            boot=now.boot + timedelta(seconds=boot),
        )
        return self._now


class ScriptedSensor:
    """Shows what the script says, look by look, then the last of it for ever.

    A text in the script is the reason why the desktop went away.
    """

    def __init__(self, script: Iterable[Reading | str], name: str = "scripted") -> None:
        self.name = name
        self.looks = 0
        self.closed = 0
        self._script = deque(script)

    def look(self) -> Reading:
        """Show the next of the script."""
        self.looks += 1
        shown = self._script.popleft() if len(self._script) > 1 else self._script[0]
        if isinstance(shown, str):
            raise SensorLostError(shown)
        return shown

    def show(self, *script: Reading | str) -> None:
        """Go on with another script."""
        self._script = deque(script)

    def fileno(self) -> int | None:
        """It reports nothing."""
        return None

    def drain(self) -> bool:
        """It reports nothing."""
        return False

    def close(self) -> None:
        """Count how often it was let go."""
        self.closed += 1


class ScriptedSurroundings:
    """Says what the test sets; it reports nothing by itself."""

    def __init__(self) -> None:
        self.around = Around()

    def look(self) -> Around:
        """Tell what was set."""
        return self.around

    def fileno(self) -> int | None:
        """It reports nothing."""
        return None

    def drain(self) -> bool:
        """It reports nothing."""
        return False

    def troubles(self) -> tuple[str, ...]:
        """It knows of none."""
        return ()

    def lost(self) -> tuple[str, ...]:
        """It loses nothing."""
        return ()

    def close(self) -> None:
        """Nothing is held."""


class RecordingNotifier:
    """Keeps what it was to show."""

    def __init__(self, outcome: Outcome = Outcome.SHOWN, name: str = "recording") -> None:
        self.name = name
        self.shown: list[Nudge] = []
        self._outcome = outcome

    def show(self, nudge: Nudge) -> Delivery:
        """Keep the nudge."""
        self.shown.append(nudge)
        return Delivery(self.name, self._outcome, "as the test wants it")

    def close(self) -> None:
        """Nothing is held."""
