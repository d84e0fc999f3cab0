"""A connection to the session bus: every wait is bounded, and listening costs no wake-up."""

import logging
import select
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic

from jeepney import HeaderFields, Message, MessageFlag, MessageType, Parser

from monitor.bus.entry import LEAST_S, enter
from monitor.errors import UnfitError
from monitor.notify.words import NO_SERVER

_log = logging.getLogger(__name__)

_GOODBYE_S = 0.06
_GONE = "The session bus went away; the next nudge looks for it again."
_SILENT = "No answer on the session bus within {within:g} s; the notification server may hang."
_MEANINGS = {
    "org.freedesktop.DBus.Error.ServiceUnknown": NO_SERVER,
    "org.freedesktop.DBus.Error.NameHasNoOwner": NO_SERVER,
    "org.freedesktop.DBus.Error.NoReply": "The notification server ended before it answered.",
}


class UnansweredError(UnfitError):
    """It was sent whole, and no reply came in time: nobody knows what became of it."""


class Bus:
    """One connection and the thread that listens on it; ``on_signal`` is called on that thread.

    What cannot be done raises UnfitError with a reason.
    """

    def __init__(
        self, sockets: Sequence[bytes], on_signal: Callable[[Message], None], *, within: float
    ) -> None:
        self._socket = enter(sockets, within=within)
        self._on_signal = on_signal
        self._parser = Parser()
        self._serials = count(1)
        self._sending = Lock()
        self._waiting: dict[int, Callable[[Message | None], None]] = {}
        self._listener = Thread(target=self._listen, name="notification-bus", daemon=True)
        self._listener.start()

    @property
    def is_lost(self) -> bool:
        """Nothing will come or go on this connection any more."""
        return not self._listener.is_alive()

    def call(
        self, message: Message, *, within: float, then: Callable[[Message], None] | None = None
    ) -> Message:
        """Send and wait for the reply; UnansweredError when none comes in time.

        ``then`` sees the reply first, on the listening thread and so before any later signal,
        and it sees it even if it comes too late for the caller.
        """
        end = monotonic() + within
        replies: SimpleQueue[Message | None] = SimpleQueue()

        def arrive(reply: Message | None) -> None:
            if then and reply and reply.header.message_type is MessageType.method_return:
                then(reply)
            replies.put(reply)

        serial = next(self._serials)
        self._waiting[serial] = arrive
        try:
            self._send(message, serial, within)
            reply = replies.get(timeout=max(end - monotonic(), LEAST_S))
        except Empty:
            if then is None:
                self._waiting.pop(serial, None)
            raise UnansweredError(_SILENT.format(within=round(within, 1))) from None
        if reply is None:
            raise UnfitError(_GONE)
        if reply.header.message_type is MessageType.error:
            raise UnfitError(_meaning(reply))
        return reply

    def tell(self, message: Message, *, within: float) -> None:
        """Send and want no reply."""
        message.header.flags |= MessageFlag.no_reply_expected
        self._send(message, next(self._serials), within)

    def close(self) -> None:
        """Let what was sent arrive, then hang up; within 0.2 s."""
        for way in (socket.SHUT_WR, socket.SHUT_RDWR):
            with suppress(OSError):  # hung up already
                self._socket.shutdown(way)
            self._listener.join(_GOODBYE_S)

    def _send(self, message: Message, serial: int, within: float) -> None:
        data = message.serialise(serial)
        if not self._sending.acquire(timeout=within):
            raise UnfitError(_SILENT.format(within=round(within, 1)))
        try:
            self._socket.settimeout(within)
            self._socket.sendall(data)
        except OSError as error:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)  # half a message may be on its way
            raise UnfitError(_GONE) from error
        finally:
            self._sending.release()

    def _listen(self) -> None:
        ready = select.poll()
        ready.register(self._socket, select.POLLIN)
        try:
            while ready.poll() and (data := self._socket.recv(4096)):
                for message in self._parser.feed(data):
                    self._take(message)
        except OSError:
            pass  # the bus went away; is_lost says so
        except Exception as error:  # noqa: BLE001 - whatever a broken bus sends, only this connection ends
            _log.warning("the session bus sent what cannot be read (%s)", type(error).__name__)
        finally:
            with self._sending:
                self._socket.close()
            for arrive in tuple(self._waiting.values()):
                arrive(None)

    def _take(self, message: Message) -> None:
        arrive = self._waiting.pop(message.header.fields.get(HeaderFields.reply_serial, 0), None)
        if arrive:
            arrive(message)
        elif message.header.message_type is MessageType.signal:
            self._on_signal(message)


def _meaning(reply: Message) -> str:
    name = str(reply.header.fields.get(HeaderFields.error_name, ""))
    said = f": {reply.body[0]}" if reply.body else ""
    return _MEANINGS.get(name, f"The notification server refused ({name}{said}).")
