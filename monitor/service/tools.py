"""Change the person's own tools, and judge the past by them at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from config import own_write
from config.catalogue import load_catalogue
from config.own_catalogue import IGNORED, OWN, is_below, merged
from config.own_laws import WAYS, is_house_name
from config.own_tools import Own, load
from config.paths import Home
from config.say import guess
from config.tools import Catalogue, Tool
from monitor.core.recognise import Matcher
from monitor.errors import MonitorError
from monitor.store.rejudge import Moved, rejudge

_PROGRAM_ENDS = (".exe", ".EXE")
_USUAL_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - nothing listens


@dataclass(frozen=True, slots=True)
class Listed:
    """A tool in force. ``was`` is the catalogue's name for it, '' when that is the same.

    ``given`` are the tags that the person gave it.
    """

    tool: Tool
    was: str = ""
    given: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """The person added it, or to it."""
        return OWN in self.tool.tags

    @property
    def is_ignored(self) -> bool:
        """The person counts it as no AI."""
        return IGNORED in self.tool.tags

    @property
    def keys(self) -> tuple[str, ...]:
        """What tells it."""
        return tuple(map(_as_typed, (key for way in WAYS for key in getattr(self.tool, way))))


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done: the tool as it is now, what was taken out, and what of the past moved.

    ``still`` are own tools below an ignored host, each with its host there: they stay as they are.
    """

    moved: Moved
    tool: Tool | None = None
    removed: tuple[str, ...] = ()
    still: tuple[tuple[str, str], ...] = ()


def listed(home: Home) -> tuple[str, tuple[Listed, ...]]:
    """The version in force, and its tools."""
    own = load(home.tools)
    catalogue = merged(load_catalogue(), own)
    names = {called.casefold(): name for name, called in own.names}
    tags = {one.name.casefold(): one.tags for one in own.tools}
    found = []
    for tool in catalogue.tools:
        was = names.get(tool.name.casefold(), "")
        found.append(Listed(tool, was, tags.get((was or tool.name).casefold(), ())))
    return catalogue.version, tuple(found)


def unborne(home: Home, tags: Iterable[str]) -> tuple[str, ...]:
    """Those of these tags that no tool bears: leaving one out leaves out nothing."""
    wanted = tuple(dict.fromkeys(tags))
    if not wanted:
        return ()
    borne = {tag.casefold() for one in listed(home)[1] for tag in one.tool.tags}
    return tuple(tag for tag in wanted if tag.casefold() not in borne)


def add(home: Home, tool: Tool) -> Changed:
    """Add a tool, or keys and tags to a known one; its kind stays where none is given."""
    own = load(home.tools)
    _refuse_rooms(tool.apps)
    names = {called.casefold(): name for name, called in own.names}
    wanted = names.get(tool.name.casefold(), tool.name)
    kept = merged(load_catalogue(), Own(own.tools)).tools
    known = next((one for one in kept if _is_same(one.name, wanted)), None)
    if known is None and not any(getattr(tool, way) for way in WAYS):
        near = guess(tool.name, {one.name.lower(): one.name for one in kept})
        raise MonitorError(
            f"No tool is called {tool.name}.{near}",
            hint="`humanward tools list` names every tool; a new one needs one of --host, --app,"
            " --program, --title.",
        )
    if not tool.kind and known is None:
        raise MonitorError(
            f"{tool.name} is a new tool: say of which kind it is.",
            hint="For example --kind assistant; `humanward tools add --help` names all kinds.",
        )
    complete = Tool(
        known.name if known else tool.name,
        tool.kind or (known.kind if known else ""),
        tuple(map(host_key, tool.hosts)),
        tool.apps,
        tuple(map(_program, tool.programs)),
        tool.titles,
        tool.tags,
    )
    home.make_folders()
    is_tag_alone = not tool.kind and not any(getattr(tool, way) for way in WAYS)
    added = own_write.add(home.tools, complete, is_tag_alone=is_tag_alone)
    heeded = [one for one in own.ignored if one not in added.ignored]
    done = _judged(home, added, _called(added, complete.name))
    return replace(done, removed=tuple(f"that {host} is ignored" for host in heeded))


def ignore(home: Home, *, name: str = "", host: str = "") -> Changed:
    """Count a tool, or a host with all below it, as no AI."""
    if host:
        key = host_key(host)
        home.make_folders()
        done = _judged(home, own_write.ignore(home.tools, host=key), key)
        return replace(done, still=_still(home, key))
    tool = _known(home, name)
    home.make_folders()
    own = own_write.ignore(home.tools, tool=tool)
    return _judged(home, own, _called(own, tool))


def rename(home: Home, name: str, to: str) -> Changed:
    """Call a tool otherwise."""
    tool = _known(home, name)
    for one in merged(load_catalogue(), load(home.tools)).tools:
        first = one.was or one.name
        if first != tool and (_is_same(first, to) or _is_same(one.name, to)):
            raise MonitorError(
                f"{to} is another tool's name.",
                hint="Choose one that no other bears; `humanward tools list` names every tool.",
            )
    home.make_folders()
    return _judged(home, own_write.rename(home.tools, tool, to), to)


def remove(home: Home, name: str) -> Changed:
    """Take out what the person said of a tool or a host."""
    removed = own_write.remove(home.tools, name) or own_write.remove(home.tools, host_key(name))
    if not removed:
        raise MonitorError(
            f"You said nothing of {name} so far.",
            hint="`humanward tools list --own` shows what is your own.",
        )
    done = _judged(home, load(home.tools), name)
    return Changed(done.moved, done.tool, removed)


def host_key(text: str) -> str:
    """A host as the catalogue writes it, from what a person types or pastes from a browser.

    A port that is not the usual one, a path and a query stay; what is no address stays as it is.
    """
    if not text.isprintable():
        return text
    has_scheme = "://" in text
    try:
        parts = urlsplit(text if has_scheme else f"//{text}")
        name = (parts.hostname or "").encode("idna").decode().removesuffix(".")
        port = parts.port
    except ValueError:
        return text
    if not name or parts.scheme not in {"", *_USUAL_PORTS}:
        return text
    usual = _USUAL_PORTS.get(parts.scheme)
    if name in _LOOPBACK or name.endswith(".localhost"):
        name, port = "localhost", port or usual
    elif port == usual:
        port = None
    bare = name.removeprefix("www.")
    host = bare if "." in bare else name
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}{query}"


def _as_typed(key: str) -> str:
    """A name of one house without the mark by which it stands for itself alone."""
    plain = key.removeprefix("www.")
    return plain if is_house_name(plain) else key


def _refuse_rooms(apps: tuple[str, ...]) -> None:
    """A browser or a terminal is where tools are, and no tool: all in it would count."""
    matcher = Matcher(load_catalogue())
    for app in apps:
        if matcher.is_browser(app):
            hint = "Give the addresses of the tool with --host."
            raise MonitorError(f"{app} is a browser: its pages are told by their hosts.", hint=hint)
        if matcher.is_terminal(app):
            hint = "Give the programs of the tool with --program."
            raise MonitorError(f"{app} is a terminal: what runs in it is told.", hint=hint)


def _program(typed: str) -> str:
    """A program's name alone; '@scope/name' is one, a path is none."""
    name = typed if typed.startswith("@") else typed.replace("\\", "/").rpartition("/")[2]
    return name.removesuffix(_PROGRAM_ENDS[0]).removesuffix(_PROGRAM_ENDS[1])


def _known(home: Home, name: str) -> str:
    """The catalogue's name of a tool that is known by it, or by what the person calls it."""
    own = load(home.tools)
    names = {called.casefold(): known for known, called in own.names}
    wanted = names.get(name.casefold(), name)
    tools = [tool.name for tool in merged(load_catalogue(), Own(own.tools)).tools]
    found = next((one for one in tools if _is_same(one, wanted)), None)
    if found is None:
        hint = "`humanward tools list` names every tool; --host takes an address."
        near = guess(name, {one.lower(): one for one in tools})
        raise MonitorError(f"No tool is called {name}.{near}", hint=hint)
    return found


def _called(own: Own, tool: str) -> str:
    """What the person calls a tool of this name."""
    names = {name.casefold(): called for name, called in own.names}
    return names.get(tool.casefold(), tool)


def _still(home: Home, host: str) -> tuple[tuple[str, str], ...]:
    """The own tools that stay below an ignored host, each with its host."""
    return tuple(
        (one.tool.name, key)
        for one in listed(home)[1]
        if one.is_own and not one.is_ignored
        for key in one.tool.hosts
        if is_below(key, host)
    )


def _judged(home: Home, own: Own, name: str) -> Changed:
    catalogue = merged(load_catalogue(), own)
    tool = _named(catalogue, name)
    if not home.ledger.exists():
        return Changed(Moved(), tool)
    matcher = Matcher(catalogue)
    return Changed(rejudge(home.ledger, matcher.judge, matcher.version), tool)


def _named(catalogue: Catalogue, name: str) -> Tool | None:
    named = (tool for tool in catalogue.tools if _is_same(tool.name, name))
    return next(named, None)


def _is_same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
