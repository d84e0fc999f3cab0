"""The notification server on the session bus: what it can do, and what it shows of ours."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, message_bus, new_method_call

from monitor.core.notices import Button, Nudge, Outcome
from monitor.errors import UnfitError
from monitor.notify import held
from monitor.notify.bus import Bus, UnansweredError
from monitor.notify.words import buttons, clean, escape, with_answer, without_tags

_log = logging.getLogger(__name__)

_NAME = "org.freedesktop.Notifications"
_NOTES = DBusAddress("/org/freedesktop/Notifications", bus_name=_NAME, interface=_NAME)
_BUS = "org.freedesktop.DBus"
_CALL_S = 2.0
_MORE_S = 1.0  # for the second question to a server that has just answered the first
_GOODBYE_S = 0.06
_STAYS_MS = 30_000
_HIDES_BUTTONS = ("dunst", "mako")  # they take buttons, but offer them only in a menu of their own
_NORMAL = 1
_SILENT = "{name} got it and did not answer within {within:g} s; it may hang, and show it later"
_SOUND = "message-new-instant"  # of the freedesktop sound theme

OnPress = Callable[[str, Button, str], None]
"""Called with a nudge's code, the button, and the token with which it may open a window."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one owner of the name says of itself."""

    owner: str
    name: str
    can: frozenset[str]


@dataclass(slots=True)
class _Shown:
    """What is on the screen: who shows it, under which number, with which buttons."""

    owner: str
    number: int
    buttons: dict[str, Button]
    token: str = ""


class Server:
    """One connection to whoever shows notifications. Opening it raises UnfitError.

    ``on_press`` is called on the listening thread, once a nudge.
    """

    def __init__(self, sockets: Sequence[bytes], on_press: OnPress, *, sound: bool = False) -> None:
        self._on_press = on_press
        self._sound = ("sound-name", ("s", _SOUND)) if sound else ("suppress-sound", ("b", True))
        self._facts: _Facts | None = None
        self._shown: dict[str, _Shown] = {}  # by our code
        end = monotonic() + _CALL_S
        self._bus = Bus(sockets, self._hear, within=_CALL_S)
        try:
            self._bus.call(message_bus.Hello(), within=max(end - monotonic(), 0))
            for rule in _rules():
                self._bus.tell(message_bus.AddMatch(rule), within=_MORE_S)
        except UnfitError:
            self._bus.close()
            raise

    @property
    def is_lost(self) -> bool:
        """The bus went away; a new Server is needed."""
        return self._bus.is_lost

    def show(self, nudge: Nudge) -> tuple[Outcome, str]:
        """Show a nudge; UnfitError when the server did not take it.

        A server that got it and is silent may show it once it wakes up, and its buttons work then.
        """
        facts = self._facts or self._ask()
        self._facts = facts
        bind = partial(self._bind, nudge)
        try:
            reply = self._bus.call(self._message(nudge, facts), within=_CALL_S, then=bind)
        except UnansweredError:
            self._facts = None  # the next nudge asks first whether it is awake
            return Outcome.UNKNOWN, _SILENT.format(name=facts.name, within=_CALL_S)
        if _sender(reply) != facts.owner:
            self._facts = None  # the owner changed while we asked
        if _signature(reply) != "u" or reply.body == (0,):
            return Outcome.UNKNOWN, f"{facts.name} took it but gave it no number"
        if why := held.why_held(self._question, facts.name):
            return Outcome.UNKNOWN, why
        return Outcome.SHOWN, f"{facts.name} took it"

    def close(self) -> None:
        """Take back what is shown and hang up."""
        end = monotonic() + _GOODBYE_S
        with suppress(UnfitError):
            for shown in tuple(self._shown.values()):
                self._take_back(shown.number, within=max(end - monotonic(), 0))
        self._shown.clear()
        self._bus.close()

    def _ask(self) -> _Facts:
        about = self._bus.call(new_method_call(_NOTES, "GetServerInformation"), within=_CALL_S)
        can = self._bus.call(new_method_call(_NOTES, "GetCapabilities"), within=_MORE_S)
        if _signature(about) != "ssss" or _signature(can) != "as":
            raise UnfitError("What answers as notification server does not speak its language.")
        return _Facts(_sender(about), about.body[0], frozenset(can.body[0]))

    def tell(self, title: str, text: str) -> None:
        """Show some words that want no answer; UnfitError when the server did not take them."""
        facts = self._facts or self._ask()
        self._bus.call(self._note(title, text, facts), within=_CALL_S)

    def _question(self, message: Message) -> tuple[Any, ...]:
        return tuple(self._bus.call(message, within=held.WITHIN_S).body)

    def _message(self, nudge: Nudge, facts: _Facts) -> Message:
        has_buttons = "actions" in facts.can
        is_told = not has_buttons or facts.name in _HIDES_BUTTONS
        text = with_answer(nudge) if is_told else nudge.text
        shown = self._shown.get(nudge.code)
        actions = [word for key, one in buttons(nudge).items() for word in (key, clean(one.words))]
        number = shown.number if shown else 0
        return self._note(nudge.title, text, facts, actions if has_buttons else [], number)

    def _note(
        self, title: str, text: str, facts: _Facts, actions: Sequence[str] = (), number: int = 0
    ) -> Message:
        text = clean(text)
        text = escape(text) if "body-markup" in facts.can else without_tags(text)
        hints = dict(
            (("urgency", ("y", _NORMAL)), ("desktop-entry", ("s", "humanward")), self._sound)
        )
        return new_method_call(
            _NOTES,
            "Notify",
            "susssasa{sv}i",
            (
                *("humanward", number, "", clean(title), text),
                *(list(actions), hints, _STAYS_MS),
            ),
        )

    def _bind(self, nudge: Nudge, reply: Message) -> None:
        """Remember who shows what under which id; on the listening thread, as all that follows."""
        if _signature(reply) == "u":
            self._shown[nudge.code] = _Shown(_sender(reply), reply.body[0], buttons(nudge))

    def _hear(self, signal: Message) -> None:
        member = signal.header.fields.get(HeaderFields.member, "")
        sender, signature = _sender(signal), _signature(signal)
        if (member, sender, signature) == ("NameOwnerChanged", _BUS, "sss"):
            self._facts = None
            self._shown.clear()  # a new server counts from 1 again
        elif (member, signature) == ("ActivationToken", "us"):
            self._note_token(sender, *signal.body)
        elif (member, signature) == ("ActionInvoked", "us"):
            self._press(sender, *signal.body)
        elif (member, signature) == ("NotificationClosed", "uu"):
            self._forget(sender, signal.body[0])

    def _note_token(self, sender: str, number: int, token: str) -> None:
        """What comes just before a press that may open a window."""
        for shown in tuple(self._shown.values()):
            if (shown.owner, shown.number) == (sender, number):
                shown.token = token

    def _press(self, sender: str, number: int, key: str) -> None:
        code = self._code(sender, number)
        button = None if code is None else self._shown[code].buttons.get(key)
        if code is None or button is None:
            return
        token = self._shown.pop(code).token
        with suppress(UnfitError):  # the answer counts even if its notification stays
            self._take_back(number, within=_GOODBYE_S)
        try:
            self._on_press(code, button, token)
        except Exception:  # noqa: BLE001 - what keeps answers must not end the listening
            _log.exception("nudge %s: the answer %r was not kept", code, button.answer.value)

    def _forget(self, sender: str, number: int) -> None:
        """What this sender showed under this id is gone."""
        code = self._code(sender, number)
        if code is not None:
            del self._shown[code]

    def _code(self, sender: str, number: int) -> str | None:
        """Our code for what this sender shows under this id; None: it is nobody's."""
        shown = (one for one in tuple(self._shown.items()))
        return next(
            (code for code, one in shown if (one.owner, one.number) == (sender, number)), None
        )

    def _take_back(self, number: int, *, within: float) -> None:
        message = new_method_call(_NOTES, "CloseNotification", "u", (number,))
        self._bus.tell(message, within=within)


def _rules() -> tuple[MatchRule, ...]:
    changed = MatchRule(type="signal", sender=_BUS, interface=_BUS, member="NameOwnerChanged")
    changed.add_arg_condition(0, _NAME)
    return changed, *(
        MatchRule(type="signal", sender=_NAME, interface=_NAME, member=member)
        for member in ("ActionInvoked", "ActivationToken", "NotificationClosed")
    )


def _sender(message: Message) -> str:
    return str(message.header.fields.get(HeaderFields.sender, ""))


def _signature(message: Message) -> str:
    return str(message.header.fields.get(HeaderFields.signature, ""))
