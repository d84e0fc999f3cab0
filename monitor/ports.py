"""The sockets: what the service needs from the world, as contracts."""

from collections.abc import Callable
from typing import Protocol

from monitor.core.notices import Answer, Delivery, Nudge
from monitor.core.sighting import Around, Reading
from monitor.core.types import Instant


class Clock(Protocol):
    """Tells the present. The only way anything here learns what time it is."""

    def read(self) -> Instant:
        """Read the three clocks, as close together as can be."""
        ...


class Sensor(Protocol):
    """One way of seeing the desktop.

    ``look`` takes at most 2 s, never blocks on a person, and raises only SensorLostError.
    None in a Reading means: could not see. It never guesses.
    """

    name: str

    def look(self) -> Reading:
        """See what is in front now."""
        ...

    def fileno(self) -> int | None:
        """The descriptor that wakes when the desktop reports a change; None: it reports none."""
        ...

    def drain(self) -> bool:
        """Take in what the desktop reported; True when a fresh look is worth it.

        Call it before every wait: a report may have been read while waiting for a reply.
        """
        ...

    def close(self) -> None:
        """Let go of the desktop; safe to call twice."""
        ...


class Surroundings(Protocol):
    """What tells, besides the sensor, whether somebody is there: buses, sound, camera.

    ``look`` takes at most 2 s, raises nothing, and says of what cannot be asked: no.
    """

    def look(self) -> Around:
        """Tell what is known now."""
        ...

    def fileno(self) -> int | None:
        """The descriptor that wakes when something changed; None: nothing reports changes."""
        ...

    def drain(self) -> bool:
        """Take in what was reported; True when a fresh look is worth it."""
        ...

    def troubles(self) -> tuple[str, ...]:
        """What cannot be asked here, each in a sentence with its reason."""
        ...

    def lost(self) -> tuple[str, ...]:
        """Those of the troubles that came on the way: there was a time without them."""
        ...

    def close(self) -> None:
        """Let go; safe to call twice."""
        ...


class Notifier(Protocol):
    """One channel that shows a nudge.

    ``show`` takes at most 8 s in all, every call it makes is bounded to 2 s, and it raises
    nothing: what went wrong is in the Delivery, with a reason a person can act on.
    """

    name: str

    def show(self, nudge: Nudge) -> Delivery:
        """Show a nudge; the same code replaces what is already shown."""
        ...

    def close(self) -> None:
        """Take back what is shown and let go; within 0.2 s, safe to call twice."""
        ...


Heard = Callable[[str, Answer], None]
"""Called with a nudge's code and the answer that a person gave on a channel."""
