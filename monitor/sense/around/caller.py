"""Ask on a bus within the time that a look has; nothing is started by being asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    Properties,
    message_bus,
    new_method_call,
)

from monitor.bus.line import Line
from monitor.errors import CallError, LineLostError

_EACH_S = 0.7
_LEAST_S = 0.01
_ALONE = (timedelta(seconds=30), timedelta(minutes=5))
_MOST = 100  # a program can take a new name for each silence
_NO_ANSWER = "NoReply"


@dataclass(frozen=True, slots=True)
class _Silence:
    """How often in a row somebody gave no answer, and until when it is left alone."""

    times: int
    until: timedelta


class Caller:
    """One look's questions. Who gives no answer is left alone for a while.

    Every answer may be None: refused, of another type, or silence. ``is_sure`` is False when that
    may be for this moment only: no time was left, or it is the first silence after an answer.
    Then what was known before still holds, and it is to be asked again.
    """

    def __init__(self, line: Line, bus: str) -> None:
        self._line = line
        self._bus = bus
        self._until = 0.0
        self._now = timedelta()
        self._silent: dict[str, _Silence] = {}
        self.is_sure = True

    def begin(self, now: timedelta, until: float) -> None:
        """Start a look that ends at ``until``, by time.monotonic()."""
        self._now, self._until = now, until

    def follow(self, rules: Iterable[MatchRule]) -> None:
        """Hear from now on what these rules name; LineLostError when the bus does not let us."""
        for rule in rules:
            if self._ask(message_bus.AddMatch(rule)) is None:
                raise LineLostError(f"the {self._bus} lets us ask, but not listen")

    def names(self) -> tuple[str, ...]:
        """Every name that has an owner now."""
        match self._ask(message_bus.ListNames()):
            case (list(names),):
                return tuple(names)
        return ()

    def owner(self, name: str) -> str:
        """Who answers to a name now, '' for nobody."""
        match self._ask(message_bus.GetNameOwner(name)):
            case (str(owner),):
                return owner
        return ""

    def pid(self, owner: str) -> int | None:
        """The process behind a name."""
        match self._ask(message_bus.GetConnectionUnixProcessID(owner)):
            case (int(pid),):
                return pid
        return None

    def truth(self, place: DBusAddress, name: str) -> bool | None:
        """A property that is yes or no."""
        match self._get(place, name):
            case ("b", value):
                return bool(value)
        return None

    def text(self, place: DBusAddress, name: str) -> str | None:
        """A property that is a text."""
        match self._get(place, name):
            case ("s", str(value)):
                return value
        return None

    def path(self, place: DBusAddress, name: str) -> str | None:
        """A property that names an object, and where it is."""
        match self._get(place, name):
            case ("(so)", (_, str(path))):
                return path
        return None

    def call(
        self, place: DBusAddress, member: str, signature: str = "", *words: str | int
    ) -> object | None:
        """The one value that a call answers with."""
        asked = new_method_call(place, member, signature or None, words)
        match self._ask(asked):
            case (value,):
                return value
        return None

    def _get(self, place: DBusAddress, name: str) -> object:
        match self._ask(Properties(place).get(name)):
            case (value,):
                return value
        return None

    def _ask(self, message: Message) -> tuple[object, ...] | None:
        whom = str(message.header.fields[HeaderFields.destination])
        silence = self._silent.get(whom, _Silence(0, self._now))
        left = self._until - monotonic()
        if self._now < silence.until or left < _LEAST_S:
            self.is_sure = self.is_sure and silence.times > 1
            return None
        message.header.flags |= MessageFlag.no_auto_start
        try:
            answer = self._line.ask(message, within=min(left, _EACH_S))
        except CallError as error:
            if error.name == _NO_ANSWER:
                self._leave_alone(whom, silence.times)
                return None
            answer = None
        self._silent.pop(whom, None)
        return answer

    def _leave_alone(self, whom: str, times: int) -> None:
        """Its own silence, or that of the whole bus? Only the bus itself can tell."""
        try:
            self._line.ask(message_bus.GetId(), within=_EACH_S / 2)
        except CallError as error:
            raise LineLostError(f"the {self._bus} gives no answer; it may hang") from error
        if len(self._silent) >= _MOST:
            self._silent.clear()
        alone = _ALONE[min(times, len(_ALONE) - 1)]
        self._silent[whom] = _Silence(times + 1, self._now + alone)
        self.is_sure = self.is_sure and times > 0
