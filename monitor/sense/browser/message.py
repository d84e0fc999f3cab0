"""What our extension says of the tab in front: read from its message, and veiled for a disk."""

import json
from typing import Any

from monitor.sense.browser.veil import veil

_LONGEST_HOST = 253
_IN_HOSTS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-:[]")
_KEYS = frozenset({"focused", "private", "host", "tail", "audible"})


class RefusedError(Exception):
    """What came is no message of our extension."""


def read(raw: bytes, places: tuple[str, ...]) -> dict[str, Any]:
    """Read a message; RefusedError unless it is one that our extension could have sent.

    ``places`` are those of which more than the host was asked for; nothing else is taken of any.
    """
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise RefusedError from error
    if not isinstance(said, dict) or not said.keys() <= _KEYS:
        raise RefusedError
    if any(type(said.get(key, False)) is not bool for key in ("focused", "private", "audible")):
        raise RefusedError
    if not said.get("focused"):
        return {"focused": False}
    if said.get("private"):
        return {"focused": True, "private": True}
    host, tail = said.get("host"), said.get("tail", "")
    if not isinstance(host, str) or len(host) > _LONGEST_HOST or not _IN_HOSTS.issuperset(host):
        raise RefusedError
    if tail != "" and not any(_is_at(host, tail, place) for place in places):
        raise RefusedError
    return {"focused": True, "host": host, "tail": tail, "audible": said.get("audible", False)}


def read_places(raw: bytes) -> tuple[str, ...]:
    """Read what the daemon wrote: the places it must know, such as x.com/i/grok or a.b?ia=chat."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(told, list):
        return ()
    return tuple(place for place in told if isinstance(place, str) and tail_of(place))


def tail_of(place: str) -> str:
    """What follows the host of a place: a path, one ``?name=value``, both; '' for nothing."""
    return place.removeprefix(place.partition("?")[0].partition("/")[0])


def veiled(word: dict[str, Any], salt: str) -> dict[str, Any]:
    """The word with salted hashes in the place of its site: of its host, of each above, its tail.

    A name above the host begins with a dot, so that a site that stands for itself alone is told
    from all that is below it.
    """
    if not word.get("host"):
        return word
    names = _from(word["host"])
    hashes = [veil(one, salt) for one in (*names, word["tail"]) if one]
    return {"focused": True, "salt": salt, "hashes": hashes, "audible": word["audible"]}


def _is_at(host: str, tail: object, place: str) -> bool:
    """Whether a host with this tail is a place that was asked for."""
    asked = tail_of(place)
    name = place.removesuffix(asked)
    is_here = host == name or f".{_portless(host)}".endswith(f".{name}")
    return is_here and asked == tail


def _from(host: str) -> list[str]:
    """A host and all that it is below, the nearest first: a.b.c:80, a.b.c, .b.c, .c."""
    name = _portless(host)
    if name.endswith(".localhost"):  # all of these are this computer
        host, name = f"localhost{host.removeprefix(name)}", "localhost"
    dots = [place for place, sign in enumerate(name) if sign == "."]
    itself = [name] if name == host else [host, name]
    return [*itself, *(name[dot:] for dot in dots)]


def _portless(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host
