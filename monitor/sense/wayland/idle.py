"""The time since the last input on a Wayland desktop, in steps of 5 s.

Compositors tell nobody how long ago the last input was, only when 5 s went by without any. Where
version 2 of ext_idle_notifier_v1 is offered, programs that keep the screen on (a video) do not
disturb that; elsewhere the time since the last input stays 0 while one of them does.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from monitor.errors import SensorLostError, UnfitError
from monitor.ports import Clock
from monitor.sense.wayland.arguments import Body
from monitor.sense.wayland.wire import Wire, open_wire

GRAIN = timedelta(seconds=5)
_GRAIN_MS = GRAIN // timedelta(milliseconds=1)
_TOLD_AFTER = GRAIN + timedelta(seconds=1)  # silence for so long after opening: there was input
_LONG = timedelta(seconds=30)  # nobody calls a shorter pause an absence
_NOTIFIER, _KWIN_IDLE = "ext_idle_notifier_v1", "org_kde_kwin_idle"
_GET_TIMEOUT = 0  # request of org_kde_kwin_idle
_GET_NOTIFICATION, _GET_INPUT_NOTIFICATION = 1, 2  # requests of ext_idle_notifier_v1
_INPUT_SINCE = 2  # the version that knows the second of them
_IDLED, _RESUMED = 0, 1  # events, the same two in both protocols


class WaylandIdle:
    """Hears of every pause in input; the connection may be shared with another listener."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._opened = self._heard_at = clock.read().mono
        self._hides_pauses = True
        self._has_resumed = False
        self._news = False
        self._last_input: dict[int, timedelta | None] = {}  # of each seat; None: it is in use
        self._follow()

    def idle(self) -> timedelta | None:
        """The time since the last input; None in the first seconds, when it cannot be told yet."""
        now = self._clock.read().mono
        last_input = self._all_paused_since()
        if last_input is not None:
            return now - last_input
        if self._has_resumed or now - self._opened >= _TOLD_AFTER:
            return timedelta()
        return None

    def steady(self) -> timedelta | None:
        """For how long no pause was told, if one may be hidden; None where each is told."""
        return self._clock.read().mono - self._heard_at if self._hides_pauses else None

    def fileno(self) -> int | None:
        """The descriptor that wakes at the start and the end of a pause; None after close."""
        return self._wire.fileno()

    def drain(self) -> bool:
        """Take in what arrived; True when somebody came back. SensorLostError: it is gone."""
        self._wire.drain()
        return self.take_news()

    def take_news(self) -> bool:
        """Whether somebody came back since this was asked last; whoever reads the wire asks."""
        news, self._news = self._news, False
        return news

    def close(self) -> None:
        """Leave the compositor; safe to call twice."""
        self._wire.close()

    def _follow(self) -> None:
        wire, name = self._wire, self._wire.peer.name
        notifiers, kwin, seats = map(wire.offers, (_NOTIFIER, _KWIN_IDLE, "wl_seat"))
        if not notifiers and not kwin:
            raise UnfitError(
                f"{name} tells nobody when the last input was (it offers neither {_NOTIFIER} nor"
                f" {_KWIN_IDLE}); use an X11 session or another compositor"
            )
        if not seats:
            raise UnfitError(f"{name} has no seat, so nobody can give it input")
        version = min(notifiers[0].version, _INPUT_SINCE) if notifiers else 1
        notifier = wire.bind((notifiers or kwin)[0], version)
        self._hides_pauses = version < _INPUT_SINCE
        for seat in (wire.bind(one, 1) for one in seats):
            if not notifiers:
                wire.request(notifier, _GET_TIMEOUT, self._listen(seat), seat, _GRAIN_MS)
            elif version < _INPUT_SINCE:
                wire.request(notifier, _GET_NOTIFICATION, self._listen(seat), _GRAIN_MS, seat)
            else:
                wire.request(notifier, _GET_INPUT_NOTIFICATION, self._listen(seat), _GRAIN_MS, seat)
        wire.round_trip()

    def _listen(self, seat: int) -> int:
        self._last_input[seat] = None
        return self._wire.new(partial(self._hear, seat))

    def _hear(self, seat: int, opcode: int, _: Body) -> None:
        now = self._heard_at = self._clock.read().mono
        if opcode == _IDLED:
            self._last_input[seat] = now - GRAIN
        elif opcode == _RESUMED:
            paused = self._all_paused_since()
            self._news = self._news or (paused is not None and now - paused >= _LONG)
            self._has_resumed = True
            self._last_input[seat] = None

    def _all_paused_since(self) -> timedelta | None:
        """The last input on any seat, if none is in use."""
        paused = [one for one in self._last_input.values() if one is not None]
        return max(paused) if len(paused) == len(self._last_input) else None


def open_idle(environ: Mapping[str, str], clock: Clock) -> WaylandIdle:
    """Listen on a connection of its own; UnfitError says why that cannot be."""
    wire = open_wire(environ)
    try:
        return WaylandIdle(wire, clock)
    except UnfitError:
        wire.close()
        raise
    except SensorLostError as error:
        wire.close()
        raise UnfitError(str(error)) from error
