"""The last input as GNOME's compositor knows it: told at its edges, and asked for now and then.

The question is also the pulse by which a compositor that hangs is noticed. Under an idle inhibitor
(a video) Mutter tells no edge; then the question alone finds out.
"""

from datetime import timedelta

from jeepney import DBusAddress, HeaderFields, Message, new_method_call

from monitor.bus.line import Line
from monitor.errors import LineLostError
from monitor.ports import Clock
from monitor.sense.gnome_shell.shell import has_left, owners_of

_NAME = "org.gnome.Mutter.IdleMonitor"
_CORE = DBusAddress("/org/gnome/Mutter/IdleMonitor/Core", bus_name=_NAME, interface=_NAME)
_GRAIN = timedelta(seconds=5)
_EVERY = timedelta(seconds=30)
_WITHIN_S = 0.9


class MutterIdle:
    """CallError when Mutter does not answer, LineLostError when the bus or Mutter went away."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._input: timedelta | None = None  # when the last input was; None: less than a grain ago
        line.follow(owners_of(_NAME))
        grain_ms = _GRAIN // timedelta(milliseconds=1)
        watching = new_method_call(_CORE, "AddIdleWatch", "t", (grain_ms,))
        self._idle_watch = line.ask(watching, within=_WITHIN_S)[0]
        self._asked = timedelta()
        self._ask()

    def length(self) -> timedelta:
        """How long there was no input; zero while it is less than 5 s."""
        if self._clock.read().mono - self._asked >= _EVERY:
            self._ask()
        return timedelta() if self._input is None else self._clock.read().mono - self._input

    def hear(self, message: Message) -> bool:
        """Take in what Mutter tells; True when somebody has come back."""
        if has_left(message, _NAME):
            raise LineLostError("GNOME Shell went away")
        field = message.header.fields
        if (field.get(HeaderFields.interface), field.get(HeaderFields.member)) != (
            _NAME,
            "WatchFired",
        ):
            return False
        if message.body[0] == self._idle_watch:
            self._leave(self._clock.read().mono - _GRAIN)
            return False
        self._input = None
        return True

    def _ask(self) -> None:
        told_ms = self._line.ask(new_method_call(_CORE, "GetIdletime"), within=_WITHIN_S)[0]
        idle = timedelta(milliseconds=told_ms)
        self._asked = self._clock.read().mono
        if idle < _GRAIN:
            self._input = None
        elif self._input is None:
            self._leave(self._asked - idle)
        else:
            self._input = self._asked - idle

    def _leave(self, last_input: timedelta) -> None:
        """Nobody is there; the next input shall be told, once."""
        self._input = last_input
        self._line.tell(new_method_call(_CORE, "AddUserActiveWatch"))
