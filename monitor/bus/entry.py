"""Get into a bus: the first socket that lets us in, with every wait bounded."""

import socket
from collections.abc import Sequence
from time import monotonic

from jeepney.auth import BEGIN, Authenticator

from monitor.errors import UnfitError

LEAST_S = 0.001  # a socket's time-out of 0 would mean: do not wait at all


def enter(sockets: Sequence[bytes], *, within: float, bus: str = "session bus") -> socket.socket:
    """Connect and say who we are; UnfitError tells what each socket answered."""
    end = monotonic() + within
    refusals = []
    for path in sockets:
        connection = socket.socket(socket.AF_UNIX)
        try:
            _enter(connection, path, end)
        except (OSError, ValueError) as error:  # jeepney's AuthenticationError is a ValueError
            connection.close()
            refusals.append(_refusal(bus, path, error))
        else:
            return connection
    raise UnfitError(" ".join(refusals))


def _enter(connection: socket.socket, path: bytes, end: float) -> None:
    def in_time() -> socket.socket:
        connection.settimeout(max(end - monotonic(), LEAST_S))
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


def _refusal(bus: str, path: bytes, error: Exception) -> str:
    place = path.replace(b"\0", b"@").decode(errors="replace")
    if isinstance(error, TimeoutError):
        return f"The {bus} at {place} lets us connect but says nothing; it may hang."
    if isinstance(error, OSError):
        return f"The {bus} at {place} cannot be reached ({error.strerror or error})."
    return f"The {bus} at {place} does not let us in."
