"""What holds for every channel, and how a nudge goes through several."""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

import pytest

from monitor.bus.address import as_address, session_sockets
from monitor.core.notices import Answer, Delivery, Nudge, Outcome
from monitor.errors import UnfitError
from monitor.notify.freedesktop import Freedesktop
from monitor.notify.log import Log
from monitor.notify.open import deliver, open_channels, probe
from monitor.notify.plyer_base import Plyer
from monitor.ports import Notifier
from tests.notification_server import SOON, Script, nudge, serve
from tests.rig import Desktop

ROOT = Path(__file__).parents[1]
WELL = 'import sys; sys.stdin.read(); print(\'{"outcome": "unknown", "reason": "given"}\')'
HANGS = "import signal; signal.pause()"


def unheard(code: str, answer: Answer) -> None:
    raise AssertionError(f"nobody pressed {answer} on {code}")


def on_a_desktop(desk: Desktop) -> Notifier:
    return Freedesktop(unheard, environ=desk.env)


def answering(desk: Desktop, **script: str | tuple[str, ...]) -> Notifier:
    desk.enter_context(serve(desk.bus(), Script(**script)))  # type: ignore[arg-type]  # by name
    return on_a_desktop(desk)


def without_a_server(desk: Desktop) -> Notifier:
    desk.bus()
    return on_a_desktop(desk)


def on_tcp(desk: Desktop) -> Notifier:
    desk.env["DBUS_SESSION_BUS_ADDRESS"] = "tcp:host=127.0.0.1,port=1"
    return on_a_desktop(desk)


def on_a_stale_socket(desk: Desktop) -> Notifier:
    desk.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={desk.home}/nobody"
    return on_a_desktop(desk)


def on_a_silent_socket(desk: Desktop) -> Notifier:
    bus = desk.enter_context(socket.socket(socket.AF_UNIX))
    bus.bind(f"{desk.home}/silent")
    bus.listen()
    desk.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={desk.home}/silent"
    return on_a_desktop(desk)


def run_python(code: str, environ: Mapping[str, str]) -> str:
    run = [sys.executable, "-c", code]
    done = subprocess.run(  # noqa: S603 - our own code
        run, cwd=ROOT, env=dict(environ), capture_output=True, text=True, check=True
    )
    return done.stdout


def plyer(desk: Desktop, code: str) -> Notifier:
    return Plyer((sys.executable, "-c", code), environ=desk.env)


@dataclass(frozen=True)
class Case:
    open: Callable[[Desktop], Notifier]
    outcome: Outcome
    says: str
    within: float = SOON


FAILED, UNKNOWN = Outcome.FAILED, Outcome.UNKNOWN
CASES = {
    "desktop": Case(answering, Outcome.SHOWN, "scripted took it"),
    "no bus": Case(on_a_desktop, FAILED, "There is no session bus"),
    "tcp": Case(on_tcp, FAILED, "nothing leaves this machine"),
    "stale socket": Case(on_a_stale_socket, FAILED, "cannot be reached (No such file"),
    "silent socket": Case(on_a_silent_socket, FAILED, "says nothing; it may hang", 5),
    "no server": Case(without_a_server, FAILED, "No notification server runs"),
    "hung": Case(lambda d: answering(d, hangs_on=("GetServerInformation",)), FAILED, "may hang", 5),
    "half hung": Case(lambda d: answering(d, hangs_on=("Notify",)), UNKNOWN, "within 2 s", 5),
    "no caps": Case(lambda d: answering(d, hangs_on=("GetCapabilities",)), FAILED, "may hang", 5),
    "plyer": Case(lambda d: plyer(d, WELL), Outcome.UNKNOWN, "given"),
    "plyer crashes": Case(lambda d: plyer(d, "1 / 0"), FAILED, "ended: ZeroDivisionError"),
    "plyer is mute": Case(lambda d: plyer(d, ""), FAILED, "ended: without a word"),
    "plyer babbles": Case(lambda d: plyer(d, "print('{1')"), FAILED, "ended: {1"),
    "plyer hangs": Case(lambda d: plyer(d, HANGS), FAILED, "not come back", 6),
    "no Python": Case(lambda _: Plyer(("/nowhere/python",)), FAILED, "cannot be started"),
    "log": Case(lambda _: Log(), Outcome.UNKNOWN, "written to the log"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_channel_tells_in_time_what_became_of_a_nudge_and_raises_nothing(
    case: Case, desktop: Desktop
) -> None:
    channel = case.open(desktop)
    start = monotonic()
    delivery = channel.show(nudge())
    shown = monotonic()
    channel.close()
    channel.close()
    closed = monotonic()

    assert (delivery.channel, delivery.outcome) == (channel.name, case.outcome)
    assert case.says in delivery.reason
    assert shown - start < case.within
    assert closed - shown < 0.5  # 0.2 s by contract, and this machine may be busy


class Told:
    """A channel that does what it is told; it stands for one that this machine has not."""

    def __init__(self, name: str, outcome: Outcome) -> None:
        self.name = name
        self._outcome = outcome

    def show(self, nudge: Nudge) -> Delivery:
        return Delivery(self.name, self._outcome, nudge.rule)

    def close(self) -> None:
        pass


@pytest.mark.parametrize("outcome", [Outcome.SHOWN, Outcome.UNKNOWN])
def test_the_first_channel_that_takes_a_nudge_is_the_last_that_is_tried(outcome: Outcome) -> None:
    channels = Told("a", Outcome.FAILED), Told("b", outcome), Told("c", Outcome.SHOWN)

    deliveries = deliver(nudge(), channels)

    assert [(d.channel, d.outcome) for d in deliveries] == [("a", Outcome.FAILED), ("b", outcome)]


def test_the_log_is_written_only_when_all_else_failed(desktop: Desktop) -> None:
    crash = (sys.executable, "-c", "1 / 0")
    names = ("log", "desktop", "plyer", "desktop")
    channels = open_channels(names, unheard, child=crash, environ=desktop.env)

    deliveries = deliver(nudge(), channels)

    assert [d.channel for d in deliveries] == ["desktop", "plyer", "log"]
    assert [d.outcome for d in deliveries] == [Outcome.FAILED, Outcome.FAILED, Outcome.UNKNOWN]


def test_the_log_tells_the_code_and_none_of_the_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        Log().show(nudge(title="You and Character.AI", text="95 minutes"))

    assert caplog.messages == ["nudge k3f (break): answer with humanward answer k3f did|later|no"]


def test_a_channel_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(UnfitError, match="no channel 'pigeon'; there are desktop, plyer, log"):
        open_channels(("desktop", "pigeon"), unheard)


def test_a_probe_goes_through_every_channel_and_its_button_is_heard(desktop: Desktop) -> None:
    heard: SimpleQueue[tuple[str, Answer]] = SimpleQueue()
    script = Script(presses="did")
    well = (sys.executable, "-c", WELL)
    names = ("desktop", "plyer", "log")
    with serve(desktop.bus(), script):
        channels = open_channels(
            names, lambda *pressed: heard.put(pressed), child=well, environ=desktop.env
        )
        deliveries = probe(channels, nudge().at)
        pressed = heard.get(timeout=SOON)
        for channel in channels:
            channel.close()

    assert [d.channel for d in deliveries] == list(names)
    assert Outcome.FAILED not in [d.outcome for d in deliveries]
    assert pressed == ("", Answer.DID)
    assert "humanward answer" not in script.posted.get().text


def test_channels_that_have_shown_nothing_have_loaded_nothing_heavy() -> None:
    heavy = "jeepney", "plyer", "json", "subprocess", "html", "tempfile"
    code = (
        "import sys; from monitor.notify.open import open_channels;"
        "open_channels(('desktop', 'plyer', 'log'), print);"
        f"print(*set({heavy}) & set(sys.modules))"
    )

    assert run_python(code, os.environ).strip() == ""


def test_without_its_library_the_desktop_channel_says_what_to_install(desktop: Desktop) -> None:
    code = (
        "import sys; sys.modules['jeepney'] = None; from datetime import datetime, UTC;"
        "from monitor.notify.open import open_channels, probe;"
        "print(probe(open_channels(('desktop',), print), datetime(2026, 9, 25, tzinfo=UTC)))"
    )
    (desktop.home / "run" / "bus").touch()
    said = run_python(code, desktop.env)

    assert "Outcome.FAILED" in said
    assert "pip install jeepney" in said


@pytest.mark.parametrize(
    ("address", "sockets"),
    [
        ("unix:path=/run/a%20b%c3%bc,guid=01", (b"/run/a b\xc3\xbc",)),
        ("unix:abstract=/tmp/x", (b"\0/tmp/x",)),
        ("tcp:host=far;unix:path=/a;unix:path=/b", (b"/a", b"/b")),
        ("unix:path=/100%", (b"/100%",)),
    ],
)
def test_a_bus_address_means_its_sockets_on_this_machine(
    address: str, sockets: tuple[bytes, ...]
) -> None:
    found = session_sockets({"DBUS_SESSION_BUS_ADDRESS": address})

    assert found == sockets
    assert session_sockets({"DBUS_SESSION_BUS_ADDRESS": as_address(found)}) == sockets


@pytest.mark.parametrize(
    "address", ["tcp:host=far,port=1", "unixexec:path=ssh", "unix:", "?;", ";"]
)
def test_an_address_that_could_leave_the_machine_or_says_nothing_is_refused(address: str) -> None:
    with pytest.raises(UnfitError, match="names no unix: socket"):
        session_sockets({"DBUS_SESSION_BUS_ADDRESS": address})
