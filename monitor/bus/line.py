"""A line on a bus for one thread: ask, and hear what others say; every wait is bounded.

What arrives while an answer is awaited is kept for ``drain``; the descriptor is not readable for
it any more, so drain before every wait.
"""

from collections import deque
from collections.abc import Sequence
from itertools import count
from time import monotonic
from typing import Any

from jeepney import HeaderFields, MatchRule, Message, MessageFlag, MessageType, Parser
from jeepney.bus_messages import message_bus

from monitor.bus.entry import LEAST_S, enter
from monitor.errors import CallError, LineLostError

WITHIN_S = 2.0


class Line:
    """One connection; UnfitError when the bus lets nobody in, LineLostError when it went away."""

    def __init__(
        self, sockets: Sequence[bytes], *, within: float = WITHIN_S, bus: str = "session bus"
    ) -> None:
        self._bus = bus
        self._socket = enter(sockets, within=within, bus=bus)
        self._allowed = -1.0
        self._parser = Parser()
        self._serials = count(1)
        self._heard: deque[Message] = deque()
        try:
            self.name = str(self.ask(message_bus.Hello(), within=within)[0])
        except BaseException:
            self.close()
            raise

    def ask(self, message: Message, *, within: float = WITHIN_S) -> tuple[Any, ...]:
        """Call and wait for the body of the answer; CallError when the other side refuses."""
        end = monotonic() + within
        serial = self._send(message, within)
        answer: Message | None = None
        while answer is None:
            left = end - monotonic()
            if left <= 0:
                raise CallError("NoReply", f"no answer on the {self._bus} in {within:.0f} s")
            for heard in self._receive(left):
                if heard.header.fields.get(HeaderFields.reply_serial) == serial:
                    answer = answer or heard  # mako says that it failed after it answered
                else:
                    self._keep(heard)
        return _body(answer)

    def tell(self, message: Message) -> None:
        """Send and want no answer."""
        message.header.flags |= MessageFlag.no_reply_expected
        self._send(message, WITHIN_S)

    def follow(self, rule: MatchRule) -> None:
        """Hear from now on the signals that this rule names."""
        self.ask(message_bus.AddMatch(rule))

    def fileno(self) -> int:
        """The descriptor that wakes when something arrives; -1 after close."""
        return self._socket.fileno()

    @property
    def has_heard(self) -> bool:
        """Whether something was said before an answer, which makes nothing readable."""
        return bool(self._heard)

    def drain(self) -> tuple[Message, ...]:
        """Take every signal and every call that arrived; it never waits."""
        for heard in self._receive(0):
            self._keep(heard)
        heard_all = tuple(self._heard)
        self._heard.clear()
        return heard_all

    def close(self) -> None:
        """Hang up; safe to call twice."""
        self._socket.close()

    def _keep(self, message: Message) -> None:
        if message.header.message_type in {MessageType.signal, MessageType.method_call}:
            self._heard.append(message)

    def _send(self, message: Message, within: float) -> int:
        serial = next(self._serials)
        try:
            self._allow(within)
            self._socket.sendall(message.serialise(serial))
        except OSError as error:
            raise self._lost() from error
        return serial

    def _receive(self, within: float) -> list[Message]:
        """What the next read brings; nothing when nothing comes in this time."""
        messages: list[Message] = []
        try:
            self._allow(max(within, 0) and max(within, LEAST_S))
            while data := self._socket.recv(65536):
                messages += self._parser.feed(data)
                if messages and within:
                    return messages
        except (BlockingIOError, TimeoutError):
            return messages
        except OSError as error:
            raise self._lost() from error
        except Exception as error:  # whatever a broken bus sends, only this line ends
            self.close()
            raise LineLostError(f"the {self._bus} sent what cannot be read") from error
        self.close()
        raise self._lost()

    def _allow(self, seconds: float) -> None:
        """A call of the system that most reads need not make."""
        if seconds != self._allowed:
            self._socket.settimeout(seconds)
            self._allowed = seconds

    def _lost(self) -> LineLostError:
        return LineLostError(f"the {self._bus} went away")


def _body(answer: Message) -> tuple[Any, ...]:
    if answer.header.message_type is MessageType.error:
        said = str(answer.body[0]) if answer.body else ""
        raise CallError(str(answer.header.fields.get(HeaderFields.error_name, "")), said)
    return tuple(answer.body)
