"""Find the window in front: what the window manager says, else where the keys go.

Each screen of a display has a root of its own and may have a manager of its own, which may come,
go or be exchanged at any time. A manager that keeps _NET_ACTIVE_WINDOW (EWMH) is believed. Where
there is none (twm, or no manager at all), and to know the screen where there are several, the
input focus decides: the window it is in, or, where the keys follow the pointer, the one below it.
"""

import struct
from dataclasses import dataclass

from monitor.sense.x import event, request
from monitor.sense.x.line import XLine
from monitor.sense.x.window import first_word, is_there, words

ATOMS = ("_NET_ACTIVE_WINDOW", "_NET_SUPPORTED", "_NET_SUPPORTING_WM_CHECK", "WM_STATE")
_WM_CLASS = 67  # a name that every server gives this number
_POINTER_ROOT = 1  # the keys go wherever the pointer is
_DEEP, _MANY = 16, 64  # windows up, and windows on one level down, that are asked for a name
_FOCUS = struct.Struct("=8xI")
_POINTER = struct.Struct("=xB6xII")  # whether it is on this screen; the root; the window below it
_TREE = struct.Struct("=8xIIH")  # root, parent, number of children


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the keys go: the window that was asked about, its program's own window, its root."""

    start: int = 0
    client: int = 0
    root: int = 0


class Focus:
    """Which window is in front, over all screens of a display."""

    def __init__(self, line: XLine, roots: tuple[int, ...], atoms: dict[str, int]) -> None:
        self._line = line
        self._active, self._supported, self._check, self._state = (atoms[name] for name in ATOMS)
        self._managers = dict.fromkeys(roots, 0)  # each root's manager, by its own window
        self._is_doubtful = True
        self._by_pointer = False
        self._place = _Place(root=roots[0])
        self._listen()

    @property
    def is_managed(self) -> bool:
        """Whether the screen of the window in front has a manager that tells its state."""
        return bool(self._managers[self._place.root])

    @property
    def mask(self) -> int:
        """The events of a window in front that may mean another one is in front now."""
        if self._is_told:
            return event.STRUCTURE
        return event.STRUCTURE | event.FOCUS | (event.CROSSING if self._by_pointer else 0)

    @property
    def _is_told(self) -> bool:
        """Whether one manager's word is all that is needed."""
        return len(self._managers) == 1 and all(self._managers.values())

    def meet(self) -> None:
        """Learn which screens have a manager, where that is in doubt."""
        if not self._is_doubtful:
            return
        before, roots = self._managers, tuple(self._managers)
        told = self._line.ask(
            *(request.property_of(root, self._check) for root in roots),
            *(request.property_of(root, self._supported) for root in roots),
        )
        claims = map(first_word, told[: len(roots)])
        serve = (self._active in words(answer) for answer in told[len(roots) :])
        found = [claim if serves else 0 for claim, serves in zip(claims, serve, strict=True)]
        alive = self._living({manager for manager in found if manager})
        self._managers = {
            root: manager if manager in alive else 0
            for root, manager in zip(roots, found, strict=True)
        }
        self._is_doubtful = not all(self._managers.values())
        if self._managers != before:
            self._listen()

    def _living(self, managers: set[int]) -> set[int]:
        """Those whose window is there and says the same: a dead one leaves its claim behind."""
        for manager in managers:
            self._line.tell(request.follow(manager, event.STRUCTURE))
        told = self._line.ask(*(request.property_of(one, self._check) for one in managers))
        return {one for one, own in zip(managers, told, strict=True) if first_word(own) == one}

    def _listen(self) -> None:
        more = 0 if self._is_told else event.FOCUS | event.CROSSING
        for root in self._managers:
            self._line.tell(request.follow(root, event.PROPERTY | more))

    def questions(self) -> list[bytes]:
        """What to ask; the answers go to ``window``."""
        active = [request.property_of(root, self._active) for root in self._managers]
        if self._is_told:
            return active
        return [request.focus(), *map(request.pointer, self._managers), *active]

    def window(self, answers: list[bytes | None]) -> int:
        """The window in front; 0 for none, which some managers tell by the root."""
        found = self._found(answers)
        return 0 if found in self._managers else found

    def _found(self, answers: list[bytes | None]) -> int:
        if self._is_told:
            return first_word(answers[0])
        count = len(self._managers)
        start = self._start(answers[0], answers[1 : 1 + count])
        if start and start != self._place.start:
            self._place = self._find(start)
        active = dict(zip(self._managers, answers[1 + count :], strict=True))
        if not start and not self._by_pointer:
            return 0
        if self._managers[self._place.root]:
            return first_word(active[self._place.root])
        return self._place.client if start else 0

    def forget(self) -> None:
        """The window in front is gone, or has no name yet: search anew."""
        self._place = _Place(root=self._place.root)

    def hears(self, told: event.Event) -> bool:
        """Whether an event may mean that another window is in front."""
        if told.kind == event.PROPERTY_NOTIFY and told.window in self._managers:
            if told.atom in (self._check, self._supported):
                self._is_doubtful = True
                return True
            return told.atom == self._active
        if told.kind == event.DESTROY_NOTIFY and told.window in self._managers.values():
            self._is_doubtful = True
            return True
        return told.kind in event.MOVES and not self._is_told

    def _start(self, focus: bytes | None, pointers: list[bytes | None]) -> int:
        """The window that the keys go to; 0 for none."""
        start = int(_FOCUS.unpack_from(focus)[0]) if focus else 0
        self._by_pointer = start == _POINTER_ROOT or start in self._managers
        if not self._by_pointer:
            return start
        for is_here, root, below in (_POINTER.unpack_from(one) for one in pointers if one):
            if is_here:
                if not below:
                    self._place = _Place(root=root)
                return int(below)
        return 0

    def _find(self, start: int) -> _Place:
        """Go up from a window to its program's own, or down into a manager's frame around it."""
        named = outermost = root = 0
        window, parent = start, start
        for _ in range(_DEEP):
            tree, state, name = self._line.ask(
                request.tree(window),
                request.property_of(window, self._state),
                request.property_of(window, _WM_CLASS),
            )
            if tree is None:
                break  # gone meanwhile
            outermost = window
            root, parent, _ = _TREE.unpack_from(tree)
            if is_there(state):
                return _Place(start, window, root)
            if not named and is_there(name):
                named = window
            if parent in (0, root):
                break
            window = parent
        if not outermost:
            return _Place(root=self._place.root)
        return _Place(start, self._below(outermost) or named or outermost, root)

    def _below(self, window: int) -> int:
        """A program's own window inside another, the uppermost first; 0 for none."""
        level = [window]
        for _ in range(_DEEP):
            trees = self._line.ask(*map(request.tree, level))
            level = [child for tree in trees if tree for child in _children(tree)][:_MANY]
            if not level:
                return 0
            states = self._line.ask(*(request.property_of(one, self._state) for one in level))
            for child, state in zip(level, states, strict=True):
                if is_there(state):
                    return child
        return 0


def _children(tree: bytes) -> tuple[int, ...]:
    """From the uppermost down."""
    count = _TREE.unpack_from(tree)[2]
    return tuple(reversed(struct.unpack_from(f"={count}I", tree, 32)))
