"""What the notification server of a Linux desktop says of its do-not-disturb."""

from collections.abc import Callable, Mapping

from jeepney import DBusAddress, Message, MessageFlag, message_bus, new_method_call

from monitor.bus.address import session_sockets
from monitor.errors import UnfitError
from monitor.notify.bus import Bus
from monitor.notify.held import (
    NAME,
    PATH,
    PRESENTATION,
    QUESTIONS,
    WITHIN_S,
    Ask,
    Question,
    question_of,
)
from monitor.notify.stance import Stance

_GNOME = "gnome-shell"
_BANNERS = ("gsettings", "get", "org.gnome.desktop.notifications", "show-banners")
_BANNERS_S = 1.0  # a program is started: on a busy machine that takes longer than a question
_KEPT_S = 60.0
_MEMORY = "memory"  # gsettings without its store says so, and then tells defaults
_ABSENT = "it is not what shows notifications here"


class Servers:
    """Asks whichever server runs, on a connection of its own, and starts none."""

    def __init__(self, environ: Mapping[str, str], mono: Callable[[], float]) -> None:
        self._environ = environ
        self._mono = mono
        self._banners: tuple[float, Stance] | None = None

    def ask(self) -> tuple[Stance, ...]:
        """Tell of each server known here; all but the one that runs are unknown."""
        try:
            bus = Bus(session_sockets(self._environ), _unheard, within=WITHIN_S)
        except UnfitError as error:
            return (Stance("session bus", None, str(error)),)
        try:
            bus.call(message_bus.Hello(), within=WITHIN_S)
            return self._each(lambda message: tuple(bus.call(message, within=WITHIN_S).body))
        except UnfitError as error:
            return (Stance("notification server", None, str(error)),)
        finally:
            bus.close()

    def _each(self, ask: Ask) -> tuple[Stance, ...]:
        about = new_method_call(DBusAddress(PATH, NAME, NAME), "GetServerInformation")
        about.header.flags |= MessageFlag.no_auto_start
        server = "".join(map(str, ask(about)[:1])) or "a server without a name"
        asked = self._one(server, ask)
        rest = (*(one.server for one in QUESTIONS), _GNOME)
        others = (Stance(one, None, _ABSENT) for one in rest if one != server)
        return asked, _answer(PRESENTATION, ask), *others

    def _one(self, server: str, ask: Ask) -> Stance:
        if server == _GNOME:
            return self._gnome()
        question = question_of(server)
        if question is None:
            return Stance(server, None, f"{server} tells nobody of its do-not-disturb")
        return _answer(question, ask)

    def _gnome(self) -> Stance:
        """Ask for GNOME's setting, once a minute at most: it takes a program."""
        now = self._mono()
        if self._banners is None or now - self._banners[0] >= _KEPT_S:
            self._banners = (now, Stance(_GNOME, *_ask_gsettings(self._environ)))
        return self._banners[1]


def _answer(question: Question, ask: Ask) -> Stance:
    holds = question.ask(ask)
    words = {True: question.now, False: "off", None: f"{question.server} does not say"}
    return Stance(question.server, holds, words[holds])


def _unheard(_: Message) -> None:
    """Nothing was asked to be told."""


def _ask_gsettings(environ: Mapping[str, str]) -> tuple[bool | None, str]:
    import subprocess  # noqa: PLC0415 - only on GNOME, before a nudge

    from monitor.notify.asked import ask  # noqa: PLC0415 - as above

    try:
        done = ask(_BANNERS, environ, _BANNERS_S)
    except FileNotFoundError:
        return None, "gsettings is not installed, so GNOME's setting cannot be read"
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, f"gsettings could not be asked ({type(error).__name__})"
    said = done.stdout.strip()
    if _MEMORY in done.stderr or said not in {"true", "false"}:
        return None, "gsettings does not tell GNOME's setting here"
    return (True, "Do Not Disturb is on in GNOME") if said == "false" else (False, "off")
