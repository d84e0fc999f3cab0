"""The screen lock as the desktop tells it: the ScreenSaver services of the session bus."""

from jeepney import DBusAddress

from monitor.core.sighting import Around
from monitor.sense.around.survey import Question, Survey

_NAMES = (
    "org.freedesktop.ScreenSaver",  # KDE Plasma and others
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)


def screensavers() -> Survey:
    """Locked when one of them says that it covers the screen."""
    return Survey(tuple(map(_question, _NAMES)), yes=Around(locked=True))


def _question(name: str) -> Question:
    path = "/" + name.replace(".", "/")
    place = DBusAddress(path, bus_name=name, interface=name)
    return Question(place, "GetActive", ("ActiveChanged",))
