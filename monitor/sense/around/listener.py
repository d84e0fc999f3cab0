"""One bus: what is said on it goes to those who know what it means; each asks for itself."""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Protocol

from jeepney import HeaderFields, MatchRule, Message

from monitor.bus.line import Line
from monitor.core.sighting import Around
from monitor.errors import LineLostError
from monitor.sense.around.caller import Caller

BUS = "org.freedesktop.DBus"
PROPERTIES = "org.freedesktop.DBus.Properties"

_AFRESH = timedelta(seconds=60)  # what was missed, or is told by no signal, is asked again
_ENTER_S = 0.4


class Part(Protocol):
    """One kind of fact. ``is_stale`` says that it wants to ask at the next look."""

    is_stale: bool

    @property
    def is_passing(self) -> bool:
        """Whether what it tells now passes by itself, with time."""
        ...

    def rules(self) -> Sequence[MatchRule]:
        """What it wants to hear."""
        ...

    def meet(self, names: Sequence[str]) -> None:
        """Learn who is on the bus, once, after the rules are in force."""
        ...

    def hear(self, message: Message) -> bool:
        """Take in what was said; True when a fresh look is worth it."""
        ...

    def ask(self, caller: Caller) -> None:
        """Ask all that it needs to know; while the caller is not sure, what was known holds."""
        ...

    def around(self, now: timedelta) -> Around:
        """Tell what is known."""
        ...

    def trouble(self) -> str:
        """What cannot be asked, in a sentence; '' when all is well."""
        ...


class Listener:
    """A bus with its parts. Opening it raises UnfitError or LineLostError."""

    def __init__(self, sockets: Sequence[bytes], parts: Sequence[Part], *, bus: str) -> None:
        self._parts = parts
        self._next = timedelta.min
        self._line = Line(sockets, within=_ENTER_S, bus=bus)
        self._caller = Caller(self._line, bus)

    @property
    def due(self) -> timedelta:
        """When to look next, though nobody says anything until then."""
        is_restless = any(part.is_stale or part.is_passing for part in self._parts)
        return timedelta.min if is_restless or self._line.has_heard else self._next

    def greet(self, now: timedelta, until: float) -> None:
        """Say what we want to hear, and learn who is there."""
        self._caller.begin(now, until)
        for part in self._parts:
            self._caller.follow(part.rules())
        names = self._caller.names()
        if not names:
            raise LineLostError("the bus does not tell who is on it")
        for part in self._parts:
            part.meet(names)

    def look(self, now: timedelta, until: float) -> None:
        """Ask what has to be asked; LineLostError when the bus went away or hangs."""
        self.drain()
        if now >= self._next:
            self._next = now + _AFRESH
            for part in self._parts:
                part.is_stale = True
        if not any(part.is_stale for part in self._parts):
            return
        self._caller.begin(now, until)
        for part in self._parts:
            if part.is_stale:
                self._caller.is_sure = True
                part.ask(self._caller)
                part.is_stale = not self._caller.is_sure

    def drain(self) -> bool:
        """Hand out what was said; True when a fresh look is worth it."""
        is_news = False
        for message in self._line.drain():
            for part in self._parts:
                is_news = part.hear(message) or is_news
        return is_news

    def around(self, now: timedelta) -> tuple[Around, ...]:
        """What each part knows."""
        return tuple(part.around(now) for part in self._parts)

    def fileno(self) -> int | None:
        """The descriptor of the line."""
        return self._line.fileno()

    def troubles(self) -> tuple[str, ...]:
        """What cannot be asked on this bus."""
        return tuple(filter(None, (part.trouble() for part in self._parts)))

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def open_listener(
    sockets: Sequence[bytes], parts: Sequence[Part], *, now: timedelta, until: float, bus: str
) -> Listener:
    """Get into a bus and listen; UnfitError or LineLostError when that cannot be."""
    if until - monotonic() < 2 * _ENTER_S:
        raise LineLostError(f"there was no time to get into the {bus}")
    listener = Listener(sockets, parts, bus=bus)
    try:
        listener.greet(now, until)
    except BaseException:
        listener.close()
        raise
    return listener


def said(message: Message) -> tuple[str, str, str, str, str]:
    """Who says it, about which object, in which interface, which member, of what signature."""
    fields = message.header.fields
    return (
        fields.get(HeaderFields.sender, ""),
        fields.get(HeaderFields.path, ""),
        fields.get(HeaderFields.interface, ""),
        fields.get(HeaderFields.member, ""),
        fields.get(HeaderFields.signature, ""),
    )


def owner_rule(name: str, kind: str = "string") -> MatchRule:
    """Hear when a name gets or loses its owner; of a whole family with kind 'namespace'."""
    rule = MatchRule(type="signal", sender=BUS, interface=BUS, member="NameOwnerChanged")
    rule.add_arg_condition(0, name, kind)
    return rule


def new_owner(message: Message) -> tuple[str, str] | None:
    """The name that changed hands and its new owner, '' for none; None: it is no such news."""
    sender, _, _, member, signature = said(message)
    if (sender, member, signature) != (BUS, "NameOwnerChanged", "sss"):
        return None
    name, _, owner = message.body
    return name, owner
