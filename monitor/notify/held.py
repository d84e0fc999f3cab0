"""Whether a notification server holds notifications back, for those servers that tell."""

from collections.abc import Callable

from jeepney import DBusAddress, Message, MessageFlag, Properties, new_method_call

from monitor.errors import UnfitError
from monitor.notify.bus import Bus

_WITHIN_S = 0.3
_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"


def _dunst() -> Message:
    return Properties(DBusAddress(_PATH, _NAME, "org.dunstproject.cmd0")).get("paused")


def _plasma() -> Message:
    return Properties(DBusAddress(_PATH, _NAME, _NAME)).get("Inhibited")


def _xfce() -> Message:
    name = "org.xfce.Xfconf"
    settings = DBusAddress("/org/xfce/Xfconf", name, name)
    return new_method_call(settings, "GetProperty", "ss", ("xfce4-notifyd", "/do-not-disturb"))


_QUESTIONS: dict[str, tuple[Callable[[], Message], str]] = {
    "dunst": (_dunst, "dunst is paused and shows it only after: dunstctl set-paused false"),
    "Plasma": (_plasma, "Do Not Disturb is on in Plasma, which shows it in the history alone"),
    "Xfce Notify Daemon": (_xfce, "Do Not Disturb is on in Xfce, so nothing was shown"),
}


def why_held(bus: Bus, server: str) -> str:
    """Why this server shows nothing now, in words; '' when it does not say so."""
    if server not in _QUESTIONS:
        return ""
    question, words = _QUESTIONS[server]
    message = question()
    message.header.flags |= MessageFlag.no_auto_start  # a question must not start a program
    try:
        answer = bus.call(message, within=_WITHIN_S).body
    except UnfitError:
        return ""
    return words if answer == (("b", True),) else ""
