"""The Wayland connection: on a real compositor, and against one that misbehaves."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import SensorLostError, UnfitError
from monitor.sense.wayland.wire import Wire, open_wire
from tests.desktops import WaylandDesktop
from tests.processes import wait_for
from tests.scripted_compositor import ScriptedCompositor, event, scripted

_OFFERS = (("wl_seat", 7), ("wl_output", 4))
_FOREIGN = 0xFF000001


@pytest.fixture
def desktop() -> Iterator[WaylandDesktop]:
    """A private desktop with sway."""
    with WaylandDesktop() as opened:
        opened.sway()
        yield opened


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[ScriptedCompositor]:
    """A compositor that says what the test wants."""
    with scripted(tmp_path, _OFFERS) as opened:
        yield opened


@pytest.fixture
def wire(compositor: ScriptedCompositor) -> Iterator[Wire]:
    """A connection to the scripted compositor."""
    opened = open_wire(compositor.environ)
    yield opened
    opened.close()


def drained(wire: Wire) -> None:
    """Drain until the connection is lost."""
    wait_for(wire.drain, "end")


def test_a_real_compositor_tells_what_it_offers_and_who_it_is(desktop: WaylandDesktop) -> None:
    wire = open_wire(desktop.env)

    assert [offer.interface for offer in wire.offers("wl_seat")] == ["wl_seat"]
    assert wire.offers("no_such_thing") == ()
    assert wire.peer.name == "sway"
    assert wire.peer.uid == Path(desktop.env["XDG_RUNTIME_DIR"]).stat().st_uid
    wire.close()
    wire.close()
    assert wire.fileno() is None


def test_numbers_of_objects_are_used_again(desktop: WaylandDesktop) -> None:
    wire = open_wire(desktop.env)
    wire.round_trip()
    first = wire.new()

    for _ in range(100):
        wire.round_trip()

    assert wire.new() <= first + 2
    wire.close()


def test_a_display_may_be_named_by_its_whole_path(desktop: WaylandDesktop) -> None:
    whole = Path(desktop.env["XDG_RUNTIME_DIR"]) / desktop.env["WAYLAND_DISPLAY"]

    wire = open_wire({"WAYLAND_DISPLAY": str(whole)})

    assert wire.offers("wl_seat")
    wire.close()


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({}, "no WAYLAND_DISPLAY is set"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "XDG_RUNTIME_DIR is not set"),
        (
            {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nowhere"},
            r"wayland-0 cannot be reached \(No such file",
        ),
        ({"WAYLAND_DISPLAY": "/" + "x" * 200}, "cannot be reached"),
        ({"WAYLAND_DISPLAY": "a\0b", "XDG_RUNTIME_DIR": "/tmp"}, "cannot be reached"),  # noqa: S108 - it is only named
    ],
)
def test_a_display_out_of_reach_is_refused_in_words(environ: dict[str, str], why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        open_wire(environ)


def test_a_display_that_lets_in_and_says_nothing_is_refused_in_time(
    compositor: ScriptedCompositor,
) -> None:
    compositor.is_silent = True
    began = time.monotonic()

    with pytest.raises(UnfitError, match="did not answer in 2 s"):
        open_wire(compositor.environ)

    assert time.monotonic() - began < 3


def test_messages_may_come_in_pieces(compositor: ScriptedCompositor, wire: Wire) -> None:
    told: list[tuple[int, str, tuple[int, ...]]] = []
    wire.meet(_FOREIGN, lambda opcode, body: told.append((opcode, body.text(), body.numbers())))
    raw = event(_FOREIGN, 3, "gruß", (1, 2)) + event(_FOREIGN, 4, "", ())

    for piece in range(0, len(raw), 3):
        compositor.write(raw[piece : piece + 3])
        wire.drain()
    wire.round_trip()

    assert told == [(3, "gruß", (1, 2)), (4, "", ())]


def test_events_of_unknown_objects_are_passed_over(
    compositor: ScriptedCompositor, wire: Wire
) -> None:
    compositor.say(_FOREIGN, 0, "who?")
    compositor.say(77, 0)

    wire.round_trip()

    assert wire.offers("wl_seat")


def test_what_is_offered_later_is_known_and_what_goes_away_forgotten(
    compositor: ScriptedCompositor, wire: Wire
) -> None:
    compositor.say(2, 0, 9, "wl_seat", 7)
    compositor.say(2, 1, 1)

    wire.round_trip()

    assert [offer.name for offer in wire.offers("wl_seat")] == [9]


def test_descriptors_that_are_sent_along_are_closed(
    compositor: ScriptedCompositor, wire: Wire
) -> None:
    read_end, write_end = os.pipe()

    socket.send_fds(compositor.client, [event(77, 0)], [read_end])
    os.close(read_end)
    wire.round_trip()

    with pytest.raises(BrokenPipeError):
        os.write(write_end, b"is anybody there?")
    os.close(write_end)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (event(1, 0, 7, 3, "your secret title"), r"hung up \(error 3 of object 7\)$"),
        (event(2, 0), "wrong arguments"),
        (event(2, 0, 5, 4000), "wrong arguments"),
        (b"\x02\0\0\0\0\0\0\0", "what is no message"),
        (b"\x02\0\0\0\0\0\x0b\0", "what is no message"),
        (b"nonsense and much more of it", "what is no message"),
    ],
)
def test_a_compositor_that_speaks_nonsense_is_lost_for_good(
    compositor: ScriptedCompositor, wire: Wire, raw: bytes, why: str
) -> None:
    compositor.write(raw)

    with pytest.raises(SensorLostError, match=why):
        drained(wire)
    for ask in (wire.drain, wire.round_trip):
        with pytest.raises(SensorLostError, match=why):
            ask()


def test_an_object_under_a_number_that_is_not_the_compositors_is_refused(
    compositor: ScriptedCompositor, wire: Wire
) -> None:
    wire.meet(_FOREIGN, lambda _, body: wire.meet(body.number(), lambda *_: None))
    compositor.say(_FOREIGN, 0, 2)

    with pytest.raises(SensorLostError, match="wrong arguments"):
        wire.round_trip()


def test_a_number_that_is_given_back_twice_is_used_once(
    compositor: ScriptedCompositor, wire: Wire
) -> None:
    wire.round_trip()
    made = [wire.new(), wire.new()]
    for number in (*made, *made, 1, 2, 5000):
        compositor.say(1, 1, number)
    wire.round_trip()

    numbers = [wire.new() for _ in range(10)]

    assert len(set(numbers)) == 10
    assert min(numbers) > 2
    assert max(numbers) < 50


def test_a_flood_does_not_hold_a_drain(compositor: ScriptedCompositor, wire: Wire) -> None:
    heard: list[int] = []
    wire.meet(_FOREIGN, lambda opcode, _: heard.append(opcode))
    flood = event(_FOREIGN, 0) * 4096
    while True:
        try:
            compositor.client.sendall(flood, socket.MSG_DONTWAIT)
        except BlockingIOError:
            break

    wire.drain()

    assert heard


def test_a_compositor_that_hangs_up_is_lost(compositor: ScriptedCompositor, wire: Wire) -> None:
    compositor.write(event(_FOREIGN, 0, "half of it")[:10])
    compositor.hang_up()

    with pytest.raises(SensorLostError, match="went away"):
        drained(wire)
    with pytest.raises(SensorLostError, match="went away"):
        wire.round_trip()


def test_a_closed_connection_says_so(wire: Wire) -> None:
    wire.close()

    for ask in (wire.drain, wire.round_trip):
        with pytest.raises(SensorLostError, match="was closed"):
            ask()
