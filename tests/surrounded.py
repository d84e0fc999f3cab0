"""What surroundings are made of: two buses, logind's mock, programs on a bus, a sound server."""

import os
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    Properties,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.threading import DBusConnection, DBusRouter, ReceiveStopped, open_dbus_connection

from monitor.bus.address import system_sockets
from monitor.bus.line import Line
from monitor.core.sighting import Around
from monitor.ports import Clock, Surroundings
from monitor.sense.around.surroundings import open_surroundings
from tests.processes import need, wait_for
from tests.rig import Desktop

LOGIN = "org.freedesktop.login1"
ROOT = "/org/freedesktop/login1"
MANAGER = f"{LOGIN}.Manager"
SESSION = f"{LOGIN}.Session"
AT_MOST_S = 2.0

_SOON_S = 10
_LONG_S = 30  # a browser takes its time to start
_DEBIAN = "/usr/bin/python3"  # its package python3-dbusmock is for its own Python


@dataclass
class Program:
    """Answers on a bus as its script says: member or property, then signature and body."""

    connection: DBusConnection
    answers: dict[str, tuple[str, tuple[Any, ...]]]
    asked: list[str] = field(default_factory=list)
    hangs: bool = False
    before: dict[str, Callable[[], object]] = field(default_factory=dict)

    def say(self, place: DBusAddress, member: str, signature: str, *body: object) -> None:
        """Send a signal to whoever listens."""
        self.connection.send(new_signal(place, member, signature, body))

    def change(self, place: DBusAddress, **properties: tuple[str, object]) -> None:
        """Change properties, and say so; what the script answers is changed too."""
        told = DBusAddress(place.object_path, interface="org.freedesktop.DBus.Properties")
        self.answers |= {name: ("v", (value,)) for name, value in properties.items()}
        self.say(told, "PropertiesChanged", "sa{sv}as", place.interface, properties, [])

    def listen(self) -> None:
        """Serve until the connection is interrupted."""
        with suppress(ReceiveStopped, OSError):
            while True:
                message = self.connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._answer(message)

    def _answer(self, message: Message) -> None:
        member = message.header.fields[HeaderFields.member]
        name = message.body[1] if member == "Get" else member
        self.asked.append(name)
        if self.hangs or message.header.flags & MessageFlag.no_reply_expected:
            return
        signature, body = self.answers.get(name, ("", ()))
        self.before.pop(name, bool)()
        self.connection.send(
            new_method_return(message, signature, body)
            if signature
            else new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        )


@contextmanager
def program(address: str, *names: str, **answers: tuple[str, tuple[Any, ...]]) -> Iterator[Program]:
    """Run a program that owns these names, in a thread."""
    with open_dbus_connection(address) as connection:
        with DBusRouter(connection) as router:
            for name in names:
                router.send_and_get_reply(message_bus.RequestName(name, 4), timeout=_SOON_S)
        served = Program(connection, answers)
        thread = Thread(target=served.listen)
        thread.start()
        try:
            yield served
        finally:
            connection.interrupt()
            thread.join(_SOON_S)


class Login:
    """The mock of logind on a private system bus."""

    def __init__(self, desktop: Desktop) -> None:
        self.server = desktop.spawn(_DEBIAN, "-m", "dbusmock", "--system", "--template", "logind")
        self._line = Line(system_sockets(desktop.env))
        desktop.callback(self._line.close)
        wait_for(self._answers, "mock of logind")
        self.answer("GetUser", "u", "o", f"ret = '{ROOT}/user/%d' % args[0]")  # the mock's fails

    def session(self, name: str = "c1", *, uid: int | None = None) -> str:
        """Open a session on the screen; return its path."""
        uid = os.getuid() if uid is None else uid
        words = (name, "seat0", uid, "tester", True)
        return str(self._mock(ROOT, "AddSession", "ssusb", *words))

    def emit(self, path: str, interface: str, member: str, *variants: tuple[str, object]) -> None:
        """Send a signal."""
        signature = "".join(kind for kind, _ in variants)
        self._mock(path, "EmitSignal", "sssav", interface, member, signature, list(variants))

    def change(self, path: str, interface: str, **properties: tuple[str, object]) -> None:
        """Change properties and say so."""
        self._mock(path, "UpdateProperties", "sa{sv}", interface, properties)

    def put(self, path: str, interface: str, name: str, value: tuple[str, object]) -> None:
        """Change one property of any type and say so."""
        place = DBusAddress(path, bus_name=LOGIN, interface=interface)
        self._line.ask(Properties(place).set(name, *value))

    def add(self, path: str, interface: str, name: str, value: tuple[str, object]) -> None:
        """Add a property that the mock does not have."""
        self._mock(path, "AddProperty", "ssv", interface, name, value)

    def answer(self, member: str, takes: str, gives: str, code: str) -> None:
        """Let the manager answer a call that the mock does not know."""
        self._mock(ROOT, "AddMethod", "sssss", MANAGER, member, takes, gives, code)

    def remove(self, path: str) -> None:
        """End a session, and say so."""
        self._mock(ROOT, "RemoveObject", "s", path)
        self.emit(ROOT, MANAGER, "SessionRemoved", ("s", path.rpartition("/")[2]), ("o", path))

    def _mock(self, path: str, member: str, signature: str, *words: object) -> object:
        place = DBusAddress(path, bus_name=LOGIN, interface="org.freedesktop.DBus.Mock")
        told = self._line.ask(new_method_call(place, member, signature, words))
        self._line.drain()
        return told[0] if told else None

    def _answers(self) -> bool:
        if self.server.poll() is not None:
            pytest.skip("needs python3-dbusmock")
        return LOGIN in self._line.ask(message_bus.ListNames())[0]


def buses(desktop: Desktop) -> None:
    """Start a system bus and a session bus, both private and empty."""
    desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = desktop.bus()
    desktop.bus()


def login(desktop: Desktop) -> Login:
    """Start logind's mock on the private system bus."""
    need("dbus-daemon", _DEBIAN)
    return Login(desktop)


def surround(desktop: Desktop, clock: Clock) -> Surroundings:
    """Open the surroundings of a private home; they are let go with it."""
    surroundings = open_surroundings(desktop.env, clock)
    desktop.callback(surroundings.close)
    return surroundings


def daemon_of(line: Line) -> int:
    """The process of the bus itself."""
    return int(line.ask(message_bus.GetConnectionUnixProcessID("org.freedesktop.DBus"))[0])


def woken(surroundings: Surroundings, holds: Callable[[Around], bool]) -> Around:
    """Wait, woken by the descriptor alone, until a look tells what is waited for."""
    eye = surroundings.fileno()
    assert eye is not None
    end = time.monotonic() + _LONG_S
    while time.monotonic() < end:
        surroundings.drain()
        if holds(around := timed(surroundings)):
            return around
        select.select([eye], [], [], end - time.monotonic())
    raise TimeoutError("nothing woke us for it")


def timed(surroundings: Surroundings) -> Around:
    """Look, and see that it took no longer than it may."""
    began = time.monotonic()
    around = surroundings.look()

    assert time.monotonic() - began < AT_MOST_S
    return around


def about_login(surroundings: Surroundings) -> str:
    """The troubles that are about logind or its bus."""
    told = (one for one in surroundings.troubles() if "login" in one or "system bus" in one)
    return "\n".join(told)


def pulseaudio(desktop: Desktop) -> int:
    """Start PulseAudio in the private home; return its number."""
    need("pulseaudio", "pactl")
    client = desktop.home / "client.conf"
    client.write_text("autospawn = no\n")  # else whoever asks first would start another one
    desktop.env["PULSE_CLIENTCONFIG"] = str(client)
    modules = (
        "module-native-protocol-unix",
        "module-null-source source_name=mic",
        "module-null-sink sink_name=out",
    )
    loads = (word for module in modules for word in ("-L", module))
    options = ("-n", "--daemonize=no", "--use-pid-file=yes", "--exit-idle-time=-1")
    process = desktop.spawn("pulseaudio", *options, *loads)
    wait_for(lambda: "mic" in sources(desktop), "PulseAudio")
    return process.pid


def sources(desktop: Desktop) -> set[str]:
    """The names of all that can be recorded from."""
    lines = desktop.run("pactl", "list", "short", "sources").stdout.splitlines()
    return {line.split("\t")[1] for line in lines}
