"""Our script inside KWin: put there over the session bus, heard, and taken out again.

KWin tells nobody from outside which window is active, but it runs scripts. Ours, script.js, calls
this process at every change; the answer says whether it may tell the window's title.
"""

import os
import select
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    new_method_call,
    new_method_return,
)
from jeepney.bus_messages import message_bus

from monitor.bus.line import Line
from monitor.errors import CallError, LineLostError, UnfitError

_ADVICE = "look whether Plasma runs well, then log out and in again"
_PATIENCE_S = 1.5  # for one answer of KWin
_FAREWELL_S = 0.5
_SOURCE = Path(__file__).with_name("script.js")
_KWIN = "org.kde.KWin"
_BUS = "org.freedesktop.DBus"
_FRONT = "org.humanward.Front"
_TOLD = "bssssbs"  # the types of what the script tells
_SCRIPTING = DBusAddress("/Scripting", interface="org.kde.kwin.Scripting")
_PLACES = ("/Scripting/Script{}", "/{}")  # where a loaded script is: in Plasma 6, in Plasma 5
_ELSEWHERE = ("UnknownObject", "UnknownMethod")  # what KWin says of the wrong one


class KWinScript:
    """One script, under a name of its own, so that two who look do not end each other's.

    CallError when KWin refuses or hangs, LineLostError when the bus went away.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self._plugin = "humanward" + line.name.replace(":", "-").replace(".", "-")
        self._kwin = ""
        self._calls: deque[Message] = deque()
        self.is_orphan = False

    def load(self, folder: Path) -> None:
        """Let KWin run it, reading it from this folder; UnfitError says why it does not."""
        try:
            self._kwin = self._find()
            self._run(folder / f"{self._plugin}.js")
        except CallError as error:
            raise UnfitError(f"KWin does not take our script ({error.name}); {_ADVICE}") from error
        except LineLostError as error:
            raise UnfitError(f"{error}; log out and in again") from error

    def is_loaded(self) -> bool:
        """Whether KWin answers, and still has the script."""
        return bool(self._ask(_SCRIPTING, "isScriptLoaded", self._plugin)[0])

    def told(self) -> Iterator[Message]:
        """Take in every call of the script, each to be answered; it never waits."""
        self._take_in()
        while self._calls:
            yield self._calls.popleft()

    def answer(self, call: Message, *, wants_title: bool) -> None:
        """Answer a call: the bus keeps a note of each that is not answered."""
        self._line.tell(new_method_return(call, "b", (wants_title,)))

    def fileno(self) -> int:
        """The descriptor that wakes when the script calls; -1 after close."""
        return self._line.fileno()

    def close(self) -> None:
        """Take the script out of KWin and hang up; safe to call twice."""
        if self._kwin and not self.is_orphan and self.fileno() >= 0:
            with suppress(CallError, LineLostError):  # it goes by itself when we are gone
                self._ask(_SCRIPTING, "unloadScript", self._plugin, within=_FAREWELL_S)
        self._line.close()

    def _find(self) -> str:
        rule = MatchRule(type="signal", sender=_BUS, member="NameOwnerChanged")
        rule.add_arg_condition(0, _KWIN)
        self._line.follow(rule)
        try:
            return str(self._line.ask(message_bus.GetNameOwner(_KWIN))[0])
        except CallError as error:
            raise UnfitError(
                f"KWin ({_KWIN}) is not on the session bus;"
                " start humanward from inside your Plasma session"
            ) from error

    def _run(self, file: Path) -> None:
        try:
            self._write(file)
            number = int(self._ask(_SCRIPTING, "loadScript", str(file), self._plugin)[0])
            if number < 0:
                raise UnfitError(f"KWin does not take our script; {_ADVICE}")
            self._start(number)
        except OSError as error:
            why = f"{file} cannot be written ({error.strerror or error})"
            raise UnfitError(f"{why}, so KWin cannot read our script; make room there") from error
        finally:
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def _write(self, file: Path) -> None:
        names = {"LISTENER": self._line.name, "KWIN": self._kwin, "PLUGIN": self._plugin}
        head = "".join(f'const {name} = "{value}";\n' for name, value in names.items())
        with open(file, "wb", opener=_open_private) as out:
            out.write(head.encode() + _SOURCE.read_bytes())

    def _start(self, number: int) -> None:
        """Run the script; it tells what is in front before KWin answers that it runs.

        KWin's number for a script is how many there are, so that an older one may bear it too,
        and then that one is asked to run. To start all that do not run yet helps then.
        """
        newer, older = (
            DBusAddress(place.format(number), interface="org.kde.kwin.Script") for place in _PLACES
        )
        try:
            self._ask(newer, "run")
        except CallError as error:
            if not error.name.endswith(_ELSEWHERE):
                raise
            self._ask(older, "run")
        self._take_in()
        if not self._calls:
            self._ask(_SCRIPTING, "start")
            self._await_word()

    def _await_word(self) -> None:
        end = monotonic() + _PATIENCE_S
        self._take_in()
        while not self._calls:
            left = end - monotonic()
            if left <= 0:
                raise UnfitError(f"KWin took our script, but the script tells nothing; {_ADVICE}")
            select.select([self._line.fileno()], [], [], left)
            self._take_in()

    def _take_in(self) -> None:
        for message in self._line.drain():
            fields = message.header.fields
            sender = fields.get(HeaderFields.sender)
            if sender == _BUS and fields.get(HeaderFields.member) == "NameOwnerChanged":
                self.is_orphan = True
            elif (
                sender == self._kwin
                and fields.get(HeaderFields.interface) == _FRONT
                and fields.get(HeaderFields.signature) == _TOLD
            ):
                self._calls.append(message)

    def _ask(
        self, place: DBusAddress, member: str, *words: str, within: float = _PATIENCE_S
    ) -> tuple[Any, ...]:
        """Ask the KWin we found, and no other that may have come since."""
        there = DBusAddress(place.object_path, bus_name=self._kwin, interface=place.interface)
        call = new_method_call(there, member, "s" * len(words) or None, words)
        return self._line.ask(call, within=within)


def _open_private(path: str, _: int) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
