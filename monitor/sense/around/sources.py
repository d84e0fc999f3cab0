"""What is asked where there is D-Bus: both buses, the sound server, the cameras."""

import os
from collections.abc import Mapping
from datetime import timedelta

from monitor.bus.address import session_sockets, system_sockets
from monitor.sense.around.camera import Camera
from monitor.sense.around.inhibitors import LoginInhibitors, session_inhibitors
from monitor.sense.around.listener import open_listener
from monitor.sense.around.login import Login
from monitor.sense.around.players import Players
from monitor.sense.around.reach import Named, Source
from monitor.sense.around.screensaver import screensavers
from monitor.sense.around.sound import Sound

_LACKS_SYSTEM = "Lock, sleep and user switching are not heard of from logind."
_LACKS_SESSION = "A screen lock and media that play are not heard of from the desktop."
_LACKS_SOUND = "A call is not known by its microphone."
_LACKS_CAMERA = "A call is not known by its camera."


def all_sources(environ: Mapping[str, str]) -> tuple[Named, ...]:
    """Each way of opening one, with what is not known without it."""

    def open_system(now: timedelta, until: float) -> Source:
        parts = (Login(environ, pid=os.getpid(), uid=os.getuid()), LoginInhibitors())
        sockets = system_sockets(environ)
        return open_listener(sockets, parts, now=now, until=until, bus="system bus")

    def open_session(now: timedelta, until: float) -> Source:
        parts = (screensavers(), Players(), session_inhibitors())
        sockets = session_sockets(environ)
        return open_listener(sockets, parts, now=now, until=until, bus="session bus")

    return (
        (open_system, _LACKS_SYSTEM),
        (open_session, _LACKS_SESSION),
        (lambda *_: Sound(environ), _LACKS_SOUND),
        (lambda *_: Camera(), _LACKS_CAMERA),
    )
