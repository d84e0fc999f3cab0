"""Lay the person's own tools over the shipped catalogue: what they say wins."""

from collections.abc import Iterable
from dataclasses import replace
from zlib import crc32

from config.own_laws import WAYS, claim, is_house_name
from config.own_tools import Own
from config.tools import Catalogue, Tool

OWN, IGNORED = "own", "ignored"
"""Tags of a tool that the person added, and of one that they count as no AI."""

_Claims = dict[str, frozenset[str]]


def merged(catalogue: Catalogue, own: Own) -> Catalogue:
    """Give one catalogue; a key that an own entry claims is taken from every other.

    An own tool with the name of a known one adds to it, and keeps its hosts below one that is
    ignored. The version changes with what the
    person said, so that verdicts are made anew.
    """
    if own == Own():
        return catalogue
    claims: _Claims = {
        way: frozenset(claim(way, key) for tool in own.tools for key in getattr(tool, way))
        for way in WAYS
    }
    ignored = frozenset(claim("hosts", host) for host in own.ignored_hosts)
    claims["hosts"] |= ignored
    tools = {
        tool.name.casefold(): _without(tool, claims, own.ignored_hosts) for tool in catalogue.tools
    }
    for tool in own.tools:
        name = tool.name.casefold()
        left = tuple(host for host in tool.hosts if claim("hosts", host) not in ignored)
        tools[name] = _joined(tools.get(name), replace(tool, hosts=left))
    for name in own.ignored_tools:
        if known := tools.get(name.casefold()):
            tools[name.casefold()] = _ignored(known)
    for name, called in own.names:
        if known := tools.get(name.casefold()):
            tools[name.casefold()] = replace(known, name=called, was=known.name)
    hosts = (Tool(host, "other", (_host(host),), tags=(OWN, IGNORED)) for host in own.ignored_hosts)
    browsers = (replace(one, apps=_left("apps", one.apps, claims)) for one in catalogue.browsers)
    return replace(
        catalogue,
        version=f"{catalogue.version}+{crc32(repr(own).encode()):08x}",
        tools=(*tools.values(), *hosts),
        browsers=tuple(one for one in browsers if one.apps),
    )


def _without(tool: Tool, claims: _Claims, ignored: Iterable[str]) -> Tool:
    """Take away what is claimed, and hosts below one that is ignored."""
    hosts = tuple(
        host
        for host in _left("hosts", tool.hosts, claims)
        if not any(is_below(host, other) for other in ignored)
    )
    return replace(
        tool,
        hosts=hosts,
        apps=_left("apps", tool.apps, claims),
        programs=_left("programs", tool.programs, claims),
        titles=_left("titles", tool.titles, claims),
    )


def _left(way: str, keys: Iterable[str], claims: _Claims) -> tuple[str, ...]:
    return tuple(key for key in keys if claim(way, key) not in claims[way])


def is_below(host: str, other: str) -> bool:
    """Whether a host or page is another one or lies below it."""
    name = host.removeprefix("www.")
    if "/" in other or "?" in other:
        return name.startswith((f"{other}/", f"{other}?"))
    place = name.partition("/")[0].partition("?")[0]
    return place == other or place.endswith(f".{other}")


def _joined(known: Tool | None, own: Tool) -> Tool:
    """An own tool; one of a known name adds to that one, and says of what kind it is."""
    first = known or Tool(own.name, own.kind)
    return Tool(
        first.name,
        own.kind,
        _both(first.hosts, map(_host, own.hosts)),
        _both(first.apps, own.apps),
        _both(first.programs, own.programs),
        _both(first.titles, own.titles),
        _both(first.tags, (*own.tags, OWN)),
        first.evidence,
    )


def _host(host: str) -> str:
    """A name without a dot stands for itself alone: 'chat' is no suffix of other names."""
    return f"www.{host}" if is_house_name(host) else host


def _ignored(tool: Tool) -> Tool:
    return replace(tool, kind="other", tags=_both(tool.tags, (IGNORED,)))


def _both(some: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))
