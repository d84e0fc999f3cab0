"""Where the buses listen: sockets on this machine and nothing else."""

import os
from collections.abc import Mapping
from pathlib import Path

from monitor.errors import UnfitError

_SYSTEM = (b"/run/dbus/system_bus_socket", b"/var/run/dbus/system_bus_socket")
_HINT = "Start humanward from inside your desktop session."


def session_sockets(environ: Mapping[str, str]) -> tuple[bytes, ...]:
    """The sockets of the session bus, best first; UnfitError when there is none to use."""
    named = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not named:
        return (_usual_socket(environ),)
    sockets = tuple(filter(None, map(_socket, named.split(";"))))
    if sockets:
        return sockets
    ways = ", ".join(sorted({address.partition(":")[0] + ":" for address in named.split(";")}))
    raise UnfitError(
        f"DBUS_SESSION_BUS_ADDRESS ({ways}) names no unix: socket;"
        " humanward uses no other, so that nothing leaves this machine."
    )


def system_sockets(environ: Mapping[str, str]) -> tuple[bytes, ...]:
    """The sockets of the system bus, best first; UnfitError when there is none to use."""
    named = environ.get("DBUS_SYSTEM_BUS_ADDRESS", "")
    sockets = tuple(filter(None, map(_socket, named.split(";")))) if named else _SYSTEM
    if sockets:
        return sockets
    raise UnfitError("DBUS_SYSTEM_BUS_ADDRESS names no unix: socket; humanward uses no other.")


def as_address(sockets: tuple[bytes, ...]) -> str:
    """The same sockets, written as a bus address."""
    return ";".join(map(_written, sockets))


def _usual_socket(environ: Mapping[str, str]) -> bytes:
    runtime = environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    path = Path(runtime) / "bus"
    if not path.exists():
        raise UnfitError(
            "There is no session bus: DBUS_SESSION_BUS_ADDRESS is not set"
            f" and {path} does not exist. {_HINT}"
        )
    return os.fsencode(path)


def _socket(address: str) -> bytes:
    """The socket that one address names; b'' when it names none that we use."""
    way, _, rest = address.partition(":")
    parts = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    if way != "unix":
        return b""
    if "path" in parts:
        return _unescape(parts["path"])
    if "abstract" in parts:
        return b"\0" + _unescape(parts["abstract"])
    return b""


def _unescape(value: str) -> bytes:
    """Undo %20 and the like; what is no such escape stays as it is."""
    head, *rest = os.fsencode(value).split(b"%")
    return head + b"".join(map(_unescape_one, rest))


def _unescape_one(part: bytes) -> bytes:
    try:
        return bytes([int(part[:2], 16)]) + part[2:]
    except ValueError:
        return b"%" + part


def _written(path: bytes) -> str:
    way, value = ("abstract", path[1:]) if path.startswith(b"\0") else ("path", path)
    plain = b"/-_.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return f"unix:{way}=" + "".join(chr(c) if c in plain else f"%{c:02x}" for c in value)
