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
from jeepney.auth import BEGIN, Authenticator

from monitor.errors import UnfitError
from monitor.notify.words import NO_SERVER

_log = logging.getLogger(__name__)

_LEAST_S = 0.001  # a socket's time-out of 0 would mean: do not wait at all
_GOODBYE_S = 0.06
_GONE = "The session bus went away; the next nudge looks for it again."
_SILENT = "No answer on the session bus within {within:.0f} s; the notification server may hang."
_MEANINGS = {
    "org.freedesktop.DBus.Error.ServiceUnknown": NO_SERVER,
    "org.freedesktop.DBus.Error.NameHasNoOwner": NO_SERVER,
    "org.freedesktop.DBus.Error.NoReply": "The notification server ended before it answered.",
}


class Bus:
    """One connection and the thread that listens on it; ``on_signal`` is called on that thread.

    What cannot be done raises UnfitError with a reason.
    """

    def __init__(
        self, sockets: Sequence[bytes], on_signal: Callable[[Message], None], *, within: float
    ) -> None:
        self._socket = _connect(sockets, monotonic() + within)
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
        """Send and wait for the reply.

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
            reply = replies.get(timeout=max(end - monotonic(), _LEAST_S))
        except Empty:
            if then is None:
                self._waiting.pop(serial, None)
            raise UnfitError(_SILENT.format(within=within)) from None
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
            raise UnfitError(_SILENT.format(within=within))
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


def _connect(sockets: Sequence[bytes], end: float) -> socket.socket:
    """The first socket that lets us in."""
    refusals = []
    for path in sockets:
        connection = socket.socket(socket.AF_UNIX)
        try:
            _enter(connection, path, end)
        except (OSError, ValueError) as error:  # jeepney's AuthenticationError is a ValueError
            connection.close()
            refusals.append(_refusal(path, error))
        else:
            return connection
    raise UnfitError(" ".join(refusals))


def _enter(connection: socket.socket, path: bytes, end: float) -> None:
    def in_time() -> socket.socket:
        connection.settimeout(max(end - monotonic(), _LEAST_S))
        return connection

    in_time().connect(path)
    authenticator = Authenticator()
    for line in authenticator:
        in_time().sendall(line)
        answer = in_time().recv(1024)
        if not answer:
            raise ConnectionResetError("it hung up")
        authenticator.feed(answer)
    in_time().sendall(BEGIN)


def _refusal(path: bytes, error: Exception) -> str:
    place = path.replace(b"\0", b"@").decode(errors="replace")
    if isinstance(error, TimeoutError):
        return f"The session bus at {place} lets us connect but says nothing; it may hang."
    if isinstance(error, OSError):
        return f"The session bus at {place} cannot be reached ({error.strerror or error})."
    return f"The session bus at {place} does not let us in."


def _meaning(reply: Message) -> str:
    name = str(reply.header.fields.get(HeaderFields.error_name, ""))
    said = f": {reply.body[0]}" if reply.body else ""
    return _MEANINGS.get(name, f"The notification server refused ({name}{said}).")
