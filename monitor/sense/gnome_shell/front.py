"""What our extension of GNOME Shell tells: the window in front, its title only where wanted."""

from collections.abc import Callable
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, new_method_call

from monitor.bus.line import Line
from monitor.core.sighting import Reading
from monitor.errors import LineLostError
from monitor.sense.gnome_shell.shell import SERVICE, has_left, owners_of

_INTERFACE = f"{SERVICE}1"
_OBJECT = DBusAddress("/org/humanward/Desktop", bus_name=SERVICE, interface=_INTERFACE)
_WITHIN_S = 0.9


class Extension:
    """CallError when it does not answer, LineLostError when it went away."""

    def __init__(self, line: Line, follows_title: Callable[[str], bool]) -> None:
        self._line = line
        self._follows_title = follows_title
        self._titles: set[str] = set()
        line.follow(owners_of(SERVICE))
        self._front = self._ask()

    def front(self) -> Reading:
        """What is in front; it asks only when the title of another app begins to be wanted."""
        app = self._front.app
        if app and app not in self._titles and self._follows_title(app):
            self._titles.add(app)
            self._front = self._ask()
        return self._front

    def hear(self, message: Message) -> bool:
        """Take in what the extension tells; True when something else is in front now."""
        if has_left(message, SERVICE):
            raise LineLostError("the humanward extension of GNOME Shell went away")
        fields = message.header.fields
        told = fields.get(HeaderFields.interface), fields.get(HeaderFields.signature)
        if told != (_INTERFACE, "a{sv}"):
            return False
        self._front = _reading(message.body[0])
        return True

    def _ask(self) -> Reading:
        """Look now, and be told of each change from now on."""
        asked = new_method_call(_OBJECT, "Follow", "as", (sorted(self._titles),))
        return _reading(self._line.ask(asked, within=_WITHIN_S)[0])


def _reading(told: dict[str, tuple[str, Any]]) -> Reading:
    said = {key: value for key, (_, value) in told.items()}
    locked = said.get("locked", False)
    if "pid" not in said:
        return Reading(app="", locked=locked)
    names = (said.get(name, "") for name in ("wm_class", "app", "sandbox"))
    return Reading(
        app=next(filter(None, names), None),
        instance=said.get("instance", ""),
        title=said.get("title", ""),
        pid=said["pid"] if said["pid"] > 0 else None,
        fullscreen=said.get("fullscreen"),
        locked=locked,
    )
