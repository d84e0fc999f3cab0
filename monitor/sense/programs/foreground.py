"""Which program the keys of a terminal go to: the foreground group, and its name."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Named:
    """What was in the foreground, which process gave the name, and until when that holds."""

    first: Process
    name: str
    bearer: Process
    until: timedelta | None

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
    """The program in the foreground of one terminal, named anew only when something changed."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._named: _Named | None = None

    def look(self, first: Process, now: timedelta) -> tuple[str, Process | None]:
        """Name it and tell which process bears the name; ``first`` is read anew by the caller."""
        before = self._named
        if before and before.holds(first, now):
            return before.name, before.bearer
        name, bearer = foremost(foreground(first), self._is_known)
        if bearer is None:
            self._named = None
            return "", None
        until: timedelta | None = now  # a program that was just started may still bear another name
        if before and (before.name, before.bearer.pid) == (name, bearer.pid):
            until = None if self._is_known(name) else now + _AGAIN
        self._named = _Named(first, name, bearer, until)
        return name, bearer
