"""GNOME Shell on the session bus, and how it stands with the humanward extension."""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from select import select
from time import monotonic
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, new_method_call
from jeepney.bus_messages import message_bus

from monitor.bus.line import Line
from monitor.errors import UnfitError

UUID = "humanward@humanward.org"
SERVICE = "org.humanward.Desktop"
NEWEST = 51
_FORMS = ((45, "45"), (42, "42"))  # the first GNOME Shell that takes this form of the extension

_NAME = "org.gnome.Shell"
_SHELL = DBusAddress("/org/gnome/Shell", bus_name=_NAME, interface=_NAME)
_EXTENSIONS = _SHELL.with_interface("org.gnome.Shell.Extensions")
_PROPERTIES = _SHELL.with_interface("org.freedesktop.DBus.Properties")
_RUNS, _FAILED, _OUTDATED = {1, 8}, 3, 4  # the shell's own numbers; 8: it is about to run
_INSTALL = "run `humanward desktop install`"


class Standing(Enum):
    """How the extension stands; the value says it to a person, with what to do."""

    WORKS = "the humanward extension works"
    MISSING = f"the humanward extension is not installed: {_INSTALL}"
    WAITING = (
        "the humanward extension waits for your next login: log out and in once"
        " (GNOME on Wayland loads new extensions only then)"
    )
    OFF = f"the humanward extension is installed but switched off: {_INSTALL}"
    ALL_OFF = (
        "GNOME has all its extensions switched off: switch them on in the Extensions app,"
        " or run `gsettings set org.gnome.shell disable-user-extensions false`"
    )
    FAILED = (
        "GNOME Shell could not start the humanward extension:"
        f" `gnome-extensions info {UUID}` tells the reason"
    )
    OUTDATED = f"the humanward extension is installed for another GNOME Shell: {_INSTALL}"
    SILENT = (
        "the humanward extension runs but does not answer as this release expects:"
        f" {_INSTALL}, then log out and in once"
    )
    UNSUPPORTED = f"the humanward extension is made for GNOME Shell 42 to {NEWEST} alone"


def extension_folder(environ: Mapping[str, str]) -> Path:
    """Where GNOME Shell looks for the extension of this user."""
    home = environ.get("HOME") or Path.home()
    data = Path(environ.get("XDG_DATA_HOME") or Path(home) / ".local/share")
    return data / "gnome-shell" / "extensions" / UUID


def form_for(version: str) -> str:
    """The form of the extension that a GNOME Shell ("43.9") takes; '' when there is none."""
    major = version.partition(".")[0]
    number = int(major) if major.isdecimal() else 0
    if number > NEWEST:
        return ""
    return next((form for first, form in _FORMS if number >= first), "")


class Shell:
    """Asks GNOME Shell; CallError when it refuses or does not answer."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def require(self) -> None:
        """Raise UnfitError unless GNOME Shell runs in this session."""
        if not self._has_owner(_NAME):
            raise UnfitError("GNOME Shell does not run in this session")

    def version(self) -> str:
        """The shell's version: 43.9."""
        return str(self._property(_NAME, "ShellVersion"))

    def standing(self, folder: Path) -> Standing:
        """How the extension stands that should be in this folder."""
        if not form_for(self.version()):
            return Standing.UNSUPPORTED
        if self._has_owner(SERVICE):
            return Standing.WORKS
        if not (folder / "metadata.json").exists():
            return Standing.MISSING
        if not self._property(str(_EXTENSIONS.interface), "UserExtensionsEnabled"):
            return Standing.ALL_OFF
        return self._as_known()

    def settle(self, folder: Path, *, within: float) -> Standing:
        """The same for an extension that was switched on just now; it takes the shell a moment."""
        end = monotonic() + within
        self._line.follow(owners_of(SERVICE))
        while (found := self.standing(folder)) in {Standing.OFF, Standing.SILENT}:
            left = end - monotonic()
            if left <= 0:
                break
            select([self._line.fileno()], [], [], left)
            self._line.drain()
        return found

    def _as_known(self) -> Standing:
        """What the shell itself says of an extension that does not answer."""
        (told,) = self._line.ask(new_method_call(_EXTENSIONS, "GetExtensionInfo", "s", (UUID,)))
        if not told:
            return Standing.WAITING
        state = int(told["state"][1])
        if state in _RUNS:
            return Standing.SILENT
        return {_FAILED: Standing.FAILED, _OUTDATED: Standing.OUTDATED}.get(state, Standing.OFF)

    def _property(self, interface: str, name: str) -> Any:  # noqa: ANN401 - of any type that the bus has
        return self._line.ask(new_method_call(_PROPERTIES, "Get", "ss", (interface, name)))[0][1]

    def _has_owner(self, name: str) -> bool:
        return bool(self._line.ask(message_bus.NameHasOwner(name))[0])


def owners_of(name: str) -> MatchRule:
    """The rule by which the bus tells who owns a name from now on."""
    rule = MatchRule(
        type="signal",
        sender=message_bus.bus_name,
        interface=message_bus.interface,
        member="NameOwnerChanged",
    )
    rule.add_arg_condition(0, name)
    return rule


def has_left(message: Message, name: str) -> bool:
    """Whether a message tells that the owner of a name is gone, or is another one now."""
    fields = message.header.fields
    return (
        fields.get(HeaderFields.sender) == message_bus.bus_name
        and fields.get(HeaderFields.member) == "NameOwnerChanged"
        and message.body[0] == name
        and bool(message.body[1])
    )
