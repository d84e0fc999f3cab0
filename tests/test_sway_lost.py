"""When the sensor of sway cannot serve: it ended, hangs, was started again, or is none."""

import os
import signal
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from monitor.errors import SensorLostError, UnfitError
from monitor.sense.sway import open_sway
from monitor.service.clock import SystemClock
from tests.desktops import WaylandDesktop
from tests.processes import wait_for
from tests.scripted_compositor import scripted

_HEAD = struct.Struct("=6sII")


@pytest.fixture
def desktop() -> Iterator[WaylandDesktop]:
    """A private desktop with sway."""
    with WaylandDesktop() as opened:
        opened.sway()
        yield opened


def test_a_sway_that_ended_is_lost_and_nothing_else(desktop: WaylandDesktop) -> None:
    sensor = open_sway(desktop.env, SystemClock(), lambda _: False)
    desktop.run("swaymsg", "exit")

    for ask in (sensor.drain, sensor.look, sensor.look):
        with pytest.raises(SensorLostError, match=r"went away|is ending"):
            wait_for(ask, "end")
    sensor.close()
    sensor.close()
    desktop.compositors[0].wait(10)
    with pytest.raises(UnfitError, match="cannot be reached"):
        open_sway(desktop.env, SystemClock(), lambda _: False)


def test_a_sway_that_was_started_again_is_found_by_the_old_environment(
    desktop: WaylandDesktop,
) -> None:
    old = dict(desktop.env)
    desktop.run("swaymsg", "exit")
    desktop.compositors[0].wait(10)
    desktop.sway()
    alder = desktop.foot("alder")

    sensor = open_sway(old, SystemClock(), lambda _: False)
    told = open_sway(
        {**old, "SWAYSOCK": "", "XDG_CURRENT_DESKTOP": "sway:wlroots"},
        *(SystemClock(), lambda _: False),
    )

    assert old["SWAYSOCK"] != desktop.env["SWAYSOCK"]
    assert [one.look().pid for one in (sensor, told)] == [alder, alder]
    sensor.close()
    told.close()


def test_a_sway_that_hangs_holds_no_look_longer_than_it_may(desktop: WaylandDesktop) -> None:
    sensor = open_sway(desktop.env, SystemClock(), lambda _: False)
    os.kill(desktop.compositors[0].pid, signal.SIGSTOP)
    began = time.monotonic()
    try:
        with pytest.raises(SensorLostError, match="did not answer"):
            sensor.look()
        held = time.monotonic() - began
    finally:
        os.kill(desktop.compositors[0].pid, signal.SIGCONT)
    sensor.close()

    assert held < 2


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({}, "no SWAYSOCK is set, so this is no session of sway"),
        ({"XDG_CURRENT_DESKTOP": "KDE"}, "no SWAYSOCK is set"),
        ({"XDG_CURRENT_DESKTOP": "sway"}, "no WAYLAND_DISPLAY is set"),
        ({"SWAYSOCK": "/nowhere"}, "no WAYLAND_DISPLAY is set"),
    ],
)
def test_without_sway_the_sensor_says_why(environ: dict[str, str], why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        open_sway(environ, SystemClock(), lambda _: False)


@pytest.mark.parametrize("path", ["/nowhere", "/" + "x" * 200, "a\0b"])
def test_a_socket_that_leads_nowhere_is_refused_in_words(tmp_path: Path, path: str) -> None:
    with (
        scripted(tmp_path, ()) as compositor,
        pytest.raises(UnfitError, match="no sway can be asked"),
    ):
        open_sway({**compositor.environ, "SWAYSOCK": path}, SystemClock(), lambda _: False)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", "does not speak as sway does"),
        (_HEAD.pack(b"i3-ipc", 1 << 30, 2), "does not speak as sway does"),
        (_HEAD.pack(b"i3-ipc", 3, 2) + b"{]}", "does not speak as sway does"),
        (_HEAD.pack(b"i3-ipc", 2, 2) + b"[]", "does not speak as sway does"),
        (_HEAD.pack(b"i3-ipc", 2, 2) + b"{}", "refuses to tell its events"),
        (_HEAD.pack(b"i3-ipc", 9, 2) + b"{", "went away"),
        (_HEAD.pack(b"i3-ipc", 2, 0x80000006) + b"{}", "sway is ending"),
    ],
)
def test_what_does_not_speak_as_sway_does_is_refused_in_words(
    tmp_path: Path, answer: bytes, why: str
) -> None:
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(tmp_path / "sock"))
    door.listen()

    def serve() -> None:
        with door.accept()[0] as client:
            client.recv(65536)
            client.sendall(answer)

    thread = Thread(target=serve)
    thread.start()

    with scripted(tmp_path, ()) as compositor, pytest.raises(UnfitError, match=why):
        open_sway(
            {**compositor.environ, "SWAYSOCK": str(tmp_path / "sock")},
            *(SystemClock(), lambda _: False),
        )
    thread.join()
    door.close()
