"""A notification server that does what a test tells it, and nudges to show."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from threading import Thread

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.threading import DBusConnection, DBusRouter, ReceiveStopped, open_dbus_connection

from monitor.core.notices import Answer, Button, Nudge

NAME = "org.freedesktop.Notifications"
PLACE = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
SOON = 10  # seconds: what is asked for comes long before, even on a busy machine

_NOON = datetime(2026, 9, 25, 12, tzinfo=UTC)
_CAN = ("actions", "body", "body-markup")


ANNA = (
    Button(Answer.DID, "Call Anna", "tel:+4930123456"),
    Button(Answer.LATER, "Later"),
    Button(Answer.NO, "Not helpful"),
)


def nudge(
    code: str = "k3f",
    title: str = "50 minutes without a break",
    text: str = "",
    *,
    buttons: tuple[Button, ...] = (),
) -> Nudge:
    """A nudge as the daemon makes them."""
    text = text or "Stand up, look out of a window. Five minutes away, and you start afresh."
    until = _NOON + timedelta(minutes=10)
    answer = f"Answer: humanward answer {code} did"
    words = ("break", "1", title, text)
    return Nudge(code, _NOON, until, *words, (), buttons=buttons, to_answer=answer)


def about_anna(code: str = "a7n") -> Nudge:
    """A nudge whose first button calls somebody."""
    title = "How about a call with Anna?"
    text = "62 minutes with Claude so far. You have not noted a talk with Anna for 9 days."
    return nudge(code, title, text, buttons=ANNA)


@dataclass(frozen=True, slots=True)
class Posted:
    """One notification as the server received it."""

    client: str
    number: int
    replaces: int
    title: str
    text: str
    buttons: tuple[str, ...]
    stays_ms: int
    hints: dict[str, object]


@dataclass
class Script:
    """What the server says of itself, and how it behaves.

    ``hangs_on`` names calls that get no answer; ``presses`` a button pressed with the answer;
    ``says`` what else it answers, by member: signature and body.
    """

    name: str = "scripted"
    can: tuple[str, ...] = _CAN
    holds: bool | None = None
    hangs_on: tuple[str, ...] = ()
    presses: str = ""
    says: dict[str, tuple[str, tuple[object, ...]]] = field(default_factory=dict)
    posted: SimpleQueue[Posted] = field(default_factory=SimpleQueue)
    closed: SimpleQueue[int] = field(default_factory=SimpleQueue)
    asked: list[str] = field(default_factory=list)
    held: list[Message] = field(default_factory=list)


class Server:
    """Owns the name on a bus and answers as its script says."""

    def __init__(self, connection: DBusConnection, script: Script) -> None:
        self.script = script
        self._connection = connection
        self._last = 0

    def press(self, number: int, button: str, *, to: str = "", token: str = "") -> None:
        """Say that a button was pressed; with a token that lets a window come to the front."""
        if token:
            self._say("ActivationToken", "us", (number, token), to=to)
        self._say("ActionInvoked", "us", (number, button), to=to)

    def dismiss(self, number: int) -> None:
        """Say that the person closed it."""
        self._say("NotificationClosed", "uu", (number, 2))

    def answer_held(self) -> None:
        """Answer the calls that were left without an answer."""
        for message in self.script.held:
            self._answer(message)

    def listen(self) -> None:
        """Serve until the connection is interrupted."""
        with suppress(ReceiveStopped, OSError):
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._take(message)

    def _say(self, member: str, signature: str, body: tuple[object, ...], *, to: str = "") -> None:
        signal = new_signal(PLACE, member, signature, body)
        if to:
            signal.header.fields[HeaderFields.destination] = to
        self._connection.send(signal)

    def _take(self, message: Message) -> None:
        member = message.header.fields[HeaderFields.member]
        self.script.asked.append(member)
        if member in self.script.hangs_on:
            self.script.held.append(message)
        else:
            self._answer(message)

    def _answer(self, message: Message) -> None:
        match message.header.fields[HeaderFields.member]:
            case member if member in self.script.says:
                answer = new_method_return(message, *self.script.says[member])
            case "GetServerInformation":
                answer = new_method_return(message, "ssss", (self.script.name, "test", "1", "1.2"))
            case "GetCapabilities":
                answer = new_method_return(message, "as", (list(self.script.can),))
            case "Get" if self.script.holds is not None:
                answer = new_method_return(message, "v", (("b", self.script.holds),))
            case "Notify":
                answer = new_method_return(message, "u", (self._post(message),))
            case "CloseNotification":
                self.script.closed.put(message.body[0])
                answer = new_method_return(message)
            case _:
                answer = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._connection.send(answer)
        if self.script.presses and answer.header.fields.get(HeaderFields.signature) == "u":
            self.press(self._last, self.script.presses)

    def _post(self, message: Message) -> int:
        _, replaces, _, title, text, buttons, hints, stays_ms = message.body
        self._last = number = replaces or self._last + 1
        client = message.header.fields[HeaderFields.sender]
        told = {name: value for name, (_, value) in hints.items()}
        posted = Posted(client, number, replaces, title, text, tuple(buttons), stays_ms, told)
        self.script.posted.put(posted)
        return number


@contextmanager
def serve(address: str, script: Script) -> Iterator[Server]:
    """Run a server on a bus, in a thread."""
    with open_dbus_connection(address) as connection:
        with DBusRouter(connection) as router:
            router.send_and_get_reply(message_bus.RequestName(NAME, 4), timeout=SOON)
        server = Server(connection, script)
        thread = Thread(target=server.listen)
        thread.start()
        try:
            yield server
        finally:
            connection.interrupt()
            thread.join(SOON)


def misreport(address: str, to: str, number: int, button: str) -> None:
    """Say as a stranger on the bus that a button was pressed; return when it has arrived."""
    with open_dbus_connection(address) as connection:
        Server(connection, Script()).press(number, button)
        Server(connection, Script()).press(number, button, to=to)
        with DBusRouter(connection) as router:
            router.send_and_get_reply(message_bus.GetId(), timeout=SOON)
