"""Which program the keys of a terminal go to: the foreground group, and its name."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.sense.programs import process
from monitor.sense.programs.naming import is_server
from monitor.sense.programs.process import Process

TMUX = "tmux: client"
SCREEN = "screen"
_HAVE_OWN_TERMINAL = frozenset(
    {"sudo", "doas", "su", "runuser", "script", "unbuffer", "expect", "asciinema"}
)
_MOST = 256  # processes that are asked for one terminal; a build in the background has many
_REMEMBERED = 8  # terminals that somebody goes back and forth between
_AGAIN = timedelta(seconds=10)  # what is not known may start a known program in its own group


def foreground(first: Process) -> Iterator[Process]:
    """The processes that the keys of a terminal go to, the leader of their group first.

    ``first`` is the first process on the terminal. Wrappers such as sudo give what they start a
    terminal of its own; to a person it is the same one.
    """
    leader = first if first.pid == first.foreground else process.read(first.foreground)
    if leader and leader.group == first.foreground:
        yield leader
    todo, asked = deque([first]), 0
    while todo and asked < _MOST:
        parent = todo.popleft()
        for child in process.children(parent.pid):
            asked += 1
            one = process.read(child)
            if one is None or (one.tty != parent.tty and parent.name not in _HAVE_OWN_TERMINAL):
                continue
            todo.append(one)
            if one.group == one.foreground and not (leader and one.pid == leader.pid):
                yield one


def is_client(one: Process) -> bool:
    """Whether a process shows other terminals on its own: tmux, screen."""
    return one.name in (TMUX, SCREEN)


def foremost(
    members: Iterable[Process], is_known: Callable[[str], bool]
) -> tuple[str, Process | None]:
    """Name a group by the first member that is known or shows other terminals, else by its leader.

    In ``cat letter | claude`` that is claude; an editor does not become the language server that
    it started. ('', None) for no members.
    """
    leader: tuple[str, Process | None] = "", None
    for one in members:
        name = process.program(one.pid, is_known) or one.name
        if is_client(one) or (is_known(name) and not is_server(name)):
            return name, one
        leader = leader if leader[0] else (name, one)
    return leader


_Who = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Named:
    """What was in the foreground, which process gave the name, and until when that holds.

    ``is_sure``: it was found twice, so that no member is just being started.
    """

    first: Process
    members: tuple[_Who, ...]
    name: str
    bearer: Process
    until: timedelta | None
    is_sure: bool

    def holds(self, first: Process, now: timedelta) -> bool:
        """Whether nothing changed since; this is what a look costs most of the time."""
        if (first.pid, first.start, first.foreground) != (
            self.first.pid,
            self.first.start,
            self.first.foreground,
        ):
            return False
        bearer = first if self.bearer.pid == first.pid else process.read(self.bearer.pid)
        if bearer is None or (self.until is not None and now >= self.until):
            return False
        return (bearer.start, bearer.name, bearer.group) == (
            self.bearer.start,
            self.bearer.name,
            self.bearer.group,
        )


class Foreground:
    """The program in the foreground of a terminal, named anew only when something changed."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._named: dict[int, _Named] = {}

    def look(self, first: Process, now: timedelta) -> tuple[str, Process | None]:
        """Name it and tell which process bears the name; ``first`` is read anew by the caller."""
        found = self._named.pop(first.pid, None)
        if not (found and found.holds(first, now)):
            found = self._name(first, now, found)
        if found is None:
            return "", None
        self._named[first.pid] = found
        if len(self._named) > _REMEMBERED:
            del self._named[next(iter(self._named))]
        return found.name, found.bearer

    def _name(self, first: Process, now: timedelta, before: _Named | None) -> _Named | None:
        group = tuple(foreground(first))
        members = tuple((one.pid, one.start, one.name) for one in group)
        if before and before.is_sure and before.members == members:
            return replace(before, first=first, until=now + _AGAIN)
        name, bearer = foremost(group, self._is_known)
        if bearer is None:
            return None
        if before is None or (before.name, before.bearer.pid) != (name, bearer.pid):
            return _Named(first, members, name, bearer, until=now, is_sure=False)
        until = None if self._is_known(name) else now + _AGAIN
        return _Named(first, members, name, bearer, until, is_sure=True)
