"""What a key of the person's own tools must be: the catalogue's laws, and a few of its own."""

import re

from config.catalogue import problems
from config.say import shown
from config.tools import Catalogue, Tool

WAYS = ("hosts", "apps", "programs", "titles")
"""The ways of telling a tool, as the catalogue calls them."""

_LAST_PORT = 65535
_LONGEST = 253
_USUAL_PORTS = ("80", "443")
_HERE = ("127.0.0.1", "0.0.0.0")  # noqa: S104 - nothing listens; other names of localhost
_ADVICE = {
    "hosts": "Write it as chat.example.com, chat.example.com/path or localhost:3000.",
    "apps": "",
    "programs": "Write the program's name alone, as in mychat.",
    "titles": "It is a pattern for the whole page title; it begins with ^ or ends with $.",
}


def claim(way: str, value: str) -> str:
    """The form in which keys are compared: two that are the same here cannot both hold."""
    if way == "hosts":
        return value.removeprefix("www.")
    return value.casefold().removesuffix(".desktop") if way == "apps" else value


def text_fault(value: object) -> str:
    """What is wrong with a text, in a sentence; '' for nothing."""
    if not isinstance(value, str):
        return f"It takes text; {shown(value)} is none."
    if not value or value != value.strip() or not value.isprintable():
        return f"{shown(value)} must be one line of text, with no space before or after it."
    return ""


def law(key: str, value: str) -> str:
    """What the catalogue's own laws say against a value; '' for nothing."""
    if key not in WAYS:
        return ""
    if key == "hosts" and len(value) > _LONGEST:
        return f"A host has at most {_LONGEST} letters."
    if key == "hosts" and (fault := _host_fault(value)):
        return fault
    if key == "titles" and (fault := _title_fault(value)):
        return fault
    plain = _like_others(value) if key == "hosts" else value
    told = problems(Catalogue("", (Tool("x", "other", **{key: (plain,)}),)))  # type: ignore[arg-type] # one way of telling it
    if not told:
        return ""
    return f"{told[0].removeprefix('x: ').replace(plain, value)}. {_ADVICE[key]}".rstrip()


def is_house_name(host: str) -> bool:
    """Whether a host is a name without a dot, known in one house alone: http://chat/."""
    name = _name_of(host)
    return "." not in name and ":" not in name


def _name_of(host: str) -> str:
    return host.partition("/")[0].partition("?")[0]


def _host_fault(host: str) -> str:
    name, colon, port = _name_of(host).partition(":")
    if name in _HERE or _name_of(host).startswith("[::1]"):
        return f"{shown(host)} is this computer: write localhost and its port, localhost:3000."
    if name == "localhost" and not colon:
        return "localhost is many servers: say which port, as in localhost:3000."
    if not colon:
        return ""
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= _LAST_PORT):
        return f"{shown(host)} has no port from 1 to {_LAST_PORT} after the colon."
    if name != "localhost" and port in _USUAL_PORTS:
        return f"Leave the port out of {shown(host)}: it is the usual one."
    return ""


def _like_others(host: str) -> str:
    """A host as the common law knows it: with a dot in it, and without a port."""
    name = _name_of(host)
    plain = name.partition(":")[0]
    return (plain if "." in plain else f"{plain}.lan") + host.removeprefix(name)


def _title_fault(title: str) -> str:
    """Patterns are tried together, so that each must stand being one of many."""
    try:
        groups = re.compile(f"x|(?:{title})").groups
    except (re.error, RecursionError, OverflowError):
        return f"{shown(title)} cannot be used as a pattern. {_ADVICE['titles']}"
    return f"Write (?:...) instead of (...) in {shown(title)}." if groups else ""
