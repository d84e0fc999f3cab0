"""Who asks that the screen stay on: weak evidence, for some leave it so all day.

Who asks, and the reason given, are never read.
"""

from collections.abc import Sequence
from datetime import timedelta

from jeepney import DBusAddress, MatchRule, Message

from monitor.core.sighting import Around
from monitor.sense.around.caller import Caller
from monitor.sense.around.listener import PROPERTIES, new_owner, owner_rule, said
from monitor.sense.around.survey import Question, Survey

_LOGIN = "org.freedesktop.login1"
_MANAGER = DBusAddress(
    "/org/freedesktop/login1", bus_name=_LOGIN, interface="org.freedesktop.login1.Manager"
)
_GNOME, _KDE = "org.gnome.SessionManager", "org.kde.Solid.PowerManagement.PolicyAgent"
_POWER = "org.freedesktop.PowerManagement"
_GNOME_IDLE = 8  # its flag for: do not mark the session as idle
_KDE_SCREEN = 4  # its policy for: leave the screen as it is


def session_inhibitors() -> Survey:
    """The services of the session bus that keep such a list."""
    questions = (
        Question(
            DBusAddress("/" + _GNOME.replace(".", "/"), bus_name=_GNOME, interface=_GNOME),
            "IsInhibited",
            ("InhibitorAdded", "InhibitorRemoved"),
            _GNOME_IDLE,
        ),
        Question(
            DBusAddress("/" + _KDE.replace(".", "/"), bus_name=_KDE, interface=_KDE),
            "HasInhibition",
            ("InhibitionsChanged",),
            _KDE_SCREEN,
        ),
        Question(
            DBusAddress(
                "/org/freedesktop/PowerManagement/Inhibit",
                bus_name=_POWER,
                interface=f"{_POWER}.Inhibit",
            ),
            "HasInhibit",
            ("HasInhibitChanged",),
        ),
    )
    return Survey(questions, yes=Around(inhibited=True))


class LoginInhibitors:
    """What logind is asked to hold back: idleness, among other things."""

    is_passing = False

    def __init__(self) -> None:
        self._is_inhibited = False
        self.is_stale = True

    def rules(self) -> Sequence[MatchRule]:
        """The manager's own properties."""
        changed = MatchRule(
            type="signal",
            sender=_LOGIN,
            interface=PROPERTIES,
            member="PropertiesChanged",
            path=_MANAGER.object_path,
        )
        return (changed, owner_rule(_LOGIN))

    def meet(self, names: Sequence[str]) -> None:
        """It is asked by its name."""

    def hear(self, message: Message) -> bool:
        """Ask again when that property, or the service, changed."""
        _, path, _, member, signature = said(message)
        is_news = False
        if (path, member, signature) == (
            _MANAGER.object_path,
            "PropertiesChanged",
            "sa{sv}as",
        ):
            _, changed, unsaid = message.body
            is_news = "BlockInhibited" in changed or "BlockInhibited" in unsaid
        elif change := new_owner(message):
            is_news = change[0] == _LOGIN
        self.is_stale = self.is_stale or is_news
        return is_news

    def ask(self, caller: Caller) -> None:
        """Ask what is held back; a list of words with colons between."""
        held = caller.text(_MANAGER, "BlockInhibited") or ""
        if caller.is_sure:
            self._is_inhibited = "idle" in held.split(":")

    def around(self, now: timedelta) -> Around:  # noqa: ARG002 - what is known does not age
        """Tell what was said."""
        return Around(inhibited=self._is_inhibited)

    def trouble(self) -> str:
        """That the service is missing is told by the one who needs it most."""
        return ""
